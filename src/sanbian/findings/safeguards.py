"""Checks of what is said for bad years: exit, loss, lateness, leaving poverty."""

from __future__ import annotations

from collections.abc import Iterator

from sanbian.clause import Deduction, Exit, LateFee, LossSharing
from sanbian.contract import BaseKind, SafeguardKind
from sanbian.findings.grounds import case, civil_code, cooperatives, practice
from sanbian.findings.subjects import Subject
from sanbian.findings.values import Check, Found
from sanbian.law import Vehicle
from sanbian.wording import Text

_POOR = ("贫困", "扶贫", "脱贫")
_JOINT = ("连带", "联保", "互保")
_NEVER_A_LOSS = frozenset({BaseKind.GROSS_RECEIPTS, BaseKind.STATED_AMOUNT})


def _loss(subject: Subject) -> Iterator[Found]:
    """No word on a loss where it is for the contract to say, and nobody else does."""
    says = subject.has_safeguard(SafeguardKind.LOSS_SHARING) or any(
        isinstance(clause, LossSharing) for _, clause in subject.clauses()
    )
    if says or subject.contract.vehicle is not Vehicle.PARTNERSHIP:
        return
    for place, base in enumerate(subject.contract.bases):
        if base.carry_loss is None and base.base not in _NEVER_A_LOSS:
            yield Found(
                at=f"$.bases[{place}]",
                says=Text(
                    zh=f"“{base.name}” 为负时由谁承担，合同没有写",
                    en=f"nothing says who bears it when {base.id} is a loss",
                ),
            )


def _late(subject: Subject) -> Iterator[Found]:
    carried = [
        clause.id
        for _, clause in subject.clauses()
        if getattr(clause, "unpaid", "") == "carry"
        and not isinstance(clause, LateFee | Exit | Deduction)
    ]
    has_rule = subject.has_safeguard(SafeguardKind.LATE_FEE) or any(
        isinstance(clause, LateFee) for _, clause in subject.clauses()
    )
    if carried and not has_rule:
        numbers = Text(zh="、".join(carried), en=", ".join(carried))
        yield Found(
            at="$.safeguards",
            says=Text(
                zh=f"第 {numbers.zh} 条欠付的结转，但没有写哪天到期、迟付怎么办",
                en=f"what clause {numbers.en} leaves unpaid is carried, but nothing says when it "
                "is due and what follows when it is late",
            ),
        )


def _leaving_poverty(subject: Subject) -> Iterator[Found]:
    for place, each in enumerate(subject.contract.share_classes):
        if each.on_leaving_poverty is None and any(word in each.name for word in _POOR):
            yield Found(
                at=f"$.share_classes[{place}]",
                says=Text(
                    zh=f"“{each.name}” 没有写脱贫后怎么办",
                    en=f"nothing says what becomes of {each.id} when its holders leave poverty",
                ),
            )


def _beyond_account(subject: Subject) -> Iterator[Found]:
    for place, each in enumerate(subject.contract.safeguards):
        word = next((word for word in _JOINT if word in each.words), None)
        if word is not None:
            yield Found(
                at=f"$.safeguards[{place}].words",
                says=Text(
                    zh=f"条款中有“{word}”：农户可能承担出资以外的责任",
                    en=f"the clause says {word}: households may be liable beyond what they put "
                    "in",
                ),
            )


CHECKS = (
    Check(
        code="SB128",
        title=Text(zh="到期日和迟付的办法", en="Due days and lateness"),
        severity="warning",
        do=Text(
            zh="写到期日和违约金（late_fee），或在 safeguards 中写 late_fee",
            en="write due days with a late_fee clause, or a late_fee under safeguards",
        ),
        rests_on=(
            civil_code(
                "第五百一十一条第四项、第五百七十九条、第五百八十五条",
                "art. 511 no. 4, 579 and 585",
            ),
            practice(
                "盘州银湖：每年 11 月 1 日至 15 日发放", "Yinhu: paid 1 to 15 November"
            ),
        ),
        look=_late,
    ),
    Check(
        code="SB129",
        title=Text(zh="脱贫后的股权", en="Shares after leaving poverty"),
        severity="warning",
        do=Text(
            zh="写 on_leaving_poverty：停止、转换、转给他人、平摊或保留几年",
            en="write on_leaving_poverty: stop, convert, reassign, spread or keep for some years",
        ),
        rests_on=(
            case(
                "四川：谁贫困谁享受；南川、奉节：脱贫转普通股",
                "Sichuan: who is poor has it; Nanchuan and Fengjie: it becomes a common share",
            ),
        ),
        look=_leaving_poverty,
    ),
    Check(
        code="SB140",
        title=Text(zh="责任以出资为限", en="Liability ends with what was put in"),
        severity="warning",
        do=Text(
            zh="删去农户的连带责任，或写明以出资额和公积金份额为限",
            en="take the joint liability out, or limit it to capital and reserve share",
        ),
        rests_on=(cooperatives("第六条", "art. 6"),),
        look=_beyond_account,
    ),
    Check(
        code="SB143",
        title=Text(zh="亏损由谁承担", en="Who bears a loss"),
        severity="warning",
        do=Text(
            zh="写亏损分担（loss_sharing），或写 carry_loss",
            en="write a loss_sharing clause, or carry_loss",
        ),
        rests_on=(civil_code("第九百七十二条", "art. 972"),),
        look=_loss,
    ),
)
