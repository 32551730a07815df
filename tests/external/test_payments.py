"""What other projects expect of guarantees, dividends and money that is paid in an order.

Each case is settled by a contract whose clauses say the same. A case whose convention is not
offered is skipped by name.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve
from contract_builders import FIRST, year
from payment_builders import agreed, got_by, numbered, paid_to, register, settled
from payment_cases import (
    dividend_18xx_issue,
    guarantee_cn,
    patronage_cn,
    waterfall_cn,
    waterfall_liqpref,
)

from sanbian import (
    Dividend,
    Entry,
    EntryKind,
    Equally,
    Fixed,
    Fund,
    Greatest,
    Household,
    Least,
    Measured,
    NamedMeasure,
    OddFen,
    PartOf,
    PerUnit,
    Register,
    Reserve,
    Retention,
    Rounding,
    ShareClass,
    Split,
    SplitPart,
    SumOf,
    facts_of,
    outcome,
    settle,
    share_days,
    years,
    yuan,
)

FILES = sorted((Path(__file__).parent / "payments").glob("*.json"))
CASES = [case for file in FILES for case in json.loads(file.read_text(encoding="utf-8"))]
LICENCES = {
    "MIT",
    "Apache-2.0",
    "BSD-3-Clause",
    # A licence that the readme states, though no file repeats it, is given all the same.
    "MIT (stated in README/pyproject; no LICENSE file)",
    # Figures are facts: those of a thread or a page are kept with their source, its words not.
    "MIT project; public thread (facts only)",
    "public page, facts only",
}
SKIPPED = {
    "dividend/flexile/008": "each_share_is_rounded_up",
    "dividend/flexile/010": "each_share_is_rounded_up",
    "dividend/flexile/012": "each_share_is_rounded_up",
    "dividend/flexile/014": "each_share_is_rounded_up",
    "dividend/flexile/016": "each_share_is_rounded_up",
    "dividend/flexile/018": "tax_is_withheld_in_whole_units",
    "dividend/flexile/020": "tax_is_withheld_in_whole_units",
    "waterfall/hazli/003": "preferences_are_converted_together",
    "waterfall/liqpref/013": "preferences_are_converted_together",
    "waterfall/liqpref/019": "preferences_are_converted_together",
    "waterfall/liqpref/021": "preferences_are_converted_together",
    "waterfall/liqpref/025": "preferences_are_converted_together",
    "waterfall/liqpref/027": "preferences_are_converted_together",
    "waterfall/liqpref/029": "preferences_are_converted_together",
}
COUNTS = {"dividend": 8, "guarantee": 10, "patronage": 2, "waterfall": 39}


def poured(clauses, pools, source, destination):
    """The clauses that pour a source into a destination: portions, or one after another."""
    if "split" in destination:
        parts, rest = [], Fraction(1)
        for portion, to in destination["split"]:
            ratio = rest if portion == "remaining" else Fraction(portion)
            rest -= ratio
            if not isinstance(to, str):
                pools.append(f"p{len(pools)}")
                parts.append((pools[-1], ratio, to))
            elif ratio:
                parts.append((to, ratio, None))
        numbered(
            clauses,
            Split,
            of=source,
            parts=tuple(SplitPart(name, ratio) for name, ratio, _ in parts),
        )
        for name, _, inner in parts:
            if inner is not None:
                poured(clauses, pools, name, inner)
        return
    for most, to in destination["in_order"]:
        if most == "remaining":
            numbered(clauses, Retention, of=source, to=to)
        else:
            paid_to(clauses, to, (source,), Fixed(most))


def names_in(destination):
    for _, to in next(iter(destination.values())):
        yield from [to] if isinstance(to, str) else names_in(to)


def numscript(inputs):
    if "sources_in_order" in inputs:
        return from_funds(inputs["total"], dict(inputs["sources_in_order"]))[0]
    names = list(dict.fromkeys(names_in(inputs["destination"])))
    clauses, pools = [], []
    poured(clauses, pools, "all", inputs["destination"])
    agreement = agreed(clauses, parties=names, pools=pools, odd_fen=OddFen.FIRST)
    got = got_by(settled(agreement, inputs["total"]), names)
    return {name: amount for name, amount in got.items() if amount}


def from_funds(due, balances):
    """What each fund gives in order, what stays on it, and what nobody gives."""
    clauses = []
    paid_to(clauses, "taker", tuple(balances), Fixed(due))
    paid_to(clauses, "taker", ("all",), Fixed(0))
    numbered(clauses, Retention, of="all", to="taker")
    funds = tuple(Fund(id=name, name=name, opening=held) for name, held in balances.items())
    found = settled(agreed(clauses, parties=["taker"], funds=funds))
    left = [found.funds[name] for name in balances]
    given = {
        name: held - rest
        for (name, held), rest in zip(balances.items(), left, strict=True)
        if held - rest
    }
    return given, left, due - sum(given.values())


def waterfall_hast(inputs):
    if "loss" in inputs:
        balances = {f"f{place}": held for place, held in enumerate(inputs["balances"])}
        _, left, lacking = from_funds(inputs["loss"], balances)
        return {"balances": left, "unabsorbed": lacking}
    names = [f"c{place}" for place, _ in enumerate(inputs["claims_in_order"])]
    clauses = []
    for name, claim in zip(names, inputs["claims_in_order"], strict=True):
        paid_to(clauses, name, ("all",), Fixed(claim))
    numbered(clauses, Retention, of="all", to="rest")
    found = settled(agreed(clauses, parties=[*names, "rest"]), inputs["total"])
    return list(got_by(found, names).values())


def massing(inputs):
    clauses = []
    due = yuan(inputs["lp"]) * (1 + inputs["years"] * Fraction(inputs["pref"]))
    paid_to(clauses, "lp", ("all",), Fixed(int(due)))
    numbered(clauses, Retention, of="all", to="gp")
    found = settled(agreed(clauses, parties=["lp", "gp"]), yuan(inputs["cash"]))
    return {name: str(fen // 100) for name, fen in got_by(found, ["lp", "gp"]).items()}


def waterfall_hazli(inputs):
    classes = inputs["classes"]
    clauses = []
    shares = sum(each["shares"] for each in classes)
    for each in classes:
        if each["kind"] == "part":
            preference = each["invested"] * Fraction(each["mult"])
            paid_to(clauses, each["name"], ("all",), Fixed(int(preference)))
    parts = (SplitPart(each["name"], Fraction(each["shares"], shares)) for each in classes)
    numbered(clauses, Split, of="all", parts=tuple(parts))
    names = [each["name"] for each in classes]
    return got_by(settled(agreed(clauses, parties=names), inputs["exit"]), names)


def term_of(op, amount, bound):
    amount, bound = Fixed(yuan(amount)), Fixed(yuan(bound))
    match op:
        case "cap_at":
            return Least((amount, bound))
        case "at_least":
            return Greatest((amount, bound))
        case "excess_over":
            return Greatest((Fixed(0), SumOf((amount, Fixed(-bound.amount)))))
        case "shortfall_below":
            return Greatest((Fixed(0), SumOf((bound, Fixed(-amount.amount)))))


def paid_amount(term):
    clauses = []
    paid_to(clauses, "taker", ("payer",), term)
    numbered(clauses, Retention, of="all", to="payer")
    found = settled(agreed(clauses, parties=["taker", "payer"]))
    return got_by(found, ["taker"])["taker"] // 100


def catala(inputs):
    return str(paid_amount(term_of(**inputs)))


def guarantee_hast(inputs):
    if inputs["op"] == "cap_each":
        return [
            paid_amount(term_of("cap_at", each, inputs["cap"]))
            for each in inputs["amounts"]
        ]
    held = Fund(
        id="held",
        name="公积金",
        opening=yuan(inputs["balance"]),
        target=yuan(inputs["target"]),
    )
    clauses = []
    numbered(clauses, Reserve, of="all", to="held", rate=Fraction(1))
    numbered(clauses, Retention, of="all", to="rest")
    found = settled(agreed(clauses, parties=["rest"], funds=(held,)), yuan(1000))
    return str((found.funds["held"] - held.opening) // 100)


def fineract(inputs):
    """Shares times the days on which they are held, from a register of dated entries.

    Only the products are known: whole shares are held all the year, one more for the rest.
    """
    clauses = [Dividend(id="1", of="all", to="members", by=Measured("shares"))]
    agreement = agreed(clauses, parties=[], record_day="share_days", transfer_day="buyer")
    agreement = evolve(agreement, share_classes=(ShareClass(id="s", name="股"),))
    period = year(2020)
    entries = []
    for place, weight in enumerate(inputs["weights"]):
        shares, days = divmod(weight, period.days)
        for count, held in ((shares, period.days), (1, days)):
            if count and held:
                first = period.end - timedelta(days=held - 1)
                entries.append(
                    Entry(
                        day=first, kind=EntryKind.ISSUE, household=f"H{place}",
                        share_class="s", shares=Fraction(count),
                    )
                )  # fmt: skip
    who = Register(
        households=tuple(Household(code=f"H{n}") for n in range(len(inputs["weights"]))),
        entries=tuple(sorted(entries, key=lambda entry: entry.day)),
    )
    by_days = share_days(who, period)
    assert inputs["weights"] == [by_days[each.code, "s"] for each in who.households]
    found = settle(agreement, who, facts_of(period, amounts={"all": inputs["pool_minor"]}))
    return [each["paid"] for each in outcome(found).holders.values()]


def per_unit(price, units, rounding):
    measure = NamedMeasure(id="n", name="份", unit="share")
    clauses = []
    paid_to(clauses, "members", ("payer",), PerUnit(Fraction(price) * 100, "n"))
    numbered(clauses, Retention, of="all", to="payer")
    agreement = agreed(clauses, parties=["payer"], measures=(measure,), rounding=rounding)
    fen = settled(agreement, who=register(n=[units])).paid
    return f"{fen // 100}.{fen % 100:02d}"


def flexile(inputs):
    price = Fraction(inputs["hurdle_percent"]) / 100 * Fraction(inputs["issue_price"])
    return per_unit(price, inputs["shares"], Rounding.UP)


def daml(inputs):
    return per_unit(inputs["per_unit"], inputs["units"], Rounding.HALF_UP)


def dividend_hazli(inputs):
    """What was not paid in the years before is owed with what was brought forward."""
    principal = NamedMeasure(id="p", name="本金", unit="yuan", level="contract")
    clauses = []
    brought = Equally(Fixed(inputs["arrears"]))
    paid_to(clauses, "members", ("payer",), brought, "carry", years=years("1"))
    rate = PartOf(Fraction(inputs["rate"]), "p")
    paid_to(clauses, "members", ("payer",), Equally(rate), "carry")
    numbered(clauses, Retention, of="all", to="payer")
    agreement = agreed(clauses, parties=["payer"], measures=(principal,))
    owed = 0
    books = None
    for place in range(inputs["years"]):
        facts = facts_of(
            year(FIRST.year + place),
            amounts={"all": 0},
            measures={"p": Fraction(inputs["principal"])},
            put_up={"payer": 0},
        )
        settlement = settle(agreement, register(), facts, books)
        books, owed = settlement.books, outcome(settlement).arrears
    return owed


RUN = {
    "numscript": numscript,
    "massing": massing,
    "catala": catala,
    "fineract": fineract,
    "flexile": flexile,
    "daml": daml,
    "dividend/18xx_issue": dividend_18xx_issue,
    "dividend/hazli": dividend_hazli,
    "guarantee/cn": guarantee_cn,
    "guarantee/hast": guarantee_hast,
    "patronage/cn": patronage_cn,
    "waterfall/cn": waterfall_cn,
    "waterfall/hast": waterfall_hast,
    "waterfall/hazli": waterfall_hazli,
    "waterfall/liqpref": waterfall_liqpref,
}


def of_project(case):
    family, project, _ = case["id"].split("/")
    return RUN.get(f"{family}/{project}") or RUN[project]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_case_of_another_project_is_settled_as_it_expects(case):
    if case["id"] in SKIPPED:
        pytest.skip(SKIPPED[case["id"]])

    assert case["expected"] == of_project(case)(case["inputs"])


def test_what_is_not_offered_is_named_and_the_rest_is_run():
    run = Counter(
        each["id"].partition("/")[0] for each in CASES if each["id"] not in SKIPPED
    )

    assert COUNTS == run
    assert set(SKIPPED) <= {each["id"] for each in CASES}


def test_each_case_says_where_it_was_read_and_under_which_licence():
    for case in CASES:
        assert case["source"].get("repo") or case["source"]["url"]
        assert case["source"]["path"]
        assert case["source"]["licence"] in LICENCES
