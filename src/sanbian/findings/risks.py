"""Checks of what households were told, and of words that free one side alone (风险告知)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sanbian.clause import Fixed, LossPart, LossSharing, PartOf
from sanbian.contract import Safeguard, SafeguardKind
from sanbian.findings.grounds import civil_code, practice
from sanbian.findings.subjects import Subject
from sanbian.findings.values import Check, Found, Question
from sanbian.wording import Text, money, percent

# --- what they were told -------------------------------------------------------------


def _risk_statement(subject: Subject) -> Iterator[Found]:
    stated = [
        each
        for each in subject.contract.safeguards
        if each.kind is SafeguardKind.RISK_STATEMENT
    ]
    is_told = stated or subject.has_step("risk_statement", "risk statement", "风险")
    if subject.contract.contributions and not is_told:
        yield Found(
            at="$.safeguards",
            says=Text(
                zh="没有风险告知：可能没有收入、可能亏损、价格和灾害，农户签字确认",
                en="no risk statement: years without income, loss, prices, disaster, signed by "
                "the households",
            ),
        )
    for each in stated:
        yield from _beyond_what_was_told(subject, each)


def _beyond_what_was_told(subject: Subject, statement: Safeguard) -> Iterator[Found]:
    """A loss clause that takes more of a household than it was told it could lose."""
    told = _most(statement)
    if told is None:
        return
    for at, clause in subject.clauses():
        if not isinstance(clause, LossSharing):
            continue
        for place, part in enumerate(clause.parts):
            bears, is_within = _bears(subject, part), _is_within(part, statement)
            if bears is None or is_within:
                continue
            yield Found(
                at=f"{at}.parts[{place}]",
                says=Text(
                    zh=f"告知农户最多亏 {told.zh}，亏损条款却让“{part.to}”{bears.zh}",
                    en=f"households were told that they lose {told.en} at most, while the loss "
                    f"clause has {part.to} bear {bears.en}",
                ),
                severity="warning" if is_within is None else "error",
            )


def _most(statement: Safeguard) -> Text | None:
    """The most that a household was told it can lose."""
    if statement.amount is not None:
        return money(statement.amount)
    if statement.rate is not None:
        rate = percent(statement.rate)
        return Text(zh=f"出资的 {rate}", en=f"{rate} of what it put in")
    return None


def _bears(subject: Subject, part: LossPart) -> Text | None:
    """How much of a loss a household may have to bear; None for a party."""
    if not subject.contract.names.is_holders(part.to):
        return None
    match part.at_most:
        case Fixed():
            most = money(part.at_most.amount)
            return Text(zh=f"每户最多承担 {most.zh}", en=f"up to {most.en} each")
        case PartOf():
            rate = percent(part.at_most.rate)
            return Text(zh=f"最多承担 {rate}", en=f"up to {rate}")
        case None if part.reduces is not None:
            return Text(zh="承担到本金用完", en="a loss until its principal is gone")
        case None:
            return Text(zh="承担亏损，没有上限", en="a loss without a limit")
        case _:
            return Text(zh="按另一种上限承担", en="a loss up to a limit of another kind")


def _is_within(part: LossPart, statement: Safeguard) -> bool | None:
    """Whether what is borne is no more than was told; None where it cannot be compared."""
    match part.at_most:
        case None if part.reduces is None:
            return False
        case None if statement.amount is None:
            return statement.rate == Fraction(1)
        case Fixed() if statement.amount is not None:
            return part.at_most.amount <= statement.amount
        case PartOf() if statement.amount is None:
            return part.at_most.rate <= (statement.rate or 0)
        case _:
            return None


# --- words that free one side --------------------------------------------------------

_ONE_SIDED = (
    *("最终解释权", "解释权归", "概不负责", "不承担任何责任", "不负任何责任", "后果自负"),
    *(
        "不得提出异议",
        "不得退出",
        "不得退股",
        "放弃诉讼",
        "放弃追索",
        "单方解除",
        "单方变更",
        "单方调整",
        "概不承担",
    ),
)


def _one_sided(subject: Subject) -> Iterator[Found]:
    contract = subject.contract
    told = {
        "$.matters.mode": contract.matters.mode,
        "$.matters.distribution": contract.matters.distribution,
        **{f"{at}.words": clause.words for at, clause in subject.clauses()},
        **{
            f"$.safeguards[{place}].words": each.words
            for place, each in enumerate(contract.safeguards)
        },
    }
    for at, words in told.items():
        word = next((word for word in _ONE_SIDED if word in words), None)
        if word is not None:
            yield Found(
                at=at,
                says=Text(
                    zh=f"条款中有“{word}”：如果是一方拟好、没有商量过的，可能无效",
                    en=f"the clause says {word}: where one side drafted it and nobody could "
                    "discuss it, it may be void",
                ),
            )


CHECKS = (
    Check(
        code="SB123",
        title=Text(zh="风险已经告知", en="The risks were told"),
        severity="warning",
        do=Text(
            zh="签订前书面告知，农户签字，写成 risk_statement 条款或程序步骤；"
            "亏损条款不超过告知的上限",
            en="tell them in writing before signing, have them sign, and record it as a "
            "risk_statement clause or step; let the loss clause take no more than was told",
        ),
        rests_on=(
            practice(
                "泾川县 2018-05-25 三变改革讲话：风险讲在前头",
                "Jingchuan county, speech of 2018-05-25: tell the risks at the start",
            ),
        ),
        look=_risk_statement,
    ),
    Check(
        code="SB141",
        title=Text(zh="格式条款公平", en="Standard terms are fair"),
        severity="info",
        do=Text(
            zh="删去，或与农户逐条商量，提示并讲清楚；有两种解释的，按不利于拟定方的解释",
            en="take it out, or discuss it with the households, point it out and explain it; of "
            "two readings the one against the drafter holds",
        ),
        rests_on=(civil_code("第四百九十六条至第四百九十八条", "art. 496 to 498"),),
        look=_one_sided,
        question=Question(
            asks=Text(
                zh="合同是谁拟的？有没有免除经营方责任、加重农户责任、排除农户主要权利的条款？",
                en="who drafted it, and does a clause free the operator, load the household, or "
                "take its main rights?",
            ),
            who=Text(
                zh="律师或乡镇司法所", en="a lawyer, or the township's justice office"
            ),
            where=Text(zh="纸面合同全文", en="the whole paper contract"),
            why=Text(
                zh="公平不公平要看全文和商谈的过程，不是几个词",
                en="fairness is in the whole and in how it came about, not in a few words",
            ),
        ),
    ),
)
