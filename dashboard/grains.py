"""This module is about grains: how wide the bins of a time axis are."""

import datetime as dt


def grain(span: tuple[dt.date, dt.date]) -> str:
    """`day`, `week`, `month` or `year`: the bin that keeps a time axis near 10 to 160 bins."""
    days = (span[1] - span[0]).days
    return "day" if days <= 35 else "week" if days <= 1100 else "month" if days <= 5000 else "year"
