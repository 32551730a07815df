"""The contract: one frozen value with everything that the paper says."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from attrs import field, frozen

from sanbian.clause import Fen
from sanbian.contract.accounts import MemberAccounts
from sanbian.contract.checks import contract_problems
from sanbian.contract.contributions import Contribution
from sanbian.contract.examples import Example
from sanbian.contract.names import Declared, Names, names_of
from sanbian.contract.notes import ReviewNotes
from sanbian.contract.parts import ContractParts
from sanbian.contract.procedures import Procedure
from sanbian.contract.values import (
    Base,
    Fund,
    Matters,
    NamedMeasure,
    Party,
    Pool,
    Safeguard,
    ShareClass,
    Version,
)
from sanbian.errors import raise_any
from sanbian.law import Vehicle


@frozen(kw_only=True)
class Contract:
    """A 三变 contract (合同).

    Attributes:
        id: Short code, also its key among many contracts.
        title: As on the paper.
        vehicle: The body that divides the money; it decides which law reads the contract.
        starts: First day of the term; year one begins here.
        ends: Last day, or None where it is not stated.
        signed: Day of signing, or None.
        place: Where.
        source: Where this text of the contract comes from.
        matters: The six matters.
        parties: Who signed, and whom the contract names.
        share_classes: Classes of shares.
        contributions: What was put in.
        bases: Amounts that are shared out.
        pools: Money on its way.
        funds: Money that stays.
        measures: Quantities that the register, the activity sheet or the facts give.
        versions: Clauses by the day from which they are in force, earliest first.
        safeguards: Risk clauses.
        procedure: How the contract came about.
        lpr: One-year loan prime rate of the month of signing, as the contract states it, or
            None.
        expected_income: Fen that the project is expected to earn in a normal year before any
            guarantee is paid, or None.
        member_accounts: What stands in which column of a member's account, or None where no
            accounts are kept.
        examples: Worked examples; nothing is settled while one of them fails.
        review: Accepted findings and answers; they change no settlement.

    Raises:
        InvalidInputError: Everything that keeps the contract from being settled: a name
            that points nowhere, a split that does not sum to one, a guarantee that does not
            say how it combines with a dividend ...
    """

    id: str
    title: str
    vehicle: Vehicle
    starts: date
    ends: date | None = None
    signed: date | None = None
    place: str = ""
    source: str = ""
    matters: Matters = field(factory=Matters)
    parties: tuple[Party, ...] = ()
    share_classes: tuple[ShareClass, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    bases: tuple[Base, ...] = ()
    pools: tuple[Pool, ...] = ()
    funds: tuple[Fund, ...] = ()
    measures: tuple[NamedMeasure, ...] = ()
    versions: tuple[Version, ...]
    safeguards: tuple[Safeguard, ...] = ()
    procedure: Procedure = field(factory=Procedure)
    lpr: Fraction | None = None
    expected_income: Fen | None = None
    member_accounts: MemberAccounts | None = None
    examples: tuple[Example, ...] = ()
    review: ReviewNotes = field(factory=ReviewNotes)
    names: Names = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        declared: tuple[Declared, ...] = (
            *self.parties,
            *self.share_classes,
            *self.bases,
            *self.pools,
            *self.funds,
            *self.measures,
        )
        object.__setattr__(self, "names", names_of(declared))
        raise_any(
            contract_problems(
                ContractParts(
                    id=self.id,
                    vehicle=self.vehicle,
                    starts=self.starts,
                    ends=self.ends,
                    declared=declared,
                    names=self.names,
                    versions=self.versions,
                    contributions=self.contributions,
                    examples=self.examples,
                    review=self.review,
                    accounts=self.member_accounts,
                )
            )
        )


def version_on(contract: Contract, day: date) -> int | None:
    """Position of the version in force on a day; None before the first."""
    in_force = None
    for position, version in enumerate(contract.versions):
        if version.since <= day:
            in_force = position
    return in_force
