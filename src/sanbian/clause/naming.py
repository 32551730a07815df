"""How a clause is named to people: by its number, or by the name that it has instead."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sanbian.wording import Text, same

ENDING = "wind_up_"
"""What the ids of a plan of winding up begin with: names of the plan, not of a charter."""

ENDING_NAMES: Mapping[str, Text] = MappingProxyType(
    {
        "costs": Text(zh="清算费用", en="costs of winding up"),
        "common": Text(zh="共益债务", en="debts in the common interest"),
        "farmers": Text(zh="与农民成员未结清的交易款", en="trade owed to farmer members"),
        "wages": Text(zh="员工工资和基本社会保险", en="wages and basic social insurance"),
        "taxes": Text(zh="其他社会保险和税款", en="other social insurance and taxes"),
        "others": Text(zh="其他债务", en="other debts"),
        "rest": Text(zh="清偿后的剩余财产", en="what is left after debts"),
        "subsidy_property": Text(
            zh="财政补助形成的财产", en="property formed by subsidies"
        ),
    }
)
"""What a plan of winding up pays, in order: its clauses have names and no numbers."""


def clause_text(clause: str) -> Text:
    """A clause as people say it.

    Examples:
        >>> from sanbian.clause.naming import clause_text
        >>> [clause_text(clause).zh for clause in ("3.2", "第四条", "rent", "wind_up_costs")]
        ['第3.2条', '第四条', '条款“rent”', '清算费用']
    """
    if clause in _NAMED:
        return _NAMED[clause]
    if clause.startswith("第"):
        zh = clause
    else:
        zh = f"第{clause}条" if clause[:1].isnumeric() else f"条款“{clause}”"
    return Text(zh=zh, en=f"clause {clause}")


def clause_number(clause: str) -> Text:
    """A clause by its number alone, or by its name where it has no number."""
    return _NAMED.get(clause) or same(clause)


def short_clause(clause: str) -> Text:
    """A clause in a table whose column says that it is one: in English its number alone."""
    return Text(zh=clause_text(clause).zh, en=clause_number(clause).en)


_PARTS = ("", "_each", "_members")
"""A rank as a whole, what each creditor gets of it, what members get of it."""

_NAMED = {
    "law": Text(zh="法定", en="by law"),
    "books": Text(zh="上期结转", en="carried"),
    **{
        f"{ENDING}{name}{part}": says
        for name, says in ENDING_NAMES.items()
        for part in _PARTS
    },
}
