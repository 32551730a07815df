"""Books that are opened: whether they say what a settlement may have left, and of whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from sanbian.books import Books, Claim
from sanbian.clause import CLAUSES, Clause, Deduction, LendAndReturn, LossSharing
from sanbian.contract import MEMBERS, Base, Contract, Fund, Party, ShareClass, takers_of
from sanbian.errors import Problem, unknown_name
from sanbian.wording import Text

LEVELS = ("member", "group", "contract")
UNITS = ("fen", "head", "gram")
_PARTS = {
    "owed": {1, 2},
    "advance": {2},
    "deficit": {1},
    "lent": {1},
    "due": {1},
    "owed_by": {1},
    "loss": {2},
    "deduction": {1},
}
_KINDS: Mapping[str, tuple[type, ...]] = {
    "deduction": (Deduction,),
    "owed_by": (LendAndReturn,),
    "loss": (LossSharing,),
}
_IN_KIND = {"lent", "due"}
_HINT = (
    "owed/<clause>, owed/<clause>/<party>, advance/<clause>/<party>, deficit/<base>, "
    "lent/<clause>, due/<clause>, owed_by/<clause>, loss/<clause>/<holders>, "
    "deduction/<clause>"
)
_RESTORE = Text(
    zh="账由程序写出：从备份恢复，不要手工修改",
    en="a program writes the books: restore them from a copy, do not edit them",
)


# --- what any books say --------------------------------------------------------------


def claim_problems(claim: Claim, at: str) -> Iterator[Problem]:
    """What no settlement writes about a claim, whatever the contract."""
    word, *names = claim.account.split("/")
    if len(names) not in _PARTS.get(word, set()) or not all(names):
        yield _wrong(
            f"{at}.account",
            Text(zh=f"{_HINT} 之一", en=f"one of {_HINT}"),
            claim.account,
        )
    if claim.level not in LEVELS:
        levels = "、".join(LEVELS)
        expected = Text(zh=f"{levels} 之一", en=f"one of {', '.join(LEVELS)}")
        yield _wrong(f"{at}.level", expected, claim.level)
    units = tuple(unit for unit in UNITS if (unit != "fen") is (word in _IN_KIND))
    if claim.unit not in units:
        expected = Text(zh=" 或 ".join(units), en=" or ".join(units))
        yield _wrong(f"{at}.unit", expected, claim.unit)
    if type(claim.amount) is not int or claim.amount <= 0:
        expected = Text(zh="大于零的整数", en="a whole number above zero")
        yield _wrong(f"{at}.amount", expected, claim.amount)


def books_problems(books: Books, at: str = "$") -> Iterator[Problem]:
    """Claims that stand there twice or in two units, and periods that are out of order."""
    first: dict[tuple[object, ...], int] = {}
    kinds: dict[tuple[object, ...], tuple[str, str]] = {}
    for place, claim in enumerate(books.claims):
        key = (claim.account, claim.since, claim.level, claim.key)
        if key in first:
            yield Problem(
                at=f"{at}.claims[{place}]",
                says=Text(
                    zh=f"每笔应只记一次，得到第二个 {_named(claim)}",
                    en=f"expected each claim once, got {_named(claim)} again",
                ),
                do=_RESTORE,
            )
        first.setdefault(key, place)
        kind = claim.level, claim.unit
        known = kinds.setdefault((claim.account, claim.since), kind)
        if known != kind:
            name = "level" if known[0] != kind[0] else "unit"
            expected = Text(
                zh=f"与同一账户同一期的别的各笔相同：{' '.join(known)}",
                en=f"the level and unit of the others of its account and day, "
                f"{' '.join(known)}",
            )
            yield _wrong(f"{at}.claims[{place}].{name}", expected, " ".join(kind))
    for place, (one, other) in enumerate(pairwise(books.settled), 1):
        if other.start <= one.end:
            expected = Text(zh=f"{one.end} 之后的期间", en=f"a period after {one.end}")
            yield _wrong(f"{at}.settled[{place}]", expected, other)


# --- what books of one contract say --------------------------------------------------


def opening_problems(contract: Contract, books: Books) -> Iterator[Problem]:
    """What in the books points nowhere in the contract."""
    for place, claim in enumerate(books.claims):
        at = f"$.claims[{place}]"
        wrong = tuple(claim_problems(claim, at))
        yield from wrong
        if not wrong:
            yield from _misplaced(contract, claim, at)
    yield from books_problems(books)
    named = {*contract.names.of(Fund)}
    named |= {f"carried/{base}" for base in contract.names.of(Base)}
    for name, held in books.funds.items():
        if name not in named:
            what = Text(zh="基金", en="fund")
            yield unknown_name(f"$.funds.{name}", name=name, known=named, what=what)
        elif not contract.names.is_per_group(name) and not contract.names.is_own_fund(name):
            yield from _of_others(f"$.funds.{name}", held, contract)
        yield from _below_zero(f"$.funds.{name}", held)
    herds = {
        f"herd/{clause.id}"
        for version in contract.versions
        for clause in version.clauses
        if isinstance(clause, LendAndReturn)
    }
    for name in books.goods:
        if name not in herds:
            what = Text(zh="畜群", en="herd")
            yield unknown_name(f"$.goods.{name}", name=name, known=herds, what=what)
        yield from _below_zero(f"$.goods.{name}", books.goods[name])


def _below_zero(at: str, held: Mapping[str, int]) -> Iterator[Problem]:
    """What no account of its own can have: it is emptied, and never more."""
    for key, amount in held.items():
        if amount < 0:
            expected = Text(zh="不小于零的整数", en="a whole number of at least zero")
            yield _wrong(f"{at}.{key}", expected, amount)


def _misplaced(contract: Contract, claim: Claim, at: str) -> Iterator[Problem]:
    """An account of nothing in the contract, the wrong level, or another contract."""
    word, name, *side = claim.account.split("/")
    if word == "deficit":
        levels = {"contract"}
        bases = contract.names.of(Base)
        if name not in bases:
            what = Text(zh="分配基数", en="base")
            yield unknown_name(f"{at}.account", name=name, known=bases, what=what)
            return
    else:
        kinds = _KINDS.get(word, CLAUSES)
        clauses = [
            each
            for one in contract.versions
            for each in one.clauses
            if isinstance(each, kinds)
        ]
        ids = {each.id for each in clauses}
        if name not in ids:
            what = Text(zh="条款编号", en="clause number")
            yield unknown_name(f"{at}.account", name=name, known=ids, what=what)
            return
        same = (each for each in clauses if each.id == name)
        levels = set(_levels(contract, same)) if word == "owed" else {"member"}
    sides: tuple[str, ...] = tuple(contract.names.of(Party))
    what = Text(zh="当事人", en="party")
    if word == "loss":
        sides = (MEMBERS, *contract.names.of(ShareClass))
        what = Text(zh="成员或股份类别", en="members or share class")
    for one in side:
        if one not in sides:
            yield unknown_name(f"{at}.account", name=one, known=sides, what=what)
    if claim.level not in levels:
        listed = sorted(levels)
        expected = Text(
            zh=f"{claim.account} 的层级 {'、'.join(listed)}",
            en=f"the level {' or '.join(listed)} of {claim.account}",
        )
        yield _wrong(f"{at}.level", expected, claim.level)
        return
    if claim.level == "contract":
        yield from _of_others(f"{at}.key", [claim.key], contract)


def _of_others(at: str, keys: Iterable[str], contract: Contract) -> Iterator[Problem]:
    """What is of the contract as a whole and stands under another name: it would be lost."""
    for key in keys:
        if key != contract.id:
            what = Text(zh="合同编号", en="contract id")
            yield unknown_name(at, name=key, known={contract.id}, what=what)


def _levels(contract: Contract, clauses: Iterable[Clause]) -> Iterator[str]:
    """The level of those to whom clauses promise."""
    for clause in clauses:
        for _, to in takers_of(clause)[:1]:
            if contract.names.is_per_holder(to):
                yield "member"
            else:
                yield "group" if contract.names.is_per_group(to) else "contract"


def _named(claim: Claim) -> str:
    return f"{claim.account} {claim.since} {claim.key}"


def _wrong(at: str, expected: Text, got: object) -> Problem:
    return Problem(
        at=at,
        says=Text(
            zh=f"应为{expected.zh}，得到 “{got}”", en=f"expected {expected.en}, got '{got}'"
        ),
        do=_RESTORE,
    )
