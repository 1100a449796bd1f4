"""This module is about breaks: where a series changes its level, by PELT (Killick 2012) with a squared cost.

The penalty is written under the figure. Few strong breaks are better than many: what is found is ranked by its size.
"""

import numpy as np
import pandas as pd
import ruptures

PENALTY = 3.0  # times log(n) times the noise's variance, as in the BIC


def find_breaks(values: pd.DataFrame, column: str = "mean", least: int = 4, most: int = 5) -> list[pd.Timestamp]:
    """First dates of new levels in `values[column]` (date, column): PELT with a squared cost and a BIC penalty."""
    series = values[column].to_numpy(dtype=float)
    if len(series) < 4 * least or np.ptp(series) == 0:
        return []
    noise = max(
        float(np.median(np.abs(np.diff(series)))) / 0.954, 1e-6
    )  # a robust standard deviation of steps over sqrt 2
    found = (
        ruptures.Pelt(model="l2", min_size=least, jump=1)
        .fit(series / noise)
        .predict(pen=PENALTY * np.log(len(series)))[:-1]
    )
    size = [abs(series[k : k + least].mean() - series[k - least : k].mean()) for k in found]
    strongest = sorted(sorted(range(len(found)), key=lambda k: -size[k])[:most])
    return [pd.Timestamp(values["date"].iloc[found[k]]) for k in strongest]
