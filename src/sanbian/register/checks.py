"""What a register refuses: each problem with its entry, all at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from attrs import define, field

from sanbian.errors import Problem, not_exact
from sanbian.register.changes import (
    NONE,
    Held,
    Key,
    by_effect,
    changes_of,
    in_force,
    weights_of,
)
from sanbian.register.entries import Entry, EntryKind
from sanbian.register.households import Household
from sanbian.wording import Text, number

_ANY = frozenset({"day", "kind", "known", "id", "corrects", "voucher"})
_OF_CLASS = ("household", "share_class", "shares")

_WANTED: Mapping[EntryKind, tuple[str, ...]] = MappingProxyType(
    {
        EntryKind.ISSUE: _OF_CLASS,
        EntryKind.TRANSFER: ("household", "to"),
        EntryKind.INHERIT: ("household", "to"),
        EntryKind.SPLIT: ("household", "to"),
        EntryKind.MERGE: ("household", "to"),
        EntryKind.REDEEM: _OF_CLASS,
        EntryKind.BUY_BACK: (*_OF_CLASS, "to"),
        EntryKind.CONVERT: (*_OF_CLASS, "to_class", "gets"),
        EntryKind.RE_AVERAGE: ("share_class", "by"),
        EntryKind.PLEDGE: _OF_CLASS,
        EntryKind.RELEASE: _OF_CLASS,
        EntryKind.LOCK: ("household", "until"),
        EntryKind.VOID: ("corrects",),
    }
)
_ALLOWED: Mapping[EntryKind, tuple[str, ...]] = MappingProxyType(
    {
        EntryKind.TRANSFER: ("share_class", "shares", "part"),
        EntryKind.INHERIT: ("share_class", "shares", "part"),
        EntryKind.SPLIT: ("share_class", "shares", "part"),
        EntryKind.PLEDGE: ("to", "until"),
        EntryKind.LOCK: ("share_class",),
    }
)
_FIELDS = (
    "household", "share_class", "shares", "to", "part", "to_class", "gets", "by", "until",
)  # fmt: skip


def register_problems(
    households: Sequence[Household], entries: Sequence[Entry]
) -> Iterator[Problem]:
    """Everything that does not hold together, in order."""
    yield from _household_problems(households)
    codes = {household.code for household in households}
    malformed: set[int] = set()
    for place, entry in enumerate(entries):
        at = f"$.entries[{place}]"
        wrong = (*_form_problems(entry, at), *_number_problems(entry, at))
        if wrong:
            malformed.add(place)
        yield from wrong
        yield from _name_problems(entry, codes, at)
    yield from _order_problems(entries)
    yield from _holding_problems(households, entries, malformed)


# --- one entry -------------------------------------------------------------------------


def _form_problems(entry: Entry, at: str) -> Iterator[Problem]:
    """Attributes that the kind wants and that are missing, or that it has no use for."""
    wanted = _WANTED[entry.kind]
    allowed = (*wanted, *_ALLOWED.get(entry.kind, ()))
    kind = entry.kind.value
    for name in wanted:
        if getattr(entry, name) in {None, ""}:
            yield _problem(
                f"{at}.{name}",
                zh=f"{kind} 应写明 {name}，得到空白",
                en=f"expected {name} of {kind}, got nothing",
            )
    for name in _FIELDS:
        if name not in allowed and getattr(entry, name) not in {None, ""}:
            yield _problem(
                f"{at}.{name}",
                zh=f"{kind} 不应有 {name}，得到 “{getattr(entry, name)}”",
                en=f"expected no {name} of {kind}, got '{getattr(entry, name)}'",
            )
    if "part" in allowed:
        stated = [entry.shares is not None, entry.part is not None]
        if sum(stated) != 1 or (entry.shares is not None and not entry.share_class):
            yield _problem(
                at,
                zh=f"{kind} 应写明某一类别的股数 shares，或所持的一部分 part，二者取一",
                en=f"expected of {kind} either shares of one class or a part of what is held",
            )


def _name_problems(entry: Entry, codes: set[str], at: str) -> Iterator[Problem]:
    """Households that the register does not have."""
    named = [entry.household]
    if entry.kind is not EntryKind.PLEDGE:
        named.append(entry.to)
    for code in named:
        if code and code not in codes:
            yield _problem(
                at,
                zh=f"应为名册中的户，得到 “{code}”",
                en=f"expected a household of the register, got {code!r}",
            )
    if entry.to and entry.to == entry.household:
        yield _problem(
            at,
            zh=f"应转给另一户，得到同一户 “{entry.to}”",
            en=f"expected another household, got {entry.to!r} itself",
        )


def _number_problems(entry: Entry, at: str) -> Iterator[Problem]:
    """Numbers that are not exact, or not above zero."""
    for name in ("shares", "gets", "part"):
        value = getattr(entry, name)
        if value is None:
            continue
        if inexact := tuple(not_exact(at, {name: value})):
            yield from inexact
        elif value <= 0 or (name == "part" and value > 1):
            yield _problem(
                at,
                zh=f"应为正股数，得到 {number(value)}"
                if name != "part"
                else f"应为大于零、不超过一的部分，得到 {number(value)}",
                en=f"expected shares above zero, got {number(value)}"
                if name != "part"
                else f"expected a part above zero and at most one, got {number(value)}",
            )


# --- all entries -----------------------------------------------------------------------


def _order_problems(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Entries out of order, numbers used twice, corrections of nothing."""
    last = date.min
    numbers: dict[str, int] = {}
    corrected: set[str] = set()
    for place, entry in enumerate(entries):
        at = f"$.entries[{place}]"
        if entry.known_on < last:
            yield _problem(
                at,
                zh=f"应按得知的日期先后记载，得到 {entry.known_on} 在 {last} 之后",
                en=f"expected entries in order of the day on which they became known, got "
                f"{entry.known_on} after {last}",
                do=Text(
                    zh="补记的事项写明得知日（known），记在末尾",
                    en="say when a late entry became known (known) and put it last",
                ),
            )
        last = max(last, entry.known_on)
        if entry.corrects and (
            entry.corrects not in numbers or entry.corrects in corrected
        ):
            yield _problem(
                f"{at}.corrects",
                zh=f"应为之前尚未更正的记载编号，得到 “{entry.corrects}”",
                en=f"expected the number of an earlier entry not yet corrected, got "
                f"{entry.corrects!r}",
            )
        corrected.add(entry.corrects)
        if entry.id and entry.id in numbers:
            yield _problem(
                f"{at}.id",
                zh=f"编号应不重复，得到第二个 “{entry.id}”",
                en=f"expected a number of its own, got {entry.id!r} again",
            )
        numbers[entry.id] = place


