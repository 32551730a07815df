"""What the caller can mend: errors that say expected, got, where, and what to do.

```
SanbianError(Exception)           .problems, all of them at once
├── InvalidInputError(ValueError)   the input has the wrong shape or breaks a rule
├── UnknownNameError(LookupError)   a name points nowhere
└── MissingFactError(LookupError)   a fact or term that this settlement needs is not there
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from fractions import Fraction

from attrs import frozen

from sanbian.wording import Language, Text, brief, numbers_hidden

NAMES_MAX = 8  # a message lists at most this many names


@frozen
class Problem:
    """One thing that is wrong with an input (问题).

    Attributes:
        at: Where: ``$.versions[0].clauses[2].rate``, or file, sheet, row and column.
        says: What was expected and what was found.
        do: What to do about it.
    """

    at: str
    says: Text
    do: Text

    def of(self, language: Language) -> str:
        """The whole message in one language, without numbers of people and accounts."""
        told = (
            f"{self.at}：{self.says.zh}。{self.do.zh}"
            if language == "zh"
            else f"{self.says.en} - at {self.at}; {self.do.en}"
        )
        return numbers_hidden(told)


class SanbianError(Exception):
    """Something the caller can mend, with every problem found, in the order of finding."""

    def __init__(self, *problems: Problem) -> None:
        assert problems
        super().__init__(*problems)
        self.problems = problems

    def __str__(self) -> str:
        """Each problem in English and in Chinese, a line each."""
        return "\n".join(
            line
            for problem in self.problems
            for line in (problem.of("en"), problem.of("zh"))
        )


class InvalidInputError(SanbianError, ValueError):
    """An input has the wrong shape or breaks a rule of the contract."""


class UnknownNameError(SanbianError, LookupError):
    """A name is used that nothing in the contract, register or facts declares."""


class MissingFactError(SanbianError, LookupError):
    """A settlement cannot be computed: this fact or term is missing."""


def raise_any(problems: Iterable[Problem]) -> None:
    """Raise one `InvalidInputError` with all problems, if there are any.

    Examples:
        >>> from sanbian.errors import raise_any
        >>> raise_any(())
    """
    found = tuple(problems)
    if found:
        raise InvalidInputError(*found)


def missing_package(package: str, *, extra: str) -> InvalidInputError:
    """The error that an extra package is not installed, with the command that installs it.

    Examples:
        >>> from sanbian.errors import missing_package
        >>> missing_package("numpy", extra="fast").problems[0].do.en
        'run pip install "sanbian[fast]"'
    """
    do = f'pip install "sanbian[{extra}]"'
    return InvalidInputError(
        Problem(
            at=package,
            says=Text(
                zh=f"应已安装 {package}，得到未安装",
                en=f"expected the package {package}, got none installed",
            ),
            do=Text(zh=f"运行 {do}", en=f"run {do}"),
        )
    )


def unknown_name(at: str, *, name: str, known: Iterable[str], what: Text) -> Problem:
    """The problem that `name` is not one of the `known` names, with the nearest of them.

    Examples:
        >>> from sanbian.errors import unknown_name
        >>> from sanbian.wording import Text
        >>> account, known = Text(zh="账户", en="account"), ("reserve", "pool")
        >>> unknown_name("$.from", name="reserv", known=known, what=account).do.en
        'did you mean one of: reserve'
    """
    names = tuple(sorted(set(known)))
    near = tuple(get_close_matches(name, names, n=3)) or names[:NAMES_MAX]
    more = len(names) > len(near) == NAMES_MAX
    listed_zh = "、".join(near) + (f" 等 {len(names)} 个" if more else "")
    listed_en = ", ".join(near) + (f" and {len(names) - len(near)} more" if more else "")
    quoted = brief(name)
    return Problem(
        at=at,
        says=Text(
            zh=f"应为已声明的{what.zh}，得到 {quoted.zh}",
            en=f"expected a declared {what.en}, got {quoted.en}",
        ),
        do=Text(
            zh=f"可选：{listed_zh or '（无）'}",
            en=f"did you mean one of: {listed_en or '(none declared)'}",
        ),
    )


def not_whole(
    at: str, amounts: Mapping[str, object], *, least: int | None = None
) -> Iterator[Problem]:
    """Amounts by name that are not whole fen, or below the least that makes sense.

    Examples:
        >>> from sanbian.errors import not_whole
        >>> [problem.at for problem in not_whole("$.put_up", {"firm": 1.5, "coop": 2})]
        ['$.put_up.firm']
    """
    for name, amount in amounts.items():
        if type(amount) is not int or (least is not None and amount < least):
            got = brief(amount)
            yield Problem(
                at=f"{at}.{name}",
                says=Text(
                    zh=f"应为以分计的整数，得到 {got.zh}",
                    en=f"expected a whole number of fen, got {got.en}",
                )
                if least is None
                else Text(
                    zh=f"应为不小于 {least} 的整数分，得到 {got.zh}",
                    en=f"expected at least {least} whole fen, got {got.en}",
                ),
                do=Text(zh='用 yuan("12.34") 写金额', en='write money as yuan("12.34")'),
            )


_EXACT = frozenset({int, Fraction})


def not_exact(at: str, numbers: Mapping[str, object]) -> Iterator[Problem]:
    """Numbers by name that are not exact: a float is refused at the edge.

    Examples:
        >>> from sanbian.errors import not_exact
        >>> [problem.at for problem in not_exact("$.measures", {"area": 1.5, "kg": 2})]
        ['$.measures.area']
    """
    if _EXACT.issuperset(map(type, numbers.values())):
        return
    for name, value in numbers.items():
        if type(value) not in _EXACT:
            got = brief(value)
            yield Problem(
                at=f"{at}.{name}",
                says=Text(
                    zh=f"应为准确的数（整数或分数），得到 {got.zh}",
                    en=f"expected an exact number, got {got.en}",
                ),
                do=Text(zh='用 rational("1.25") 写', en='write it as rational("1.25")'),
            )
