"""This module is about the learned part: three small linear models that weigh how an actor relates to a trigger.

`source` and `target` score candidates for a role, `accept` scores a complete reading (type, source, target). Weights live in
`etl/resources/model/weights.json`, one readable number a feature; `make train` makes them anew. It leaves out training.
"""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import repeat

from etl.errors import LexiconError
from etl.lexicon.reading import RESOURCES

WEIGHTS = "model/weights.json"


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Logistic regression over named binary features (and named numbers)."""

    bias: float
    weights: Mapping[str, float]

    def logit(self, features: Iterable[str]) -> float:
        """Log-odds of binary features; unknown features count nothing."""
        get = self.weights.get
        return self.bias + sum(map(get, features, repeat(0.0)))

    def probability(self, values: Mapping[str, float]) -> float:
        """Probability between 0 and 1 of features with values."""
        get = self.weights.get
        return sigmoid(self.bias + sum(get(name, 0.0) * value for name, value in values.items()))


def sigmoid(logit: float) -> float:
    """Logistic function, safe for large arguments."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


@dataclass(frozen=True, slots=True)
class Models:
    """The three models, the acceptance threshold and the version of their training data."""

    source: LinearModel
    target: LinearModel
    accept: LinearModel
    threshold: float
    version: str


@cache
def load_models() -> Models:
    """Read the weights that the project ships."""
    try:
        raw = json.loads((RESOURCES / WEIGHTS).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise LexiconError(f"{error}; run `make train`", WEIGHTS) from error
    return models_from(raw)


def models_from(raw: Mapping[str, object]) -> Models:
    """Models from their JSON form."""

    def linear(name: str) -> LinearModel:
        part = raw[name]
        if not isinstance(part, dict):
            raise LexiconError(f"no model '{name}'", WEIGHTS)
        return LinearModel(float(part["bias"]), part["weights"])

    return Models(
        linear("source"), linear("target"), linear("accept"), float(str(raw["threshold"])), str(raw["version"])
    )
