"""How a register names what it refuses."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sanbian.errors import Problem
from sanbian.register.entries import EntryKind
from sanbian.wording import Text


def problem(at: str, *, zh: str, en: str, do: Text | None = None) -> Problem:
    """One thing that does not hold together; as a rule the vouchers say how it was."""
    voucher = Text(zh="按原始凭证更正名册", en="correct the register from its vouchers")
    return Problem(at=at, says=Text(zh=zh, en=en), do=do or voucher)


ENTRY_NAMES: Mapping[EntryKind, str] = MappingProxyType(
    {
        EntryKind.ISSUE: "配股",
        EntryKind.TRANSFER: "转让",
        EntryKind.INHERIT: "继承",
        EntryKind.SPLIT: "分户",
        EntryKind.MERGE: "并户",
        EntryKind.REDEEM: "退股",
        EntryKind.BUY_BACK: "回购",
        EntryKind.CONVERT: "转换",
        EntryKind.RE_AVERAGE: "重新平均",
        EntryKind.PLEDGE: "质押",
        EntryKind.RELEASE: "解除质押",
        EntryKind.LOCK: "锁定",
        EntryKind.VOID: "作废",
        EntryKind.FACT: "情况",
    }
)
"""How each kind of entry is written in a table."""
ENTRY_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "household": "户编号",
        "share_class": "股份类别",
        "shares": "股数",
        "to": "转入户",
        "part": "部分",
        "to_class": "转为类别",
        "gets": "转后股数",
        "by": "平均方式",
        "until": "截止日",
        "person": "人员编号",
        "to_person": "承接人",
        "field": "项目",
        "value": "内容",
        "corrects": "更正记载",
    }
)
"""The column of a table in which each attribute of an entry is written."""
THIS_ENTRY = Text(zh="按原始凭证更正这一笔", en="correct this entry from its voucher")
