"""Checks of contributions that are quantified into shares."""

from __future__ import annotations

from collections.abc import Iterator

from sanbian.contract.contributions import Contribution
from sanbian.contract.names import BUILT_IN_MEASURES, MEMBERS, Names, measures_in
from sanbian.contract.parts import ContractParts, problem
from sanbian.contract.shapes import is_month_day
from sanbian.contract.terms import problems_of_term
from sanbian.contract.values import NamedMeasure, Party, ShareClass
from sanbian.errors import Problem, unknown_name
from sanbian.quantification import DECIMALS_MAX
from sanbian.register import Status
from sanbian.wording import Text, number


def contributions_hold(parts: ContractParts) -> Iterator[Problem]:
    """What is put in has a value, and a share class with a par and a holder of the residue."""
    for place, given in enumerate(parts.contributions):
        at = f"$.contributions[{place}]"
        if given.printed is not None and not 0 <= given.printed <= 1:
            yield problem(
                f"{at}.printed",
                zh=f"应为 0 到 100% 的比例，得到 {number(given.printed)}",
                en=f"expected a rate from 0 to 100%, got {number(given.printed)}",
                do_zh="按股权证更正",
                do_en="correct it from the certificate",
            )
        if given.into is not None:
            yield from _taker_problems(at, given, parts.names)
            yield from _value_problems(at, given, parts.names)
    into = {given.into for given in parts.contributions}
    for thing in parts.declared:
        if isinstance(thing, ShareClass):
            yield from _class_problems(thing, is_quantified=thing.id in into)
            yield from _management_problems(thing)


def _taker_problems(at: str, given: Contribution, names: Names) -> Iterator[Problem]:
    classes = names.of(ShareClass)
    if given.into not in classes:
        what = Text(zh="股份类别", en="share class")
        yield unknown_name(f"{at}.into", name=str(given.into), known=classes, what=what)
    holders = {MEMBERS, *names.of(Party)}
    if given.by not in holders:
        what = Text(zh="出资人（成员或当事人）", en="contributor")
        yield unknown_name(f"{at}.by", name=given.by, known=holders, what=what)
    statuses = [status.value for status in Status]
    if given.status is not None and given.status not in statuses:
        what = Text(zh="贫困状态", en="poverty status")
        yield unknown_name(f"{at}.status", name=given.status, known=statuses, what=what)


def _value_problems(at: str, given: Contribution, names: Names) -> Iterator[Problem]:
    is_party = given.by != MEMBERS
    if given.value is None and not (is_party and given.appraised is not None):
        yield problem(
            f"{at}.value",
            zh="折股应有作价，得到空白",
            en="expected a value to be turned into shares, got nothing",
            do_zh='写 value，例如 { per = "area_mu", yuan = "10500" }；当事人的也可写 appraised',
            do_en='write value, such as { per = "area_mu", yuan = "10500" }; or appraised for '
            "a party",
        )
    if given.value is None:
        return
    yield from problems_of_term(f"{at}.value", given.value, names, is_money=True)
    measures = {*BUILT_IN_MEASURES, *names.of(NamedMeasure)}
    for place, name in measures_in(given.value):
        if name in names.declared and name not in measures:
            what = Text(zh="计量项", en="measure")
            yield unknown_name(f"{at}.value.{place}", name=name, known=measures, what=what)


def _management_problems(thing: ShareClass) -> Iterator[Problem]:
    """Only shares that are adjusted to the people have a day for it, once a year."""
    day = thing.adjusted_on
    if not day or (thing.management == "dynamic" and is_month_day(day)):
        return
    dynamic = thing.management == "dynamic"
    yield problem(
        f"$ ({thing.id}).adjusted_on",
        zh=f"应为 12-31 这样的月日，得到 “{day}”"
        if dynamic
        else "不是动态管理的类别不应有调整日，得到有",
        en=f"expected a day of the year such as 12-31, got {day!r}"
        if dynamic
        else "expected no day of adjustment of a class that is not dynamic, got one",
        do_zh='写月日；静态管理的删去，动态管理的写 management = "dynamic"',
        do_en='write month and day; take it out for static shares, or write management = "dynamic"',
    )


def _class_problems(thing: ShareClass, *, is_quantified: bool) -> Iterator[Problem]:
    """A class into which something is quantified has a par, decimals and a residue's holder."""
    wanted = {"par": thing.par, "decimals": thing.decimals, "residue_to": thing.residue_to}
    missing = [field for field, value in wanted.items() if value is None]
    if is_quantified and missing:
        yield problem(
            f"$ ({thing.id}).{missing[0]}",
            zh=f"折股的股份类别应有股值、小数位和余数归谁，得到缺 {'、'.join(missing)}",
            en="expected a par, decimals and a holder of the residue for a class into which "
            f"something is quantified, got no {', no '.join(missing)}",
            do_zh='写 par = "1000.00"、decimals = 3、residue_to = 名册中的户编号',
            do_en='write par = "1000.00", decimals = 3, residue_to = <a code of the roster>',
        )
    if is_quantified and thing.par == 0:
        yield problem(
            f"$ ({thing.id}).par",
            zh="折股的股值应大于零，得到 0",
            en="expected a par above zero, got 0",
            do_zh="按合同更正",
            do_en="correct it from the contract",
        )
    if thing.decimals is not None and not 0 <= thing.decimals <= DECIMALS_MAX:
        yield problem(
            f"$ ({thing.id}).decimals",
            zh=f"应为 0 到 {DECIMALS_MAX} 位小数，得到 {thing.decimals}",
            en=f"expected 0 to {DECIMALS_MAX} decimals, got {thing.decimals}",
            do_zh="按股权证上的位数写",
            do_en="write as many as the certificates print",
        )
