"""Checks of the worked examples: told apart, complete, and naming what there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sanbian.clause import Kind
from sanbian.contract.examples import (
    HOLDER_NUMBERS,
    Example,
    ExampleHousehold,
    Expected,
    households_of_example,
)
from sanbian.contract.parts import ContractParts, clauses_of, problem
from sanbian.contract.values import Base, Fund, NamedMeasure, Party, ShareClass
from sanbian.errors import Problem, unknown_name
from sanbian.wording import Text, brief

_HOUSEHOLD = Text(zh="例中的户", en="household of the example")
_CLAUSE = Text(zh="条款编号", en="clause number")
_PARTY = Text(zh="当事人", en="party")


def examples_are_told_apart(parts: ContractParts) -> Iterator[Problem]:
    """Each example has a name of its own, and each household in it a code of its own."""
    seen: set[str] = set()
    for at, example in _placed(parts):
        if not example.name.strip() or example.name in seen:
            got = brief(example.name)
            yield problem(
                f"{at}.name",
                zh=f"应为不重复的算例名称，得到 {got.zh}",
                en=f"expected a name of its own, got {got.en}",
                do_zh="写这个例子说明什么，例如 “歉年：保底不足”",
                do_en="write what the example shows, such as 'a bad year: the guarantee'",
            )
        seen.add(example.name)
        codes: set[str] = set()
        for place, household in enumerate(example.households):
            if not household.code or household.code in codes:
                got = brief(household.code)
                yield problem(
                    f"{at}.households[{place}].code",
                    zh=f"应为不重复的户编号，得到 {got.zh}",
                    en=f"expected a code of its own, got {got.en}",
                    do_zh="换一个编号，例如 “甲”、“乙”",
                    do_en="choose another code, such as 'H1' or 'H2'",
                )
            codes.add(household.code)


def examples_expect_something(parts: ContractParts) -> Iterator[Problem]:
    """An example without an expectation shows nothing."""
    nothing = Expected()
    for at, example in _placed(parts):
        if example.expect == nothing:
            yield problem(
                f"{at}.expect",
                zh="算例应写明至少一个应得结果，得到空白",
                en="expected at least one amount that the example must come to, got none",
                do_zh='例如 expect.holders."甲" = { paid = "1264.38" }',
                do_en='for example expect.holders."H1" = { paid = "1264.38" }',
            )


def examples_have_households(parts: ContractParts) -> Iterator[Problem]:
    """A first example has households; a later one has those of the one before."""
    earlier: set[str] = set()
    for at, example in _placed(parts):
        if example.after and example.after not in earlier:
            what = Text(zh="前面的算例", en="example that stands before")
            yield unknown_name(f"{at}.after", name=example.after, known=earlier, what=what)
        if not example.after and not example.households:
            yield problem(
                f"{at}.households",
                zh="算例应至少有一户，得到 0 户",
                en="expected at least one household, got none",
                do_zh='例如 households = [{ code = "甲", people = 3 }]；接着上一例的写 after',
                do_en='for example households = [{ code = "H1", people = 3 }]; or write after '
                "for the period after another example",
            )
        earlier.add(example.name)


def examples_name_what_is_declared(parts: ContractParts) -> Iterator[Problem]:
    """The facts and households of an example use the names of the contract."""
    bases, parties = parts.names.of(Base), parts.names.of(Party)
    clauses = _clause_ids(parts)
    for at, example in _placed(parts):
        households = households_of_example(parts.examples, example)
        codes = [each.code for each in households]
        groups = {each.group for each in households if each.group}
        group = Text(zh="例中的村组", en="group of the example")
        base = Text(zh="分配基数", en="base")
        yield from _unknown(f"{at}.amounts", example.amounts, bases, base)
        yield from _measures(parts, f"{at}.measures", example.measures, "contract")
        place = f"{at}.group_measures"
        yield from _measures(parts, place, example.group_measures, "group")
        for name, by_group in example.group_measures.items():
            yield from _unknown(f"{place}.{name}", by_group, groups, group)
        yield from _unknown(f"{at}.put_up", example.put_up, parties, _PARTY)
        yield from _unknown(f"{at}.draws", example.draws, clauses, _CLAUSE)
        for clause, drawn in example.draws.items():
            yield from _unknown(f"{at}.draws.{clause}", drawn, codes, _HOUSEHOLD)
        for number, advance in enumerate(example.advances):
            place = f"{at}.advances[{number}]"
            by = [advance.by] if advance.by else []
            yield from _unknown(place, [advance.household], codes, _HOUSEHOLD)
            yield from _unknown(place, [advance.clause], clauses, _CLAUSE)
            yield from _unknown(place, by, parties, _PARTY)
        for number, household in enumerate(example.households):
            yield from _of_household(parts, f"{at}.households[{number}]", household)


def expectations_name_what_is_there(parts: ContractParts) -> Iterator[Problem]:
    """What is expected is expected of clauses, households and accounts that there are."""
    clauses = _clause_ids(parts)
    for place, example in _placed(parts):
        at, expect = f"{place}.expect", example.expect
        households = households_of_example(parts.examples, example)
        codes = [each.code for each in households]
        groups = {each.group for each in households if each.group}
        accounts = {thing.id for thing in parts.declared} - set(
            parts.names.of(NamedMeasure)
        )
        funds = {*parts.names.of(Fund)}
        for name in parts.names.of(Fund):
            funds |= {f"{name} {each}" for each in (*groups, *codes)}
        within = {f"{name} {each}" for name in accounts for each in (*groups, *codes)}
        yield from _unknown(f"{at}.holders", expect.holders, codes, _HOUSEHOLD)
        for code, numbers in expect.holders.items():
            what = Text(zh="每户的数", en="number of a household")
            yield from _unknown(f"{at}.holders.{code}", numbers, HOLDER_NUMBERS, what)
        for total in expect.totals:
            yield from _total_problems(f"{at}.totals", total, clauses, accounts)
        what = Text(zh="“去向 村组”", en="'<payee> <group>'")
        yield from _unknown(f"{at}.groups", expect.groups, within, what)
        what = Text(zh="基金", en="fund")
        yield from _unknown(f"{at}.funds", expect.funds, funds, what)
        yield from _unknown(f"{at}.in_kind", expect.in_kind, clauses, _CLAUSE)


def _total_problems(
    at: str, total: str, clauses: Iterable[str], accounts: Iterable[str]
) -> Iterator[Problem]:
    """What is wrong with ``<clause> <kind> <payee>``."""
    words = total.rsplit(" ", 2)
    if len(words) != 3:  # noqa: PLR2004 - clause, kind and payee
        got = brief(total)
        yield problem(
            at,
            zh=f"应为 “条款 种类 去向”，得到 {got.zh}",
            en=f"expected '<clause> <kind> <payee>', got {got.en}",
            do_zh='例如 "5 guarantee holders"，holders 指各户',
            do_en='for example "5 guarantee holders", where holders are the households',
        )
        return
    clause, kind, payee = words
    yield from _unknown(at, [clause], [*clauses, "law", "books"], _CLAUSE)
    kinds = [each.value for each in Kind]
    yield from _unknown(at, [kind], kinds, Text(zh="款项种类", en="kind of money"))
    inner, _, of = payee.rpartition("/")  # such as patronage/2: on its way within a clause
    if payee.partition("@")[0] != "holders" and not (inner and of in {*clauses, *accounts}):
        what = Text(zh="去向", en="payee")
        yield from _unknown(at, [payee], ["holders", *accounts], what)


def _of_household(
    parts: ContractParts, at: str, household: ExampleHousehold
) -> Iterator[Problem]:
    classes = parts.names.of(ShareClass)
    what = Text(zh="股份类别", en="share class")
    yield from _unknown(f"{at}.shares", household.shares, classes, what)
    yield from _measures(parts, f"{at}.measures", household.measures, "member")


def _measures(
    parts: ContractParts, at: str, names: Iterable[str], level: str
) -> Iterator[Problem]:
    known = [
        each.id
        for each in parts.declared
        if isinstance(each, NamedMeasure) and each.level == level
    ]
    yield from _unknown(at, names, known, _LEVELS[level])


_LEVELS: Mapping[str, Text] = {
    "member": Text(zh="每户的计量项", en="measure of households"),
    "group": Text(zh="村组的计量项", en="measure of groups"),
    "contract": Text(zh="整个合同的计量项", en="measure of the whole contract"),
}


def _unknown(
    at: str, names: Iterable[str], known: Iterable[str], what: Text
) -> Iterator[Problem]:
    known = tuple(known)
    for name in names:
        if name not in known:
            yield unknown_name(f"{at}.{name}", name=name, known=known, what=what)


def _clause_ids(parts: ContractParts) -> tuple[str, ...]:
    return tuple(dict.fromkeys(place.clause.id for place in clauses_of(parts)))


def _placed(parts: ContractParts) -> Iterator[tuple[str, Example]]:
    for number, example in enumerate(parts.examples):
        yield f"$.examples[{number}]", example
