"""The order of a period: from facts and books to one payout.

Open facts; earlier claims, oldest first; deficit; the clauses in their order; deductions;
one payout. What the law puts first is put first here, whatever the contract says.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from attrs import evolve, frozen

from sanbian.books import Books
from sanbian.clause import Clause, Deliver, Guarantee, LateFee, LendAndReturn
from sanbian.contract import Base, Contract, measures_in, sources_of, terms_of
from sanbian.contract.combining import result_shares
from sanbian.contract.contracts import version_on
from sanbian.errors import (
    InvalidInputError,
    MissingFactError,
    Problem,
    raise_any,
    unknown_name,
)
from sanbian.facts import Facts, PartFacts
from sanbian.lowering.advances import open_advances, set_off_advances
from sanbian.lowering.capital import open_own_funds, take_deductions
from sanbian.lowering.carrying import (
    make_up_deficits,
    open_bases,
    open_claims,
    pay_older,
    pay_out,
)
from sanbian.lowering.clauses import lower_clause
from sanbian.lowering.corrections import pay_corrections
from sanbian.lowering.draft import CONTRACT, GROUP, MEMBER, Draft
from sanbian.lowering.in_kind import set_off_the_lost
from sanbian.lowering.lateness import paid_on_problems
from sanbian.lowering.losses import set_off_losses
from sanbian.lowering.membership import exit_problems, last_days, with_ends
from sanbian.lowering.records import held_on, record_day_of
from sanbian.lowering.roster import Roster
from sanbian.lowering.setting import Setting
from sanbian.lowering.waivers import waive
from sanbian.program import Inputs, Join, Level, Program, Space
from sanbian.register import Register, households_on
from sanbian.wording import Text


@frozen
class Lowered:
    """A contract and its period as a program and its numbers."""

    program: Program
    inputs: Inputs


def lower(contract: Contract, register: Register, facts: Facts, books: Books) -> Lowered:
    """Write the program of one settlement.

    Raises:
        MissingFactError: Facts that the clauses need.
        InvalidInputError: Facts that do not fit the contract: a part of the period over
            which the clauses change, an advance to someone who is not in the register ...
    """
    _check_term(contract, facts)
    raise_any(_fact_problems(contract, facts))
    raise_any(paid_on_problems(facts, books))
    raise_any(exit_problems(contract, register, facts))
    draft = Draft(contract, space_of(contract, register, books, facts.period.end))
    settings = [
        setting_of(draft, register, facts, books, number)
        for number in range(len(facts.parts))
    ]
    _require_amounts(settings)
    open_own_funds(settings[-1])
    open_claims(settings[0])
    waive(settings[0])
    open_advances(settings)
    for setting in settings:
        open_bases(setting)
        pay_older(setting)
        pay_corrections(setting)
        make_up_deficits(setting)
        for place, clause in _in_order(setting):
            pay_older(setting, before=place)
            lower_clause(clause, setting)
    set_off_advances(settings)
    set_off_losses(settings[-1])
    set_off_the_lost(settings[-1])
    take_deductions(settings)
    pay_out(settings[-1])
    if draft.missing:
        raise MissingFactError(*dict.fromkeys(draft.missing))
    return Lowered(draft.program(), draft.inputs(books.credits_micro, facts.draws))


def _check_term(contract: Contract, facts: Facts) -> None:
    """A period lies within the term; after its end only what is still owed is paid."""
    period, ends = facts.period, contract.ends
    before = period.start < contract.starts
    if before or (ends is not None and period.start <= ends < period.end):
        raise InvalidInputError(
            Problem(
                at="$.period",
                says=Text(
                    zh=f"应为合同期内的结算期（{contract.starts} 至 {ends or '未定'}），"
                    f"得到 {period}",
                    en=f"expected a period within the term ({contract.starts} to "
                    f"{ends or 'no end'}), got {period}",
                ),
                do=Text(
                    zh="更正 starts 或 period"
                    if before
                    else "先结算到期满日，期满后的欠款另作一期",
                    en="correct starts or period"
                    if before
                    else "settle up to the last day; what is owed after it is another period",
                ),
            )
        )


def _fact_problems(contract: Contract, facts: Facts) -> Iterator[Problem]:
    """Facts that name nothing, or that cannot be told apart."""
    for name in facts.put_up:
        if contract.names.is_per_group(name):
            yield Problem(
                at=f"$.put_up.{name}",
                says=Text(
                    zh=f"“{name}” 每组各有一个，应分组说明各自掏了多少，得到一个总数",
                    en=f"expected what each {name!r} of a group put up, got one sum",
                ),
                do=Text(
                    zh="把各村分别声明为当事人，或删去这一行（按应付足额支付）",
                    en="declare each village's party by itself, or leave the line out",
                ),
            )
    numbers = {clause.id for version in contract.versions for clause in version.clauses}
    for name in facts.draws:
        if name.partition("/")[0].partition("~")[0].partition("@")[0] not in numbers:
            what = Text(zh="条款编号", en="clause number")
            yield unknown_name(f"$.draws.{name}", name=name, known=numbers, what=what)


def space_of(contract: Contract, register: Register, books: Books, day: date) -> Space:
    """Contract, groups and members; who is only in the books keeps claims and money."""
    codes = {each.code: each.group for each in households_on(register, on=day)}
    for code in _codes_of(contract, books):
        codes.setdefault(code, "")
    groups = tuple(dict.fromkeys((*codes.values(), *_groups_of(contract, books)))) or ("",)
    place = {group: number for number, group in enumerate(groups)}
    return Space(
        levels=(
            Level(CONTRACT, (contract.id,)),
            Level(GROUP, groups),
            Level(MEMBER, tuple(codes)),
        ),
        joins=(
            Join(MEMBER, GROUP, tuple(place[group] for group in codes.values())),
            Join(GROUP, CONTRACT, (0,) * len(groups)),
        ),
    )


def _codes_of(contract: Contract, books: Books) -> Iterator[str]:
    """Holders that have claims or money of their own in the books, whoever still counts."""
    yield from (claim.key for claim in books.claims if claim.level == MEMBER)
    for fund in contract.funds:
        if fund.per_member:
            yield from (code for code, held in books.funds.get(fund.id, {}).items() if held)


def _groups_of(contract: Contract, books: Books) -> Iterator[str]:
    """Groups that have money or claims in the books, whoever still lives there."""
    for fund in contract.funds:
        if fund.per_group:
            yield from (key for key, held in books.funds.get(fund.id, {}).items() if held)
    yield from (claim.key for claim in books.claims if claim.level == GROUP)


_GO_ON = (LateFee, LendAndReturn, Deliver)
"""Clauses that say what becomes of debts, and so go on after the term."""


def setting_of(
    draft: Draft, register: Register, facts: Facts, books: Books, number: int
) -> Setting:
    """The setting of one part of the period."""
    contract, part = draft.contract, facts.parts[number]
    in_force = _version_of(contract, part, number)
    version = contract.versions[in_force]
    at = f"$.versions[{in_force}]"
    day = record_day_of(version, facts, part, at)
    setting = Setting(
        draft=draft,
        contract=contract,
        version=version,
        part=part,
        facts=facts,
        books=books,
        roster=Roster(
            codes=draft.keys(MEMBER),
            households=with_ends(households_on(register, on=day), contract),
            day=day,
            held=held_on(contract, register, version, part, day, at),
            left=last_days(contract, register, part.period.end),
            at_end=with_ends(households_on(register, on=facts.period.end), contract),
        ),
        suffix="" if len(facts.parts) == 1 else f"~{number + 1}",
    )
    if not setting.is_over:
        return setting
    owing = tuple(clause for clause in version.clauses if isinstance(clause, _GO_ON))
    return evolve(setting, version=evolve(version, clauses=owing))


def _version_of(contract: Contract, part: PartFacts, number: int) -> int:
    """The one version that is in force over a part of the period."""
    first = version_on(contract, part.period.start)
    last = version_on(contract, part.period.end)
    if first is None or last is None:
        raise _wrong_part(
            number,
            Text(
                zh=f"{part.period} 内应有生效的条款，"
                f"得到最早的版本自 {contract.versions[0].since} 起",
                en=f"expected clauses in force over {part.period}, "
                f"got a first version from {contract.versions[0].since}",
            ),
            Text(zh="更正结算期或版本日期", en="correct the period or the version"),
        )
    if first != last:
        changed: date = contract.versions[first + 1].since
        raise _wrong_part(
            number,
            Text(
                zh=f"条款在 {changed} 变更，应有变更前后两部分的事实，得到一部分",
                en=f"expected facts for each part since the clauses change on {changed}, "
                "got one part",
            ),
            Text(
                zh=f"在当期事实中写两个 [[parts]]，后一部分自 {changed} 起",
                en=f"write two [[parts]] in the facts, the later from {changed}",
            ),
        )
    return last


def _wrong_part(number: int, says: Text, do: Text) -> InvalidInputError:
    return InvalidInputError(Problem(at=f"$.parts[{number}].period", says=says, do=do))


def _require_amounts(settings: list[Setting]) -> None:
    """All amounts that the clauses share out or pay from must be stated, all at once."""
    missing = [
        Problem(
            at=f"$.parts[{number}].amounts.{name}"
            if setting.suffix
            else f"$.amounts.{name}",
            says=Text(
                zh=f"应有 “{setting.contract.names.declared[name].name}” 的金额，得到空白",
                en=f"expected the amount of {name!r}, got nothing",
            ),
            do=Text(
                zh=f'在当期事实中写 {name} = "…"（元）；没有则写 "0"',
                en=f'write {name} = "…" (yuan) in the facts; "0" if there was none',
            ),
        )
        for number, setting in enumerate(settings)
        for name in _bases_of(setting)
        if name not in setting.part.amounts
    ]
    declared = settings[0].contract.names.of(Base)
    unknown = [
        Problem(
            at=f"$.amounts.{name}",
            says=Text(
                zh=f"应为合同声明的分配基数，得到 “{name}”",
                en=f"expected a base that the contract declares, got {name!r}",
            ),
            do=Text(zh="可选：" + "、".join(declared), en="one of: " + ", ".join(declared)),
        )
        for setting in settings
        for name in setting.part.amounts
        if name not in declared
    ]
    if unknown:
        raise InvalidInputError(*unknown)
    settings[0].draft.missing.extend(missing)


def _bases_of(setting: Setting) -> tuple[str, ...]:
    """The bases that the clauses of a version take money from, in order."""
    declared = setting.contract.names.declared
    used = (
        name
        for clause in setting.version.clauses
        for name in (
            *(source for _, source in sources_of(clause)),
            *(name for _, term, _ in terms_of(clause) for _, name in measures_in(term)),
        )
    )
    return tuple(
        dict.fromkeys(name for name in used if isinstance(declared.get(name), Base))
    )


def _in_order(setting: Setting) -> Iterator[tuple[int, Clause]]:
    """The clauses as listed; the greater of guarantee and share waits for the share."""
    waiting: list[tuple[int, Guarantee]] = []
    clauses, names = setting.version.clauses, setting.contract.names
    for place, clause in enumerate(clauses):
        if isinstance(clause, Guarantee) and clause.combine == "greater":
            waiting.append((place, clause))
        else:
            yield place, clause
        to_come = {other.id for other in clauses[place + 1 :]}
        for its_place, guarantee in tuple(waiting):
            shares = {
                share.id for share in result_shares(setting.version, guarantee, names)
            }
            if to_come.isdisjoint(shares):
                waiting.remove((its_place, guarantee))
                yield its_place, guarantee
