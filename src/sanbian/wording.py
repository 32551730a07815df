"""Words for people: text in Chinese and English side by side, and how numbers are written.

Everything that a household or an accountant reads is a `Text`. Amounts are written from
whole fen and rates from exact fractions, so that no printed number is rounded unseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Literal

from attrs import frozen

Language = Literal["zh", "en"]
_LONG_NUMBER = re.compile(r"(?<![\d.,])\d(?:[ -]?\d){13,17}[ -]?[\dXx](?![\d.,])")
_DIGITS_SHOWN = 4
LENGTH_MAX = 60  # what is quoted in a message is cut after this many characters


@frozen
class Text:
    """The same sentence in Chinese and in English (中英对照)."""

    zh: str
    en: str

    def __str__(self) -> str:
        """Both languages on two lines, English first."""
        return f"{self.en}\n{self.zh}"

    def __add__(self, other: Text) -> Text:
        """Join two texts, language by language."""
        return Text(zh=self.zh + other.zh, en=self.en + other.en)

    def of(self, language: Language) -> str:
        """The sentence in one language."""
        return self.zh if language == "zh" else self.en


NOTHING = Text(zh="", en="")
"""No words."""


def same(word: str) -> Text:
    """A word that is the same in both languages: a code, a name, a number.

    Examples:
        >>> from sanbian.wording import same
        >>> same("H001").zh
        'H001'
    """
    return Text(zh=word, en=word)


def numbers_hidden(words: str) -> str:
    """Words without the identity and account numbers in them, but for their last digits.

    Examples:
        >>> from sanbian.wording import numbers_hidden
        >>> numbers_hidden("张三 000000190001010000")
        '张三 ••••••••••••••0000'
    """
    return _LONG_NUMBER.sub(_hidden, words)


def _hidden(found: re.Match[str]) -> str:
    hidden = len(found[0]) - _DIGITS_SHOWN
    return "•" * hidden + found[0][hidden:]


def brief(value: object) -> Text:
    """A value as it was handed in, quoted, and cut where it is very long.

    Examples:
        >>> from sanbian.wording import brief
        >>> brief("12a").en, brief(0.1).en
        ("'12a'", '0.1')
    """
    written = repr(value)
    return same(written if len(written) <= LENGTH_MAX else f"{written[:LENGTH_MAX]}…")


def join(texts: Iterable[Text], *, zh: str = "、", en: str = ", ") -> Text:
    """Join texts with a separator for each language.

    Examples:
        >>> from sanbian.wording import Text, join
        >>> join((Text(zh="土地", en="land"), Text(zh="资金", en="money")))
        Text(zh='土地、资金', en='land, money')
    """
    items = tuple(texts)
    return Text(
        zh=zh.join(item.zh for item in items), en=en.join(item.en for item in items)
    )


def plain_yuan(fen: int) -> str:
    """Write whole fen as yuan without grouping, as a file keeps it.

    Examples:
        >>> from sanbian.wording import plain_yuan
        >>> plain_yuan(126438), plain_yuan(-5)
        ('1264.38', '-0.05')
    """
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def grouped_yuan(fen: int) -> str:
    """Write whole fen as yuan with thousands grouped, as a person reads it.

    Examples:
        >>> from sanbian.wording import grouped_yuan
        >>> grouped_yuan(126438)
        '1,264.38'
    """
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def capital_yuan(fen: int) -> str:
    """Write whole fen in the capital characters of cheques and receipts (大写金额).

    An amount that ends with yuan or jiao is closed with 整, so that nothing can be added.

    Examples:
        >>> from sanbian.wording import capital_yuan
        >>> capital_yuan(126438), capital_yuan(10_050_005), capital_yuan(30)
        ('壹仟贰佰陆拾肆元叁角捌分', '壹拾万零伍佰元零伍分', '叁角整')
    """
    if fen < 0:
        return f"负{capital_yuan(-fen)}"
    yuan, rest = divmod(fen, 100)
    jiao, single = divmod(rest, 10)
    if not fen:
        return "零元整"
    written = f"{_capital_whole(yuan)}元" if yuan else ""
    if jiao:
        written += f"{_CAPITAL_DIGITS[jiao]}角"
    elif yuan and single:
        written += "零"
    return written + (f"{_CAPITAL_DIGITS[single]}分" if single else "整")


_CAPITAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_CAPITAL_UNITS = ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾"))


def _capital_whole(whole: int) -> str:
    """A whole number above zero; 零 stands where a place is left out."""
    for size, unit in _CAPITAL_UNITS:
        if whole >= size:
            high, low = divmod(whole, size)
            gap = "零" if 0 < low < size // 10 else ""
            tail = gap + _capital_whole(low) if low else ""
            return _capital_whole(high) + unit + tail
    return _CAPITAL_DIGITS[whole]


def price(fen: Fraction | int) -> str:
    """Write fen as yuan, and what is finer than a fen in full.

    Examples:
        >>> from fractions import Fraction
        >>> from sanbian.wording import price
        >>> price(440), price(Fraction(975, 2))
        ('4.40', '4.875')
    """
    fen = Fraction(fen)
    return grouped_yuan(int(fen)) if fen.denominator == 1 else number(fen / 100)


def money(fen: Fraction | int) -> Text:
    """An amount of money with its unit.

    Examples:
        >>> from sanbian.wording import money
        >>> money(126438).zh
        '1,264.38 元'
    """
    written = price(fen)
    return Text(zh=f"{written} 元", en=f"{written} yuan")


def goods(amount: int, unit: str) -> Text:
    """Goods as people say them: heads, and kilograms for the grams of the books.

    Examples:
        >>> from sanbian.wording import goods
        >>> goods(3, "head").zh, goods(12_500, "gram").en
        ('3 头（只）', '12.5 kg')
    """
    if unit == "gram":
        kg = number(Fraction(amount, 1000))
        return Text(zh=f"{kg} 公斤", en=f"{kg} kg")
    return Text(zh=f"{amount:,} 头（只）", en=f"{amount:,} head")


def number(value: Fraction | int) -> str:
    """Write an exact number: as a decimal where it ends, else as ``p/q``.

    Examples:
        >>> from fractions import Fraction
        >>> from sanbian.wording import number
        >>> number(Fraction(5, 4)), number(Fraction(1, 3)), number(1234)
        ('1.25', '1/3', '1,234')
    """
    value = Fraction(value)
    places = _decimal_places(value.denominator)
    if places is None:
        return f"{value.numerator}/{value.denominator}"
    scaled = abs(value.numerator) * 10**places // value.denominator
    sign = "-" if value < 0 else ""
    whole, rest = divmod(scaled, 10**places)
    return f"{sign}{whole:,}" + (f".{rest:0{places}d}" if places else "")


def percent(rate: Fraction) -> str:
    """Write a rate as a percentage where that ends, else as ``p/q``.

    Examples:
        >>> from fractions import Fraction
        >>> from sanbian.wording import percent
        >>> percent(Fraction(29, 100)), percent(Fraction(1, 3))
        ('29%', '1/3')
    """
    if _decimal_places((rate * 100).denominator) is None:
        return number(rate)
    return f"{number(rate * 100)}%"


def _decimal_places(denominator: int) -> int | None:
    """How many decimals write ``1/denominator`` exactly; None where it never ends."""
    twos = fives = 0
    while denominator % 2 == 0:
        denominator //= 2
        twos += 1
    while denominator % 5 == 0:
        denominator //= 5
        fives += 1
    return max(twos, fives) if denominator == 1 else None
