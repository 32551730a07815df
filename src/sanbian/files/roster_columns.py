"""The columns of rosters, and the words by which they name groups and share classes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve

from sanbian.contract import Contract
from sanbian.errors import Problem, unknown_name
from sanbian.files.columns import CODE, column, measure_columns, named_columns
from sanbian.files.headers import half_width, header_key
from sanbian.files.layout import Column
from sanbian.files.tables import Table
from sanbian.wording import Text

PERSONAL = (
    column("name", "户主", "户主姓名", "姓名"),
    column("group", "村组", "组", "小组"),
    column("people", "人口", "家庭人口", "人数", kind="whole", summed=True),
    column("entered", "入社日期", "入股日期", kind="date"),
    column("left", "退出日期", "退社日期", kind="date"),
    column("noticed", "退社申请日期", "退社申请日", kind="date"),
    column("status", "贫困状态", "状态"),
    column("status_day", "状态日期", kind="date"),
    column("id_number", "身份证号", "身份证号码", "身份证", kind="code"),
    column("account", "银行账号", "银行卡号", "账号", kind="code"),
    column("account_holder", "开户名", "账户名", "账户姓名", "开户人"),
    column("village", "行政村", "村"),
    column("township", "乡镇", "乡（镇）", "镇"),
    column("county", "县", "区县", "县区", "县（区）"),
    column("monitoring", "监测类型", "监测对象类型"),
    column("certificate", "股权证号", "股权证编号", "证书编号", kind="code"),
    column("certificate_shares", "证载股数", "股权证股数", kind="number", summed=True),
    column("certificate_day", "发证日期", kind="date"),
    column("kind", "成员类型", "成员类别"),
    column("votes", "基本表决权", "基本票", kind="whole", summed=True),
    column("extra_votes", "附加表决权", "附加票", kind="whole", summed=True),
)
TEXTS = ("account_holder", "village", "township", "county", "certificate")
OTHERS = ("certificate_shares", "certificate_day", "votes", "extra_votes")
LONG = (
    column("share_class", "股份类别", "股权类别"),
    column("shares", "股数", "股份数", kind="number", summed=True),
)


def roster_columns(contract: Contract) -> Iterator[Column]:
    """The columns that a roster of this contract may have."""
    fixed = (CODE, *PERSONAL, *LONG)
    classes = tuple(class_columns(contract))
    yield from (*fixed, *classes, *measure_columns(contract, (*fixed, *classes)))


def class_columns(contract: Contract) -> Iterator[Column]:
    """A column for each share class."""
    named = ((each.id, each.name, "") for each in contract.share_classes)
    return named_columns(named, (CODE, *PERSONAL, *LONG))


def group_key(name: str) -> str:
    """A group without width and spaces: ``东 村`` is ``东村``.

    Examples:
        >>> from sanbian.files.roster_columns import group_key
        >>> group_key("东　村"), group_key("１ 组")
        ('东村', '1组')
    """
    return "".join(half_width(name).split())


def share_class_of(contract: Contract, word: str) -> str | None:
    """The id of the share class that a cell names by its id or title."""
    ids = {header_key(each.id): each.id for each in contract.share_classes}
    titles = {header_key(each.name): each.id for each in contract.share_classes}
    return {**titles, **ids}.get(header_key(word))


def unknown_class(contract: Contract, word: str, at: str) -> Problem:
    """The problem that a cell names no share class."""
    known = {name for each in contract.share_classes for name in (each.id, each.name)}
    what = Text(zh="股份类别", en="share class")
    return unknown_name(at, name=word, known=known, what=what)


def village_as_group(table: Table) -> Table:
    """Where 村 stands alone it is the group, as teams are not told apart; beside 组 it is above."""
    alone = "village" in table.places and "group" not in table.places
    if not alone or header_key(table.headers["village"]) != "村":
        return table

    def moved(by_name: Mapping[str, Any]) -> dict[str, Any]:
        others = {
            name: by_name[name] for name in by_name if name not in {"group", "village"}
        }
        return {**others, "group": by_name["village"]}

    return evolve(
        table,
        places=moved(table.places),
        headers=moved(table.headers),
        rows=tuple(
            evolve(row, values={**moved(row.values), "village": None}) for row in table.rows
        ),
    )
