"""What futures were paid: flow by flow in arrays, as sums, and as lines of Arrow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from attrs import astuple, frozen

from sanbian.batch.blocks import Block, line_batch, merged
from sanbian.batch.branches import Ran
from sanbian.batch.carried import Keys
from sanbian.batch.layout import LINES_SCHEMA
from sanbian.batch.numbers import (
    INT64_MAX,
    Array,
    array_of,
    coded_or_null,
    words_of,
)
from sanbian.errors import Problem, raise_any
from sanbian.lowering.draft import GROUP, MEMBER
from sanbian.settlement import Settlement
from sanbian.settlement.settling import kind_of_posting
from sanbian.settlement.values import CASH, RETURNED, is_payment
from sanbian.wording import Text

PAYABLE = "payable/"

FUTURE_LINES_SCHEMA = pa.schema(
    [
        ("future", pa.int64()),
        ("household", pa.dictionary(pa.int32(), pa.string())),
        *list(LINES_SCHEMA)[2:],
    ]
)


@frozen
class FlowKey:
    """What flows of one clause are told apart by (资金流的类别).

    Attributes:
        clause: Number of the clause.
        kind: What the money is.
        payer: Account that it leaves: ``base/profit``, ``pocket/firm``, ``fund/reserve`` ...
        payee: Account that it reaches: ``payable/5`` what households get under clause 5,
            ``party/village``, ``fund/reserve`` ...
        unit: ``fen``, ``head`` or ``gram``.
    """

    clause: str
    kind: str
    payer: str
    payee: str
    unit: str


@frozen(eq=False)
class Paid:
    """One flow in some futures.

    Attributes:
        key: What it is.
        level: Level of the amounts.
        amounts: Whole units, shape ``(futures, keys)``.
        odd: Who got an odd unit, same shape, or None where nobody did.
    """

    key: FlowKey
    level: str
    amounts: Array
    odd: Array | None


@frozen(eq=False)
class Piece:
    """The flows of futures that were settled together, in their order.

    Attributes:
        rows: Places of the futures.
        keys: The keys of each level.
        paid: The flows.
    """

    rows: Array
    keys: Keys
    paid: tuple[Paid, ...]


def piece_of_ran(ran: Ran, keys: Keys) -> Piece:
    """The flows of futures that went through one program, without those set aside."""
    keep = ~ran.machine.aside.flags
    return Piece(ran.rows[keep], keys, tuple(_paid_together(ran, keep)))


def _paid_together(ran: Ran, keep: Array) -> Iterator[Paid]:
    for posting in ran.machine.postings:
        source, target = posting.source, posting.target
        if source is None or target is None:
            continue
        if target.name == CASH or target.name.startswith(RETURNED):
            continue
        move = ran.program.moves[posting.move]
        kind = kind_of_posting(posting.kind, target, move)
        key = FlowKey(
            move.because.clause, kind.value, source.name, target.name, source.unit
        )
        shape = len(keep), -1
        odd = None if posting.odd is None else posting.odd.reshape(shape)[keep]
        yield Paid(key, posting.level, posting.amounts.reshape(shape)[keep], odd)


def piece_alone(place: int, settlement: Settlement) -> Piece:
    """The flows of one future that was settled by itself.

    Raises:
        InvalidInputError: An amount that 64 bits do not hold.
    """
    flows = tuple(flow for flow in settlement.flows if is_payment(flow))
    raise_any(_too_large(settlement, sum(sum(map(abs, flow.amounts)) for flow in flows)))
    paid = []
    for flow in flows:
        odd = None
        if flow.odd:
            odd = np.zeros((1, len(flow.amounts)), bool)
            odd[0, list(flow.odd)] = True
        key = FlowKey(
            flow.clause, flow.kind.value, flow.source or "", flow.target or "", flow.unit
        )
        paid.append(Paid(key, flow.level, np.array([flow.amounts], np.int64), odd))
    return Piece(np.array([place]), settlement.levels, tuple(paid))


def _too_large(settlement: Settlement, moved: int) -> Iterator[Problem]:
    """All that moved, or all that the books hold, is more than 64 bits hold."""
    books = settlement.books
    held = sum(abs(claim.amount) for claim in books.claims)
    held += sum(sum(map(abs, by_key.values())) for by_key in books.funds.values())
    if max(moved, held) > INT64_MAX:
        yield Problem(
            at="$.amounts",
            says=Text(
                zh=f"应为 64 位整数能表示的金额，得到合计 {max(moved, held)}",
                en=f"expected amounts that 64 bits hold, got {max(moved, held)} in all",
            ),
            do=Text(
                zh="核对单位（金额以分计）；确实这样大的，用 settle_years 结算",
                en="check the units (money is in fen); if they are so large, use settle_years",
            ),
        )


# --- sums ------------------------------------------------------------------------------


def sums_of(pieces: Sequence[Piece], count: int) -> Mapping[FlowKey, Array]:
    """The total of each flow in each future."""
    found: dict[FlowKey, Array] = {}
    for piece in pieces:
        for paid in piece.paid:
            total = found.setdefault(paid.key, np.zeros(count, np.int64))
            total[piece.rows] += paid.amounts.sum(axis=1)
    return dict(sorted(found.items(), key=_told))


def _told(item: tuple[FlowKey, Array]) -> tuple[str, ...]:
    key, _ = item
    return key.clause, key.kind, key.payer, key.payee, key.unit


def paid_out(pieces: Sequence[Piece], count: int, members: Sequence[str]) -> Array:
    """What each holder is paid out in fen, shape ``(futures, members)``."""
    found = np.zeros((count, len(members)), np.int64)
    for piece in pieces:
        own = np.zeros((len(piece.rows), len(piece.keys[MEMBER])), np.int64)
        for paid in piece.paid:
            if paid.level == MEMBER and paid.key.unit == "fen":
                if paid.key.payee.startswith(PAYABLE):
                    own += paid.amounts
                if paid.key.payer.startswith(PAYABLE):
                    own -= paid.amounts
        found[np.ix_(piece.rows, _places(piece, members))] = own
    return found


def _places(piece: Piece, members: Sequence[str]) -> Array:
    """The places of a piece's holders among all."""
    own = piece.keys[MEMBER]
    if own == tuple(members[: len(own)]):
        return np.arange(len(own))
    place = {code: at for at, code in enumerate(members)}
    return np.array([place[code] for code in own], np.int64)


