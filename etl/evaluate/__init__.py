"""Scores coded mentions against gold documents."""

from etl.evaluate.accuracy import Accuracy, OfType, Share, load_accuracy
from etl.evaluate.matching import LEVELS, matches
from etl.evaluate.scoring import list_errors, read_gold, score

__all__ = [
    "LEVELS", "Accuracy", "OfType", "Share", "list_errors", "load_accuracy", "matches", "read_gold", "score",
]  # fmt: skip
