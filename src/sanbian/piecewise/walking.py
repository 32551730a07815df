"""Walking a program along one unknown, from decision to decision.

At each step the program is run twice on lines instead of numbers: once at a value of the
unknown, once right after it. The second run also says up to where none of its decisions
turns; there the next step begins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction

from attrs import frozen

from sanbian.errors import InvalidInputError, Problem
from sanbian.piecewise.functions import Piecewise, joined
from sanbian.piecewise.lines import Line, Path
from sanbian.piecewise.moving import Lines, Ran, Unknowns, run_lines
from sanbian.program import Inputs, Program
from sanbian.wording import Text

STEPS_MAX = 10_000


@frozen(kw_only=True)
class Step:
    """A program at one value of the unknown, and from right after it up to the next step.

    Attributes:
        start: The value.
        here: What it came to there.
        after: What it comes to from right after it on.
    """

    start: Fraction
    here: Ran
    after: Ran


def follow(
    program: Program,
    inputs: Inputs,
    unknowns: Unknowns,
    *,
    since: Fraction,
    until: Fraction | None = None,
) -> Iterator[Step]:
    """Walk along the unknown from one value to another, or without end.

    Raises:
        InvalidInputError: An amount that is no straight line of the unknown, or decisions
            that turn without end.
    """
    start = since
    for _ in range(STEPS_MAX):
        fixed = _fixed(unknowns, start)
        here = run_lines(program, inputs, fixed, Path(start, is_after=False))
        path = Path(start, is_after=True)
        yield Step(start=start, here=here, after=run_lines(program, inputs, unknowns, path))
        if path.until is None or (until is not None and path.until >= until):
            return
        start = path.until
    raise InvalidInputError(
        Problem(
            at="$",
            says=Text(
                zh=f"应在 {STEPS_MAX} 个转折以内，得到更多",
                en=f"expected at most {STEPS_MAX} turning points, got more",
            ),
            do=Text(zh="给出较小的范围（until）", en="give a shorter range (until)"),
        )
    )


def function_of(steps: Iterable[Step], read: Callable[[Ran], Line]) -> Piecewise:
    """What one number of the runs is, as a function of the unknown."""
    return joined(
        (step.start, read(step.here).at(step.start), read(step.after)) for step in steps
    )


def _fixed(unknowns: Unknowns, start: Fraction) -> Unknowns:
    """The inputs at one value of the unknown: nothing hangs on it any more."""

    def at(columns: Mapping[str, Lines]) -> Mapping[str, Lines]:
        return {
            name: [Line(line.at(start)) for line in column]
            for name, column in columns.items()
        }

    return Unknowns(measures=at(unknowns.measures), opening=at(unknowns.opening))
