"""Ratios between sides: ``7:3`` with `between`; words alone do not say who has which."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from sanbian.errors import InvalidInputError, Problem
from sanbian.files.cells import read_number
from sanbian.files.forms import Schema, plain_number, refused, shown
from sanbian.files.headers import half_width
from sanbian.wording import Text, brief

_DIGITS = "零一二三四五六七八九"
_IN_WORDS = re.compile(rf"(倒)?([{_DIGITS}])([{_DIGITS}])([{_DIGITS}])?(?:开|分成|分)\Z")
_SIDES_MIN, _SIDES_MAX = 2, 50

_A_RATIO = Text(zh="比例，例如 7:3", en="a ratio such as 7:3")
_WRITE_RATIO = Text(
    zh='写成 "7:3" 或 "70%:30%"，并写 between = [各方]',
    en='write "7:3" or "70%:30%", with between = [the sides]',
)
_SIDES = Text(zh="各方的列表", en="a list of the sides")
_WRITE_SIDES = Text(
    zh='按比例的顺序写 between = ["…", "…"]',
    en='write between = ["...", "..."] in the order of the ratio',
)


RATIO_SCHEMA: Schema = {
    "ratio": {"type": "string", "description": f"{_WRITE_RATIO.zh}\n{_WRITE_RATIO.en}"},
    "between": {"type": "array", "items": {"type": "string"}},
}


def with_parts(table: Mapping[str, Any], at: str) -> dict[str, Any]:
    """A split with `ratio` and `between` as one with `parts`.

    Raises:
        InvalidInputError: The sides are not named, or they are not as many as the ratio has.
    """
    rest = {key: value for key, value in table.items() if key not in {"ratio", "between"}}
    if len(rest) == len(table):
        return rest
    if "parts" in table:
        both = Text(zh="两种都有", en="both")
        one = Text(zh=" parts 或 ratio 之一", en="either parts or ratio")
        do = Text(zh="只留一种", en="keep one of them")
        raise refused(at, one, both, do)
    if "ratio" not in table:
        nothing = Text(zh="空白", en="nothing")
        raise refused(f"{at}.ratio", _A_RATIO, nothing, _WRITE_RATIO)
    ratio = _sides_of(table["ratio"], f"{at}.ratio")
    if "between" not in table:
        raise InvalidInputError(_who_has_which(table["ratio"], ratio, f"{at}.ratio"))
    sides = table["between"]
    if not isinstance(sides, list) or not all(isinstance(side, str) for side in sides):
        raise refused(f"{at}.between", _SIDES, shown(sides), _WRITE_SIDES)
    if len(sides) != len(ratio):
        wanted = Text(zh=f" {len(ratio)} 方", en=f"{len(ratio)} sides")
        got = Text(zh=f" {len(sides)} 方", en=str(len(sides)))
        raise refused(f"{at}.between", wanted, got, _WRITE_SIDES)
    parts = [
        {"to": side, "ratio": f"{part.numerator}/{part.denominator}"}
        for side, part in zip(sides, ratio, strict=True)
    ]
    return {**rest, "parts": parts}


def _sides_of(written: object, at: str) -> tuple[Fraction, ...]:
    """The exact part of each side, in the order of writing."""
    if not isinstance(written, str):
        raise refused(at, _A_RATIO, shown(written), _WRITE_RATIO)
    text = half_width(written).strip()
    found = _IN_WORDS.match(text)
    if found is not None:
        digits = [Fraction(_DIGITS.index(char)) for char in found.groups()[1:] if char]
        numbers = digits[::-1] if found[1] else digits
    else:
        read = [read_number(part, at=at) for part in re.split("[:∶]", text)[:_SIDES_MAX]]
        numbers = [part for part in read if isinstance(part, Fraction)]
        if len(numbers) != len(read) or len(read) < _SIDES_MIN:
            raise refused(at, _A_RATIO, shown(written), _WRITE_RATIO)
    total = sum(numbers, Fraction(0))
    if any(number < 0 for number in numbers) or not total:
        raise refused(at, _A_RATIO, shown(written), _WRITE_RATIO)
    if "%" in text and total != 1:
        whole = Text(zh="合计为 100% 的比例", en="a ratio that sums to 100%")
        raise refused(at, whole, shown(written), _WRITE_RATIO)
    return tuple(number / total for number in numbers)


def _who_has_which(written: object, ratio: tuple[Fraction, ...], at: str) -> Problem:
    """The problem that a ratio does not say whose part is whose."""
    quoted = brief(written)
    parts = [plain_number(part * 100) for part in ratio]
    if all("/" not in part for part in parts):
        parts = [f"{part}%" for part in parts]
    else:
        parts = [plain_number(part) for part in ratio]
    if len(ratio) == _SIDES_MIN:
        one, two = parts
        zh = f"甲方得 {one}、乙方得 {two}，或甲方得 {two}、乙方得 {one}"
        en = f"A has {one} and B {two}, or A has {two} and B {one}"
    else:
        zh = f"{'、'.join(parts)} 各归哪一方"
        en = f"which side has each of {', '.join(parts)}"
    return Problem(
        at=at,
        says=Text(
            zh=f"应写明各方各得多少，得到 {quoted.zh}：{zh}，不能确定",
            en=f"expected who has which part, got {quoted.en}: {en}, it does not say",
        ),
        do=Text(
            zh="请各方确认后按同样顺序写 between = [各方]，或写 parts",
            en="ask the parties and write between = [the sides] in the same order, or parts",
        ),
    )
