"""Identity numbers and accounts that stand for more than one household or person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Literal

from sanbian.errors import Problem
from sanbian.register.circumstances import Known
from sanbian.register.households import mask
from sanbian.wording import Text

Number = Literal["id_number", "account"]
NUMBER_NAMES: Mapping[Number, Text] = {
    "id_number": Text(zh="身份证号", en="identity number"),
    "account": Text(zh="银行账号", en="bank account"),
}


def shared_numbers(known: Known, number: Number, on: date) -> Mapping[str, tuple[str, ...]]:
    """Numbers that stand for more than one, with the codes of those who have them.

    Households and persons count who are there on the day; the head and his household are one.
    """
    owners: dict[str, dict[str, None]] = {}
    for household in known.households_on(on):
        value: str = getattr(household, number)
        if value and household.counts_on(on):
            owners.setdefault(value, {})[household.code] = None
    if number == "id_number":
        for person in known.persons_on(on):
            if person.id_number and person.belongs_on(on):
                code = person.household if person.is_head else person.code
                owners.setdefault(person.id_number, {})[code] = None
    return {value: tuple(codes) for value, codes in owners.items() if len(codes) > 1}


def new_shared_numbers(before: Known, after: Known, on: date) -> Iterator[Problem]:
    """Numbers that a change would give to one more, where another has them already.

    An account that several households use is not refused where each of them names the same
    holder: then it is stated that one collects for the others.
    """
    for number in NUMBER_NAMES:
        old = shared_numbers(before, number, on)
        for value, codes in shared_numbers(after, number, on).items():
            added = [code for code in codes if code not in old.get(value, ())]
            if added and not (number == "account" and _one_collects(after, codes, on)):
                yield shared_problem(f"$.{number} ({codes[-1]})", number, value, codes)


def _one_collects(known: Known, codes: Iterable[str], on: date) -> bool:
    sharing = set(codes)
    holders = {
        each.account_holder for each in known.households_on(on) if each.code in sharing
    }
    return len(holders) == 1 and holders != {""}


def shared_problem(at: str, number: Number, value: str, codes: Iterable[str]) -> Problem:
    """The problem that a number is used twice; of the number only the last digits are told."""
    what, told = NUMBER_NAMES[number], ", ".join(codes)
    do = Text(
        zh="核对身份证原件，更正错的一个",
        en="look at the identity cards and correct the wrong one",
    )
    if number == "account":
        do = Text(
            zh="核对存折；确由一人代收的，各户都写明同一个开户名",
            en="look at the passbooks; where one collects for another, name the same holder of "
            "the account with each",
        )
    return Problem(
        at=at,
        says=Text(
            zh=f"{what.zh}应一户一个，得到 {mask(value)} 为 {told} 共用",
            en=f"expected an {what.en} of its own, got {mask(value)} of {told}"
            if number == "id_number"
            else f"expected a {what.en} of its own, got {mask(value)} of {told}",
        ),
        do=do,
    )
