"""The form of a facts file, by the names that its contract declares."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from pathlib import PurePosixPath
from typing import Any

from attrs import evolve, field, frozen

from sanbian.contract import Base, Contract, Party
from sanbian.errors import unknown_name
from sanbian.facts import PaidOn, Waiver, announced_for
from sanbian.files.composites import UNKNOWN_MAX, below, list_form, map_form, optional_form
from sanbian.files.forms import MONEY, NUMBER, PRICE, TEXT, Form, Gathering, refused, shown
from sanbian.files.records import Field, Forms, plain_forms
from sanbian.files.versioned import versioned_form
from sanbian.period import Period
from sanbian.wording import Text

_YUAN = "yuan"


@frozen(kw_only=True)
class Span:
    """First and last day, both counted.

    Attributes:
        start: First day.
        end: Last day.
    """

    start: date
    end: date


@frozen(kw_only=True)
class PartFile:
    """The facts of a part of the period as a file has them.

    Attributes:
        period: First and last day.
        amounts: Yuan by base; negative for a loss.
        measures: Numbers of the whole contract by measure; money in yuan.
        group_measures: Numbers by measure and group; money in yuan.
        activity: Sheet with a row for each household, beside this file.
    """

    period: Period
    amounts: Mapping[str, int] = field(factory=dict)
    measures: Mapping[str, Fraction] = field(factory=dict)
    group_measures: Mapping[str, Mapping[str, Fraction]] = field(factory=dict)
    activity: str = ""


@frozen(kw_only=True)
class FactsFile:
    """A facts file before its sheets are read (当期事实).

    Attributes:
        contract: Id of the contract.
        period: First and last day; left out where there are parts.
        amounts: Yuan by base; negative for a loss.
        measures: Numbers of the whole contract by measure; money in yuan.
        group_measures: Numbers by measure and group; money in yuan.
        activity: Sheet with a row for each household, beside this file.
        put_up: Yuan that a party really paid.
        draws: Recorded draws: codes in the order drawn, by clause.
        announced: Totals that were announced, in yuan by clause, or by several as in "4 + 5".
        advances: Sheet of what holders got before, beside this file.
        waivers: What was given up of earlier arrears.
        paid_on: On which day older debts were paid.
        winding_up_since: Day on which the cooperative was dissolved, or its bankruptcy
            accepted.
        parts: One for each version of the clauses, where they change within the period.
    """

    contract: str
    period: Period | None = None
    amounts: Mapping[str, int] = field(factory=dict)
    measures: Mapping[str, Fraction] = field(factory=dict)
    group_measures: Mapping[str, Mapping[str, Fraction]] = field(factory=dict)
    activity: str = ""
    put_up: Mapping[str, int] = field(factory=dict)
    draws: Mapping[str, tuple[str, ...]] = field(factory=dict)
    announced: Mapping[str, int] = field(factory=dict)
    advances: str = ""
    waivers: tuple[Waiver, ...] = ()
    paid_on: tuple[PaidOn, ...] = ()
    winding_up_since: date | None = None
    parts: tuple[PartFile, ...] = ()


PART_KEYS = ("period", "amounts", "measures", "group_measures", "activity")
SHARED_KEYS = (
    "put_up",
    "draws",
    "announced",
    "waivers",
    "paid_on",
    "winding_up_since",
)


def facts_form(contract: Contract | None) -> Form:
    """The form of a facts file; without a contract its names are free."""
    shared = {
        "amounts": _amounts(contract),
        "measures": _measures(contract, "contract"),
        "group_measures": _measures(contract, "group"),
        "activity": _SHEET,
    }
    fields: dict[tuple[type, str], Field] = {
        (cls, name): Field(form=form)
        for cls in (PartFile, FactsFile)
        for name, form in shared.items()
    }
    fields[FactsFile, "put_up"] = Field(form=_put_up(contract))
    fields[FactsFile, "draws"] = Field(form=_by_clause(contract, list_form(TEXT)))
    fields[FactsFile, "announced"] = Field(form=_announced(contract))
    fields[Waiver, "amount"] = Field(form=MONEY)
    fields[FactsFile, "advances"] = Field(form=_SHEET)
    forms = Forms(known=plain_forms(), fields=fields)
    forms.known[Period] = period_form(forms)
    forms.known[Period | None] = optional_form(forms.known[Period])
    return versioned_form(forms.of(FactsFile))


def period_form(forms: Forms) -> Form:
    """A period as a table of its first and last day."""
    span = forms.of(Span)

    def read(value: object, at: str) -> Period:
        days = span.read(value, at)
        if days.end < days.start:
            after = Text(
                zh=f"不早于 {days.start} 的结束日", en=f"an end not before {days.start}"
            )
            do = Text(zh="更正起止日期", en="correct the days")
            raise refused(f"{at}.end", after, shown(days.end), do)
        return Period(days.start, days.end)

    return evolve(
        span,
        expected=Text(zh="结算期", en="the period"),
        do=Text(
            zh="写 period = { start = 2016-01-01, end = 2016-12-31 }",
            en="write period = { start = 2016-01-01, end = 2016-12-31 }",
        ),
        read=read,
        write=lambda period: span.write(Span(start=period.start, end=period.end)),
    )


# --- tables by declared names --------------------------------------------------------

Elsewhere = Callable[[str], Text | None]


def _named(
    known: Mapping[str, Form], free: Form, what: Text, elsewhere: Elsewhere = lambda _: None
) -> Form:
    """A table by declared names, each with its own form; other names are refused."""

    def read(value: object, at: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            return dict(free.read(value, at))
        gathered = Gathering()
        made = {}
        for name, item in value.items():
            place = below(at, name)
            if name in known:
                made[name] = gathered.read(known[name], item, place)
                continue
            if len(gathered.problems) >= UNKNOWN_MAX:
                break
            found = unknown_name(place, name=name, known=known, what=what)
            gathered.problems.append(evolve(found, do=elsewhere(name) or found.do))
        gathered.close()
        return made

    def write(values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: known[name].write(value) for name, value in values.items()}

    return evolve(free, read=read, write=write)


def _amounts(contract: Contract | None) -> Form:
    free = map_form(MONEY)
    if contract is None:
        return free
    bases = dict.fromkeys(contract.names.of(Base), MONEY)
    return _named(bases, free, Text(zh="分配基数", en="base"))


def _put_up(contract: Contract | None) -> Form:
    free = map_form(MONEY)
    if contract is None:
        return free
    parties = dict.fromkeys(contract.names.of(Party), MONEY)
    return _named(parties, free, Text(zh="当事人", en="party"))


def _by_clause(contract: Contract | None, each_form: Form) -> Form:
    free = map_form(each_form)
    if contract is None:
        return free
    numbers = {
        clause.id: each_form for each in contract.versions for clause in each.clauses
    }
    return _named(numbers, free, Text(zh="条款编号", en="clause number"))


def _announced(contract: Contract | None) -> Form:
    """Totals by clause, or by several clauses as in ``"4 + 5"``."""
    single = _by_clause(contract, MONEY)
    if contract is None:
        return single
    numbers = {clause.id for each in contract.versions for clause in each.clauses}

    def read(value: object, at: str) -> Any:
        keys = value if isinstance(value, dict) else {}
        known = {
            key: MONEY
            for key in (*keys, *numbers)
            if numbers.issuperset(announced_for(key))
        }
        what = Text(zh="条款编号", en="clause number")
        return _named(known, map_form(MONEY), what).read(value, at)

    return evolve(single, read=read, write=map_form(MONEY).write)


def _measures(contract: Contract | None, level: str) -> Form:
    number = map_form(NUMBER) if level == "group" else NUMBER
    price = map_form(PRICE) if level == "group" else PRICE
    if contract is None:
        return map_form(number)
    forms = {
        each.id: price if each.unit == _YUAN else number
        for each in contract.measures
        if each.level == level
    }
    levels = {each.id: each.level for each in contract.measures}
    what = Text(zh="计量项", en="measure")
    return _named(
        forms, map_form(number), what, lambda name: _PLACES.get(levels.get(name, ""))
    )


_PLACES = {
    "member": Text(
        zh="这是每户的计量项：写在名册或 activity 表中",
        en="it has one number for each household: give it in the roster or the activity sheet",
    ),
    "group": Text(
        zh="这是每村组的计量项：写在 [group_measures.…] 下",
        en="it has one number for each group: give it under [group_measures.…]",
    ),
    "contract": Text(
        zh="这是整个合同的计量项：写在 [measures] 下",
        en="it has one number for the whole contract: give it under [measures]",
    ),
}

# --- sheets beside the file ----------------------------------------------------------

_A_SHEET = Text(zh="同一文件夹内的表格文件名", en="the name of a sheet beside this file")
_WRITE_SHEET = Text(zh='例如 "activity.csv"', en='such as "activity.csv"')


def _read_sheet(value: object, at: str) -> str:
    name = TEXT.read(value, at)
    path = PurePosixPath(name.replace("\\", "/"))
    is_outside = path.is_absolute() or ".." in path.parts or ":" in name
    if is_outside or not path.name:
        raise refused(at, _A_SHEET, shown(value), _WRITE_SHEET)
    return str(path)


_SHEET = evolve(TEXT, expected=_A_SHEET, do=_WRITE_SHEET, read=_read_sheet)
