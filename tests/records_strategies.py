"""Random records: what may have happened around a settlement."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st
from number_strategies import fractions

from sanbian import (
    Announced,
    Dealing,
    DealingKind,
    Kind,
    Origin,
    PaidBy,
    PaymentMade,
    Post,
    Printed,
    Purpose,
    Receipt,
    Records,
    Signed,
    Use,
    Withheld,
    WithheldFor,
    YearOfBusiness,
)

DAYS = st.dates(date(2015, 1, 1), date(2027, 12, 31))
FEN = st.integers(0, 10**9)
RATES = fractions(0, 1, max_denominator=1000)
PRICES = fractions(0, 10**6, max_denominator=100)
WORDS = st.sampled_from(["", "凭证 3 号", "by the sheet"])
NAMES = st.sampled_from(["甲", "乙", "Wang"])
KINDS = st.sampled_from(Kind)
STRANGER = "X9"


def maybe(values):
    return st.none() | values


def some(one):
    return st.lists(one, max_size=3).map(tuple)


def payments(codes, clauses):
    """Rows of a list that has a column for signatures in all rows or in none."""

    def rows(*, has_signatures):
        row = st.builds(
            PaymentMade,
            household=st.sampled_from([*codes, STRANGER]),
            name=st.just("") | NAMES,
            amount=st.integers(-(10**6), 10**9),
            day=maybe(DAYS),
            by=maybe(st.sampled_from(PaidBy)),
            account=st.sampled_from(["", "6200000000000001", "6200000000000002"]),
            received_by=st.just("") | NAMES,
            signed=st.sampled_from(Signed) if has_signatures else st.none(),
            mandate=WORDS,
            clause=st.sampled_from(["", *clauses]),
            called=maybe(KINDS),
        )
        return st.lists(row, max_size=4).map(tuple)

    return st.booleans().flatmap(lambda has: rows(has_signatures=has))


def receipts(bases):
    if not bases:
        return st.just(())
    return some(
        st.builds(
            Receipt,
            base=st.sampled_from(bases),
            origin=st.sampled_from(Origin),
            amount=FEN,
            years=st.integers(1, 30),
            words=WORDS,
        )
    )


def dealings(clauses):
    return some(
        st.builds(
            Dealing,
            kind=st.sampled_from(DealingKind),
            other=NAMES,
            amount=FEN,
            day=maybe(DAYS),
            rate=maybe(RATES),
            price=maybe(PRICES),
            market_price=maybe(PRICES),
            clause=st.sampled_from(["", *clauses]),
            words=WORDS,
        )
    )


def posts(codes):
    return some(
        st.builds(
            Post,
            household=st.sampled_from(["", *codes]),
            name=NAMES,
            days=maybe(fractions(0, 366, max_denominator=2)),
            amount=FEN,
            booked_as=KINDS,
        )
    )


def announced(clauses):
    return some(
        st.builds(
            Announced,
            words=WORDS,
            count=maybe(st.integers(0, 1000)),
            each=maybe(FEN),
            total=maybe(FEN),
            clauses=st.lists(st.sampled_from(clauses), max_size=2).map(tuple),
            called=maybe(KINDS),
        )
    )


def withheld(codes):
    return some(
        st.builds(
            Withheld,
            household=st.sampled_from([*codes, STRANGER]),
            amount=st.integers(1, 10**6),
            why=st.sampled_from(WithheldFor),
            consent=WORDS,
            out_of=maybe(KINDS),
            words=WORDS,
        )
    )


USES = st.builds(
    Use, purpose=st.sampled_from(Purpose), planned=maybe(FEN), spent=FEN, words=WORDS
)
PRINTED = st.builds(Printed, words=WORDS, rate=RATES, part=FEN, whole=st.integers(1, 10**9))
BUSINESS = st.builds(
    YearOfBusiness,
    year=st.integers(2015, 2027),
    income=maybe(FEN),
    farmers=maybe(st.integers(0, 500)),
    trades=maybe(st.integers(0, 500)),
)


def records(contract, codes=("H1", "H2"), period=None):
    """Records of a contract, with names that it knows."""
    clauses = sorted({each.id for v in contract.versions for each in v.clauses})
    return st.builds(
        Records,
        contract=st.just(contract.id),
        period=st.just(period),
        resolved=maybe(DAYS),
        bank_total=maybe(FEN),
        payments=payments(codes, clauses),
        receipts=receipts([base.id for base in contract.bases]),
        dealings=dealings(clauses),
        uses_decided=maybe(DAYS),
        uses=some(USES),
        posts=posts(codes),
        announced=announced(clauses),
        printed=some(PRINTED),
        withheld=withheld(codes),
        tax=WORDS,
        business=st.lists(BUSINESS, max_size=3, unique_by=lambda one: one.year).map(tuple),
    )
