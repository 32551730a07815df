"""Values of what was put in: each contribution's term, read from the register and the facts."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from sanbian.books import Books
from sanbian.clause import Fixed, Kind
from sanbian.contract import MEMBERS, Contract, Contribution, Party
from sanbian.errors import MissingFactError
from sanbian.exact import Values
from sanbian.facts import Facts
from sanbian.lowering.draft import MEMBER, Draft, name_of
from sanbian.lowering.plan import setting_of, space_of
from sanbian.lowering.readings import because
from sanbian.lowering.setting import Setting
from sanbian.lowering.terms import Reading, term_expr
from sanbian.program import Expr
from sanbian.register import Register, Status


def values_put_in(
    contract: Contract, register: Register, facts: Facts
) -> Mapping[str, Mapping[str, Fraction]]:
    """Fen that each holder put in, exactly, by the share class into which it is quantified.

    Raises:
        MissingFactError: Measures that the values need.
    """
    books = Books(contract=contract.id)
    draft = Draft(contract, space_of(contract, register, books, facts.period.end))
    setting = setting_of(draft, register, facts, books, len(facts.parts) - 1)
    given = [each for each in contract.contributions if each.into is not None]
    exprs = [_value(each, place, setting) for place, each in enumerate(given)]
    if draft.missing:
        raise MissingFactError(*dict.fromkeys(draft.missing))
    inputs = draft.inputs({}, facts.draws)
    put_in: dict[str, dict[str, Fraction]] = {}
    for place, (each, expr) in enumerate(zip(given, exprs, strict=True)):
        why = because(_at(place), Kind.TRANSFER)
        column = Values(inputs, {}, {}, why).at(expr, MEMBER)
        values = put_in.setdefault(str(each.into), {})
        who = _givers(each, setting)
        for position, code in enumerate(draft.keys(MEMBER)):
            if who[position]:
                values[code] = values.get(code, Fraction(0)) + column.at(position)
    return put_in


def _at(place: int) -> str:
    return f"contributions[{place}]"


def _value(given: Contribution, place: int, setting: Setting) -> Expr:
    """The value of what each giver put in."""
    name = f"who/{_at(place)}"
    who = setting.draft.column(
        name, MEMBER, _givers(given, setting), name_of(setting.contract, given.by)
    )
    reading = Reading(
        setting=setting,
        clause=_at(place),
        to=MEMBERS,
        who=who,
        rounding=setting.version.rounding,
    )
    value = given.value
    if value is None:
        assert given.appraised is not None
        value = Fixed(given.appraised)
    return term_expr(value, reading)


def _givers(given: Contribution, setting: Setting) -> list[int]:
    """One for each household that gave; a party gives in the row that has its name."""
    codes = setting.roster.codes
    if given.by != MEMBERS:
        return [int(code == given.by) for code in codes]
    parties = setting.contract.names.of(Party)
    counts = setting.roster.among(MEMBERS)
    has = (
        [1] * len(codes)
        if given.status is None
        else setting.roster.of_status(Status(given.status))
    )
    return [
        int(bool(one and yes) and code not in parties)
        for code, one, yes in zip(codes, counts, has, strict=True)
    ]