@define
class _Ledger:
    """Holdings while the entries are gone through, with what cannot pass on."""

    held: Held = field(factory=Held)
    pledged: dict[Key, list[tuple[Fraction, date | None]]] = field(
        factory=lambda: defaultdict(list)
    )
    locked: dict[Key, date] = field(factory=dict)

    def bound(self, key: Key, day: date) -> Fraction:
        """Shares that are pledged on a day."""
        pledges = self.pledged.get(key, ())
        return sum((n for n, until in pledges if until is None or until >= day), NONE)

    def is_locked(self, key: Key, day: date) -> bool:
        """Whether shares cannot pass on yet."""
        return any(self.locked.get(each, date.min) >= day for each in (key, (key[0], "")))

    def release(self, key: Key, shares: Fraction) -> Fraction:
        """Free pledged shares, earliest pledge first; what is left was never pledged."""
        kept = []
        for pledged, until in self.pledged.get(key, ()):
            freed = min(pledged, shares)
            shares -= freed
            if pledged > freed:
                kept.append((pledged - freed, until))
        self.pledged[key] = kept
        return shares


def _holding_problems(
    households: Sequence[Household], entries: Sequence[Entry], malformed: set[int]
) -> Iterator[Problem]:
    """More taken than is held or free, as far as all is known now."""
    ledger = _Ledger()
    place_of = {id(entry): place for place, entry in enumerate(entries)}
    for entry in by_effect(in_force(entries)):
        place = place_of[id(entry)]
        if place in malformed:
            continue
        at = f"$.entries[{place}]"
        match entry.kind:
            case EntryKind.LOCK:
                assert entry.until is not None
                ledger.locked[entry.household, entry.share_class] = entry.until
                continue
            case EntryKind.PLEDGE | EntryKind.RELEASE:
                yield from _pledge_problems(entry, ledger, at)
                continue
            case EntryKind.RE_AVERAGE if not sum(weights_of(entry, households).values()):
                yield _problem(
                    at,
                    zh="应有可参加重新平均的户，得到零户零人",
                    en="expected households to share among, got none",
                )
                continue
            case _:
                pass
        changes = changes_of(entry, ledger.held, households)
        if not changes and entry.kind is not EntryKind.RE_AVERAGE:
            yield _short(at, entry.household, "", NONE)
        for key, change in changes:
            yield from _change_problems(entry, key, change, ledger, at)
            ledger.held.add(key, change)


