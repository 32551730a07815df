"""What to write instead: rates, amounts and days as people write them, put as files want them."""

from __future__ import annotations

import re
from datetime import date

from sanbian.errors import Problem
from sanbian.files.cells import read_date, read_money
from sanbian.files.headers import half_width
from sanbian.wording import Text, plain_yuan

_DIGIT = {word: value for value, word in enumerate("零一二三四五六七八九")} | {
    "两": 2,
    "〇": 0,
}
_D = f"[{''.join(_DIGIT)}]"
_NUMBER = rf"[0-9]+(?:\.[0-9]+)?|(?:{_D}?十{_D}?|{_D}|一?百)(?:点{_D}+)?"
_TENS = re.compile(rf"(?P<tens>{_D}?)十(?P<ones>{_D}?)\Z")
_HALF = frozenset({"一半", "半数", "对半"})
_IN_WORDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"(?P<rate>{_NUMBER})[%‰]\Z"), ""),
    (re.compile(rf"百分之(?P<rate>{_NUMBER})\Z"), "%"),
    (re.compile(rf"千分之(?P<rate>{_NUMBER})\Z"), "‰"),
)
_TENTHS = re.compile(rf"(?P<rate>{_NUMBER})成(?P<half>半?)\Z")
_PART = re.compile(rf"(?P<under>{_NUMBER})分之(?P<over>{_NUMBER})\Z")
_PLAIN = re.compile(r"\d+(?:\.\d+)?[%‰]?\Z|\d+/0*[1-9]\d*\Z", re.ASCII)

_WRITE_RATE = Text(
    zh='写成 "5%"、"3/10"、"0.05"', en='write it such as "5%", "3/10" or "0.05"'
)


def suggested_rate(text: str) -> Text:
    """How a rate that is written otherwise should be written."""
    right = _rate_in_words(half_width(text).replace(" ", ""))
    if right is None:
        return _WRITE_RATE
    return Text(zh=f'写成 "{right}"', en=f'write "{right}"')


def _rate_in_words(text: str) -> str | None:
    """A rate in words or full-width digits as a file keeps it; None where it is none."""
    if text in _HALF:
        return "1/2"
    if _PLAIN.match(text):
        return text
    for pattern, sign in _IN_WORDS:
        if (found := pattern.match(text)) is not None:
            return _digits(found["rate"]) + (sign or text[-1])
    if (found := _TENTHS.match(text)) is not None:
        tenths = _digits(found["rate"])
        if "." not in tenths:
            return f"{tenths}{5 if found['half'] else 0}%"
    if (found := _PART.match(text)) is not None:
        over, under = _digits(found["over"]), _digits(found["under"])
        if "." not in over + under and int(under):
            return f"{over}/{under}"
    return None


def _digits(words: str) -> str:
    """A number up to a hundred, in Chinese or in digits, in digits."""
    if words[0].isascii():
        return words
    whole, _, decimals = words.partition("点")
    if (found := _TENS.match(whole)) is not None:
        tens = _DIGIT[found["tens"] or "一"]
        value = 10 * tens + _DIGIT[found["ones"] or "零"]
    else:
        value = 100 if whole.endswith("百") else _DIGIT[whole]
    return str(value) + "".join([".", *(str(_DIGIT[word]) for word in decimals)]).rstrip(
        "."
    )


def suggested_money(text: str, do: Text) -> Text:
    """How an amount with separators, units or full-width digits should be written."""
    fen = read_money(text, at="") if any(char.isdigit() for char in text) else None
    if not isinstance(fen, int):
        return do
    right = plain_yuan(fen)
    return Text(zh=f'写成 "{right}"（以元计）', en=f'write "{right}" (yuan)')


def suggested_day(text: str, do: Text) -> Text:
    """How a day with slashes, dots or 年月日 should be written."""
    found = read_date(text, at="")
    if found is None or isinstance(found, Problem):
        return do
    return write_day(found)


def write_day(day: date) -> Text:
    """What to write for a day."""
    return Text(zh=f"写成 {day}", en=f"write {day}")
