"""Finds the places that a text names and resolves them with an offline gazetteer, compiled once from package data."""

from etl.places.gazetteer import Candidate, Gazetteer
from etl.places.toponyms import find_toponyms, resolve_names

__all__ = ["Candidate", "Gazetteer", "find_toponyms", "resolve_names"]
