"""The tricky cases: numbers that break each shortcut, as contracts where they are contracts."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction

from contract_builders import (
    contract,
    numbers_of,
    paid,
    register,
    settled,
    year,
)
from tricky import case, parts_by

from sanbian import (
    Advance,
    Allotment,
    Dividend,
    Facts,
    Fund,
    Guarantee,
    Household,
    Measured,
    OddFen,
    PartFacts,
    Party,
    PartyRole,
    PerUnit,
    Register,
    Split,
    SplitPart,
    apportion,
    apportion_within,
    explain,
    lines,
    rational,
    settle,
    statements,
)


def test_t02_a_guarantee_from_surplus_deposit_and_a_firm_with_a_limit():
    given, expected = case("T02")
    agreement = contract(
        Guarantee(
            id="5",
            to="members",
            paid_from=("profit", "deposit", "firm"),
            amount=PerUnit(Fraction(given["per_mu"]), "mu"),
            charged="first_charge",
            unpaid="carry",
        ),
        parties=(
            Party(
                id="firm",
                name="公司",
                role=PartyRole.OPERATOR,
                pays_up_to=given["firm_limit"],
            ),
        ),
        pools=(),
        funds=(Fund(id="deposit", name="保证金", opening=given["deposit"]),),
    )
    who = register(*((f"H{n}", mu) for n, mu in enumerate(given["mu"])))
    done = settled(agreement, who, amounts={"profit": given["surplus"]})

    assert numbers_of(done, "entitled") == expected["due"]
    payers = {"surplus": "base/profit", "deposit": "fund/deposit", "firm": "pocket/firm"}
    for name, amounts in expected["paid_by_source"].items():
        by_holder = parts_by(done, payer=payers[name])
        assert [by_holder.get(f"H{n}", 0) for n in range(3)] == amounts
    assert paid(done) == expected["paid"]
    assert numbers_of(done, "arrears") == expected["arrears"]
    assert [claim.amount for claim in done.books.claims] == expected["arrears"]
    assert done.books.funds["deposit"] == {"A": 0}

    later = settled(agreement, who, 2021, done.books, amounts={"profit": 0})
    assert sum(numbers_of(later, "older_paid")) == given["firm_limit"]
    assert sum(paid(later)) == given["firm_limit"]


def test_t03_an_advance_above_the_entitlement_is_reported_not_paid_back():
    given, expected = case("T03")
    weights = [str(weight) for weight in given["weights"]]
    agreement = contract(
        Dividend(id="7", of="profit", to="members", by=Measured("mu")), pools=(), funds=()
    )
    advanced = apportion(given["advance_pool"], given["weights"], OddFen.LARGEST_REMAINDER)
    assert list(advanced.parts) == expected["advance"]
    advances = tuple(
        Advance(
            household=f"H{n}", clause="7", amount=amount, day=date(2020, 6, 1), by="firm"
        )
        for n, amount in enumerate(advanced.parts)
    )
    who = register(*((f"H{n}", weight) for n, weight in enumerate(weights)))
    done = settled(
        agreement, who, amounts={"profit": given["final_pool"]}, advances=advances
    )

    assert numbers_of(done, "entitled") == expected["entitled"]
    assert paid(done) == expected["to_pay_now"]
    assert numbers_of(done, "over_advanced") == expected["over_advanced"]
    assert sum(paid(done)) == expected["operator_cash_needed"]
    assert [notice.at for notice in done.notices if notice.about == "over_advanced"] == [
        "H2"
    ]
    assert explain(done, "H2").paid == 0

    later = settled(agreement, who, 2021, done.books, amounts={"profit": 14})
    assert paid(later) == [6, 6, 1]
    assert numbers_of(later, "advanced") == [0, 0, 1]


def test_t05_caps_go_round_until_none_binds():
    for name in ("a", "b"):
        given, expected = (side[name] for side in case("T05"))
        shared = apportion_within(
            given["pool"],
            given["weights"],
            OddFen.LARGEST_REMAINDER,
            at_least=[0] * len(given["weights"]),
            at_most=given["caps"],
        )
        assert list(shared.parts) == expected["paid"]
        assert shared.rest == expected["rest"]


def test_t05_as_a_contract_with_a_named_rest():
    given, expected = (side["b"] for side in case("T05"))
    agreement = contract(
        Dividend(
            id="7",
            of="profit",
            to="members",
            by=Measured("mu"),
            at_most=Measured("own"),
            rest="reserve",
        )
    )
    who = register(*((f"H{n}", weight) for n, weight in enumerate(given["weights"])))
    caps = {f"H{n}": Fraction(cap) for n, cap in enumerate(given["caps"])}
    done = settled(
        agreement, who, amounts={"profit": given["pool"]}, activity={"own": caps}
    )

    assert paid(done) == expected["paid"]
    assert done.books.funds["reserve"] == {"A": expected["rest"]}


def test_t06_villages_by_weight_and_inside_each_by_person():
    given, expected = case("T06")
    rate = rational(given["village_rate"])
    inner = {name: rational(part) for name, part in given["inner"].items()}
    agreement = contract(
        Split(
            id="1",
            of="income",
            parts=(SplitPart("pool", rate), SplitPart("county", 1 - rate)),
        ),
        Allotment(id="2", of="pool", to="local", by=Measured("weight")),
        Split(
            id="3",
            of="local",
            parts=(
                SplitPart("village", inner["collective"]),
                SplitPart("poor_pool", inner["poor"]),
            ),
        ),
        Dividend(id="4", of="poor_pool", to="members", by=Measured("mu"), rest="village"),
    )
    people = [
        Household(code=f"{group}p{n}", group=group, measures={"mu": Fraction(weight)})
        for group, weights in given["person_weights"].items()
        for n, weight in enumerate(weights or [0], start=1)
    ]
    groups = dict(
        zip(given["person_weights"], map(rational, given["village_weights"]), strict=True)
    )
    part = PartFacts(
        period=year(2020),
        amounts={"income": given["income"]},
        group_measures={"weight": groups},
    )
    done = settle(agreement, Register(households=tuple(people)), Facts(parts=(part,)))

    allotted = parts_by(done, payee="pool/local")
    assert allotted == expected["village"]
    assert parts_by(done, payee="pool/pool") == {"": expected["pool"]}
    assert parts_by(done, payee="party/county") == {"": expected["county"]}
    kept = Counter()
    for line in lines(done):
        if line.payee == "party/village":
            kept[line.holder] += line.amount
    assert dict(kept) == expected["collective"]
    by_person = {each.holder: each.paid for each in statements(done) if each.paid}
    assert by_person == expected["persons"]
