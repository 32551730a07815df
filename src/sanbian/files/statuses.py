"""The poverty status of a household as a roster writes it (贫困状态)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import TypeAlias

from attrs import frozen

from sanbian.errors import Problem
from sanbian.files.cells import read_date
from sanbian.files.composites import nearest
from sanbian.files.headers import half_width
from sanbian.register import Status, states_from
from sanbian.wording import Text

STATUS_WORDS: Mapping[str, Status] = {
    **{status.value: status for status in Status},
    "一般户": Status.GENERAL,
    "一般农户": Status.GENERAL,
    "非贫困户": Status.GENERAL,
    "贫困户": Status.POOR,
    "建档立卡贫困户": Status.POOR,
    "建档立卡户": Status.POOR,
    "脱贫户": Status.GRADUATED,
    "监测户": Status.MONITORED,
    "监测对象": Status.MONITORED,
}

States: TypeAlias = tuple[tuple[date, Status], ...]

_STATE = re.compile(r"([^\d\s:]+)[\s:]*(\d.*)?\Z", re.DOTALL)
_EACH_WITH_DAY = Text(
    zh="写成 “贫困户 2016-01-01；脱贫户 2018-12-31”，状态日期列留空",
    en="write it like 'poor 2016-01-01; graduated 2018-12-31', with status_day empty",
)


@frozen
class Refusal:
    """Why a status cannot be read.

    Attributes:
        says: What was expected and found.
        do: What to do.
        is_of_day: Whether it concerns the day beside it.
    """

    says: Text
    do: Text
    is_of_day: bool = False


def read_states(
    written: str | None, *, day: date | None, first: date, needs_day: bool
) -> States | Refusal:
    """Read a status: a word, a word with its day, or the whole history.

    A household that left poverty on a day, and of which nothing else is said, was poor
    before.

    Args:
        written: The cell: ``贫困户``, or ``poor 2016-01-01; graduated 2018-12-31``.
        day: The day beside it, if there is one.
        first: The day from which a word without a day holds.
        needs_day: Whether the contract counts years from leaving poverty.

    Examples:
        >>> from datetime import date
        >>> from sanbian.files.statuses import read_states
        >>> start, left = date(2016, 1, 1), date(2018, 12, 31)
        >>> states = read_states("脱贫户", day=left, first=start, needs_day=False)
        >>> [(str(since), status.value) for since, status in states]
        [('2016-01-01', 'poor'), ('2018-12-31', 'graduated')]
    """
    if written is None:
        return () if day is None else _refused_without_status(day)
    read: list[tuple[date | None, Status]] = []
    for part in re.split("[;,、]", half_width(written)):
        if not part.strip():
            continue
        state = _state(part.strip())
        if isinstance(state, Refusal):
            return state
        read.append(state)
    if len(read) == 1 and read[0][0] is None:
        return _single(read[0][1], day=day, first=first, needs_day=needs_day)
    history = tuple((since, status) for since, status in read if since is not None)
    in_order = all(earlier[0] < later[0] for earlier, later in pairwise(history))
    if not history or len(history) < len(read) or day is not None or not in_order:
        says = Text(
            zh=f"应为按日期先后、各有日期的状态，得到 “{written}”",
            en=f"expected states each with its day, in order, got {written!r}",
        )
        return Refusal(says, _EACH_WITH_DAY)
    return history


def _single(
    status: Status, *, day: date | None, first: date, needs_day: bool
) -> States | Refusal:
    """One word, with the day of its own column or none."""
    if status is Status.GRADUATED and day is None and needs_day:
        says = Text(
            zh="合同约定脱贫后保留若干年，应有脱贫的日期，得到空白",
            en="expected the day on which it left poverty, since the contract counts years "
            "from it, got none",
        )
        do = Text(zh="填写状态日期", en="fill in status_day")
        return Refusal(says, do, is_of_day=True)
    return states_from(status, since=day, first=first)


def _refused_without_status(day: date) -> Refusal:
    says = Text(
        zh=f"有状态日期时应有贫困状态，得到只有 {day}",
        en=f"expected a status with its day, got only the day {day}",
    )
    return Refusal(says, Text(zh="填写贫困状态", en="fill in the status"))


def _state(text: str) -> tuple[date | None, Status] | Refusal:
    """A status with its day, if it has one."""
    parts = _STATE.match(text)
    status = STATUS_WORDS.get(parts[1].casefold()) if parts else None
    if parts is None or status is None:
        says = Text(
            zh=f"应为贫困状态，得到 “{text}”", en=f"expected a poverty status, got {text!r}"
        )
        return Refusal(says, nearest(text, STATUS_WORDS))
    if parts[2] is None:
        return None, status
    day = read_date(parts[2].strip(), at="")
    if isinstance(day, Problem):
        return Refusal(day.says, day.do)
    return day, status
