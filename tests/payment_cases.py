"""What pages, threads and a project on preferences expect, each as a contract of ours."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction
from math import lcm

from contract_builders import FIRST, contract, version, year
from payment_builders import (
    BASE,
    agreed,
    got_by,
    numbered,
    paid_to,
    party,
    register,
    settled,
)

from sanbian import (
    Averaging,
    Base,
    BaseKind,
    Dividend,
    Fixed,
    Fund,
    Greatest,
    Guarantee,
    Measured,
    NamedMeasure,
    PartOf,
    PatronageRefund,
    Period,
    PerUnit,
    Phase,
    Phased,
    Product,
    Reserve,
    Retention,
    Rounding,
    Split,
    SplitPart,
    facts_of,
    lines,
    outcome,
    settle,
    years,
)

HEADS = NamedMeasure(id="n", name="人数", unit="person")
SURPLUS = Base(id="all", name="可分配盈余", base=BaseKind.DISTRIBUTABLE)


def paid_by_holder(found):
    return [each["paid"] for each in found.holders.values()]


def split_of(weights, source="all", number="1"):
    """A split of whole percents among parties named by their place."""
    parts = tuple(
        SplitPart(f"s{place}", Fraction(weight, 100))
        for place, weight in enumerate(weights)
    )
    return Split(id=number, of=source, parts=parts)


def split_names(weights):
    return [f"s{place}" for place, _ in enumerate(weights)]


def promised(clauses, amount, **given):
    numbered(
        clauses,
        Guarantee,
        to="members",
        paid_from=("payer",),
        amount=amount,
        charged="guarantor",
        unpaid="carry",
        **given,
    )


def guaranteed(amount, who, last=1):
    """What a guarantee pays each holder in each year, to the last one."""
    clauses = []
    promised(clauses, amount)
    numbered(clauses, Retention, of="all", to="payer")
    agreement = agreed(clauses, parties=["payer"], measures=(HEADS,))
    found, books = [], None
    for place in range(last):
        settlement = settle(
            agreement, who, facts_of(year(FIRST.year + place), amounts={"all": 0}), books
        )
        books = settlement.books
        found.append(paid_by_holder(outcome(settlement)))
    return found


def guarantee_cn(inputs):
    match inputs:
        case {"household_sizes": [small, large], "persons": persons, "per_person": each}:
            part = PartOf(Fraction(inputs["rate"]), PerUnit(Fraction(each), "n"))
            sizes = [small, large, persons - small - large]
            (paid,) = guaranteed(part, register(n=sizes))
            return {"total": sum(paid), "household": paid[:2]}
        case {"rate_before": before, "rate_after": after, "capital": capital}:
            phases = (
                Phase(years("1"), PartOf(Fraction(before), Fixed(capital))),
                Phase(years("2-"), PartOf(Fraction(after), Fixed(capital))),
            )
            (first,), (second,) = guaranteed(Phased(phases, "start"), register(n=[1]), 2)
            return {"before": first, "after": second}
        case {"guarantee": each, "guarantee_from_year": since, "persons": persons}:
            phases = (
                Phase(years(f"1-{since - 1}"), Fixed(0)),
                Phase(years(f"{since}-"), PerUnit(Fraction(each), "n")),
            )
            who = register(n=[persons])
            put_in = PerUnit(Fraction(inputs["per_person"]), "n")
            paid = guaranteed(Phased(phases, "start"), who, 4)
            return {
                "capital": guaranteed(put_in, who)[0][0],
                "guarantee_total_by_year": [each for (each,) in paid],
            }
    part = PartOf(Fraction(inputs["rate"]), Fixed(inputs["capital"]))
    return guaranteed(part, register(n=[1]))[0][0]


def waterfall_cn(inputs):
    if "segments" in inputs:
        return by_version(inputs["segments"])
    if "guarantee" in inputs:
        return above_guarantee(inputs)
    names = split_names(inputs["weights"])
    agreement = agreed([split_of(inputs["weights"])], parties=names)
    return list(got_by(settled(agreement, inputs["total"]), names).values())


def by_version(segments):
    """Two versions of one contract, each settled for its own part of the year."""
    before, after = segments
    change = date.fromisoformat(after["since"])
    agreement = contract(
        starts=date(change.year, 1, 1),
        bases=(BASE,),
        parties=tuple(map(party, split_names(before["weights"]))),
        pools=(),
        funds=(),
        measures=(),
        versions=(
            version(split_of(before["weights"]), since=date(change.year, 1, 1)),
            version(split_of(after["weights"]), since=change),
        ),
    )
    periods = (
        Period(date(change.year, 1, 1), date(change.year, change.month - 1, 31)),
        Period(change, date(change.year, 12, 31)),
    )
    found, books = [], None
    for segment, period in zip(segments, periods, strict=True):
        facts = facts_of(period, amounts={"all": segment["pool"]})
        settlement = settle(agreement, register(), facts, books)
        books = settlement.books
        got = got_by(outcome(settlement), split_names(segment["weights"]))
        found.append(list(got.values()))
    return found


def above_guarantee(inputs):
    clauses = [
        Guarantee(
            id="1",
            to="members",
            paid_from=("all",),
            amount=Fixed(inputs["guarantee"]),
            charged="first_charge",
            combine="excess",
            unpaid="lapse",
        )
    ]
    clauses.append(split_of(inputs["excess_weights"], number="2"))
    clauses.append(Dividend(id="3", of="s0", to="members", by=Measured("equal")))
    names = split_names(inputs["excess_weights"])
    found = settled(
        agreed(clauses, parties=names[1:], pools=names[:1], bases=(SURPLUS,)),
        inputs["income"],
    )
    of_clause = {total.split(" ")[0]: amount for total, amount in found.totals.items()}
    shared = got_by(found, names)
    return {
        "guarantee": of_clause["1"],
        "excess": [of_clause.get("3", 0), *(shared[name] for name in names[1:])],
    }


def patronage_cn(inputs):
    if "surplus" in inputs:
        return refunded(inputs)
    others = 1 / Fraction(inputs["share"]) - 1
    members = register(n=[1] * inputs["members"])
    return {
        "per_share": held_by_each(QUANTIFIED, inputs["fund"], register(n=[1, others])),
        "special_per_member": held_by_each(AVERAGED, inputs["special_fund"], members),
    }


QUANTIFIED = Reserve(
    id="1",
    of="all",
    rate=Fraction(1),
    to="own",
    by=Measured("n"),
    counts_from="next_period",
)
AVERAGED = Averaging(id="1", to="own", of=("all",), leavers="count", written_down="never")


def held_by_each(clause, amount, who):
    """What stands on the first member's account when a clause puts a sum to all."""
    fund = Fund(id="own", name="公积金份额", per_member=True)
    agreement = agreed([clause], parties=[], funds=(fund,), measures=(HEADS,))
    return settled(agreement, amount, who).funds["own H0"]


