"""The rectification list: what was found, who mends it until when, and what became of it.

A row is known by its contract, code and place, never by where it stands. No row is ever
dropped, and what people wrote into it stays.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from types import MappingProxyType

from attrs import evolve, field, frozen

from sanbian.contract import Contract, stable_place
from sanbian.findings.values import Finding, Severity, ground_words
from sanbian.wording import Language, Text, join, numbers_hidden


class RowState(Enum):
    """What became of a row of the list (整改状态)."""

    NEW = "new"
    OPEN = "open"
    REOPENED = "reopened"
    ACCEPTED = "accepted"
    SOLVED = "solved"


def _read_only(given: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(given))


@frozen(kw_only=True)
class ListRow:
    """One row of a rectification list (问题清单的一行).

    Attributes:
        number: Its number, given once and never again.
        contract: The contract; empty in a row that people added.
        part: The kind that people wrote for a row that they added.
        code: Code of the finding; empty in a row that people added.
        place: Its place, by names, so that it holds when something moves.
        period: The settlement in which it was found, or empty.
        severity: How grave it is, or None in a row that people added.
        found: What was found.
        source: What that rests on.
        measure: What is to be done.
        deadline: Until when, or None.
        unit: Unit responsible.
        person: Person responsible.
        state: What became of it.
        first_found: When it was first found, or None.
        solved: When it was found no more, or None.
        reopened: When it was last found again, or None.
        remarks: What people remark.
        further: Columns that people added, by their header.
    """

    number: int
    contract: str = ""
    part: str = ""
    code: str = ""
    place: str = ""
    period: str = ""
    severity: Severity | None = None
    found: str
    source: str = ""
    measure: str = ""
    deadline: date | None = None
    unit: str = ""
    person: str = ""
    state: RowState
    first_found: date | None = None
    solved: date | None = None
    reopened: date | None = None
    remarks: str = ""
    further: Mapping[str, str] = field(factory=dict, converter=_read_only)


@frozen(kw_only=True)
class Looked:
    """What a review looked at, so that what it did not find can be called solved.

    Attributes:
        on: The day of the review.
        codes: Beginnings of the codes that were looked for.
        period: The settlement that was reviewed, or empty where there was none.
        has_register: Whether a register was reviewed.
    """

    on: date
    codes: Collection[str] = ("SB",)
    period: str = ""
    has_register: bool = False


def rectification(
    old: Sequence[ListRow],
    findings: Sequence[Finding],
    *,
    contract: Contract,
    looked: Looked,
    language: Language = "zh",
) -> tuple[ListRow, ...]:
    """Carry a rectification list on: what is solved, open, new, or there again (问题清单).

    Args:
        old: The list as it was, with what people wrote into it; empty for a first one.
        findings: What a review of the contract finds now.
        contract: The contract; rows of others stay as they are.
        looked: What the review looked at, and when.
        language: Of the words in new rows.

    Returns:
        All old rows in their order, then a new one for each finding that has none.

    Examples:
        >>> from datetime import date
        >>> from sanbian import *
        >>> version = Version(
        ...     since=date(2023, 1, 1), odd_fen=OddFen.LARGEST_REMAINDER,
        ...     rounding=Rounding.HALF_UP, record_day="period_end", clauses=(),
        ... )
        >>> contract = Contract(
        ...     id="A", title="入股协议", vehicle=Vehicle.PARTNERSHIP, starts=date(2023, 1, 1),
        ...     versions=(version,),
        ... )
        >>> missing = [each for each in review(contract) if each.code == "SB101"]
        >>> first = rectification(
        ...     (), missing, contract=contract, looked=Looked(on=date(2026, 1, 31))
        ... )
        >>> (row,) = rectification(
        ...     first, [], contract=contract, looked=Looked(on=date(2026, 2, 28))
        ... )
        >>> first[0].state.value, row.state.value, str(row.solved)
        ('new', 'solved', '2026-02-28')
    """
    matches = _matches(old, findings, contract)
    kept = []
    for number, row in enumerate(old):
        if number in matches:
            kept.append(_found_again(row, matches[number], looked, language))
        elif _is_looked_for(row, contract, looked):
            kept.append(_not_found(row, looked.on))
        else:
            kept.append(row)
    left = list(findings)
    for finding in matches.values():
        left.remove(finding)
    return *kept, *_new_rows(old, left, contract, looked, language)


def _matches(
    old: Sequence[ListRow], findings: Sequence[Finding], contract: Contract
) -> dict[int, Finding]:
    """The finding of each row; of several at a place first those of the same words."""
    waiting: dict[tuple[str, str], list[int]] = {}
    for number, row in enumerate(old):
        if row.contract == contract.id and row.code:
            waiting.setdefault((row.code, row.place), []).append(number)
    made: dict[int, Finding] = {}
    later = []
    for finding in findings:
        at = waiting.get(_key(finding, contract), [])
        words = {_told(finding, "zh"), _told(finding, "en")}
        same = next((number for number in at if old[number].found in words), None)
        if same is None:
            later.append(finding)
        else:
            at.remove(same)
            made[same] = finding
    for finding in sorted(later, key=lambda each: each.says.en):
        at = waiting.get(_key(finding, contract), [])
        if at:
            made[at.pop(0)] = finding
    return made


def _key(finding: Finding, contract: Contract) -> tuple[str, str]:
    return finding.code, _place(finding, contract)


def _found_again(
    row: ListRow, finding: Finding, looked: Looked, language: Language
) -> ListRow:
    """A row whose finding is there now: its words are those of today, the people's stay."""
    is_back = row.state is RowState.SOLVED
    reopened = looked.on if is_back else row.reopened
    first = row.first_found or looked.on
    if finding.accepted is not None:
        state = RowState.ACCEPTED
    elif reopened is not None:
        state = RowState.REOPENED
    else:
        state = RowState.NEW if first == looked.on else RowState.OPEN
    return evolve(
        row,
        period=_period(finding.code, looked),
        severity=finding.severity,
        found=_told(finding, language),
        source=_source(finding, language),
        state=state,
        first_found=first,
        solved=None,
        reopened=reopened,
    )


