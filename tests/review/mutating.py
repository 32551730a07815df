"""Slips made in a contract that is in order: rows of `mutations.toml` carried out by seed."""

from __future__ import annotations

import copy
import re
from datetime import date, timedelta

from attrs import evolve
from dateutil.relativedelta import relativedelta

from sanbian import EntryKind, Period, Status, holdings

STEP = re.compile(r"(\w+)((?:\[[^\]]*\])?)")


def places(document, path):
    """Every place that a path names, as the container and the key in it."""
    found = [(None, None, document)]
    for step in path.split("."):
        name, choice = STEP.fullmatch(step).groups()
        found = [
            (each, name, each[name])
            for _, _, each in found
            if isinstance(each, dict) and name in each
        ]
        if choice:
            found = [
                (listed, place, entry)
                for _, _, listed in found
                if isinstance(listed, list)
                for place, entry in enumerate(listed)
                if chosen(entry, place, choice[1:-1])
            ]
    return found


def chosen(entry, place, choice):
    name, has_value, value = choice.partition("=")
    if not has_value:
        return choice == "*" or int(choice) == place
    return isinstance(entry, dict) and str(entry.get(name)) == value


def holds(document, condition):
    """Whether a condition of a row holds: a path is there, is not, or has a value."""
    if condition.startswith("!"):
        return not holds(document, condition[1:])
    path, is_from, value = condition.partition(">=")
    if is_from:
        return any(str(each) >= value for _, _, each in places(document, path))
    path, has_value, value = condition.partition("=")
    if has_value and "[" not in path:
        return any(str(each) == value for _, _, each in places(document, path))
    return bool(places(document, condition))


def applies(document, row):
    conditions = row.get("where", ())
    if not all(holds(document, condition) for condition in conditions):
        return False
    return row["at"] == "review" or bool(places(document, row["at"]))


def mutated(document, row, dice):
    """The document with the slip made at one of its places."""
    changed = copy.deepcopy(document)
    if row["at"] == "review":
        changed["review"] = row["set"]
        return changed
    container, key, value = dice.choice(places(changed, row["at"]))
    if row.get("drop"):
        del container[key]
    elif "days" in row:
        container[key] = date.fromisoformat(str(value)) + timedelta(days=row["days"])
    elif "add" in row:
        container[key] = value + row["add"]
    else:
        container[key] = row["set"]
    return changed


# What is done to a register: each gives the changed one, or None where it cannot be done


def share_more(register, dice, on):
    issued = [e for e in register.entries if e.kind is EntryKind.ISSUE and e.day <= on]
    if not issued:
        return None
    entry = dice.choice(issued)
    more = evolve(entry, shares=entry.shares + 1)
    return evolve(
        register, entries=tuple(more if e is entry else e for e in register.entries)
    )


def account_twice(register, dice, on):
    there = [each for each in register.households if each.account and each.counts_on(on)]
    if len(there) < 2:
        return None
    one, other = dice.sample(there, 2)
    return with_household(register, evolve(one, account=other.account))


def left_before(register, dice, on):
    held = {code for (code, _), shares in holdings(register, on=on).items() if shares}
    there = [e for e in register.households if e.code in held and e.left is None]
    if not there:
        return None
    return with_household(
        register, evolve(dice.choice(there), left=on - timedelta(days=31))
    )


def never_poor(register, dice, on):
    there = [e for e in register.households if e.status_on(on) is not Status.GENERAL]
    if not there:
        return None
    status = ((date(1990, 1, 1), Status.GENERAL),)
    return with_household(register, evolve(dice.choice(there), status=status))


def mu_more(register, dice, _on):
    there = [e for e in register.households if {"land", "mu", "area_mu"} & set(e.measures)]
    if not there:
        return None
    household = dice.choice(there)
    (name, *_) = sorted({"land", "mu", "area_mu"} & set(household.measures))
    measures = {**household.measures, name: household.measures[name] + 1}
    return with_household(register, evolve(household, measures=measures))


def with_household(register, changed):
    return evolve(
        register,
        households=tuple(
            changed if each.code == changed.code else each for each in register.households
        ),
    )


# What is done to a settlement


def paid_otherwise(settlement, dice, takes):
    """Moves a yuan to one household, or between two, where it is given and where it is paid."""
    given = [
        place
        for place, flow in enumerate(settlement.flows)
        if flow.level == "member"
        and flow.unit == "fen"
        and (flow.target or "").startswith("payable/")
        and sum(amount > 100 for amount in flow.amounts) >= 2
    ]
    if not given:
        return None
    chosen_one = dice.choice(given)
    flow = settlement.flows[chosen_one]
    more, less = dice.sample([k for k, a in enumerate(flow.amounts) if a > 100], 2)

    def changed(each):
        amounts = list(each.amounts)
        amounts[more] += 100
        amounts[less] -= 100 if takes else 0
        return evolve(each, amounts=tuple(amounts))

    paid = next(
        (p for p, each in enumerate(settlement.flows) if each.target == "end/cash"), None
    )
    flows = [
        changed(each) if place in {chosen_one, paid} else each
        for place, each in enumerate(settlement.flows)
    ]
    return evolve(settlement, flows=tuple(flows))


def yuan_more(settlement, dice):
    return paid_otherwise(settlement, dice, takes=False)


def yuan_moved(settlement, dice):
    return paid_otherwise(settlement, dice, takes=True)


def clause_gone(settlement, dice):
    clauses = sorted(
        {
            flow.clause
            for flow in settlement.flows
            if flow.level == "member" and flow.unit == "fen" and flow.clause.isdigit()
        }
    )
    if not clauses:
        return None
    gone = dice.choice(clauses)
    return evolve(settlement, flows=tuple(f for f in settlement.flows if f.clause != gone))


def debt_gone(settlement, dice):
    books = settlement.books
    owed = [each for each in books.claims if each.account.startswith("owed/")]
    if not owed:
        return None
    gone = dice.choice(owed)
    claims = tuple(each for each in books.claims if each != gone)
    return evolve(settlement, books=evolve(books, claims=claims))


def fund_grows(settlement, dice):
    funds = {name: dict(by_key) for name, by_key in settlement.books.funds.items()}
    places = [(name, key) for name, by_key in funds.items() for key in by_key]
    if not places:
        return None
    name, key = dice.choice(places)
    funds[name][key] += 100
    return evolve(settlement, books=evolve(settlement.books, funds=funds))


def year_later(settlement, _dice):
    year = relativedelta(years=1)
    period = Period(settlement.period.start + year, settlement.period.end + year)
    return evolve(settlement, period=period)


REGISTER = {
    "a share more": share_more,
    "an account twice": account_twice,
    "left before": left_before,
    "never poor": never_poor,
    "a mu more": mu_more,
}
SETTLEMENT = {
    "a yuan more": yuan_more,
    "a yuan moved": yuan_moved,
    "a clause gone": clause_gone,
    "a debt gone": debt_gone,
    "a fund grows": fund_grows,
    "a year later": year_later,
}
