"""Decides who did what to whom, when and where; merges reports of one event."""

from etl.events.coder import Coded, Coder
from etl.events.merging import assign_events, group_events, sum_events

__all__ = ["Coded", "Coder", "assign_events", "group_events", "sum_events"]
