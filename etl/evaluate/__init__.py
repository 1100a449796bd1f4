"""Scores coded mentions against gold documents."""

from etl.evaluate.matching import LEVELS, matches
from etl.evaluate.scoring import list_errors, read_gold, score

__all__ = ["LEVELS", "list_errors", "matches", "read_gold", "score"]
