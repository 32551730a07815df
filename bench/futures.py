"""Ten thousand futures of one contract, ten years of eight clauses each: a future is a key.

The program is written here at one level. A loss becomes a deficit that later profit makes good;
rent that cannot be paid stays owed; then a reserve, a fee with a cap, a guarantee out of the
firm's own limited money, a risk fund, and what is left is split three ways. `futures.c` has the
same in a loop, compiled where there is a compiler: the least that such a run can cost.

    python bench/futures.py             ten thousand, and a hundred thousand
    python bench/futures.py 1000000     as many as you say
"""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
from attrs import evolve

from sanbian import exact
from sanbian.columnar import Batch, Column, Ways, column_of, run
from sanbian.money import OddFen, Rounding
from sanbian.program import (
    Accrue,
    Arithmetic,
    Balance,
    Because,
    Divide,
    Expr,
    Family,
    Inputs,
    Level,
    Measure,
    Op,
    Part,
    Pay,
    Program,
    Role,
    Round,
    Space,
)
from sanbian.wording import same

TOP = "contract"
YEARS, CLAUSES = 10, 8
BLOCK_MOST = 32_768  # futures; some forty arrays of them are in use at a time: 10 MB
TERMS: Mapping[str, tuple[int, int]] = {  # whole numbers and their scale; amounts in fen
    "mu": (123_456, 100),
    "rent": (5_000, 1),
    "reserve_rate": (1, 10),
    "fee_rate": (3, 100),
    "cap": (500_000, 1),
    "guarantee": (2_000_000, 1),
    "risk_rate": (1, 20),
    "to_members": (60, 1),
    "to_village": (30, 1),
    "to_operator": (10, 1),
}
LIMIT = 1_000_000  # what the firm puts up each year
C_TERMS = (123_456, 5_000, 1, 3, 500_000, 2_000_000, LIMIT, 60, 30, 10, 1)
CARRIED = ("owed", "deficit", "reserve", "risk")


def _family(name: str, role: Role) -> Family:
    return Family(name, TOP, role, same(name))


PROFIT, FIRM = _family("profit", Role.SOURCE), _family("firm", Role.POCKET)
OWED, DEFICIT, PROMISED = (
    _family(name, Role.CLAIM) for name in ("owed", "deficit", "promised")
)
RESERVE, RISK = _family("reserve", Role.FUND), _family("risk", Role.FUND)
GOOD, VILLAGE, OPERATOR, MEMBERS = (
    _family(name, Role.END) for name in ("made_good", "village", "operator", "members")
)


def _because(clause: int) -> Because:
    return Because(str(clause), "dividend", same(str(clause)))


def _accrue(clause: int, claim: Family, amount: Expr) -> Accrue:
    return Accrue(claim=claim, amount=amount, because=_because(clause))


def _pay(
    clause: int, *sources: Family, to: Family, due: Expr | Family, lapses: bool = True
) -> Pay:
    is_claim = isinstance(due, Family)
    return Pay(
        due=None if is_claim else due,
        level=TOP,
        sources=sources,
        to=to,
        discharges=(due,) if is_claim else (),
        unpaid="lapse" if lapses else "carry",
        odd_fen=OddFen.LARGEST_REMAINDER,
        name=str(clause),
        because=_because(clause),
    )


def _term(name: str) -> Measure:
    return Measure(name, TOP)


def _part_of(rate: str, of: Expr) -> Expr:
    return Round(Arithmetic(Op.MULTIPLY, of, _term(rate)), 1, Rounding.HALF_UP)


LEFT = Balance(PROFIT)
FEE = Arithmetic(Op.LESSER, _part_of("fee_rate", LEFT), _term("cap"))
PROGRAM = Program(
    (
        PROFIT,
        FIRM,
        OWED,
        DEFICIT,
        PROMISED,
        RESERVE,
        RISK,
        GOOD,
        VILLAGE,
        OPERATOR,
        MEMBERS,
    ),
    (
        _accrue(1, DEFICIT, _term("loss")),
        _pay(2, PROFIT, to=GOOD, due=DEFICIT, lapses=False),
        _accrue(3, OWED, _part_of("rent", _term("mu"))),
        _pay(3, PROFIT, RISK, to=VILLAGE, due=OWED, lapses=False),
        _pay(4, PROFIT, to=RESERVE, due=_part_of("reserve_rate", LEFT)),
        _pay(5, PROFIT, to=OPERATOR, due=FEE),
        _accrue(6, PROMISED, _term("guarantee")),
        _pay(6, PROFIT, FIRM, to=MEMBERS, due=PROMISED),
        _pay(7, PROFIT, to=RISK, due=_part_of("risk_rate", LEFT)),
        Divide(
            source=PROFIT,
            parts=(
                Part(to=MEMBERS, weight=_term("to_members")),
                Part(to=VILLAGE, weight=_term("to_village")),
                Part(to=OPERATOR, weight=_term("to_operator")),
            ),
            rest=None,
            odd_fen=OddFen.LARGEST_REMAINDER,
            name="8",
            because=_because(8),
        ),
    ),
)


def profits_of(seed: int, scenarios: int) -> Any:
    """The profit or loss of each year and future, in fen."""
    dice = np.random.default_rng(seed)
    return dice.integers(-5_000_000, 30_000_000, (YEARS, scenarios))


