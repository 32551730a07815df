"""Facts files: TOML with its sheets of activity and advances -> `Facts`, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from sanbian.contract import Contract, Party
from sanbian.errors import InvalidInputError, Problem, raise_any, unknown_name
from sanbian.facts import Advance, Facts, PartFacts
from sanbian.files.columns import (
    CODE,
    CODE_HEADERS,
    column,
    inside,
    measure_columns,
    member_measures,
    outside,
    write_rows,
)
from sanbian.files.documents import in_file, of_another_contract, read_toml
from sanbian.files.fact_forms import PART_KEYS, SHARED_KEYS, FactsFile, PartFile, facts_form
from sanbian.files.forms import refused
from sanbian.files.layout import Column
from sanbian.files.roster_columns import group_key
from sanbian.files.tables import Row, Table, read_table
from sanbian.files.toml_writing import toml_text
from sanbian.files.writing import write_aside
from sanbian.register import Register
from sanbian.wording import Text, plain_yuan

_ADVANCE_COLUMNS = (
    CODE,
    Column(name="clause", headers=("条款", "条款编号", "clause"), kind="code"),
    Column(name="amount", headers=("金额", "预付金额", "amount"), kind="money"),
    Column(name="day", headers=("日期", "预付日期", "day", "date"), kind="date"),
    column("by", "付款方"),
)


def load_facts(
    path: str | Path, contract: Contract, register: Register | None = None
) -> Facts:
    """Read the facts of one settlement, with the sheets that the file names.

    Args:
        path: A TOML file in UTF-8; its sheets stand beside it.
        contract: The contract, whose names and units the file uses.
        register: The register, if it is known: the sheets name only its households.

    Raises:
        InvalidInputError: Every problem of the file and its sheets at once.
    """
    file = Path(path)
    document = read_toml(file)
    try:
        raise_any(of_another_contract(document.get("contract"), contract.id))
        written = facts_form(contract).read(document, "$")
        raise_any(_file_problems(written))
    except InvalidInputError as error:
        raise in_file(file.name, error.problems) from None
    gathered: list[Problem] = []
    known = Known(contract, register)
    parts = [
        PartFacts(
            period=part.period,
            amounts=part.amounts,
            measures=part.measures,
            group_measures={
                name: {group_key(group): value for group, value in by_group.items()}
                for name, by_group in part.group_measures.items()
            },
            activity=_sheet(gathered, file, part.activity, known, _read_activity, {}),
        )
        for part in _parts_of(written)
    ]
    advances = _sheet(gathered, file, written.advances, known, _read_advances, ())
    raise_any(gathered)
    try:
        return Facts(
            parts=tuple(parts),
            advances=advances,
            **{name: getattr(written, name) for name in SHARED_KEYS},
        )
    except InvalidInputError as error:
        raise in_file(file.name, error.problems) from None


def _parts_of(written: FactsFile) -> tuple[PartFile, ...]:
    if written.parts:
        return written.parts
    assert written.period is not None
    return (PartFile(**{name: getattr(written, name) for name in PART_KEYS}),)


def _file_problems(written: FactsFile) -> Iterator[Problem]:
    """What is below zero, or is said twice."""
    for party, amount in written.put_up.items():
        if amount < 0:
            yield Problem(
                at=f"$.put_up.{party}",
                says=Text(
                    zh=f"应为不小于零的金额，得到 {plain_yuan(amount)} 元",
                    en=f"expected an amount of at least zero, got {plain_yuan(amount)} yuan",
                ),
                do=Text(
                    zh=f'写当期实际掏出的元数，例如 {party} = "1264.38"；没有掏就写 "0"',
                    en="write the yuan that it really paid, such as "
                    f'{party} = "1264.38", or "0" if it paid nothing',
                ),
            )
    both = [name for name in PART_KEYS if written.parts and getattr(written, name)]
    for name in both:
        yield Problem(
            at=f"$.{name}",
            says=Text(
                zh=f"有 [[parts]] 时不应另有 {name}，得到了",
                en=f"expected no {name} beside [[parts]], got one",
            ),
            do=Text(zh=f"把 {name} 写进各部分", en=f"write {name} in each part"),
        )
    if not written.parts and written.period is None:
        yield Problem(
            at="$.period",
            says=Text(
                zh="应写明 period（结算期），得到空白", en="expected period, got nothing"
            ),
            do=Text(
                zh="写 period = { start = 2016-01-01, end = 2016-12-31 }",
                en="write period = { start = 2016-01-01, end = 2016-12-31 }",
            ),
        )


# --- the sheets ----------------------------------------------------------------------


@frozen
class Known:
    """What the sheets may name."""

    contract: Contract
    register: Register | None

    def strangers(self, table: Table) -> Iterator[Problem]:
        """Rows of households that are not in the register."""
        if self.register is None:
            return
        codes = {household.code for household in self.register.households}
        for row in table.rows:
            code = str(row.values["code"])
            if code not in codes:
                what = Text(zh="名册中的户", en="household of the register")
                at = table.at(row, "code")
                yield unknown_name(at, name=code, known=codes, what=what)


def _sheet(
    gathered: list[Problem],
    file: Path,
    name: str,
    known: Known,
    read: Callable[[Path, Known], Any],
    otherwise: Any,
) -> Any:
    """What a sheet beside the file says; its problems are gathered."""
    if not name:
        return otherwise
    try:
        return read(file.parent / name, known)
    except InvalidInputError as error:
        gathered.extend(error.problems)
        return otherwise


def _read_activity(path: Path, known: Known) -> Mapping[str, Mapping[str, Fraction]]:
    """Numbers by measure and household; an empty cell is left out."""
    contract = known.contract
    columns = (CODE, *measure_columns(contract, (CODE,)))
    table = read_table(path, columns)
    met = [each for each in member_measures(contract) if f"={each.id}" in table.places]
    if not met:
        listed = "、".join(each.name for each in member_measures(contract))
        a_column = Text(zh="至少一列计量项", en="a column of at least one measure")
        none = Text(zh="没有", en="none")
        do = Text(
            zh=f"加上一列：{listed or '（合同没有每户的计量项）'}",
            en=f"add one of the columns: {listed or '(the contract has no such measure)'}",
        )
        raise refused(table.file, a_column, none, do)
    raise_any((*double_rows(table), *known.strangers(table)))
    return {
        each.id: {
            str(row.values["code"]): inside(each, row.values[f"={each.id}"])
            for row in table.rows
            if row.values[f"={each.id}"] is not None
        }
        for each in met
    }


def double_rows(table: Table) -> Iterator[Problem]:
    """Codes that stand in two rows."""
    first: dict[object, Row] = {}
    for row in table.rows:
        code = row.values["code"]
        if code in first:
            earlier = first[code].line
            yield Problem(
                at=table.at(row, "code"),
                says=Text(
                    zh=f"每户应只有一行，得到 “{code}” 在第 {earlier} 行和第 {row.line} 行",
                    en=f"expected one row for each household, got {code!r} in rows "
                    f"{earlier} and {row.line}",
                ),
                do=Text(
                    zh="核对编号；同一户的数先加总成一行",
                    en="check the code; add up the numbers of one household in one row",
                ),
            )
        first.setdefault(code, row)


def _read_advances(path: Path, known: Known) -> tuple[Advance, ...]:
    contract = known.contract
    table = read_table(path, _ADVANCE_COLUMNS)
    clauses = {clause.id for each in contract.versions for clause in each.clauses}
    payers = {party.id: party.id for party in contract.parties}
    payers |= {
        party.name: party.id for party in contract.parties if party.name not in payers
    }
    problems: list[Problem] = [*known.strangers(table)]
    made = []
    for row in table.rows:
        values: Mapping[str, Any] = row.values
        if values["clause"] not in clauses:
            what = Text(zh="条款编号", en="clause number")
            at = table.at(row, "clause")
            name = str(values["clause"])
            problems.append(unknown_name(at, name=name, known=clauses, what=what))
        by = values["by"] or ""
        if by and by not in payers:
            what = Text(zh="当事人", en="party")
            at = table.at(row, "by")
            problems.append(
                unknown_name(at, name=by, known=contract.names.of(Party), what=what)
            )
        if values["amount"] <= 0:
            problems.append(_not_paid(table, row))
        made.append(
            Advance(
                household=values["code"],
                clause=values["clause"],
                amount=values["amount"],
                day=values["day"],
                by=payers.get(by, ""),
            )
        )
    raise_any(problems)
    return tuple(made)


def _not_paid(table: Table, row: Row) -> Problem:
    return Problem(
        at=table.at(row, "amount"),
        says=Text(
            zh=f"应为大于零的预付金额，得到 {row.values['amount']} 分",
            en=f"expected an advance above zero, got {row.values['amount']} fen",
        ),
        do=Text(zh="核对金额，或删去这一行", en="check the amount, or remove the row"),
    )


# --- writing -------------------------------------------------------------------------


def save_facts(facts: Facts, path: str | Path, contract: Contract) -> None:
    """Write facts as a file with its sheets beside it.

    Args:
        facts: The facts.
        path: The TOML file; the sheets are named after it.
        contract: The contract, whose names and units the files use.
    """
    file = Path(path)
    parts = []
    for place, part in enumerate(facts.parts, 1):
        number = f"-{place}" if len(facts.parts) > 1 else ""
        name = f"{file.stem}-activity{number}.csv" if part.activity else ""
        if name:
            _write_activity(file.with_name(name), part, contract)
        parts.append(
            PartFile(
                period=part.period,
                amounts=part.amounts,
                measures=part.measures,
                group_measures=part.group_measures,
                activity=name,
            )
        )
    written = FactsFile(
        contract=contract.id,
        advances=f"{file.stem}-advances.csv" if facts.advances else "",
        parts=tuple(parts),
        **{name: getattr(facts, name) for name in SHARED_KEYS},
    )
    if len(parts) == 1:
        own = {name: getattr(parts[0], name) for name in PART_KEYS}
        written = evolve(written, parts=(), **own)
    if facts.advances:
        _write_advances(file.with_name(written.advances), facts.advances)
    write_aside(file, toml_text(facts_form(contract).write(written)).encode())


def _write_activity(path: Path, part: PartFacts, contract: Contract) -> None:
    measures = [each for each in member_measures(contract) if each.id in part.activity]
    codes = dict.fromkeys(code for by_code in part.activity.values() for code in by_code)
    titles = {each.name: each.headers[0] for each in measure_columns(contract, (CODE,))}
    rows = []
    for code in codes:
        row: list[str | Fraction | None] = [code]
        for each in measures:
            value = part.activity[each.id].get(code)
            row.append(None if value is None else outside(each, value))
        rows.append(row)
    headers = (CODE_HEADERS[0], *(titles[f"={each.id}"] for each in measures))
    write_rows(path, "activity", headers, rows)


def _write_advances(path: Path, advances: tuple[Advance, ...]) -> None:
    headers = [each.headers[0] for each in _ADVANCE_COLUMNS]
    rows = [
        (each.household, each.clause, Fraction(each.amount, 100), each.day, each.by)
        for each in advances
    ]
    write_rows(path, "advances", headers, rows)
