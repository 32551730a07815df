"""Settling one period: lower the contract, run the program, write down what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache, partial

from attrs import evolve

from sanbian.books import Books, Claim
from sanbian.clause import Kind
from sanbian.clause.kinds import KIND_NAMES
from sanbian.contract import Contract, Party, ShareClass
from sanbian.errors import InvalidInputError, Problem, raise_any, unknown_name
from sanbian.exact import Posting, Run, run
from sanbian.facts import Facts
from sanbian.lowering import Lowered, lower
from sanbian.period import Period, follows
from sanbian.program import Accrue, Divide, Family, Move, Pay, Role
from sanbian.register import Register, households_on
from sanbian.settlement.exits import exit_notices, nobody_stays
from sanbian.settlement.figures import ODD_RULES, Figure, Later
from sanbian.settlement.figuring import division_figures, figure_of
from sanbian.settlement.notices import disagreements, state_notices
from sanbian.settlement.opening import opening_problems
from sanbian.settlement.refusals import OWED, decisions_out_of_band, negative_dues
from sanbian.settlement.values import Flow, Settlement
from sanbian.wording import Text


def settled(
    contract: Contract, register: Register, facts: Facts, books: Books | None
) -> Settlement:
    """The settlement of one period; see `sanbian.settle`."""
    before, lowered = prepared(contract, register, facts, books)
    try:
        done = run(lowered.program, lowered.inputs)
    except InvalidInputError as error:
        raise_any(nobody_stays(contract, register, facts.period, error.problems))
        raise
    raise_any((*negative_dues(done), *decisions_out_of_band(contract, done)))
    closing = _closing_books(before, facts, done)
    flows = tuple(_flows(done))
    space = lowered.inputs.space
    codes = space.by_name["member"].keys
    return Settlement(
        contract=contract.id,
        title=contract.title,
        period=facts.period,
        levels={level.name: level.keys for level in space.levels},
        groups=space.path("member", "group"),
        accounts={family.name: family.says for family in lowered.program.families},
        names={
            each.code: each.name for each in households_on(register, on=facts.period.end)
        },
        odd_fen=tuple(
            dict.fromkeys(ODD_RULES[version.odd_fen] for version in contract.versions)
        ),
        flows=flows,
        books=closing,
        notices=(
            *state_notices(contract, done, closing),
            *disagreements(contract, register, facts, flows),
            *exit_notices(contract, register, facts, codes, flows, closing),
        ),
    )


def prepared(
    contract: Contract, register: Register, facts: Facts, books: Books | None
) -> tuple[Books, Lowered]:
    """The books as they are opened, and the contract and its period as a program."""
    before = _opened_books(contract, facts, books)
    raise_any(opening_problems(contract, before))
    raise_any(_input_problems(contract, register, facts))
    return before, lower(contract, register, facts, before)


def _opened_books(contract: Contract, facts: Facts, books: Books | None) -> Books:
    """The books before the period; a new year begins with nothing got to date."""
    if books is None:
        return Books(contract=contract.id)
    period = facts.period
    if books.contract != contract.id:
        raise _wrong_books(
            "$.contract",
            Text(
                zh=f"应为合同 {contract.id} 的账，得到 {books.contract} 的",
                en=f"expected the books of contract {contract.id}, got those of {books.contract}",
            ),
            Text(zh="换成该合同的账", en="take the books of this contract"),
        )
    for settled in books.settled:
        if settled.overlaps(period):
            raise _wrong_books(
                "$.period",
                Text(
                    zh=f"应为未结算过的期间，得到 {period}，与已结算的 {settled} 重叠",
                    en=f"expected a period not settled before, got {period}, which overlaps "
                    f"{settled}",
                ),
                Text(
                    zh="已结算的期间不再重算；更正请另作更正结算",
                    en="a settled period is not computed again; correct it by a later entry",
                ),
            )
    if books.settled and not follows(period, books.settled[-1]):
        last = books.settled[-1]
        raise _wrong_books(
            "$.period",
            Text(
                zh=f"应接着 {last.end} 的次日，得到 {period.start}",
                en=f"expected a period from the day after {last.end}, got {period.start}",
            ),
            Text(zh="先结算中间的期间", en="settle the period in between first"),
        )
    if books.settled and books.settled[-1].end.year != period.end.year:
        return evolve(books, year_to_date={})
    return books


def _wrong_books(at: str, says: Text, do: Text) -> InvalidInputError:
    return InvalidInputError(Problem(at=at, says=says, do=do))


def _input_problems(
    contract: Contract, register: Register, facts: Facts
) -> Iterator[Problem]:
    """Names in the register and the facts that point nowhere, all at once."""
    classes = contract.names.of(ShareClass)
    codes = {household.code for household in register.households}
    for number, entry in enumerate(register.entries):
        if entry.share_class and entry.share_class not in classes:
            what = Text(zh="股份类别", en="share class")
            at = f"$.entries[{number}].share_class"
            yield unknown_name(at, name=entry.share_class, known=classes, what=what)
    household_word = Text(zh="名册中的户", en="household of the register")
    for part in facts.parts:
        for measure, by_code in part.activity.items():
            for code in by_code:
                if code not in codes:
                    at = f"$.activity.{measure}"
                    yield unknown_name(at, name=code, known=codes, what=household_word)
        groups = {each.group for each in households_on(register, on=part.period.end)}
        for measure, by_group in part.group_measures.items():
            for group in by_group:
                if group not in groups:
                    what = Text(zh="名册中的村组", en="group of the register")
                    at = f"$.group_measures.{measure}"
                    yield unknown_name(at, name=group, known=groups, what=what)
        named = (*part.measures, *part.group_measures, *part.activity)
        yield from _measure_problems(contract, named)
    parties = contract.names.of(Party)
    for name in facts.put_up:
        if name not in parties:
            what = Text(zh="当事人", en="party")
            yield unknown_name(f"$.put_up.{name}", name=name, known=parties, what=what)


def _measure_problems(contract: Contract, names: Iterable[str]) -> Iterator[Problem]:
    declared = {measure.id for measure in contract.measures}
    for name in names:
        if name not in declared:
            what = Text(zh="计量项", en="measure")
            yield unknown_name(f"$.measures.{name}", name=name, known=declared, what=what)


# --- what happened -------------------------------------------------------------------


def _flows(done: Run) -> Iterator[Flow]:
    """The postings with their reasons."""
    promised: dict[str, Later] = {}
    divided: dict[int, Callable[[], dict[str, Figure]]] = {}
    for posting in done.postings:
        move, values = done.program.moves[posting.move], done.values[posting.move]
        kind = kind_of_posting(posting.kind, posting.target, move)
        figure: Later | None = None
        match move:
            case Accrue() if kind is not Kind.WAIVER:
                figure = Later(partial(figure_of, move.amount, values))
                promised[move.claim.name] = figure
            case Divide():
                if posting.move not in divided:
                    read = partial(division_figures, move, values, done.inputs.space)
                    divided[posting.move] = cache(read)
                figure = Later(partial(_share_figure, divided[posting.move], posting))
            case Pay() if move.due is not None and move.to.name != "end/cash":
                figure = Later(partial(figure_of, move.due, values))
            case Pay() if posting.target is not None and len(move.discharges) == 1:
                figure = promised.get(move.discharges[0].name)
        yield Flow(
            move=posting.move,
            clause=move.because.clause,
            kind=kind,
            says=_words_of(move, kind),
            source=None if posting.source is None else posting.source.name,
            target=None if posting.target is None else posting.target.name,
            level=posting.level,
            amounts=posting.amounts,
            unit=_unit_of(posting.source, posting.target),
            odd=posting.odd,
            figure=figure,
        )


def _words_of(move: Move, kind: Kind) -> Text:
    """What a flow is called: by its move, or by its kind where a division has several."""
    is_other = isinstance(move, Divide) and kind.value != move.because.kind
    return KIND_NAMES[kind] if is_other else move.because.says


def _share_figure(
    figures: Callable[[], dict[str, Figure]], posting: Posting
) -> Figure | None:
    """How the takers of one posting came to their part of a division; none for its rest."""
    figure = figures().get(posting.target.name) if posting.target else None
    return None if figure is None else evolve(figure, numbers=posting.amounts)


def kind_of_posting(stated: str, target: Family | None, move: Move) -> Kind:
    """What a posting is; what nobody may take is on its way, or set aside, not paid yet."""
    kind = Kind(stated)
    if not isinstance(move, Divide) or target is None or target != move.rest:
        return kind
    is_part = stated != move.because.kind
    if is_part or target.role not in {Role.POOL, Role.FUND}:
        return kind
    is_waiting = target.role is Role.POOL or target.name.startswith("fund/carried/")
    return Kind.TRANSFER if is_waiting else Kind.RESERVE


def _unit_of(source: Family | None, target: Family | None) -> str:
    family = source or target
    assert family is not None
    return family.unit


def _closing_books(before: Books, facts: Facts, done: Run) -> Books:
    """What this period leaves to the next."""
    space = done.inputs.space
    funds = {name: dict(inner) for name, inner in before.funds.items()}
    goods = {name: dict(inner) for name, inner in before.goods.items()}
    claims: list[Claim] = []
    for family in done.program.families:
        if family.role not in {Role.FUND, Role.CLAIM}:
            continue
        closing = dict(
            zip(space.by_name[family.level].keys, done.closing[family.name], strict=True)
        )
        if family.role is Role.FUND:
            kept = funds if family.unit == "fen" else goods
            kept[family.name.removeprefix("fund/")] = closing
        if family.role is Role.CLAIM:
            account, _, since = family.name.rpartition("@")
            claims += [
                Claim(
                    account=account,
                    since=date.fromisoformat(since),
                    level=family.level,
                    key=key,
                    amount=amount,
                    unit=family.unit,
                )
                for key, amount in closing.items()
                if amount
            ]
    return Books(
        contract=before.contract,
        settled=(*before.settled, Period(facts.period.start, facts.period.end)),
        funds=funds,
        goods=goods,
        claims=tuple(claims),
        year_to_date=_got_to_date(before, done),
        credits_micro=done.credits_micro,
    )


def _got_to_date(before: Books, done: Run) -> Mapping[str, Mapping[str, int]]:
    """What each holder got this year under each clause, this period included.

    What a clause promised is kept under its claim account: it may be paid later.
    """
    got = {clause: dict(inner) for clause, inner in before.year_to_date.items()}
    keys = done.inputs.space.by_name["member"].keys
    for posting in done.postings:
        name = posting.target.name if posting.target is not None else ""
        if posting.kind == Kind.WAIVER.value:  # of an earlier period
            continue
        is_promise = name.startswith(OWED) and posting.level == "member"
        if is_promise or (name.startswith("payable/") and "@" not in name):
            clause = done.program.moves[posting.move].because.clause
            clause = f"{OWED}{clause}" if is_promise else clause
            now = dict(zip(keys, posting.amounts, strict=True))
            if 0 in posting.amounts:
                now = {code: amount for code, amount in now.items() if amount}
            by_code = got.setdefault(clause, now)
            if by_code is not now:
                for code, amount in now.items():
                    by_code[code] = by_code.get(code, 0) + amount
    return got
