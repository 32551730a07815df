"""How headers and units are written in a village spreadsheet, and what they come down to.

Full-width and half-width, spaces and case make no difference to a header. A unit in
brackets behind it (`面积（亩）`), or said for the whole sheet (`单位：万元`), is a unit
only if it stands in the list below; any other bracket stays a part of the header.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from attrs import frozen

from sanbian.wording import Text, number


class _HalfWidth(dict[int, str]):
    """A table for `str.translate` that is filled as letters are met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        kind = unicodedata.category(char)
        if kind in {"Cf", "Zs"}:
            char = "" if kind == "Cf" else " "
        elif 0xFF01 <= code < 0xFF5F:  # noqa: PLR2004 - the full-width twins of ASCII
            char = chr(code - 0xFEE0)
        self[code] = char
        return char


_HALF = _HalfWidth({0xFFE5: "¥", 0x2212: "-"})
_ROUND = str.maketrans("[]【】〔〕", "()()()")
_BRACKET = re.compile(r"(.*)\(([^()]*)\)\Z", re.DOTALL)
_SAID = re.compile(r"(?:单位|unit)\s*:\s*\(?([^\s()]+)", re.IGNORECASE)


@frozen(kw_only=True)
class Unit:
    """A unit of money, land, weight or count (计量单位).

    Attributes:
        name: The one way it is written here.
        measures: What it measures; only units of the same thing can be compared.
        size: How many of the smallest unit in the list; for money, how many fen.
    """

    name: str
    measures: str
    size: Fraction


_MEASURED: tuple[tuple[str, str, Fraction | int], ...] = (
    ("元 圆 人民币 人民币元 yuan rmb cny", "money", 100),
    ("千元", "money", 100_000),
    ("万元 万 万圆", "money", 1_000_000),
    ("亿元", "money", 10_000_000_000),
    ("亩 mu", "land", 1),
    ("公顷 ha hectare hectares", "land", 15),
    ("平方米 平米 ㎡ m2 m²", "land", Fraction(3, 2000)),
    ("斤 市斤 jin", "weight", 1),
    ("公斤 千克 kg", "weight", 2),
    ("吨 t ton tons tonne tonnes", "weight", 2000),
    ("% 百分比", "rate", Fraction(1, 100)),
    ("‰", "rate", Fraction(1, 1000)),
)
_COUNTED = (
    "股 share shares",
    "人 person persons people",
    "户 household households",
    "个",
    "头 head",
    "只",
    "棵",
    "株",
    "台",
    "套",
    "天 日 day days",
    "月 个月 month months",
    "年 year years",
    "工日 个工",
    "小时 hour hours",
    "度 千瓦时 kwh",
)


def _units() -> Mapping[str, Unit]:
    counted = ((names, names.split()[0], 1) for names in _COUNTED)
    return MappingProxyType(
        {
            alias: Unit(name=names.split()[0], measures=measures, size=Fraction(size))
            for names, measures, size in (*_MEASURED, *counted)
            for alias in names.split()
        }
    )


UNITS = _units()


def half_width(text: str) -> str:
    """Write full-width letters, digits, signs and brackets as their half-width twins.

    Invisible marks that come along when text is pasted are dropped, and the no-break and
    ideographic spaces become plain ones.

    Examples:
        >>> from sanbian.files.headers import half_width
        >>> half_width("１，２３４．５０％")
        '1,234.50%'
    """
    return text if text.isascii() else text.translate(_HALF)


def header_key(text: str) -> str:
    """A header without width, spaces, case and the star of a required column.

    Examples:
        >>> from sanbian.files.headers import header_key
        >>> header_key(" * 户　主 姓名"), header_key("Ｎａｍｅ")
        ('户主姓名', 'name')
    """
    plain = "".join(half_width(text).translate(_ROUND).split())
    return plain.casefold().strip("*").rstrip(":")


def unit_of(text: str) -> Unit | None:
    """The unit that a text names, if it is one of the list.

    Examples:
        >>> from sanbian.files.headers import unit_of
        >>> unit_of("ＫＧ").name, unit_of("垧")
        ('公斤', None)
    """
    return UNITS.get(header_key(text))


def split_header(text: str) -> tuple[str, Unit | None]:
    """Part a header into its key and the unit in brackets behind it.

    Examples:
        >>> from sanbian.files.headers import split_header
        >>> key, unit = split_header("金额（万元）")
        >>> key, unit.name
        ('金额', '万元')
        >>> split_header("姓名（户主）")
        ('姓名(户主)', None)
    """
    key = header_key(text)
    parts = _BRACKET.match(key)
    if parts is None:
        return key, None
    unit = unit_of(parts[2].removeprefix("单位:").removeprefix("unit:"))
    return (key, None) if unit is None else (parts[1], unit)


def units_said(text: str) -> tuple[Unit, ...]:
    """The units that a line such as `单位：元、亩` says for the whole sheet.

    What is no unit is left out: `编制单位：` names an office.

    Examples:
        >>> from sanbian.files.headers import units_said
        >>> [unit.name for unit in units_said("2024 年收益分配表（单位：元、亩）")]
        ['元', '亩']
        >>> units_said("编制单位：示例村")
        ()
    """
    words = (
        word
        for said in _SAID.finditer(half_width(text))
        for word in re.split("[、,;/]", said[1])
    )
    return tuple(unit for unit in map(unit_of, words) if unit is not None)


def unit_clash(found: Unit, wanted: Unit | None) -> tuple[Text, Text] | None:
    """What is wrong with a number in `found` where `wanted` is read, and what to do.

    Money of any size is fine, since it is turned into fen exactly. Land and weight are
    never converted unasked: nobody can tell a wrong header from a wrong number.

    Args:
        found: The unit that the sheet names.
        wanted: The unit that the column is read in; None for a bare number.

    Returns:
        What was expected and found, and what to do; None where they agree.

    Examples:
        >>> from sanbian.files.headers import UNITS, unit_clash
        >>> unit_clash(UNITS["公顷"], UNITS["亩"])[1].en
        'convert the column to 亩 (1 公顷 = 15 亩) and name that unit'
    """
    if wanted is None:
        is_bare = found.measures not in {"money", "land", "weight"}
        return None if is_bare else _clash_with_none(found)
    if found == wanted or found.measures == wanted.measures in {"money", "rate"}:
        return None
    says = Text(
        zh=f"应以{wanted.name}为单位，得到{found.name}",
        en=f"expected the unit {wanted.name}, got {found.name}",
    )
    if found.measures != wanted.measures:
        return says, Text(
            zh=f"核对这一列是否放错，单位应为{wanted.name}",
            en=f"check that this is the right column; its unit is {wanted.name}",
        )
    larger, smaller = (found, wanted) if found.size > wanted.size else (wanted, found)
    rate = f"1 {larger.name} = {number(larger.size / smaller.size)} {smaller.name}"
    return says, Text(
        zh=f"把这一列换算成{wanted.name}（{rate}），并注明单位",
        en=f"convert the column to {wanted.name} ({rate}) and name that unit",
    )


def _clash_with_none(found: Unit) -> tuple[Text, Text]:
    return (
        Text(
            zh=f"应为不带单位的数，得到{found.name}",
            en=f"expected no unit, got {found.name}",
        ),
        Text(
            zh="核对这一列是否放错；若没有错，请删去单位",
            en="check that this is the right column; if it is, remove the unit",
        ),
    )
