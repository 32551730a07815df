"""Identity numbers of a roster: check digit, day of birth, and each number once (身份证号).

The check digit is worked out by python-stdnum, an extra: `sanbian[id]`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sanbian.errors import InvalidInputError, Problem
from sanbian.files.rosters import Roster
from sanbian.files.sheets import unreadable
from sanbian.register import Register, mask
from sanbian.register.circumstances import Known
from sanbian.register.identities import NUMBER_NAMES, shared_numbers, shared_problem
from sanbian.wording import Text

LENGTH = 18
_OLD_LENGTH = 15


def missing_stdnum(file: str) -> InvalidInputError:
    """The error that identity numbers need an extra package."""
    do = 'pip install "sanbian[id]"'
    expected = Text(
        zh="已安装 python-stdnum（核对身份证校验位要用）",
        en="the package python-stdnum, which checks identity numbers",
    )
    got = Text(zh="未安装", en="none installed")
    return unreadable(file, expected, got, Text(zh=f"运行 {do}", en=f"run {do}"))


def wrong_number(
    number: str, *, born: date | None = None, sex: str | None = None
) -> Text | None:
    """What is wrong with an identity number, or None.

    Args:
        number: The number as written.
        born: Day of birth that is known otherwise, or None.
        sex: ``female`` or ``male`` as known otherwise, or None.

    Raises:
        InvalidInputError: python-stdnum is not installed.

    Examples:
        >>> from sanbian.files.identities import wrong_number
        >>> wrong_number("110101190001010006"), wrong_number("110101190001010008").en
        (None, 'expected a check digit of 6, got **************0008')
        >>> wrong_number("110101190013010009").en
        'expected a day of birth as digits 7 to 14, got none in **************0009'
    """
    ric = _ric()
    shown = mask(number)
    if len(number) == _OLD_LENGTH and number.isascii() and number.isdigit():
        return Text(
            zh=f"应为 18 位的身份证号，得到 15 位的旧号 {shown}",
            en=f"expected the number of 18 digits, got an old one of 15, {shown}",
        )
    plain = number.upper()
    is_shaped = plain.isascii() and plain[:-1].isdigit() and plain[-1:] in {*"0123456789X"}
    if len(plain) != LENGTH or not is_shaped:
        return Text(
            zh=f"应为 18 位的身份证号（末位可为 X），得到 {len(number)} 位的 {shown}",
            en=f"expected 18 digits, the last of which may be X, got {shown} of {len(number)}",
        )
    try:
        day = date.fromisoformat(f"{plain[6:10]}-{plain[10:12]}-{plain[12:14]}")
    except ValueError:
        return Text(
            zh=f"号码第 7 至 14 位应为出生日期，得到的 {shown} 中不是一个日子",
            en=f"expected a day of birth as digits 7 to 14, got none in {shown}",
        )
    digit = ric.calc_check_digit(plain)
    if plain[-1] != digit:
        return Text(
            zh=f"校验位应为 {digit}，得到 {shown}",
            en=f"expected a check digit of {digit}, got {shown}",
        )
    return _otherwise(plain, day, born, sex)


def _otherwise(plain: str, day: date, born: date | None, sex: str | None) -> Text | None:
    """Where a number that is right in itself says otherwise than what is known."""
    shown = mask(plain)
    if born is not None and born != day:
        return Text(
            zh=f"号码中的出生日期应为登记的 {born}，得到的 {shown} 中是另一天",
            en=f"expected the day of birth {born} in it, got another day in {shown}",
        )
    said = "male" if int(plain[-2]) % 2 else "female"
    if sex is not None and sex != said:
        words = {"male": "男", "female": "女"}
        return Text(
            zh=f"号码应为登记的{words[sex]}性的，得到{words[said]}性的 {shown}",
            en=f"expected a number of a {sex}, got one of a {said}, {shown}",
        )
    return None


def _ric() -> Any:
    try:
        from stdnum.cn import ric  # noqa: PLC0415 - an extra, loaded where it is used
    except ImportError:
        raise missing_stdnum("") from None
    return ric


def wrong_in_roster(roster: Roster) -> Iterator[Problem]:
    """Identity numbers of a roster that are wrong, and numbers that two households have."""
    rows = {row.line: row for row in roster.table.rows}
    for household in roster.households.values():
        row = rows[roster.lines[household.code]]
        is_institution = (
            household.kind is not None and household.kind.value == "institution"
        )
        if household.id_number and not is_institution:
            found = wrong_number(household.id_number)
            if found is not None:
                yield number_problem(roster.table.at(row, "id_number"), found)
    listed = Known(households=tuple(roster.households.values()), persons=(), entries=())
    for number in NUMBER_NAMES:
        for value, codes in shared_numbers(listed, number, date.max).items():
            holders = {roster.households[code].account_holder for code in codes}
            if number == "account" and len(holders) == 1 and holders != {""}:
                continue
            row = rows[roster.lines[codes[-1]]]
            yield shared_problem(roster.table.at(row, number), number, value, codes)


def doubtful_numbers(register: Register) -> Iterator[Problem]:
    """Identity numbers of a register that are wrong, to be looked at; nothing is refused.

    A slip of the pen does not change who gets what, so the register can be used with it.
    """
    for household in register.households:
        found = wrong_number(household.id_number) if household.id_number else None
        if found is not None:
            yield number_problem(household.code, found)
    for person in register.persons:
        if person.id_number:
            found = wrong_number(person.id_number, born=person.born, sex=person.sex)
            if found is not None:
                yield number_problem(person.code, found)


def number_problem(at: str, says: Text) -> Problem:
    """The problem that an identity number is wrong."""
    do = Text(zh="对照身份证原件重新录入", en="type it again from the identity card")
    return Problem(at=at, says=says, do=do)
