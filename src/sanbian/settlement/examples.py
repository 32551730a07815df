"""Running the worked examples of a contract: what each was to come to, and what it came to.

Each example is settled without looking at the examples again. A contract whose examples hold
is remembered as long as it lives, so that many settlements of it check them once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from weakref import ref

from attrs import evolve, frozen

from sanbian.books import Books
from sanbian.clause import Kind
from sanbian.clause.kinds import KIND_NAMES
from sanbian.clause.naming import clause_text
from sanbian.contract import (
    HOLDER_NUMBERS,
    Contract,
    Example,
    facts_of_example,
    households_of_example,
    register_of_example,
)
from sanbian.errors import Problem, SanbianError, raise_any
from sanbian.settlement.clauses import UNWRITTEN
from sanbian.settlement.outcomes import outcome, payee_of
from sanbian.settlement.values import Line, Settlement, lines
from sanbian.wording import NOTHING, Text, join, money, number, same


@frozen(kw_only=True)
class Compared:
    """One amount that an example expects, beside what it came to.

    Attributes:
        at: Where the example states it: ``holders.甲.paid``.
        says: The same in words.
        expected: What was expected.
        got: What it came to.
        through: The clauses that it came through, with what each gave.
    """

    at: str
    says: Text
    expected: Text
    got: Text
    through: Text = NOTHING

    @property
    def holds(self) -> bool:
        """Whether they are the same."""
        return self.expected == self.got

    @property
    def through_words(self) -> Text:
        """The clauses that it came through, in brackets; nothing where there are none."""
        if self.through == NOTHING:
            return NOTHING
        return Text(zh="（", en=" (") + self.through + Text(zh="）", en=")")


@frozen(kw_only=True)
class ExampleResult:
    """What became of one worked example.

    Attributes:
        name: Its name.
        proposed: Whether no person has worked it out yet.
        compared: Every amount that it expects.
        problems: What kept it from being settled.
    """

    name: str
    proposed: bool
    compared: tuple[Compared, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether it was settled and came to all that it expects."""
        return not self.problems and all(each.holds for each in self.compared)


def check_examples(contract: Contract) -> tuple[ExampleResult, ...]:
    """Settle the worked examples of a contract and compare each amount (验算).

    Args:
        contract: The contract, whose `examples` are in order.

    Returns:
        One result for each example. `settle` refuses while one of them does not hold.

    Examples:
        >>> from datetime import date
        >>> from sanbian import *
        >>> year = Period(date(2023, 1, 1), date(2023, 12, 31))
        >>> contract = Contract(
        ...     id="A", title="合作协议", vehicle=Vehicle.PARTNERSHIP, starts=date(2023, 1, 1),
        ...     bases=(Base(id="profit", name="净利润", base=BaseKind.NET_PROFIT),),
        ...     versions=(
        ...         Version(
        ...             since=date(2023, 1, 1), odd_fen=OddFen.LARGEST_REMAINDER,
        ...             rounding=Rounding.HALF_UP, record_day="period_end",
        ...             clauses=(
        ...                 Dividend(id="3", of="profit", to="members", by=Measured("people")),
        ...             ),
        ...         ),
        ...     ),
        ...     examples=(
        ...         Example(
        ...             name="一人户与二人户", period=year, amounts={"profit": 300},
        ...             households=(
        ...                 ExampleHousehold(code="甲", people=1),
        ...                 ExampleHousehold(code="乙", people=2),
        ...             ),
        ...             expect=Expected(holders={"甲": {"paid": 150}}),
        ...         ),
        ...     ),
        ... )
        >>> (result,) = check_examples(contract)
        >>> [(each.at, each.expected.en, each.got.en) for each in result.compared]
        [('holders.甲.paid', '1.50 yuan', '1.00 yuan')]
    """
    return tuple(result for _, result in _results(contract))


_HELD: dict[int, ref[Contract]] = {}


def refuse_failed(contract: Contract) -> None:
    """Let nothing be settled by a contract whose worked examples do not hold.

    Raises:
        InvalidInputError: Every amount of every example that differs, with the clauses that
            it came through; or why an example cannot be settled.
    """
    known = _HELD.get(id(contract))
    if known is not None and known() is contract:
        return
    raise_any(
        problem
        for place, result in _results(contract)
        for problem in _problems(f"$.examples[{place}]", result)
    )
    key = id(contract)
    _HELD[key] = ref(contract, lambda _: _HELD.pop(key, None))


def settled_example(
    contract: Contract, example: Example, books: Books | None
) -> Settlement:
    """The settlement of a worked example, on the books that another has left."""
    from sanbian.settlement.settling import settled  # noqa: PLC0415 - loaded when first used

    households = households_of_example(contract.examples, example)
    register = register_of_example(households, contract.starts)
    return settled(contract, register, facts_of_example(example), books)


def settled_examples(contract: Contract) -> Iterator[tuple[Example, Settlement]]:
    """The worked examples that can be settled, in order, each with its settlement."""
    left: dict[str, Books] = {}
    for example in contract.examples:
        if example.after and example.after not in left:
            continue
        try:
            settlement = settled_example(contract, example, left.get(example.after))
        except SanbianError:
            continue
        left[example.name] = settlement.books
        yield example, settlement


