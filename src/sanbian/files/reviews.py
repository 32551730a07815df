"""What is reviewed together: a contract file, or a folder with as much as there is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from attrs import asdict, frozen

from sanbian.books import Books
from sanbian.contract import Contract
from sanbian.errors import InvalidInputError, Problem, SanbianError, raise_any
from sanbian.facts import Facts
from sanbian.files.books import load_settlement
from sanbian.files.contracts import load_contract
from sanbian.files.folders import FilesRead, gather, other_contract, read_folder
from sanbian.files.placing import BOOKS, placed
from sanbian.files.record_files import (
    load_records_in,
    record_problems,
    records_of,
)
from sanbian.files.regions import REGION, load_region
from sanbian.findings import Asked, Finding, checklist, review
from sanbian.records import Records
from sanbian.region import Region
from sanbian.register import Register
from sanbian.settlement import Settlement, settle
from sanbian.wording import Text

CONTRACT = "contract.toml"
SETTLEMENT = "settlement.json"


@frozen(kw_only=True)
class Dossier:
    """All that is reviewed together (案卷), named as the arguments of `review` are.

    Attributes:
        contract: From ``contract.toml``.
        register: From ``roster.csv`` or ``.xlsx`` and ``entries``, or None without a roster.
        settlement: From ``settlement.json``, or of the last ``facts*.toml``; None without.
        facts: What it was settled from, or None where they are not there.
        earlier: Settlements of the periods before, in order.
        records: From ``records*.toml`` and ``payments*``: those of its period, or None.
        region: From ``region.toml``, or None.
    """

    contract: Contract
    register: Register | None = None
    settlement: Settlement | None = None
    facts: Facts | None = None
    earlier: tuple[Settlement, ...] = ()
    records: Records | None = None
    region: Region | None = None


def load_review(path: str | Path) -> Dossier:
    """Read what is to be reviewed: a contract file, or a folder with one.

    Args:
        path: A contract file, read with the ``region.toml`` beside it where there is one, or
            a folder with ``contract.toml`` and, where there are any, roster, entries,
            ``facts*.toml``, ``books.json``, ``records*.toml``, ``payments*`` and
            ``region.toml``. The facts are settled in order; a ``settlement.json`` stands in
            for the last of them.

    Raises:
        SanbianError: A file that cannot be read, or a period that cannot be settled, with
            the file to mend.
    """
    place = Path(path)
    if not place.exists():
        raise InvalidInputError(_not_there(place))
    problems: list[Problem] = []
    if place.is_file():
        contract = gather(problems, lambda: load_contract(place))
        region = _beside(place.parent / REGION, load_region, problems)
        raise_any(problems)
        return Dossier(contract=contract, region=region)
    read: FilesRead | None = gather(
        problems, lambda: read_folder(place, needs_roster=False)
    )
    region = _beside(place / REGION, load_region, problems)
    if read is None:
        raise InvalidInputError(*problems)
    given: Settlement | None = _beside(
        place / SETTLEMENT, partial(_settlement, contract=read.contract), problems
    )
    if given is not None:
        problems += _later(given, read)
    records = gather(problems, partial(load_records_in, place, read.contract))
    raise_any(problems)
    settled = _settled(read, until=None if given is None else given.period.start)
    all_settled = settled if given is None else (*settled, given)
    last = all_settled[-1] if all_settled else None
    if last is not None:
        periods = dict.fromkeys((*last.books.settled, *(one.period for one in all_settled)))
        raise_any(record_problems(records, tuple(periods)))
    of_last = [] if last is None else [f for _, f in read.facts if f.period == last.period]
    return Dossier(
        contract=read.contract,
        register=read.register,
        settlement=last,
        facts=of_last[0] if of_last else None,
        earlier=all_settled[:-1],
        records=records_of(records, None if last is None else last.period),
        region=region,
    )


def review_dossier(
    dossier: Dossier, *, on: date | None = None, today: date | None = None
) -> tuple[Finding, ...]:
    """Review all that was read together; `on` and `today` as for `review`."""
    return review(**_named(dossier), on=on, today=today)


def checklist_of(dossier: Dossier, *, on: date | None = None) -> tuple[Asked, ...]:
    """Ask what no program can decide of all that was read together."""
    return checklist(**_named(dossier), on=on)


def _named(dossier: Dossier) -> dict[str, Any]:
    """All of a dossier as `review` and `checklist` take it."""
    return asdict(dossier, recurse=False)


def _beside(file: Path, load: Callable[[Path], Any], problems: list[Problem]) -> Any:
    """What a file says that need not be there; None, with its problems kept, if refused."""
    return gather(problems, lambda: load(file)) if file.exists() else None


def _settlement(file: Path, contract: Contract) -> Settlement:
    settlement = load_settlement(file)
    raise_any(other_contract(file.name, settlement.contract, contract))
    return settlement


def _later(given: Settlement, read: FilesRead) -> Iterator[Problem]:
    """Facts of periods after the settlement that stands in for the last."""
    for file, facts in read.facts:
        if facts.period.start > given.period.end:
            yield Problem(
                at=f"{file.name}: $.period",
                says=Text(
                    zh=f"{SETTLEMENT} 代替最后一期，应没有 {given.period.end} 之后的期间，"
                    f"得到 {facts.period}",
                    en=f"expected no period after {given.period.end}, since {SETTLEMENT} "
                    f"stands in for the last, got {facts.period}",
                ),
                do=Text(
                    zh=f"换成这一期的 {SETTLEMENT}，或把它移走",
                    en=f"put {SETTLEMENT} of this period there, or move it away",
                ),
            )


def _settled(read: FilesRead, until: date | None) -> tuple[Settlement, ...]:
    """The periods that begin before a day, settled one after the other."""
    books: Books | None = read.books
    done = () if books is None else books.settled
    left = [
        (file, facts)
        for file, facts in read.facts
        if facts.period not in done and (until is None or facts.period.start < until)
    ]
    if read.facts and not left and until is None:
        raise InvalidInputError(_ALL_SETTLED)
    settled: list[Settlement] = []
    for file, facts in left:
        assert read.register is not None
        assert read.roster is not None
        try:
            settled.append(settle(read.contract, read.register, facts, books))
        except SanbianError as error:
            names = {"contract": CONTRACT, "roster": read.roster.name, "facts": file.name}
            raise InvalidInputError(*placed(error, **names)) from error
        books = settled[-1].books
    return tuple(settled)


def _not_there(place: Path) -> Problem:
    return Problem(
        at=str(place),
        says=Text(
            zh="应为合同文件夹或合同文件，得到没有这个",
            en="expected a folder with a contract, or a contract file, got nothing there",
        ),
        do=Text(zh="核对路径", en="check the path"),
    )


_ALL_SETTLED = Problem(
    at=BOOKS,
    says=Text(
        zh="应有尚未结算的期间，得到的各期账上都已结算",
        en="expected a period still to be settled, got books that have them all",
    ),
    do=Text(
        zh=f"把那一期的结算放为 {SETTLEMENT}；要从头重算，把 {BOOKS} 移到别处",
        en=f"put its settlement there as {SETTLEMENT}; to settle again from the start, move "
        f"{BOOKS} elsewhere",
    ),
)
