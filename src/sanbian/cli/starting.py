"""Starting a contract folder from a model: commented files to be filled in."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeAlias

from sanbian import Contract, InvalidInputError, Problem, Text
from sanbian.cli.folders import unwritable
from sanbian.errors import unknown_name
from sanbian.files import load_contract
from sanbian.wording import Language

RosterKind: TypeAlias = Literal["xlsx", "csv"]

MODELS: Mapping[str, Text] = MappingProxyType(
    {
        "land_guarantee": Text(
            zh="土地入股，保底 + 分红", en="land put in: a guarantee and a dividend"
        ),
        "preferred_fund": Text(
            zh="财政资金量化为优先股", en="public funds as preferred shares"
        ),
        "patronage": Text(
            zh="合作社按交易量返还盈余", en="a cooperative's refund by trade"
        ),
        "collective_income": Text(
            zh="村集体经济收益分配", en="the income of a village collective"
        ),
        "order_farming": Text(
            zh="订单收购，保底价与市价孰高", en="produce bought at a floor price or more"
        ),
        "custody": Text(
            zh="托养，固定回报并到期还本", en="livestock kept for a fixed return"
        ),
        "lend_and_return": Text(zh="借羊还羔", en="sheep lent, lambs returned"),
        "pv_station": Text(
            zh="村级光伏电站收益分配", en="the income of a village PV station"
        ),
    }
)
"""What each model is."""

_FILES = ("contract.toml", "facts.toml")
_TEXT_CELLS = "@"  # Excel's format for text: a long number stays as it is typed
_ROWS_STYLED = 500


def start(
    model: str, folder: Path, language: Language, roster: RosterKind
) -> tuple[str, ...]:
    """Write the files of a model into a folder.

    Args:
        model: One of `MODELS`.
        folder: A new folder, or one in which none of these files is yet.
        language: Of the comments and the headers.
        roster: Kind of the roster sheet.

    Returns:
        Names of the files written.

    Raises:
        InvalidInputError: There is no such model, or a file is there already.
    """
    if model not in MODELS:
        what = Text(zh="范本", en="model")
        raise InvalidInputError(unknown_name("MODEL", name=model, known=MODELS, what=what))
    names = (*_FILES, f"roster.{roster}")
    present = [
        name for name in (*names, "roster.csv", "roster.xlsx") if (folder / name).exists()
    ]
    if present or folder.is_file():
        raise InvalidInputError(_in_the_way(folder, present))
    try:
        _write_all(model, folder, language, names)
    except OSError as error:
        raise unwritable(folder, error) from None
    return names


def _write_all(model: str, folder: Path, language: Language, names: Sequence[str]) -> None:
    """Write the files beside the folder, then move each to its place."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    source = files("sanbian.cli") / "models" / model / language
    with tempfile.TemporaryDirectory(
        prefix=f".{folder.name}.", dir=folder.resolve().parent
    ) as made:
        aside = Path(made)
        for name in _FILES:
            (aside / name).write_bytes((source / name).read_bytes())
        headers = roster_headers(load_contract(aside / _FILES[0]), language)
        _write_roster(aside / names[-1], headers, language)
        folder.mkdir(exist_ok=True)
        for name in names:
            shutil.move(aside / name, folder / name)


def roster_headers(contract: Contract, language: Language) -> tuple[str, ...]:
    """The columns of a roster: who, the shares of each class, what the register measures."""
    who = [title.of(language) for title in _WHO]
    has_poverty = any(found.on_leaving_poverty for found in contract.share_classes) or any(
        getattr(clause, "status", None) is not None
        for version in contract.versions
        for clause in version.clauses
    )
    status = [title.of(language) for title in _STATUS] if has_poverty else []
    classes = [found.name for found in contract.share_classes]
    measures = [found.name for found in contract.measures if found.level == "member"]
    return (*who, *status, *classes, *measures, *(title.of(language) for title in _PRIVATE))


_WHO = (
    Text(zh="户编号", en="code"),
    Text(zh="户主", en="name"),
    Text(zh="村组", en="group"),
    Text(zh="人口", en="people"),
    Text(zh="入社日期", en="entered"),
    Text(zh="退出日期", en="left"),
)
_STATUS = (Text(zh="贫困状态", en="status"), Text(zh="状态日期", en="status_day"))
_PRIVATE = (Text(zh="身份证号", en="id_number"), Text(zh="银行账号", en="account"))
_AS_TEXT = {
    title.of(language) for title in (_WHO[0], *_PRIVATE) for language in ("zh", "en")
}
_AS_DAY = {
    title.of(language) for title in (*_WHO[4:], _STATUS[1]) for language in ("zh", "en")
}
_STATUS_WORDS = Text(
    zh="一般户,贫困户,脱贫户,监测户", en="general,poor,graduated,monitored"
)


def _write_roster(path: Path, headers: Sequence[str], language: Language) -> None:
    if path.suffix == ".csv":
        content = f"{','.join(headers)}\r\n"
        path.write_bytes(content.encode("utf-8-sig"))
        return
    from openpyxl import Workbook  # noqa: PLC0415 - loaded where it is used
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415 - the same
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - the same
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 - the same

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = Text(zh="名册", en="roster").of(language)
    for place, header in enumerate(headers, start=1):
        cell = sheet.cell(row=1, column=place, value=header)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="EEEEEE")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        letter = get_column_letter(place)
        column = sheet.column_dimensions[letter]
        column.width = 22 if header in _AS_TEXT and place > 1 else 12
        if header in _AS_TEXT:
            column.number_format = _TEXT_CELLS
        elif header in _AS_DAY:
            column.number_format = "yyyy-mm-dd"
        if header == _STATUS[0].of(language):
            words = _STATUS_WORDS.of(language)
            choice = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
            choice.add(f"{letter}2:{letter}{_ROWS_STYLED}")
            sheet.add_data_validation(choice)
    sheet.freeze_panes = "B2"
    book.save(path)


def _in_the_way(folder: Path, present: Sequence[str]) -> Problem:
    there = ", ".join(dict.fromkeys(present)) or folder.name
    return Problem(
        at=str(folder.name),
        says=Text(
            zh=f"应为没有这些文件的文件夹，得到已有的 {there}",
            en=f"expected a folder without these files, got {there}",
        ),
        do=Text(
            zh="换一个文件夹；已有的文件不会被覆盖",
            en="choose another folder; files that are there are never written over",
        ),
    )