def refunded(inputs):
    weights = {"t": inputs["patronage_weights"], "c": inputs["capital_weights"]}
    refund = PatronageRefund(
        id="1",
        of="all",
        to="members",
        by=Measured("t"),
        rate=Fraction(inputs["patronage_percent"], 100),
    )
    divided = Dividend(id="2", of="all", to="members", by=Measured("c"))
    agreement = agreed(
        [refund, divided],
        parties=[],
        measures=tuple(NamedMeasure(id=name, name=name, unit="") for name in weights),
        bases=(SURPLUS,),
    )
    who = register(**weights)
    settlement = settle(
        agreement, who, facts_of(year(2020), amounts={"all": inputs["surplus"]})
    )
    got = Counter({(line.clause, line.holder): line.amount for line in lines(settlement)})
    return {
        name: [got[number, each.code] for each in who.households]
        for name, number in (("patronage", "1"), ("capital", "2"))
    }


def dividend_18xx_issue(inputs):
    """Each holder's part of what is paid out, rounded up once; the payer has its own half."""
    part = Fraction(inputs.get("distribute_fraction", 1))
    if "percent_held" in inputs:
        return rounded_up(inputs["revenue"], part / 100, inputs["percent_held"])
    price = part / inputs["shares_total"]
    held = {
        name: rounded_up(inputs["revenue"], price, [shares])[0]
        for name, shares in inputs["holders"].items()
    }
    halves = [100 * part, 100 - 100 * part]
    agreement = agreed([split_of(halves)], parties=split_names(halves))
    return {"payer": got_by(settled(agreement, inputs["revenue"]), ["s1"])["s1"], **held}


def rounded_up(revenue, rate, units):
    clauses = []
    due = Product((PartOf(rate, "all"), Measured("n")))
    paid_to(clauses, "members", ("payer",), due)
    numbered(clauses, Retention, of="all", to="payer")
    agreement = agreed(clauses, parties=["payer"], measures=(HEADS,), rounding=Rounding.UP)
    return paid_by_holder(settled(agreement, revenue, register(n=units)))


def waterfall_liqpref(inputs):
    """Each unit is counted as so many fen that no expected part of it is broken."""
    classes = inputs["classes"]
    unit = lcm(*range(1, 10))
    run = one_converts if any(each["kind"] == "np" for each in classes) else participating
    got = run(classes, inputs["exit"] * unit, unit)
    return {
        each["name"]: str(Fraction(fen, unit))
        for each, fen in zip(classes, got, strict=True)
    }


def one_converts(classes, total, unit):
    """The only preference is paid, or its part of the whole where that is more."""
    preferred, common = classes
    shares = Fraction(preferred["shares"], preferred["shares"] + common["shares"])
    preference = preferred["invested"] * Fraction(preferred["mult"]) * unit
    clauses = []
    due = Greatest((Fixed(int(preference)), PartOf(shares, "all")))
    paid_to(clauses, "preferred", ("all",), due)
    numbered(clauses, Retention, of="all", to="common")
    names = ["preferred", "common"]
    return got_by(settled(agreed(clauses, parties=names), total), names).values()


def participating(classes, total, unit):
    """Preferences by priority, then the rest by shares, each to its cap."""
    columns = {"shares_held": [each["shares"] for each in classes]}
    clauses = []
    preferences = [
        each["invested"] * Fraction(each["mult"]) * unit if each["kind"] == "part" else 0
        for each in classes
    ]
    for priority in sorted({each["prio"] for each in classes} - {0}, reverse=True):
        columns[f"first{priority}"] = [
            preference if each["prio"] == priority else 0
            for each, preference in zip(classes, preferences, strict=True)
        ]
        paid_to(clauses, "members", ("all",), Measured(f"first{priority}"))
    columns["most"] = [
        each["invested"] * Fraction(each["cap"]) * unit - preference
        if "cap" in each
        else total
        for each, preference in zip(classes, preferences, strict=True)
    ]
    numbered(
        clauses,
        Dividend,
        of="all",
        to="members",
        by=Measured("shares_held"),
        at_most=Measured("most"),
    )
    measures = tuple(
        NamedMeasure(id=name, name=name, unit="share" if name == "shares_held" else "yuan")
        for name in columns
    )
    agreement = agreed(clauses, parties=[], measures=measures)
    return paid_by_holder(settled(agreement, total, register(**columns)))
