"""One village with three members, and its accounts, to try each move on."""

from __future__ import annotations

from program_strategies import WHY, family

from sanbian.exact import run
from sanbian.money import OddFen
from sanbian.program import (
    Divide,
    Inputs,
    Join,
    Level,
    Measure,
    Pay,
    Program,
    Role,
    Space,
)

SPACE = Space(
    (
        Level("member", ("h1", "h2", "h3")),
        Level("group", ("east", "west")),
        Level("contract", ("A",)),
    ),
    (Join("member", "group", (0, 1, 1)), Join("group", "contract", (0, 0))),
)
WHOLE, EACH, GROUP = (
    family(Role.SOURCE, "contract"),
    family(Role.SOURCE, "member"),
    family(Role.SOURCE, "group"),
)
FIRM = family(Role.POCKET, "contract")
FUND = family(Role.FUND, "contract")
POOL = family(Role.POOL, "contract")
CASH, VILLAGE = family(Role.END, "member"), family(Role.END, "group")
RENT, BONUS = (
    family(Role.CLAIM, "member", "claim/rent"),
    family(Role.CLAIM, "member", "claim/bonus"),
)
EVERY = (WHOLE, EACH, GROUP, FIRM, FUND, POOL, CASH, VILLAGE, RENT, BONUS)
DUE, WEIGHT, GROUPS = (
    Measure("due", "member"),
    Measure("w", "member"),
    Measure("g", "group"),
)


def pay(**given):
    stated = {
        "due": DUE,
        "level": "member",
        "sources": (WHOLE,),
        "to": CASH,
        "unpaid": "lapse",
        "odd_fen": OddFen.LARGEST_REMAINDER,
        "name": "pay",
        "because": WHY,
    }
    return Pay(**{**stated, **given})


def divide(*parts, **given):
    stated = {
        "source": WHOLE,
        "parts": parts,
        "rest": None,
        "odd_fen": OddFen.LARGEST_REMAINDER,
        "name": "divide",
        "because": WHY,
    }
    return Divide(**{**stated, **given})


def after(*moves, unlimited=(), draws=None, credits_micro=None, measures=None, **opening):
    numbers = {
        "due": ((30, 20, 10), 1),
        "w": ((3, 2, 1), 1),
        "g": ((1, 3), 1),
        **(measures or {}),
    }
    inputs = Inputs(
        space=SPACE,
        measures=numbers,
        opening={name.replace("_", "/"): column for name, column in opening.items()},
        unlimited=frozenset(unlimited),
        draws=draws or {},
        credits_micro=credits_micro or {},
    )
    return run(Program(EVERY, moves), inputs)
