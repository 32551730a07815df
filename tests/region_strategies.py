"""Random regions: rows of every kind, in order of their days."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st
from number_strategies import fractions

from sanbian import Region, RegionalAmount, RegionalDays, RegionalRate

SOURCE = "省条例第十三条"
FIRST = date(2000, 1, 1)


def rows(cls, name, values):
    """Rows in order of their days."""
    gaps = st.integers(1, 4000)
    return st.lists(st.tuples(gaps, values), max_size=3).map(
        lambda drawn: tuple(
            cls(
                since=FIRST + timedelta(days=sum(gap for gap, _ in drawn[: place + 1])),
                source=SOURCE,
                **{name: value},
            )
            for place, (_, value) in enumerate(drawn)
        )
    )


rates = rows(RegionalRate, "rate", fractions(0, 1, max_denominator=1000))
amounts = rows(RegionalAmount, "amount", st.integers(1, 10**9))
regions = st.builds(
    Region,
    name=st.sampled_from(["浙江省", "Jingchuan"]),
    concentration_cap=rates,
    guarantee_min=rates,
    guarantee_max=rates,
    publication_days=rows(RegionalDays, "days", st.integers(1, 365)),
    cash_limit=amounts,
    monitoring_line=amounts,
    yellow_line=amounts,
    dividend_tax=rates,
    lpr=rates,
)