def _not_found(row: ListRow, on: date) -> ListRow:
    if row.state is RowState.SOLVED and row.solved is not None:
        return row
    return evolve(row, state=RowState.SOLVED, solved=on)


def _is_looked_for(row: ListRow, contract: Contract, looked: Looked) -> bool:
    """Whether the review would have found what a row says, if it were still so."""
    is_here = row.contract == contract.id and row.code != ""
    if not is_here or not row.code.startswith(tuple(looked.codes)):
        return False
    if row.code.startswith("SB3"):
        return looked.has_register
    return not row.code.startswith("SB4") or row.period == looked.period != ""


def _new_rows(
    old: Sequence[ListRow],
    findings: Sequence[Finding],
    contract: Contract,
    looked: Looked,
    language: Language,
) -> Iterator[ListRow]:
    last = max((row.number for row in old), default=0)
    for number, finding in enumerate(findings, last + 1):
        yield ListRow(
            number=number,
            contract=contract.id,
            code=finding.code,
            place=_place(finding, contract),
            period=_period(finding.code, looked),
            severity=finding.severity,
            found=_told(finding, language),
            source=_source(finding, language),
            measure=finding.do.of(language),
            state=RowState.NEW if finding.accepted is None else RowState.ACCEPTED,
            first_found=looked.on,
        )


def _period(code: str, looked: Looked) -> str:
    return looked.period if code.startswith("SB4") else ""


def _place(finding: Finding, contract: Contract) -> str:
    return numbers_hidden(stable_place(contract, finding.at))


def _told(finding: Finding, language: Language) -> str:
    return numbers_hidden(finding.says.of(language))


def _source(finding: Finding, language: Language) -> str:
    return join(map(ground_words, finding.rests_on), zh="；", en="; ").of(language)


def counted_rows(rows: Sequence[ListRow]) -> Text:
    """How many rows there are of each state, on one line.

    Examples:
        >>> from sanbian.findings.rectifying import counted_rows
        >>> counted_rows([]).en
        ''
    """
    names = [
        (STATE_NAMES[state], sum(row.state is state for row in rows)) for state in RowState
    ]
    return join(
        [
            Text(zh=f"{name.zh} {count}", en=f"{name.en} {count}")
            for name, count in names
            if count
        ],
        zh="，",
    )


STATE_NAMES = {
    RowState.NEW: Text(zh="新发现", en="new"),
    RowState.OPEN: Text(zh="未解决", en="open"),
    RowState.REOPENED: Text(zh="再次出现", en="reopened"),
    RowState.ACCEPTED: Text(zh="已说明不改", en="accepted"),
    RowState.SOLVED: Text(zh="已解决", en="solved"),
}