def _results(contract: Contract) -> Iterator[tuple[int, ExampleResult]]:
    left: dict[str, Books] = {}
    for place, example in enumerate(contract.examples):
        result = ExampleResult(name=example.name, proposed=example.proposed)
        if example.after and example.after not in left:
            yield place, evolve(result, problems=(_waiting(example),))
            continue
        try:
            settlement = settled_example(contract, example, left.get(example.after))
        except SanbianError as error:
            yield place, evolve(result, problems=error.problems)
            continue
        left[example.name] = settlement.books
        yield place, evolve(result, compared=tuple(_compared(example, settlement)))


def _waiting(example: Example) -> Problem:
    """The problem that the example before was not settled."""
    return Problem(
        at="$.after",
        says=Text(
            zh=f"应先算出 “{example.after}”，得到不能结算",
            en=f"expected {example.after!r} to be settled first, got none",
        ),
        do=Text(zh="先更正那一例", en="mend that example first"),
    )


# --- amounts side by side ------------------------------------------------------------


def _compared(example: Example, settlement: Settlement) -> Iterator[Compared]:
    """Every amount that the example states, beside the same of the settlement."""
    stated, found = example.expect, outcome(settlement)
    paid = [line for line in lines(settlement) if line.unit == "fen"]
    to_holders = [line for line in paid if line.payee.startswith("payable/")]
    for name, wanted in (("paid", stated.paid), ("arrears", stated.arrears)):
        if wanted is not None:
            says = HOLDER_NUMBERS[name] + Text(zh="（各户合计）", en=" (all households)")
            yield _money_row(name, says, wanted, getattr(found, name), to_holders)
    for code, numbers in stated.holders.items():
        own = [line for line in to_holders if line.holder == code]
        for name, wanted in numbers.items():
            says = HOLDER_NUMBERS[name] + Text(zh=f"（{code}）", en=f" ({code})")
            got = found.holders.get(code, {}).get(name, 0)
            yield _money_row(f"holders.{code}.{name}", says, wanted, got, own)
    for total, wanted in stated.totals.items():
        got = found.totals.get(total, 0)
        says = _total_words(total, settlement)
        yield _money_row(f"totals.{total}", says, wanted, got, ())
    for field, amounts, there in (
        ("groups", stated.groups, found.groups),
        ("funds", stated.funds, found.funds),
    ):
        for name, wanted in amounts.items():
            into = [line for line in paid if _reaches(line, name)]
            yield _money_row(
                f"{field}.{name}", same(name), wanted, there.get(name, 0), into
            )
    for clause, count in stated.in_kind.items():
        named = clause_text(clause)
        says = Text(zh=f"{named.zh} 未还实物", en=f"{named.en}, still out or owed")
        yield Compared(
            at=f"in_kind.{clause}",
            says=says,
            expected=same(number(count)),
            got=same(number(found.in_kind.get(clause, 0))),
        )
    if stated.notices is not None:
        yield Compared(
            at="notices",
            says=Text(zh="提示", en="notices"),
            expected=_words(stated.notices),
            got=_words(found.notices or ()),
        )


def _money_row(
    at: str, says: Text, wanted: int, got: int, through: Iterable[Line]
) -> Compared:
    sums: dict[tuple[str, Kind], int] = {}
    for line in through:
        key = line.clause, line.kind
        sums[key] = sums.get(key, 0) + line.amount
    return Compared(
        at=at,
        says=says,
        expected=money(wanted),
        got=money(got),
        through=join(
            _clause_words(clause, kind) + same(" ") + money(amount)
            for (clause, kind), amount in sums.items()
        ),
    )


def _reaches(line: Line, name: str) -> bool:
    """Whether a line reaches an account, or that of one group or holder."""
    account = payee_of(line.payee)
    return name in {account, f"{account} {line.holder}"}


def _total_words(total: str, settlement: Settlement) -> Text:
    """``5 guarantee holders`` in words."""
    clause, kind, payee = total.rsplit(" ", 2)
    holders, _, since = payee.partition("@")
    named = {payee_of(account): says for account, says in settlement.accounts.items()}
    named["holders"] = Text(zh="各户", en="holders")
    to = named.get(holders, same(holders))
    if since:
        to += Text(zh=f"（{since} 止的欠付）", en=f" (owed from {since})")
    return _clause_words(clause, Kind(kind)) + same(" → ") + to


def _clause_words(clause: str, kind: Kind) -> Text:
    name = KIND_NAMES[kind]
    if clause in UNWRITTEN:
        return name
    return clause_text(clause) + same(" ") + name


def _words(notices: Iterable[str]) -> Text:
    listed = ", ".join(sorted(notices))
    return Text(zh=listed or "无", en=listed or "none")


def _problems(at: str, result: ExampleResult) -> Iterator[Problem]:
    """What a failed example says to the caller who wants to settle."""
    name = Text(zh=f"算例 “{result.name}”：", en=f"example {result.name!r}: ")
    for found in result.problems:
        place = f"{at} ({found.at})"
        yield Problem(at=place, says=name + found.says, do=found.do)
    for each in result.compared:
        if each.holds:
            continue
        yield Problem(
            at=f"{at}.expect.{each.at}",
            says=name
            + Text(zh=f"{each.says.zh}应为 ", en=f"expected {each.says.en} to be ")
            + each.expected
            + Text(zh="，得到 ", en=", got ")
            + each.got
            + each.through_words,
            do=_WORK_OUT,
        )


_WORK_OUT = Text(
    zh="按纸面合同用手算一遍，再更正条款或算例；算例不符时不结算",
    en="work it out by hand from the paper, then correct the clause or the example; nothing is "
    "settled while an example fails",
)
