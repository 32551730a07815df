"""What people decided about a review, in the contract itself: accepted findings, answers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import frozen

from sanbian.contract.notes import ReviewNotes
from sanbian.contract.parts import ContractParts, problem
from sanbian.errors import Problem

_CODE = re.compile(r"SB\d{3}\Z", re.ASCII)


@frozen
class _Said:
    """One entry: where it stands, its place in the contract, and the words it must have."""

    at: str
    code: str
    place: str
    words: dict[str, str]


def review_is_told_why(parts: ContractParts) -> Iterator[Problem]:
    """Every accepted finding and every answer has its code, its words and its person, once."""
    met: set[tuple[str, str, str]] = set()
    for entry in _entries(parts.review):
        yield from _problems(entry)
        key = entry.at.partition("[")[0], entry.code, entry.place
        if key in met:
            yield problem(
                entry.at,
                zh=f"应每处只写一次，得到第二个 {entry.code}",
                en=f"expected each place once, got a second {entry.code}",
                do_zh="只留一个",
                do_en="keep one of them",
            )
        met.add(key)


def _entries(notes: ReviewNotes) -> Iterator[_Said]:
    for number, each in enumerate(notes.accepted):
        words = {"at": each.at, "reason": each.reason, "by": each.by}
        yield _Said(f"$.review.accepted[{number}]", each.code, each.at, words)
    for number, answer in enumerate(notes.answers):
        words = {"answer": answer.answer, "by": answer.by}
        yield _Said(f"$.review.answers[{number}]", answer.code, "", words)


def _problems(entry: _Said) -> Iterator[Problem]:
    if not _CODE.match(entry.code):
        yield problem(
            f"{entry.at}.code",
            zh=f"应为代码，得到 “{entry.code}”",
            en=f"expected the code of a finding, got {entry.code!r}",
            do_zh="写成 SB113 这样，sanbian review 会打印出来",
            do_en="write it like SB113, as sanbian review prints it",
        )
    for name, words in entry.words.items():
        if not words.strip():
            do_zh, do_en = _MISSING[name]
            yield problem(
                f"{entry.at}.{name}",
                zh="应有文字，得到空白",
                en="expected words, got none",
                do_zh=do_zh,
                do_en=do_en,
            )


_MISSING = {
    "at": (
        "写明是哪一处，与 sanbian review 打印的相同",
        "name the place as sanbian review prints it",
    ),
    "reason": (
        "写明为什么不用改；没有理由的意见不能搁置",
        "say why it need not be mended; without a reason nothing is accepted",
    ),
    "by": ("写明由谁决定", "say who decided so"),
    "answer": ("写明答复", "write the answer"),
}
