"""The report of a review: what was found, why, what to do, and what people have to answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from attrs import frozen

from sanbian.clause.naming import clause_text
from sanbian.contract import Contract, stable_place
from sanbian.findings import (
    SEVERITIES,
    SEVERITY_NAMES,
    Asked,
    Check,
    Finding,
    Severity,
    ground_words,
)
from sanbian.report.pages import (
    BLANK,
    Block,
    Bullets,
    Column,
    Document,
    Heading,
    Pairs,
    Paragraph,
    Table,
)
from sanbian.wording import NOTHING, Language, Text, join, same

PARTS = {
    "SB1": Text(zh="合同", en="contract"),
    "SB2": Text(zh="程序", en="procedure"),
    "SB3": Text(zh="台账", en="register"),
    "SB4": Text(zh="结算", en="settlement"),
}


@frozen(kw_only=True)
class Reviewed:
    """The review of one contract (一份合同的审查).

    Attributes:
        contract: The contract.
        found: All that was found, what is accepted at the end.
        asked: The questions that arise, with the answers that are there.
        on: The day whose law counts, or None where it follows from what was reviewed.
        name: Of its folder or file.
    """

    contract: Contract
    found: tuple[Finding, ...]
    asked: tuple[Asked, ...] = ()
    on: date | None = None
    name: str = ""

    @property
    def open(self) -> tuple[Finding, ...]:
        """What was found and is not accepted."""
        return tuple(each for each in self.found if each.accepted is None)

    @property
    def accepted(self) -> tuple[Finding, ...]:
        """What was found and is accepted."""
        return tuple(each for each in self.found if each.accepted is not None)

    @property
    def unanswered(self) -> tuple[Asked, ...]:
        """The questions that nobody has answered."""
        return tuple(each for each in self.asked if each.answer is None)


def review_report(reviews: Sequence[Reviewed], language: Language) -> Document:
    """Write the report of one or several reviews.

    Args:
        reviews: One for each contract.
        language: ``zh`` or ``en``.

    Returns:
        The document; `html_of` and `markdown_of` write it. It is whole: what is accepted is
        in it with its reason, and so are the questions that are open.
    """
    one = reviews[0] if len(reviews) == 1 else None
    title = _TITLE if one is None else _TITLE + _named(one.contract)
    blocks: list[Block] = []
    for each in reviews:
        if one is None:
            blocks.append(Heading(_named(each.contract, opening="").of(language)))
        blocks += _blocks(each, language)
    blocks += [
        Paragraph(_NO_LAWYER.of(language), "small"),
        Paragraph(_SIGNATURE.of(language), "signature"),
    ]
    return Document(title=title.of(language), language=language, blocks=tuple(blocks))


def _named(contract: Contract, opening: str = "：") -> Text:
    return Text(
        zh=f"{opening}{contract.title}（{contract.id}）",
        en=f"{': ' if opening else ''}{contract.title} ({contract.id})",
    )


def _blocks(reviewed: Reviewed, language: Language) -> Iterator[Block]:
    if reviewed.on is not None:
        says = Text(
            zh=f"依 {reviewed.on} 的法律和条款审查",
            en=f"By the law and the clauses of {reviewed.on}",
        )
        yield Paragraph(says.of(language), "subtitle")
    yield _counts(reviewed, language)
    for prefix, part in PARTS.items():
        found = [each for each in reviewed.open if each.code.startswith(prefix)]
        if found:
            yield Heading(_FOUND_IN[prefix].of(language))
        for number, each in enumerate(found, 1):
            yield from _finding(f"{part.of(language)} {number}", each, reviewed, language)
    if reviewed.accepted:
        yield Heading(_ACCEPTED.of(language))
        yield _accepted_table(reviewed, language)
    yield from _questions(reviewed.asked, language)


def _counts(reviewed: Reviewed, language: Language) -> Table:
    """How many of each severity there are in each part, and how many are accepted."""
    counts = [
        (
            part.of(language),
            [
                *(_count(reviewed.open, prefix, name) for name in SEVERITIES),
                sum(each.code.startswith(prefix) for each in reviewed.accepted),
                sum(each.code.startswith(prefix) for each in reviewed.unanswered),
            ],
        )
        for prefix, part in PARTS.items()
    ]
    totals = [sum(column) for column in zip(*(row for _, row in counts), strict=True)]
    heads = (
        *(SEVERITY_NAMES[name] for name in SEVERITIES),
        Text(zh="已说明不改", en="accepted"),
        Text(zh="待答问题", en="open questions"),
    )
    return Table(
        columns=(
            Column(Text(zh="部分", en="part").of(language)),
            *(Column(head.of(language), "number") for head in heads),
        ),
        rows=tuple((part, *map(str, row)) for part, row in counts),
        totals=(Text(zh="合计", en="in all").of(language), *map(str, totals)),
    )


def _count(found: Iterable[Finding], prefix: str, severity: Severity) -> int:
    return sum(e.code.startswith(prefix) and e.severity == severity for e in found)


def _finding(
    number: str, finding: Finding, reviewed: Reviewed, language: Language
) -> Iterator[Block]:
    name = SEVERITY_NAMES[finding.severity].of(language)
    yield Paragraph(f"{number} · {finding.code} · {name}")
    grounds = [ground_words(each) for each in finding.rests_on]
    yield Pairs(
        (
            (_WHERE.of(language), _place(reviewed, finding).of(language)),
            (_SAYS.of(language), finding.says.of(language)),
            (_DO.of(language), finding.do.of(language)),
            (_RESTS.of(language), join(grounds, zh="；", en="; ").of(language)),
        )
    )


def _place(reviewed: Reviewed, finding: Finding) -> Text:
    """Where: a clause by its number, as people say it, and the place to accept it by."""
    place = stable_place(reviewed.contract, finding.at)
    clause = _CLAUSE.search(place)
    if clause is None:
        return same(place)
    return clause_text(clause[1]) + Text(zh=f"（{place}）", en=f" ({place})")


_CLAUSE = re.compile(r"\.clauses\[id=([^\]]+)\]")


def _accepted_table(reviewed: Reviewed, language: Language) -> Table:
    heads = (_CODE, _WHERE, _SAYS, _REASON, _BY, _UNTIL)
    rows = []
    for each in reviewed.accepted:
        assert each.accepted is not None
        noted = each.accepted
        rows.append(
            (
                each.code,
                _place(reviewed, each).of(language),
                each.says.of(language),
                noted.reason,
                noted.by,
                "" if noted.until is None else str(noted.until),
            )
        )
    return Table(
        columns=tuple(Column(head.of(language)) for head in heads), rows=tuple(rows)
    )


def _questions(asked: Sequence[Asked], language: Language) -> Iterator[Block]:
    open_ones = [each for each in asked if each.answer is None]
    answered = [each for each in asked if each.answer is not None]
    if open_ones:
        yield Heading(_OPEN.of(language))
    for each in open_ones:
        yield Paragraph(f"{each.code} · {each.question.asks.of(language)}")
        yield Pairs(
            (
                (_WHO.of(language), each.question.who.of(language)),
                (_LOOK.of(language), each.question.where.of(language)),
                (_ANSWER.of(language), BLANK),
            )
        )
    if answered:
        yield Heading(_ANSWERED.of(language))
        yield Bullets(tuple(answer_words(each).of(language) for each in answered))


def answer_words(asked: Asked) -> Text:
    """A question with its answer, who gave it and when."""
    assert asked.answer is not None
    given = asked.answer
    return Text(
        zh=f"{asked.code} {asked.question.asks.zh} {given.answer}"
        f"（{given.by}，{given.day}）",
        en=f"{asked.code} {asked.question.asks.en} {given.answer} "
        f"({given.by}, {given.day})",
    )


def accepted_words(finding: Finding) -> Text:
    """Why a finding stands, who decided so, and until when."""
    assert finding.accepted is not None
    noted = finding.accepted
    until = (
        NOTHING
        if noted.until is None
        else Text(zh=f"，至 {noted.until}", en=f", until {noted.until}")
    )
    return same(noted.reason) + Text(
        zh=f"（{noted.by}{until.zh}）", en=f" ({noted.by}{until.en})"
    )


def how_words(check: Check) -> Text:
    """How a check is decided: by a finding, by a refusal, by asking, or in several ways."""
    ways = []
    if check.look is not None or check.is_about_notes:
        ways.append(SEVERITY_NAMES[check.severity])
    if check.is_refused:
        ways.append(
            Text(zh="读入或结算时即拒绝，不留意见", en="refused on reading or settling")
        )
    if check.question is not None:
        ways.append(Text(zh="有一个由人回答的问题", en="a question for people"))
    return join(ways, zh="；", en="; ")


def counted(found: Iterable[Finding]) -> Text:
    """How many findings there are of each severity, and how many are accepted, on one line.

    Examples:
        >>> from sanbian.report.reviews import counted
        >>> counted([]).en
        '.'
    """
    listed = list(found)
    zh, en = [], []
    for severity in SEVERITIES:
        count = sum(e.severity == severity and e.accepted is None for e in listed)
        if count:
            name = SEVERITY_NAMES[severity]
            plural = "" if count == 1 or severity == "info" else "s"
            zh.append(f"{name.zh} {count} 项")
            en.append(f"{count} {name.en}{plural}")
    accepted = sum(each.accepted is not None for each in listed)
    if accepted:
        zh.append(f"已说明不改 {accepted} 项")
        en.append(f"{accepted} accepted")
    return Text(zh="，".join(zh) + "。", en=", ".join(en) + ".")


_TITLE = Text(zh="审查报告", en="Report of the review")
_FOUND_IN = {
    "SB1": Text(zh="合同的意见", en="On the contract"),
    "SB2": Text(zh="程序的意见", en="On the procedure"),
    "SB3": Text(zh="台账的意见", en="On the register"),
    "SB4": Text(zh="结算的意见", en="On the settlement"),
}
_ACCEPTED = Text(zh="已说明不改的意见", en="Accepted, with the reason")
_OPEN = Text(zh="待答问题", en="Questions that people have to answer")
_ANSWERED = Text(zh="已经答复的问题", en="Questions that were answered")
_CODE = Text(zh="代码", en="code")
_WHERE = Text(zh="位置", en="where")
_SAYS = Text(zh="发现", en="found")
_DO = Text(zh="怎么办", en="what to do")
_RESTS = Text(zh="依据", en="rests on")
_REASON = Text(zh="理由", en="reason")
_BY = Text(zh="由谁决定", en="by")
_UNTIL = Text(zh="期限", en="until")
_WHO = Text(zh="谁来答", en="who answers")
_LOOK = Text(zh="看哪里", en="where to look")
_ANSWER = Text(zh="答复", en="answer")
_NO_LAWYER = Text(
    zh="审查意见帮助人读合同，不代替律师；没有意见不等于没有问题。",
    en="Findings help people to read a contract and replace no lawyer; none does not mean "
    "that nothing is wrong.",
)
_SIGNATURE = Text(
    zh=f"审查人：{BLANK}　　日期：{BLANK}", en=f"Reviewed by: {BLANK}   Date: {BLANK}"
)
