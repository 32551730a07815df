"""Books that no settlement can have left are refused, each claim with its place."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from contract_builders import contract, register, settled, version

from sanbian import (
    Books,
    Claim,
    Fixed,
    InvalidInputError,
    Kind,
    LendAndReturn,
    Payment,
    Period,
    PerUnit,
)
from sanbian.settlement.opening import books_problems

RENT = Payment(
    id="3",
    kind=Kind.RENT,
    to="members",
    paid_from=("firm",),
    amount=Fixed(100),
    unpaid="carry",
)
LEVY = Payment(
    id="4",
    kind=Kind.LEVY,
    to="county",
    paid_from=("firm",),
    amount=PerUnit(Fraction(1), "mu"),
    unpaid="carry",
)
LOCAL = evolve(LEVY, id="5", to="village", amount=Fixed(1))
LOAN = LendAndReturn(id="7", lent="lent", returned="returned", to="firm", unit="head")
LAST = date(2019, 12, 31)
LAST_OF_21 = date(2021, 12, 31)
ONE = Claim(account="owed/3", since=LAST, level="member", key="H1", amount=5)
AGREEMENT = contract(RENT, LEVY, LOCAL, starts=date(2019, 1, 1))


def opened(*claims, agreement=AGREEMENT, **given):
    books = Books(contract="A", claims=claims, **given)
    return settled(agreement, register(("H1", "1")), books=books)


@pytest.mark.parametrize(
    ("wrong", "at"),
    [
        ({"account": "nonsense"}, "account"),
        ({"account": "owed/"}, "account"),
        ({"account": "owed/99"}, "account"),
        ({"account": "advance/3/nobody"}, "account"),
        ({"account": "deficit/nothing", "level": "contract", "key": "A"}, "account"),
        ({"account": "deficit/profit"}, "level"),
        ({"account": "deficit/profit", "level": "contract", "key": "B"}, "key"),
        ({"level": "village"}, "level"),
        ({"level": "contract", "key": "A"}, "level"),
        ({"account": "owed/4"}, "level"),
        ({"account": "owed/5"}, "level"),
        ({"unit": "head"}, "unit"),
        ({"account": "lent/3"}, "unit"),
        ({"amount": 0}, "amount"),
        ({"amount": -5}, "amount"),
    ],
)
def test_a_claim_that_no_settlement_left_is_refused_at_its_place(wrong, at):
    with pytest.raises(InvalidInputError) as refused:
        opened(evolve(ONE, **wrong))

    assert f"$.claims[0].{at}" in [problem.at for problem in refused.value.problems]


RESTORE = (
    "; a program writes the books: restore them from a copy, do not edit them",
    "。账由程序写出：从备份恢复，不要手工修改",
)
ACCOUNTS = (
    "owed/<clause>, owed/<clause>/<party>, advance/<clause>/<party>, deficit/<base>, "
    "lent/<clause>, due/<clause>, owed_by/<clause>, loss/<clause>/<holders>, "
    "deduction/<clause>"
)


def refusals(call, *claims, **given):
    """What is refused, in English and in Chinese, without the remedy that all share."""
    with pytest.raises(InvalidInputError) as refused:
        call(*claims, **given)
    for problem in refused.value.problems:
        assert problem.of("en").endswith(RESTORE[0])
        assert problem.of("zh").endswith(RESTORE[1])
    return [
        problem.of(language).removesuffix(remedy)
        for problem in refused.value.problems
        for language, remedy in zip(("en", "zh"), RESTORE, strict=True)
    ]


def test_all_that_is_wrong_with_a_claim_is_said_in_both_languages():
    nonsense = evolve(ONE, account="nonsense", level="x", unit="kg", amount=Fraction(1, 2))

    assert refusals(opened, nonsense) == [
        f"expected one of {ACCOUNTS}, got 'nonsense' - at $.claims[0].account",
        f"$.claims[0].account：应为{ACCOUNTS} 之一，得到 “nonsense”",
        "expected one of member, group, contract, got 'x' - at $.claims[0].level",
        "$.claims[0].level：应为member、group、contract 之一，得到 “x”",
        "expected fen, got 'kg' - at $.claims[0].unit",
        "$.claims[0].unit：应为fen，得到 “kg”",
        "expected a whole number above zero, got '1/2' - at $.claims[0].amount",
        "$.claims[0].amount：应为大于零的整数，得到 “1/2”",
    ]
    assert refusals(opened, ONE, evolve(ONE, account="lent/7")) == [
        "expected head or gram, got 'fen' - at $.claims[0].unit",
        "$.claims[0].unit：应为head 或 gram，得到 “fen”",
    ]
    assert refusals(opened, evolve(ONE, account="owed/4", level="group")) == [
        "expected the level contract of owed/4, got 'group' - at $.claims[0].level",
        "$.claims[0].level：应为owed/4 的层级 contract，得到 “group”",
    ]


def test_claims_that_do_not_go_together_are_said_in_both_languages():
    lent = Claim(
        account="lent/7", since=LAST, level="member", key="H1", amount=1, unit="head"
    )
    agreement = contract(RENT, LOAN, starts=date(2019, 1, 1))

    assert refusals(opened, ONE, evolve(ONE, amount=6)) == [
        "expected each claim once, got owed/3 2019-12-31 H1 again - at $.claims[1]",
        "$.claims[1]：每笔应只记一次，得到第二个 owed/3 2019-12-31 H1",
    ]
    assert refusals(
        opened, lent, evolve(lent, key="H2", unit="gram"), agreement=agreement
    ) == [
        (
            "expected the level and unit of the others of its account and day, member head, "
            "got 'member gram' - at $.claims[1].unit"
        ),
        (
            "$.claims[1].unit：应为与同一账户同一期的别的各笔相同：member head，"
            "得到 “member gram”"
        ),
    ]
    both = refusals(opened, ONE, evolve(ONE, key="一组", level="group"))
    assert both[2] == (
        "expected the level and unit of the others of its account and day, group fen, "
        "got 'member fen' - at $.claims[1].level"
    )


def test_claims_of_other_days_keys_and_accounts_stand_beside_one_another():
    beside = (
        ONE,
        evolve(ONE, since=date(2018, 12, 31)),
        evolve(ONE, key="H2"),
        evolve(ONE, account="advance/3/firm"),
    )

    assert [] == list(books_problems(Books(contract="A", claims=beside)))


def test_periods_that_are_out_of_order_are_said_in_both_languages():
    last = date(2020, 12, 31)
    late, early = Period(date(2020, 12, 1), last), Period(date(2020, 11, 1), last)
    books = Books(contract="A", settled=(late, early, Period(date(2021, 1, 1), LAST_OF_21)))

    assert refusals(settled, AGREEMENT, register("H1"), 2022, books) == [
        "expected a period after 2020-12-31, got '2020-11-01 – 2020-12-31' - at $.settled[1]",
        "$.settled[1]：应为2020-12-31 之后的期间，得到 “2020-11-01 – 2020-12-31”",
    ]


@pytest.mark.parametrize(
    ("wrong", "said", "also"),
    [
        (
            {"account": "owed/99"},
            (
                "expected a declared clause number, got '99' - at $.claims[0].account; "
                "did you mean one of: 3, 4, 5"
            ),
            "$.claims[0].account：应为已声明的条款编号，得到 '99'。可选：3、4、5",
        ),
        (
            {"account": "advance/3/nobody"},
            (
                "expected a declared party, got 'nobody' - at $.claims[0].account; "
                "did you mean one of: county, firm, village"
            ),
            "$.claims[0].account：应为已声明的当事人，得到 'nobody'。可选：county、firm、village",
        ),
        (
            {"account": "deficit/nothing", "level": "contract", "key": "A"},
            (
                "expected a declared base, got 'nothing' - at $.claims[0].account; "
                "did you mean one of: income, profit"
            ),
            "$.claims[0].account：应为已声明的分配基数，得到 'nothing'。可选：income、profit",
        ),
        (
            {"account": "owed/4", "level": "contract", "key": "B"},
            (
                "expected a declared contract id, got 'B' - at $.claims[0].key; "
                "did you mean one of: A"
            ),
            "$.claims[0].key：应为已声明的合同编号，得到 'B'。可选：A",
        ),
    ],
    ids=range(4),
)
def test_a_name_that_points_nowhere_is_said_with_the_nearest(wrong, said, also):
    with pytest.raises(InvalidInputError) as refused:
        opened(evolve(ONE, **wrong))

    (problem,) = refused.value.problems
    assert (said, also) == (problem.of("en"), problem.of("zh"))


def test_a_fund_that_points_nowhere_is_said_with_all_there_are():
    with pytest.raises(InvalidInputError) as refused:
        opened(funds={"zz": {"A": 1}})

    (problem,) = refused.value.problems
    assert problem.of("en") == (
        "expected a declared fund, got 'zz' - at $.funds.zz; did you mean one of: "
        "carried/income, carried/profit, deposit, local_fund, reserve"
    )
    assert problem.of("zh") == (
        "$.funds.zz：应为已声明的基金，得到 'zz'。"
        "可选：carried/income、carried/profit、deposit、local_fund、reserve"
    )


@pytest.mark.parametrize("fund", ["reserve", "carried/profit"])
def test_money_of_another_contract_is_not_lost_but_refused(fund):
    with pytest.raises(InvalidInputError) as refused:
        opened(funds={fund: {"A": 1, "B": 2}})

    (problem,) = refused.value.problems
    assert problem.at == f"$.funds.{fund}"
    assert "expected a declared contract id, got 'B'" in problem.of("en")


def test_a_claim_stands_once_and_in_one_unit():
    with pytest.raises(InvalidInputError, match="each claim once"):
        opened(ONE, evolve(ONE, amount=6))
    lent = Claim(
        account="lent/7", since=LAST, level="member", key="H1", amount=1, unit="head"
    )
    with pytest.raises(InvalidInputError, match="the level and unit of the others"):
        opened(
            lent,
            evolve(lent, key="H2", unit="gram"),
            agreement=contract(RENT, LOAN, starts=date(2019, 1, 1)),
        )
    with pytest.raises(InvalidInputError, match="the level and unit of the others"):
        opened(ONE, evolve(ONE, key="一组", level="group"))


def test_periods_are_in_order_and_funds_are_declared():
    last = date(2020, 12, 31)
    late, early = Period(date(2020, 12, 1), last), Period(date(2020, 11, 1), last)
    with pytest.raises(InvalidInputError, match="a period after"):
        settled(
            AGREEMENT,
            register("H1"),
            2021,
            Books(contract="A", settled=(late, early)),
        )
    with pytest.raises(InvalidInputError, match="expected a declared fund, got 'zz'"):
        opened(funds={"zz": {"A": 1}})


def test_good_books_are_opened():
    done = opened(
        ONE,
        Claim(account="owed/4", since=LAST, level="contract", key="A", amount=5),
        Claim(account="owed/5", since=LAST, level="group", key="", amount=5),
        Claim(account="advance/3/firm", since=LAST, level="member", key="H1", amount=5),
        funds={"carried/profit": {"A": 0}, "reserve": {"A": 7}},
    )

    assert () == done.books.claims  # what is older than the first version is paid by it


def test_a_claim_whose_clause_promises_no_more_is_kept():
    # the version in force when it arose shares out under that number: nobody promised it
    from sanbian import Dividend, Measured  # noqa: PLC0415 - of this test alone

    share = Dividend(id="3", of="profit", to="members", by=Measured("equal"))
    two = contract(
        versions=(
            version(RENT, since=date(2018, 1, 1)),
            version(share, since=date(2019, 1, 1)),
        ),
        starts=date(2018, 1, 1),
    )
    books = Books(contract="A", claims=(ONE,))
    done = settled(two, register("H1"), books=books, amounts={"profit": 0})

    assert (ONE,) == done.books.claims