def _change_problems(
    entry: Entry, key: Key, change: Fraction, ledger: _Ledger, at: str
) -> Iterator[Problem]:
    """One change that takes what is not held, is pledged or locked."""
    has = ledger.held.of(key)
    if change >= 0:
        return
    if has + change < 0:
        yield _short(at, key[0], number(-change), has)
    if entry.kind is EntryKind.RE_AVERAGE:
        return
    if 0 <= has + change < ledger.bound(key, entry.day):
        free = number(has - ledger.bound(key, entry.day))
        yield _problem(
            at,
            zh=f"{key[0]} 可处分 {free} 股（其余已质押），得到 {number(-change)} 股",
            en=f"expected at most the {free} shares of {key[0]} that are not pledged, got "
            f"{number(-change)}",
        )
    if ledger.is_locked(key, entry.day):
        yield _problem(
            at,
            zh=f"{key[0]} 的 {key[1]} 在锁定期内，不应变动，得到 {entry.day} 的变动",
            en=f"expected no change of {key[1]} of {key[0]} while it is locked, got one of "
            f"{entry.day}",
        )


def _pledge_problems(entry: Entry, ledger: _Ledger, at: str) -> Iterator[Problem]:
    key = (entry.household, entry.share_class)
    assert entry.shares is not None
    if entry.kind is EntryKind.RELEASE:
        over = ledger.release(key, entry.shares)
        if over:
            yield _problem(
                at,
                zh=f"{key[0]} 应有至少 {number(entry.shares)} 股质押，"
                f"得到 {number(entry.shares - over)} 股",
                en=f"expected at least {number(entry.shares)} pledged shares of {key[0]}, got "
                f"{number(entry.shares - over)}",
            )
        return
    free = ledger.held.of(key) - ledger.bound(key, entry.day)
    if free < entry.shares:
        yield _short(at, key[0], number(entry.shares), free)
    ledger.pledged[key].append((entry.shares, entry.until))


def _short(at: str, code: str, least: str, has: Fraction) -> Problem:
    zh, en = (
        (f"至少 {least} 股", f"at least {least} shares") if least else ("股份", "shares")
    )
    return _problem(
        at,
        zh=f"{code} 应持有{zh}，得到 {number(has)} 股",
        en=f"expected {code} to hold {en}, got {number(has)}",
    )


# --- households ------------------------------------------------------------------------


def _household_problems(households: Iterable[Household]) -> Iterator[Problem]:
    seen: set[str] = set()
    for position, household in enumerate(households):
        at = f"$.households[{position}]"
        if not household.code or household.code in seen:
            yield _problem(
                at,
                zh=f"应为不重复的户编号，得到 “{household.code}”",
                en=f"expected a code of its own, got {household.code!r}",
            )
        seen.add(household.code)
        yield from not_exact(at, household.measures)
        people = ("people", Fraction(household.people))
        for name, value in (people, *household.measures.items()):
            if value < 0:
                got = number(value)
                yield _problem(
                    f"{at}.{name}",
                    zh=f"应为不小于零的数，得到 {got}",
                    en=f"expected a number of at least zero, got {got}",
                )
        if (days := [day for day, _ in household.status]) != sorted(set(days)):
            written = ", ".join(map(str, days))
            yield _problem(
                f"{at}.status",
                zh=f"各状态应按起始日先后排列、每日一个，得到 {written}",
                en=f"expected each status on a later day than the one before, got {written}",
            )


def _problem(at: str, *, zh: str, en: str, do: Text | None = None) -> Problem:
    voucher = Text(zh="按原始凭证更正名册", en="correct the register from its vouchers")
    return Problem(at=at, says=Text(zh=zh, en=en), do=do or voucher)
