"""Random clauses on members' accounts, over the names that `contract_strategies` declares."""

from __future__ import annotations

from hypothesis import strategies as st
from term_strategies import number_terms, rates, roundings, texts, unpaid

from sanbian.clause import Averaging, Exit, Measured, Reserve
from sanbian.contract import MemberAccounts
from sanbian.period import due

accounts = st.none() | st.builds(
    MemberAccounts,
    capital=st.just("own"),
    trade=st.sampled_from([(), ("milk",), ("milk", "price")]),
)
quantified_reserves = st.builds(
    Reserve,
    id=st.just("2"),
    of=st.just("profit"),
    rate=rates,
    to=st.just("own"),
    by=number_terms | st.just(Measured("own")),
    counts_from=st.just("next_period"),  # one word for a fund, in all versions
    rounding=roundings,
    words=texts,
)
averagings = st.builds(
    Averaging,
    id=st.just("41"),
    to=st.just("own"),
    of=st.sampled_from([(), ("receipts",)]),
    leavers=st.sampled_from(["count", "do_not_count"]),
    written_down=st.sampled_from(["never", "budget"]),
    words=texts,
)


@st.composite
def exits(draw):
    """A clause on leaving; it bears a part of the deficits or does not."""
    bears = draw(st.booleans())
    return Exit(
        id="42",
        paid_from=draw(st.sampled_from([("coop",), ("receipts", "reserve")])),
        refunds=draw(st.just(("own",))),
        notice_months=draw(st.integers(0, 24)),
        institution_months=draw(st.integers(0, 24)),
        year_end=draw(st.sampled_from(["12-31", "02-28", "06-30"])),
        due=draw(st.sampled_from([due("30 days"), due("next 03-31")])),
        loss_of="profit" if bears else None,
        loss_by=draw(number_terms) if bears else None,
        unpaid=draw(unpaid),
        rounding=draw(roundings),
        words=draw(texts),
    )
