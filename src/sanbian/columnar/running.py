"""Running a program on columns: three moves, one after another, for all contracts at once.

Nothing here asks what a number is: there is no branch on data but for skipping work, no error
but for contracts that are set aside.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never, cast

import numpy as np
from attrs import evolve

from sanbian.columnar import columns
from sanbian.columnar.alike import share_alike
from sanbian.columnar.aside import Aside
from sanbian.columnar.batches import Batch
from sanbian.columnar.bounding import NO_BOUND, Bounds, share_within
from sanbian.columnar.checking import check
from sanbian.columnar.columns import Column
from sanbian.columnar.postings import Odd, Posting
from sanbian.columnar.reading import Held, Reader
from sanbian.columnar.sharing import Shared, share
from sanbian.columnar.ways import Flags, Row, Segments, Whole, stacked
from sanbian.money import OddFen
from sanbian.program import Accrue, Divide, Expr, Family, Move, Pay, Program, Role


class Machine:
    """The state while a program runs.

    Attributes:
        aside: The contracts that were set aside so far; their numbers mean nothing.
        balances: What stands on each family, and a bound of it.
        postings: In order. Arrays may be shared between postings and balances: none is
            ever written to.
    """

    def __init__(self, program: Program, batch: Batch) -> None:
        self._program = program
        self._batch = batch
        self._ways = batch.ways
        self.aside = Aside(batch.ways, batch.aside)
        self._signed = set(batch.unlimited)  # families with a number that may be below zero
        self.balances: dict[str, Held] = {
            family.name: self._opened(family) for family in program.families
        }
        self.postings: list[Posting] = []

    def _opened(self, family: Family) -> Held:
        opened = self._batch.opening.get(family.name)
        if opened is None:
            return np.zeros(self._ways.size(family.level), np.int64), 0
        bound, is_below = columns.extent(opened)
        if is_below:
            self._signed.add(family.name)
        return opened, bound

    def do(self, position: int, move: Move) -> None:
        """Make one move."""
        reader = Reader(self._batch, self.balances, self._signed, self.aside)
        match move:
            case Accrue():
                level = move.claim.level
                raised, odd = reader.whole_at(move.amount, level), reader.odd_at(level)
                kind = move.because.kind
                self._post(
                    Posting(position, None, move.claim, level, raised.numbers, odd, kind),
                    raised.bound,
                    may_be_negative=raised.may_be_negative,
                )
            case Pay():
                self._pay(position, move, reader)
            case Divide():
                self._divide(position, move, reader)
            case _:
                assert_never(move)

    def _post(self, posting: Posting, bound: int, *, may_be_negative: bool = False) -> None:
        """Move amounts between two accounts and write it down; nothing moved, no posting."""
        amounts, level = posting.amounts, posting.level
        if bound == 0 or columns.is_nothing(amounts):
            return
        for family, by in ((posting.source, np.subtract), (posting.target, np.add)):
            if family is not None:
                self._move(family, level, (amounts, bound), by)
                if may_be_negative:
                    self._signed.add(family.name)
        self.postings.append(posting)

    def _move(self, family: Family, level: str, held: Held, by: np.ufunc) -> None:
        amounts, bound = self._summed(held, level, family.level)
        balance, before = self.balances[family.name]
        if before == 0 and by is np.add:  # the first that comes in
            after = amounts, bound
        elif balance is amounts and by is np.subtract:  # all that there was
            after = np.zeros_like(amounts), 0
        else:
            drop = self.aside.at(family.level)
            after = columns.kept(by(balance, amounts), before + bound, drop)
        self.balances[family.name] = after

    def _summed(self, held: Held, level: str, coarse: str) -> Held:
        """Amounts at a level, for the keys of one as coarse or coarser."""
        if level == coarse:
            return held
        segments = self._ways.segments(coarse, level)
        numbers, bound = held
        return columns.sums(
            segments.in_order(numbers), bound, segments, self.aside.at(coarse)
        )

    # --- paying ----------------------------------------------------------------------

    def _pay(self, position: int, move: Pay, reader: Reader) -> None:
        dues, level, kind = self._dues(move, reader), move.level, move.because.kind
        read = reader.odd_at(level)
        is_read_after = move.unpaid == "error" or (
            move.unpaid == "lapse" and move.discharges
        )
        for place, source in enumerate(move.sources, start=1):
            paid, served = self._pay_from(source, move, dues)
            is_below = source.name in self._signed - self._batch.unlimited
            for block, (amounts, bound) in enumerate(paid):
                odd = self._served(level, served[block] if served else None, read)
                self._post(
                    Posting(position, source, move.to, level, amounts, odd, kind),
                    bound,
                    may_be_negative=is_below,
                )
                if move.discharges:
                    self._lower(position, move, move.discharges[block], paid[block])
            if place == len(move.sources) and not is_read_after:
                return
            dues = self._still(move, dues, paid)
        if move.unpaid == "error":
            for left, _ in dues:
                self.aside.rows(level, left != 0)
        if move.unpaid == "lapse":
            for claim, due in zip(move.discharges, dues, strict=False):
                self._lower(position, move, claim, due)

    def _lower(self, position: int, move: Pay, claim: Family, held: Held) -> None:
        """Lower a claim by what was paid on it, or by what lapses."""
        amounts, bound = held
        kind = move.because.kind
        self._post(Posting(position, claim, None, move.level, amounts, None, kind), bound)

    def _dues(self, move: Pay, reader: Reader) -> list[Held]:
        """What is due, one block per discharged claim, or a single block without claims."""
        owed = [self._owed(claim) for claim in move.discharges]
        if move.due is None:
            return owed
        wanted = reader.due_at(move.due, move.level)
        if not owed:
            return [wanted]
        if len(owed) == 1:
            return [_lesser(wanted, owed[0])]
        return self._over_claims(wanted, owed, self.aside.at(move.level))

    def _still(self, move: Pay, dues: list[Held], paid: list[Held]) -> list[Held]:
        """What is still due; of claims that are paid in full, it is what they were lowered to."""
        if move.due is None:
            return [self._owed(claim) for claim in move.discharges]
        return [
            (due - amounts, bound)
            for (due, bound), (amounts, _) in zip(dues, paid, strict=True)
        ]

    def _owed(self, claim: Family) -> Held:
        """What is owed on a claim, with nothing in place of what was paid in advance."""
        numbers, bound = self.balances[claim.name]
        return np.maximum(numbers, 0) if claim.name in self._signed else numbers, bound

    def _over_claims(
        self, wanted: Held, owed: Sequence[Held], drop: columns.Drop
    ) -> list[Held]:
        """What is wanted over claims of equal rank, never more than each is owed."""
        segments = stacked(len(wanted[0]), len(owed))
        row = np.concatenate([numbers for numbers, _ in owed])
        bound = max(most for _, most in owed)
        together, _ = columns.sums(row, bound, segments, drop)
        units = np.minimum(wanted[0], together)
        shared, _ = share(units, row, segments, OddFen.LARGEST_REMAINDER, drop)
        bound = min(bound, wanted[1])
        return [(block, bound) for block in np.split(shared, len(owed))]

    def _pay_from(
        self, source: Family, move: Pay, dues: list[Held]
    ) -> tuple[list[Held], list[Flags] | None]:
        """What one source pays towards each block of dues, and who got an odd unit."""
        if source.name in self._batch.unlimited:
            return dues, None
        held = self.balances[source.name]
        if source.level == move.level and len(dues) == 1:  # each key has its own source
            return [_lesser(held, dues[0])], None
        drop = self.aside.at(source.level)
        wanted = self._summed(dues[0], move.level, source.level)
        for due in dues[1:]:
            more, bound = self._summed(due, move.level, source.level)
            wanted = columns.kept(wanted[0] + more, wanted[1] + bound, drop)
        available = np.minimum(held[0], wanted[0])
        is_short = available < wanted[0]
        if not np.count_nonzero(is_short):
            return dues, None
        segments = self._ways.segments(source.level, move.level)
        row = _key_by_key([(segments.in_order(due), most) for due, most in dues])
        by_block = segments.times(len(dues))
        if move.short == "in_order":
            left = by_block.each(available) - by_block.before(row)
            paid, odd = np.clip(left, 0, row), np.zeros(len(row), np.bool_)
        else:
            paid, odd = self._share_short(move, available, is_short, row, by_block, drop)
        bound = max(most for _, most in dues)
        blocks = [segments.put_back(block) for block in _in_blocks(paid, len(dues))]
        served = [segments.put_back(block) for block in _in_blocks(odd, len(dues))]
        return [(block, bound) for block in blocks], served

    def _share_short(
        self,
        move: Pay,
        available: Whole,
        is_short: Flags,
        dues: Whole,
        segments: Segments,
        drop: columns.Drop,
    ) -> Shared:
        """Short sources in proportion to what is still due; the others pay in full."""
        rule = move.odd_fen
        if rule in {OddFen.CARRY_FORWARD, OddFen.TO_ACCOUNT}:
            rule = OddFen.LARGEST_REMAINDER
        if rule is OddFen.LOTTERY:
            self.aside.flags |= self._batch.drawn
        totals = np.where(is_short, available, 0)
        if move.step == 1:  # what is paid is below what is due, so no bound holds
            parts, odd = share(totals, dues, segments, rule, drop)
        else:
            bounds = Bounds(np.zeros_like(dues), dues)
            parts, odd = share_within(
                totals, dues, bounds, segments, rule, drop, step=move.step
            )
        return np.where(segments.each(is_short), parts, dues), odd

    def _served(self, level: str, served: Flags | None, read: Odd) -> Odd:
        """Who got an odd unit: of the source, or in a contract where it had none, of the due."""
        if served is None or read is None:
            return read if served is None else served
        path = self._ways.path(level, self._ways.top)
        has = np.zeros(self._batch.size, np.bool_)
        has[path[served]] = True
        return np.where(has[path], served, read)

    # --- dividing --------------------------------------------------------------------

    def _divide(self, position: int, move: Divide, reader: Reader) -> None:
        source, drop = move.source, self.aside.at(move.source.level)
        levels = [part.to.level for part in move.parts]
        segments = self._ways.segments(source.level, *levels)
        weights = [reader.at(part.weight, part.to.level) for part in move.parts]
        bounds = self._bounds(move, reader, segments)
        held, bound = self.balances[source.name]
        totals = Column(held, bound, may_be_negative=source.name in self._signed)
        if move.odd_fen is OddFen.LOTTERY:
            self.aside.flags |= self._batch.drawn
        if move.odd_fen is OddFen.CARRY_FORWARD and bounds is None:
            self.aside.everyone()
        parts, odd = self._parts(move, totals, weights, bounds, segments, drop)
        shared, served = segments.put_back(parts), segments.put_back(odd)
        start = 0
        for part in move.parts:
            end = start + self._ways.size(part.to.level)
            kind = part.kind or move.because.kind
            mine = shared[start:end], bound
            self._hand_over(position, source, part.to, mine, served[start:end], kind)
            start = end
        self._send_rest(position, move)

    def _parts(
        self,
        move: Divide,
        totals: Column,
        weights: Sequence[Column],
        bounds: Bounds | None,
        segments: Segments,
        drop: columns.Drop,
    ) -> Shared:
        """What each taker gets, in the order of the segments, and who got an odd unit."""
        rule, step = move.odd_fen, move.step
        if bounds is None and segments.is_stacked:
            alike = share_alike(totals, weights, rule, step=step)
            if alike is not None:
                return alike
        levels = [part.to.level for part in move.parts]
        sizes = [self._ways.size(level) for level in levels]
        drops = [self.aside.at(level) for level in levels]
        together = columns.in_a_row(weights, sizes, drops)
        row, _, _ = columns.in_segments(together, segments, drop)
        has_takers, shared = segments.any(row != 0), totals.numbers
        if np.count_nonzero(has_takers) < len(has_takers):
            shared = np.where(has_takers, shared, 0)
        if bounds is None:
            return share(shared, row, segments, rule, drop, step=step)
        return share_within(shared, row, bounds, segments, rule, drop, step=step)

    def _bounds(self, move: Divide, reader: Reader, segments: Segments) -> Bounds | None:
        """Bounds of all takers in the order of their segments, or None where there are none."""
        if all(part.at_least is part.at_most is None for part in move.parts):
            return None
        low: list[Whole] = []
        high: list[Whole] = []
        for part in move.parts:
            for row, bound, none in (
                (low, part.at_least, 0),
                (high, part.at_most, NO_BOUND),
            ):
                row.append(self._bound(bound, none, part.to.level, reader))
        return Bounds(
            segments.in_order(np.concatenate(low)), segments.in_order(np.concatenate(high))
        )

    def _bound(self, bound: Expr | None, none: int, level: str, reader: Reader) -> Whole:
        if bound is None:
            return np.full(self._ways.size(level), none, np.int64)
        return reader.whole_at(bound, level).numbers

    def _hand_over(
        self,
        position: int,
        source: Family,
        target: Family,
        held: Held,
        odd: Odd,
        kind: str,
    ) -> None:
        """Move a part of a division; of a claim that is divided, one is lowered, one raised."""
        level = target.level if odd is not None else source.level
        (amounts, bound), is_signed = held, source.name in self._signed
        both = Posting(position, source, target, level, amounts, odd, kind)
        if source.role is not Role.CLAIM:
            self._post(both, bound, may_be_negative=is_signed)
            return
        self._post(evolve(both, target=None, odd=None), bound, may_be_negative=is_signed)
        self._post(evolve(both, source=None), bound, may_be_negative=is_signed)

    def _send_rest(self, position: int, move: Divide) -> None:
        left, bound = self.balances[move.source.name]
        if move.rest is None:
            if not columns.is_nothing(left):
                self.aside.rows(move.source.level, left != 0)
            return
        kind = move.because.kind
        self._hand_over(position, move.source, move.rest, (left, bound), None, kind)

    # --- afterwards ------------------------------------------------------------------

    def check(self) -> None:
        """Set contracts aside whose pools are not empty; books that do not balance are a slip."""
        check(self._program, self._batch, self.balances, self.postings, self.aside)


def _lesser(one: Held, other: Held) -> Held:
    """The lesser of two, row by row; both at least zero, so neither bound is passed."""
    return np.minimum(one[0], other[0]), min(one[1], other[1])


def _key_by_key(blocks: Sequence[Held]) -> Whole:
    """Blocks of one number per key as one row: all numbers of a key before the next key."""
    if len(blocks) == 1:
        return blocks[0][0]
    return np.stack([numbers for numbers, _ in blocks], axis=1).ravel()


def _in_blocks(row: Row, count: int) -> list[Row]:
    """A row, key by key, as one block for each number of a key again."""
    if count == 1:
        return [row]
    table = row.reshape(-1, count)
    return [cast("Row", table[:, block]) for block in range(count)]
