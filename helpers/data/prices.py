"""A real price series that every installation has: Google's shares, in matplotlib's sample data.

1,047 trading days from 19 August 2004 to 14 October 2008, in US dollars,
adjusted for splits; a day's change has a standard deviation of 2.4 %. The
baseline for the next day's price is "the same as today".
"""

from __future__ import annotations

import numpy as np


def daily_prices() -> tuple[np.ndarray, np.ndarray]:
    """Return (days, closing prices in US dollars), each (1047,), oldest first."""
    from matplotlib import cbook

    table = cbook.get_sample_data("goog.npz")["price_data"]
    return table["date"], table["adj_close"].astype(np.float64)