# --- lines -----------------------------------------------------------------------------


def lines_of_futures(
    pieces: Sequence[Piece], count: int, first: int, members: Sequence[str]
) -> Any:
    """The lines as an Arrow record batch, future by future.

    Of each first those of parties, pools, funds and groups, then household by household.
    """
    blocks = [
        block
        for piece in pieces
        for block in (_of_others(piece), _of_households(piece, members))
    ]
    block = merged([*blocks, _block([], ())])
    told = line_batch(block, words_of(map(str, range(count))))
    held = np.where(block.is_household, block.households, -1)
    columns = {
        **{name: told.column(name) for name in told.schema.names},
        "future": array_of(block.places.astype(np.int64) + first),
        "household": coded_or_null(held.astype(np.int32), members),
    }
    return pa.RecordBatch.from_arrays(
        [columns[name] for name in FUTURE_LINES_SCHEMA.names], schema=FUTURE_LINES_SCHEMA
    )


def _of_households(piece: Piece, members: Sequence[str]) -> Block:
    """Future by future, household by household, each in the order of the flows."""
    paid = [each for each in piece.paid if each.level == MEMBER]
    if not paid:
        return _block([], ())
    amounts = np.stack([each.amounts for each in paid], axis=2)
    nobody = np.zeros(paid[0].amounts.shape, bool)
    odd = np.stack([nobody if e.odd is None else e.odd for e in paid], axis=2)
    futures, holders, flows = at = np.nonzero(amounts)
    return _block(
        [
            piece.rows[futures],
            _places(piece, members)[holders],
            flows,
            np.full(len(flows), -1),
            amounts[at],
            odd[at],
        ],
        [each.key for each in paid],
        is_household=True,
    )


def _of_others(piece: Piece) -> Block:
    """Of parties, pools, funds and groups, future by future in the order of the flows."""
    paid = [each for each in piece.paid if each.level != MEMBER]
    found: list[list[Array]] = []
    for number, each in enumerate(paid):
        futures, keys = at = np.nonzero(each.amounts)
        odd = np.zeros(len(keys), bool) if each.odd is None else each.odd[at]
        own = keys if each.level == GROUP else np.full(len(keys), -1)
        entries = np.full(len(keys), number)
        found.append(
            [piece.rows[futures], np.zeros(len(keys)), entries, own, each.amounts[at], odd]
        )
    if not found:
        return _block([], ())
    columns = [np.concatenate(each) for each in zip(*found, strict=True)]
    order = np.argsort(columns[0], kind="stable")
    return _block(
        [each[order] for each in columns],
        [each.key for each in paid],
        names=piece.keys[GROUP],
    )


def _block(
    columns: Sequence[Array],
    listed: Sequence[FlowKey],
    *,
    names: tuple[str, ...] = (),
    is_household: bool = False,
) -> Block:
    """Rows by future, household, flow, group, amount and odd unit; none where there are none."""
    given = columns or [np.zeros(0)] * 6
    places, households, entries, keys, amounts, odd = given
    return Block(
        places=places.astype(np.int32),
        households=households.astype(np.int64),
        entries=entries.astype(np.int32),
        keys=keys.astype(np.int32),
        amounts=amounts.astype(np.int64),
        odd=odd.astype(bool),
        is_household=np.full(len(places), is_household),
        listed=tuple(astuple(key) for key in listed),
        names=names,
    )
