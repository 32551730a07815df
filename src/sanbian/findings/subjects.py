"""What is reviewed, and the readings that several checks share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from attrs import frozen

from sanbian.clause import (
    Clause,
    Dividend,
    Guarantee,
    Kind,
    Payment,
    PreferredDividend,
    Term,
)
from sanbian.contract import (
    MEMBERS,
    Contract,
    Contribution,
    Fund,
    Party,
    PartyRole,
    ProcedureStep,
    SafeguardKind,
    Version,
    measures_in,
)
from sanbian.contract.contracts import version_on
from sanbian.facts import Facts
from sanbian.records import Records
from sanbian.region import Region
from sanbian.register import Register
from sanbian.settlement import Settlement
from sanbian.wording import Text, same

FIRMS = frozenset(
    {
        PartyRole.STATE_COMPANY,
        PartyRole.LEADING_ENTERPRISE,
    }
)
"""Parties that run the business with what others put in."""

DECISION = ("decision", "决议")
PUBLICATION = ("publication", "公示", "公开")
_REPRESENTATIVES = ("代表", "representatives")

MU = frozenset({"mu", "亩"})
"""How the unit of land is written."""

_PUBLIC_MONEY = ("财政", "扶贫资金", "扶贫款", "补助")
_LENT_MONEY = ("贷款",)


@frozen(kw_only=True)
class Subject:
    """What is reviewed, on which day (审查对象).

    Attributes:
        contract: The contract.
        register: Who holds what, or None where it is not reviewed.
        settlement: What was settled, or None where it is not reviewed.
        on: The day whose law and clauses count.
        facts: What the settlement was settled from, or None.
        earlier: Settlements of the periods before, in order.
        records: What happened around the settlement, or None where that is not known.
        region: What the region has set, or None where it is not known.
    """

    contract: Contract
    register: Register | None
    settlement: Settlement | None
    on: date
    facts: Facts | None = None
    earlier: tuple[Settlement, ...] = ()
    records: Records | None = None
    region: Region | None = None

    @property
    def version(self) -> Version:
        """The clauses in force on the day; before the first, the first."""
        return self.contract.versions[self._position]

    @property
    def _position(self) -> int:
        return version_on(self.contract, self.on) or 0

    def clauses(self) -> Iterator[tuple[str, Clause]]:
        """The clauses in force, each with its place."""
        for place, clause in enumerate(self.version.clauses):
            yield f"$.versions[{self._position}].clauses[{place}]", clause

    def contributions(self, *whats: str) -> Iterator[tuple[str, Contribution]]:
        """What was put in, of some kinds, each with its place."""
        for place, given in enumerate(self.contract.contributions):
            if given.what in whats:
                yield f"$.contributions[{place}]", given

    def has_safeguard(self, *kinds: SafeguardKind) -> bool:
        """Whether there is a risk clause about one of these."""
        return any(each.kind in kinds for each in self.contract.safeguards)

    def has_step(self, *words: str) -> bool:
        """Whether a step of the procedure is called by one of these words."""
        return any(True for _ in self.steps(*words))

    def steps(self, *words: str) -> Iterator[tuple[int, ProcedureStep]]:
        """The steps of the procedure called by one of these words, each with its place."""
        for place, step in enumerate(self.contract.procedure.steps):
            if any(word in step.step for word in words):
                yield place, step

    def party(self, name: str) -> Party | None:
        """The party of that name, if it is one."""
        found = self.contract.names.declared.get(name)
        return found if isinstance(found, Party) else None

    def is_by_land(self, term: Term) -> bool:
        """Whether an amount goes by area."""
        return any(unit in MU for unit in self._units(term))

    def is_rate_on_money(self, term: Term) -> bool:
        """Whether an amount goes by money put in: a measure in yuan, shares at par, a fund."""
        names = self.contract.names
        return "yuan" in self._units(term) or any(
            isinstance(names.declared.get(name), Fund) for _, name in measures_in(term)
        )

    def _units(self, term: Term) -> set[str]:
        found = (self.contract.names.measure(name) for _, name in measures_in(term))
        return {measure.unit for measure in found if measure is not None}


def is_of_representatives(step: ProcedureStep) -> bool:
    """Whether representatives met in the members' place."""
    return any(word in step.step for word in _REPRESENTATIVES)


def taker_of_result(clause: Clause) -> str | None:
    """Who gets a part of the result by a clause, or None where it gives none."""
    match clause:
        case Dividend() | Payment():
            return clause.to if clause.kind is Kind.DIVIDEND else None
        case PreferredDividend():
            return clause.to
        case _:
            return None


def guarantees(subject: Subject) -> Iterator[tuple[str, Guarantee]]:
    """The guarantees in force, each with its place."""
    for at, clause in subject.clauses():
        if isinstance(clause, Guarantee):
            yield at, clause


_NAMED_MAX = 5


def named(codes: Sequence[str]) -> Text:
    """The first codes of a list, and how many there are besides."""
    first, more = ", ".join(codes[:_NAMED_MAX]), len(codes) - _NAMED_MAX
    if more <= 0:
        return same(first)
    return Text(zh=f"{first} 等", en=f"{first} and {more} more")


def plural(count: int, noun: str) -> str:
    """So many of something, in English."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def meets(one: str, other: str) -> bool:
    """Whether two names of holders can stand for the same households."""
    return one == other or MEMBERS in {one, other}


def is_public(given: Contribution) -> bool:
    """Whether money put in came from a public budget."""
    return given.what == "fiscal_funds" or _names_one(given.funded_by, _PUBLIC_MONEY)


def is_lent(given: Contribution) -> bool:
    """Whether money put in was lent to who put it in."""
    return given.what == "loan" or _names_one(given.funded_by, _LENT_MONEY)


def _names_one(words: str, known: Iterable[str]) -> bool:
    return any(word in words for word in known)
