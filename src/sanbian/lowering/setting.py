"""The setting of a part of a period: its clauses, its facts, and who counts for what."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import assert_never

from attrs import evolve, frozen

from sanbian.books import Books
from sanbian.clause import CountedFrom
from sanbian.clause.naming import clause_text
from sanbian.contract import (
    Base,
    Contract,
    Fund,
    NamedMeasure,
    Party,
    Pool,
    ShareClass,
    Version,
)
from sanbian.errors import Problem, raise_any
from sanbian.facts import Facts, PartFacts
from sanbian.lowering.draft import (
    CONTRACT,
    GROUP,
    MEMBER,
    Draft,
    account_level,
    name_of,
)
from sanbian.lowering.roster import NONE, Roster, is_new
from sanbian.lowering.wholes import not_whole
from sanbian.period import Years, year_of_term
from sanbian.program import Expr, Family, Measure, Role
from sanbian.register import STATUS_NAMES, Status
from sanbian.wording import Text

UNITS: Mapping[str, str] = {"yuan": "fen"}  # a measure in yuan is kept in fen

STEPS: Mapping[str, int] = {"fen": 1, "jiao": 10, "yuan": 100}


YEAR_TO_DATE = Text(zh="本年已得", en="year to date")
"""What a holder got in the open year before the period, in words."""


@frozen(kw_only=True)
class Setting:
    """Everything that the lowering of one clause reads (条款所处的当期情形).

    Attributes:
        draft: The program being written.
        contract: The contract.
        version: Its version in force.
        part: The facts of this part of the period.
        facts: The facts of the whole period.
        books: The books before the period.
        roster: Who counts on the record day, and for what.
        suffix: Tells this part of the period from the others in names; empty for one part.
    """

    draft: Draft
    contract: Contract
    version: Version
    part: PartFacts
    facts: Facts
    books: Books
    roster: Roster
    suffix: str

    # --- accounts --------------------------------------------------------------------

    @property
    def step(self) -> int:
        """The smallest amount paid out, in fen."""
        return STEPS[self.version.pay_in]

    def source(self, name: str) -> Family:
        """The account from which a base, pool, fund or party pays."""
        found = self.contract.names.declared[name]
        if isinstance(found, Party):
            return self._pocket(found)
        return self.account(name)

    def account(self, name: str) -> Family:
        """The account on which money for a base, pool, fund or party arrives."""
        found = self.contract.names.declared[name]
        level, says = account_level(self.contract, name), name_of(self.contract, name)
        match found:
            case Base():
                role = Role.SOURCE
                return self.draft.family(f"base/{name}{self.suffix}", level, role, says)
            case Pool():
                return self.draft.family(
                    f"pool/{name}{self.suffix}", level, Role.POOL, says
                )
            case Fund():
                if self.draft.has(f"fund/{name}"):
                    return self.draft.family(f"fund/{name}", level, Role.FUND, says)
                opening = self._brought_in(found, level)
                return self.draft.family(
                    f"fund/{name}", level, Role.FUND, says, opening=opening
                )
            case _:
                return self.draft.family(f"party/{name}", level, Role.END, says)

    def _brought_in(self, fund: Fund, level: str) -> Mapping[str, int]:
        """What is on a fund before the period; who is new to his own brings in what he put in."""
        known = self.books.funds.get(fund.id)
        if not fund.per_member:
            new_to_all = dict.fromkeys(self.draft.keys(level), fund.opening)
            return new_to_all if known is None else known
        opened = dict(known or {})
        roster = self.roster.with_later
        new = [
            household.code
            for household in roster.households.values()
            if is_new(household, self.facts.period, opened)
        ]
        put_in: Mapping[str, int] = {}
        if new and fund.opens_with:
            setting = evolve(self, roster=roster)
            put_in = setting.whole_measure(fund.opens_with, at=f"fund {fund.id}")
        return opened | {code: fund.opening + put_in.get(code, 0) for code in new}

    def resting(self, name: str) -> Family:
        """The account for what is left over; of a base, kept for its next period."""
        if isinstance(self.contract.names.declared[name], Base):
            return self.carried(name)
        return self.account(name)

    def carried(self, base: str) -> Family:
        """What a base keeps for its next period."""
        name = f"carried/{base}"
        says = name_of(self.contract, base)
        return self.draft.family(
            f"fund/{name}",
            CONTRACT,
            Role.FUND,
            Text(zh=f"{says.zh}结转", en=f"{says.en}, carried"),
            opening=self.books.funds.get(name),
        )

    def _pocket(self, party: Party) -> Family:
        level = account_level(self.contract, party.id)
        limit = self.facts.put_up.get(party.id, party.pays_up_to)
        keys = self.draft.keys(level)
        pocket = self.draft.family(
            f"pocket/{party.id}",
            level,
            Role.POCKET,
            name_of(self.contract, party.id),
            opening=None if limit is None else dict.fromkeys(keys, limit),
        )
        if limit is None:
            self.draft.unlimited(pocket)
        return pocket

    def payable(self, clause: str) -> Family:
        """What a clause gives each holder, until the one payout."""
        named = clause_text(clause)
        says = Text(zh=f"{named.zh}应得", en=f"due under {named.en}")
        return self.draft.family(f"payable/{clause}{self.suffix}", MEMBER, Role.POOL, says)

    # --- columns ---------------------------------------------------------------------

    def term(
        self, name: str, value: Fraction | int, says: Text, *, unit: str = ""
    ) -> Measure:
        """A number of the contract, as a column."""
        full_name = f"term/{name}{self.suffix}"
        return self.draft.column(full_name, CONTRACT, (value,), says, unit=unit)

    def measure(self, name: str, to: str, *, at: str) -> Expr:
        """The column of a measure; `to` says whose shares are meant."""
        measure = self.contract.names.measure(name)
        assert measure is not None, name
        says = Text(zh=measure.name, en=measure.name_en or measure.name)
        unit = UNITS.get(measure.unit, measure.unit)
        match name:
            case "shares" | "share_capital":
                return self._members(
                    f"{name}/{to}", lambda: self._shares(name, to, at=at), says, unit
                )
            case "equal":
                return self._members(name, lambda: [1] * len(self.roster.codes), says, unit)
            case "people":
                return self._members(name, self.roster.people, says, unit)
            case _:
                return self._named(measure, says, unit, at=at)

    def stated(self, base: str) -> Measure:
        """The amount of a base as the facts state it; nothing for a loss."""
        amount = max(0, self.part.amounts.get(base, 0))
        says = name_of(self.contract, base)
        name = f"stated/{base}{self.suffix}"
        return self.draft.column(name, CONTRACT, (amount,), says, unit="fen")

    def loss(self, base: str) -> Measure:
        """The loss on a base in this part of the period."""
        amount = max(0, -self.part.amounts[base])
        says = Text(zh="本期亏损", en="loss of the period")
        name = f"loss/{base}{self.suffix}"
        return self.draft.column(name, CONTRACT, (amount,), says, unit="fen")

    def year_to_date(self, clause: str) -> Measure:
        """What each holder got under a clause in the open year, before this period."""
        before = self.books.year_to_date.get(clause, {})
        return self._members(
            f"ytd/{clause}", lambda: self.roster.column(before), YEAR_TO_DATE, "fen"
        )

    def opened_with(self, fund: str) -> Measure:
        """What stood on each one's own fund before the period."""
        opened = self.draft.opened(self.account(fund))
        says = Text(zh="期初余额", en="before the period")
        return self._members(
            f"opening/{fund}", lambda: self.roster.column(opened), says, "fen"
        )

    def whole_measure(self, name: str, *, at: str, scale: int = 1) -> dict[str, int]:
        """A measure of members in whole units, or in parts of which `scale` make one."""
        measure = self.contract.names.measure(name)
        assert measure is not None, name
        values = self._member_values(measure, at=at)
        found = {code: values.get(code, NONE) for code in self.roster.codes}
        raise_any(
            not_whole(measure, code, each, at=at, scale=scale)
            for code, each in found.items()
            if each < 0 or (each * scale).denominator != 1
        )
        return {code: int(each * scale) for code, each in found.items()}

    def _members(
        self,
        name: str,
        column: Callable[[], Sequence[Fraction | int]],
        says: Text,
        unit: str = "",
    ) -> Measure:
        """A column of members, worked out when its name first comes up."""
        full_name = f"{name}{self.suffix}"
        if self.draft.knows(full_name):
            return Measure(full_name, MEMBER, says, unit)
        return self.draft.column(full_name, MEMBER, column(), says, unit=unit)

    def _shares(self, name: str, to: str, *, at: str) -> Sequence[Fraction | int]:
        """Shares of each member in a class, or in all; or their value at par."""
        if name == "shares":
            return self.roster.shares(to, lambda _: 1)
        return self.roster.shares(to, lambda share_class: self._par(share_class, at))

    def _par(self, share_class: str, at: str) -> int:
        found = self.contract.names.declared.get(share_class)
        par = found.par if isinstance(found, ShareClass) else None
        if par is None:
            problem = Problem(
                at=at,
                says=Text(
                    zh=f"应有 “{share_class}” 的股值（par），得到空白",
                    en=f"expected the par value of {share_class!r}, got nothing",
                ),
                do=Text(zh="在 share_classes 中写 par", en="write par under share_classes"),
            )
            self.draft.missing.append(problem)
            return 0
        return par

    def _named(self, measure: NamedMeasure, says: Text, unit: str, *, at: str) -> Expr:
        name = f"measure/{measure.id}"
        match measure.level:
            case "contract":
                value = self.part.measures.get(measure.id)
                if value is None:
                    value = self._missing(measure, at, "measures")
                return self.draft.column(
                    f"{name}{self.suffix}", CONTRACT, (value,), says, unit=unit
                )
            case "group":
                by_group = self.part.group_measures.get(measure.id)
                if by_group is None:
                    by_group = {"": self._missing(measure, at, "group_measures")}
                values = [by_group.get(key, NONE) for key in self.draft.keys(GROUP)]
                return self.draft.column(
                    f"{name}{self.suffix}", GROUP, values, says, unit=unit
                )
            case "member":
                known = self._member_values(measure, at=at)
                return self._members(name, lambda: self.roster.column(known), says, unit)
            case _:
                assert_never(measure.level)

    def _member_values(self, measure: NamedMeasure, *, at: str) -> Mapping[str, Fraction]:
        """By code, from the activity sheet, else from the register."""
        active = self.part.activity.get(measure.id)
        if active is not None:
            return active
        known = self.roster.measured(measure.id)
        if not known:
            self._missing(measure, at, "activity")
        return known

    def _missing(self, measure: NamedMeasure, at: str, where: str) -> Fraction:
        """Write down that a measure is missing, and go on as if it were zero."""
        problem = Problem(
            at=at,
            says=Text(
                zh=f"应有计量项 “{measure.name}”（{measure.id}），得到空白",
                en=f"expected the measure {measure.id!r} ({measure.name}), got nothing",
            ),
            do=Text(
                zh=f"在名册或当期事实的 {where} 中填写",
                en=f"give it in the register or under {where} in the facts",
            ),
        )
        self.draft.missing.append(problem)
        return NONE

    # --- who and when ----------------------------------------------------------------

    def year(self, counted_from: CountedFrom, code: str = "") -> int:
        """In which year of the term the part ends, for the contract or for one holder."""
        if counted_from == "entry":
            first = self.roster.entered(code) or self.contract.starts
        else:
            first = self.contract.starts if counted_from == "start" else counted_from
        return year_of_term(first, self.part.period.end)

    def in_years(self, years: Years | None, counted_from: CountedFrom) -> bool:
        """Whether a clause is in force this year: for all, or for anyone who counts his own."""
        if years is None:
            return True
        if counted_from == "entry":
            return any(years.has(self.year("entry", code)) for code in self.roster.codes)
        return years.has(self.year(counted_from))

    def who(
        self,
        to: str,
        status: str | None = None,
        years: Years | None = None,
        counted_from: CountedFrom = "start",
    ) -> Measure:
        """One for each holder who receives, zero for the others."""
        own_years = years if counted_from == "entry" else None
        name = f"who/{to}/{status or ''}/{own_years or ''}"

        def receive() -> list[int]:
            column = self.roster.among(to)
            if status is not None:
                has = self.roster.of_status(Status(status))
                column = list(map(operator.and_, column, has))
            if own_years is not None:
                column = [
                    int(yes and own_years.has(self.year("entry", code)))
                    for code, yes in zip(self.roster.codes, column, strict=True)
                ]
            return column

        return self._members(name, receive, name_of(self.contract, to))

    def everyone(self) -> Measure:
        """One for each holder: who has left since is still owed what he is owed."""
        says = Text(zh="被欠的户", en="those who are owed")
        return self._members("who/owed", lambda: [1] * len(self.roster.codes), says)

    @property
    def is_over(self) -> bool:
        """Whether the term is over: only what is still owed goes on."""
        ends = self.contract.ends
        return ends is not None and self.part.period.start > ends

    def status(self, status: Status) -> Measure:
        """One for each holder of a poverty status on the record day, zero for the others."""
        return self._members(
            f"status/{status.value}",
            lambda: self.roster.of_status(status),
            STATUS_NAMES[status],
        )