def on_columns(profits: Any, most: int = BLOCK_MOST) -> Any:
    """What each future has got for its members, and what it leaves on four accounts.

    As few blocks as keep to so many futures, all alike: a run costs something whatever its
    size, so blocks are large; and they fit the cache that all cores share, so not larger.
    """
    count = profits.shape[1]
    size = -(-count // -(-count // most))
    blocks = [_block(profits[:, first : first + size]) for first in range(0, count, size)]
    return np.concatenate(blocks, axis=1)


def _block(profits: Any) -> Any:
    count = profits.shape[1]
    nobody = np.zeros(count, np.bool_)
    terms = {
        name: Column(np.array([number]), number, scale, may_be_negative=False)
        for name, (number, scale) in TERMS.items()
    }
    batch = Batch(
        ways=Ways({TOP: count}, {}, TOP),
        measures=terms,
        opening={},
        unlimited=frozenset(),
        aside=nobody,
        drawn=nobody,
        alone=_no_one,
    )
    carried: dict[str, Any] = {}
    members = np.zeros(count, np.int64)
    firm = np.full(count, LIMIT)
    for profit in profits:
        loss = column_of(np.maximum(-profit, 0))
        opening = {**carried, "profit": np.maximum(profit, 0), "firm": firm}
        year = evolve(batch, measures={**terms, "loss": loss}, opening=opening)
        closing = run(PROGRAM, year).closing
        carried = {name: closing[name] for name in CARRIED}
        members += closing["members"]
    return np.stack([*carried.values(), members])


def _no_one(place: int) -> Inputs:
    raise AssertionError(place)


def one_by_one(profits: Any) -> Any:
    """The same by the exact interpreter, one future after another."""
    space = Space((Level(TOP, ("A",)),))
    terms = {name: ((number,), scale) for name, (number, scale) in TERMS.items()}
    found = []
    for future in profits.T.tolist():
        carried: dict[str, tuple[int, ...]] = {}
        members = 0
        for profit in future:
            inputs = Inputs(
                space=space,
                measures={**terms, "loss": ((max(0, -profit),), 1)},
                opening={**carried, "profit": (max(0, profit),), "firm": (LIMIT,)},
            )
            closing = exact.run(PROGRAM, inputs).closing
            carried = {name: closing[name] for name in CARRIED}
            members += closing["members"][0]
        found.append([*(carried[name][0] for name in CARRIED), members])
    return np.array(found).T


def compiled(folder: Path) -> Callable[[Any], Any] | None:
    """The loop in C as a function; None where there is no compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    library, source = folder / "futures.so", Path(__file__).with_suffix(".c")
    flags = ("-O3", "-shared", "-fPIC")
    subprocess.run(  # noqa: S603 - the system's compiler on our own file
        [compiler, *flags, "-o", str(library), str(source)], check=True
    )
    loop = ctypes.CDLL(str(library)).futures

    def in_c(profits: Any) -> Any:
        state = np.zeros((len(CARRIED) + 1, profits.shape[1]), np.int64)
        terms = np.array(C_TERMS, np.int64)
        where = [each.ctypes.data_as(ctypes.c_void_p) for each in (profits, terms, state)]
        loop(YEARS, profits.shape[1], *where)
        return state

    return in_c


def floor(profits: Any) -> Any:
    """The same columns read and written, and nothing worked out."""
    for profit in profits:
        found = [profit.copy() for _ in range(len(CARRIED) + 1)]
    return found


def futures(seed: int, scenarios: int, repetitions: int) -> Iterator[tuple[str, str]]:
    """Processor nanoseconds per scenario, year and clause, in turns; and as ratios to C."""
    profits = profits_of(seed, scenarios)
    few = profits[:, : max(1, min(100, scenarios // 100))]
    with tempfile.TemporaryDirectory() as folder:
        in_c = compiled(Path(folder))
        works: dict[str, tuple[Callable[[Any], Any], Any]] = {
            "copy the same columns": (floor, profits),
            "columns": (on_columns, profits),
            "columns, a thousand at a time": (partial(on_columns, most=1_000), profits),
            "exact, one by one": (one_by_one, few),
        }
        if in_c is not None:
            works["a loop in C"] = (in_c, profits)
        least = dict.fromkeys(works, float("inf"))
        found = {}
        for _ in range(repetitions):
            for name, (work, given) in works.items():
                for _ in range(2):  # the first finds what another work left in the cache
                    start = process_time()
                    found[name] = work(given)
                    took = (process_time() - start) * 1e9
                    each = took / (given.shape[1] * YEARS * CLAUSES)
                    least[name] = min(least[name], each)
    at_once = found["columns"]
    assert np.array_equal(at_once, found["columns, a thousand at a time"])
    assert np.array_equal(at_once[:, : few.shape[1]], found["exact, one by one"])
    if in_c is None:
        yield "a loop in C", "left out: no compiler (cc)"
    else:
        assert np.array_equal(at_once, found["a loop in C"])
    base = least.get("a loop in C")
    for name, took in least.items():
        ratio = "" if base is None else f", {took / base:,.1f} x C"
        yield name, f"{took:,.1f} ns{ratio}"


if __name__ == "__main__":
    for asked in map(int, sys.argv[1:] or ("10000", "100000")):
        print(f"{asked:,} futures")
        for told in futures(20_314, asked, 9):
            print(*told, sep=": ")
