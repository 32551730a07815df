"""Checks of assemblies: who was told, who came, who agreed, and what they may decide (会议)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from sanbian.contract import ProcedureStep, ShareClass
from sanbian.findings.grounds import (
    COLLECTIVES_SINCE,
    COOPERATIVES_SINCE,
    collectives,
    cooperatives,
)
from sanbian.findings.subjects import (
    DECISION,
    Subject,
    is_of_representatives,
    taker_of_result,
)
from sanbian.findings.values import Check, Found
from sanbian.wording import Text

TWO_THIRDS, HALF = Fraction(2, 3), Fraction(1, 2)
_THREE_QUARTERS, _TENTH = Fraction(3, 4), Fraction(1, 10)
_NOTICE_DAYS, _COLLECTIVE_OPEN_DAYS, _COOPERATIVE_OPEN_DAYS = 10, 10, 15
_COLLECTIVE_REPRESENTATIVES_MIN = 21  # more than twenty
_MEMBERS_MAX, _REPRESENTATIVES_MIN = 150, 51

_BY_MEMBERS_ALONE = {
    "charter": Text(zh="章程", en="the charter"),
    "membership": Text(zh="成员身份", en="who is a member"),
    "quantification": Text(zh="股份量化", en="what is quantified into shares"),
    "land_compensation": Text(zh="土地补偿费", en="compensation for land"),
    "merger": Text(zh="合并、分立", en="merger or division"),
}
_TWO_THIRDS_OF_VOTES = ("charter", "merger")


# --- who came and who agreed ---------------------------------------------------------


def counted(
    place: int, step: ProcedureStep, *, present: Fraction, in_favour: Fraction
) -> Iterator[Found]:
    """Whether enough came and enough of all agreed: two thirds suffice, a half does not."""
    at = f"$.procedure.steps[{place}]"
    yield from _more_than_there_are(at, step)
    if step.due and step.present is not None and step.present < present * step.due:
        yield Found(
            at=f"{at}.present",
            says=Text(
                zh=f"{step.day} {step.step}：应到 {step.due} 人，实到 {step.present} 人，"
                f"不足 {present}",
                en=f"{step.step} on {step.day}: {step.present} of {step.due} came, less than "
                f"{present}",
            ),
        )
    if step.votes and step.votes_in_favour is not None:
        yield from _agreed(at, step, (step.votes, step.votes_in_favour, True), in_favour)
    elif step.due and step.in_favour is not None:
        yield from _agreed(at, step, (step.due, step.in_favour, False), in_favour)


_COUNTS = {
    "due": Text(zh="应到", en="were entitled"),
    "present": Text(zh="实到", en="came"),
    "in_favour": Text(zh="同意", en="agreed"),
    "votes": Text(zh="总票数", en="have votes"),
    "votes_in_favour": Text(zh="同意票", en="voted in favour"),
}
_AT_MOST = (
    ("present", "due"),
    ("in_favour", "present"),
    ("in_favour", "due"),
    ("votes_in_favour", "votes"),
)


def _more_than_there_are(at: str, step: ProcedureStep) -> Iterator[Found]:
    """A count that cannot be: more came than were entitled, more agreed than came."""
    for part, whole in _AT_MOST:
        few, many = getattr(step, part), getattr(step, whole)
        if few is not None and many is not None and few > many:
            less, more = _COUNTS[part], _COUNTS[whole]
            yield Found(
                at=f"{at}.{part}",
                says=Text(
                    zh=f"{step.day} {step.step}：{less.zh} {few}，多于{more.zh} {many}",
                    en=f"{step.step} on {step.day}: {few} {less.en}, more than the {many} who "
                    f"{more.en}",
                ),
            )
            return


def _agreed(
    at: str, step: ProcedureStep, told: tuple[int, int, bool], least: Fraction
) -> Iterator[Found]:
    """Whether enough of all agreed, by heads or by votes."""
    of, agreed, by_votes = told
    enough = least * of
    if agreed > enough or (least != HALF and agreed == enough):
        return
    bound = Text(
        zh="没有过半" if least == HALF else f"不足 {least}",
        en="no majority" if least == HALF else f"less than {least}",
    )
    votes = Text(zh=" 票" if by_votes else " 人", en=" votes" if by_votes else "")
    yield Found(
        at=f"{at}.votes_in_favour" if by_votes else f"{at}.in_favour",
        says=Text(
            zh=f"{step.day} {step.step}：{'总票数' if by_votes else '应到'} {of}{votes.zh}，"
            f"同意 {agreed}{votes.zh}，{bound.zh}",
            en=f"{step.step} on {step.day}: {agreed} of {of}{votes.en} agreed, {bound.en}",
        ),
    )


def _early_enough(
    at: str, step: ProcedureStep, told: date | None, days: int, what: Text
) -> Iterator[Found]:
    if told is not None and told > step.day - timedelta(days=days):
        before = (step.day - told).days
        yield Found(
            at=at,
            says=Text(
                zh=f"{step.day} {step.step}：{what.zh}在 {told}，只提前 {before} 日，"
                f"应提前 {days} 日",
                en=f"{step.step} on {step.day}: {what.en} on {told}, {before} days before "
                f"instead of {days}",
            ),
        )


_NOTICE = Text(zh="会议通知", en="the notice was sent")
_OPEN = Text(zh="方案和报告置备", en="plan and accounts lay open")


def _decisions(subject: Subject, since: date) -> Iterator[tuple[int, ProcedureStep]]:
    """What was decided in an assembly since the act is in force."""
    for place, step in subject.steps(*DECISION):
        if step.day >= since:
            yield place, step


def _collective_decides(subject: Subject) -> Iterator[Found]:
    for place, step in _decisions(subject, COLLECTIVES_SINCE):
        at = f"$.procedure.steps[{place}]"
        if is_of_representatives(step):
            yield from _represented(at, step)
            yield from counted(place, step, present=Fraction(0), in_favour=TWO_THIRDS)
        else:
            yield from counted(place, step, present=TWO_THIRDS, in_favour=TWO_THIRDS)
            yield from _early_enough(
                f"{at}.noticed", step, step.noticed, _NOTICE_DAYS, _NOTICE
            )
        yield from _early_enough(
            f"{at}.laid_open", step, step.laid_open, _COLLECTIVE_OPEN_DAYS, _OPEN
        )


def _represented(at: str, step: ProcedureStep) -> Iterator[Found]:
    """What representatives of a collective may not decide, and how many there must be."""
    what = None if step.matter is None else _BY_MEMBERS_ALONE.get(step.matter)
    if what is not None:
        yield Found(
            at=f"{at}.matter",
            says=Text(
                zh=f"{step.day} {step.step}：{what.zh}应由成员大会决定，成员代表大会不能决定",
                en=f"{step.step} on {step.day}: {what.en} is for all members to decide, not "
                "for their representatives",
            ),
        )
    if step.due is not None and step.due < _COLLECTIVE_REPRESENTATIVES_MIN:
        yield Found(
            at=f"{at}.due",
            says=Text(
                zh=f"{step.day} {step.step}：成员代表 {step.due} 人，应多于二十人",
                en=f"{step.step} on {step.day}: {step.due} representatives, not more than 20",
            ),
        )


def _cooperative_decides(subject: Subject) -> Iterator[Found]:
    for place, step in _decisions(subject, COOPERATIVES_SINCE):
        in_favour = TWO_THIRDS if step.matter in _TWO_THIRDS_OF_VOTES else HALF
        if not is_of_representatives(step):
            yield from counted(place, step, present=TWO_THIRDS, in_favour=in_favour)
        at = f"$.procedure.steps[{place}].laid_open"
        yield from _early_enough(at, step, step.laid_open, _COOPERATIVE_OPEN_DAYS, _OPEN)


def _representatives(subject: Subject) -> Iterator[Found]:
    """A cooperative's representatives: for more than 150 members, a tenth and 51 of them."""
    for place, step in _decisions(subject, COOPERATIVES_SINCE):
        if not is_of_representatives(step) or step.members is None:
            continue
        at = f"$.procedure.steps[{place}]"
        if step.members <= _MEMBERS_MAX:
            yield Found(
                at=f"{at}.members",
                says=Text(
                    zh=f"{step.day} {step.step}：成员 {step.members} 人，没有超过 150 人，"
                    "不设成员代表大会",
                    en=f"{step.step} on {step.day}: {step.members} members, not more than 150, "
                    "decide themselves and not by representatives",
                ),
            )
        elif step.due is not None and step.due < max(
            Fraction(_REPRESENTATIVES_MIN), _TENTH * step.members
        ):
            yield Found(
                at=f"{at}.due",
                says=Text(
                    zh=f"{step.day} {step.step}：成员 {step.members} 人，代表 {step.due} 人，"
                    "不足十分之一或 51 人",
                    en=f"{step.step} on {step.day}: {step.due} representatives of "
                    f"{step.members} members, less than a tenth or than 51",
                ),
            )


# --- who is no member ----------------------------------------------------------------


def _outsiders(subject: Subject) -> Iterator[Found]:
    """A part of a collective's income for who is no member and has put nothing in."""
    takers = {taker_of_result(clause) for _, clause in subject.clauses()}
    for place, each in enumerate(subject.contract.share_classes):
        has_put_in = any(
            each.id in {given.by, given.into} for given in subject.contract.contributions
        )
        if each.outsiders and each.id in takers and not has_put_in:
            yield from _allowed(subject, place, each)


def _allowed(subject: Subject, place: int, each: ShareClass) -> Iterator[Found]:
    decided = [
        (number, step)
        for number, step in enumerate(subject.contract.procedure.steps)
        if step.matter == "outsiders"
    ]
    if not decided:
        yield Found(
            at=f"$.share_classes[{place}]",
            says=Text(
                zh=f"“{each.name}” 的持有人不是成员，却参加集体收益分配，程序中没有这一决定",
                en=f"holders of {each.id} are no members, yet share the collective's income, and "
                "no step of the procedure decides so",
            ),
            severity="warning",
        )
    for number, step in decided:
        yield from counted(number, step, present=Fraction(0), in_favour=_THREE_QUARTERS)


CHECKS = (
    Check(
        code="SB202",
        title=Text(zh="集体的成员大会", en="The assembly of the collective"),
        severity="error",
        do=Text(
            zh="重新召开成员大会：提前十日通知，三分之二以上到会，全体成员三分之二以上同意；"
            "方案提前十日供查阅",
            en="hold the assembly again: ten days' notice, two thirds present, two thirds of all "
            "in favour, the plan open ten days before",
        ),
        rests_on=(
            collectives("第二十六条至第二十八条、第四十六条", "art. 26 to 28 and 46"),
        ),
        look=_collective_decides,
    ),
    Check(
        code="SB203",
        title=Text(zh="合作社的成员大会", en="The assembly of the cooperative"),
        severity="error",
        do=Text(
            zh="重新召开成员大会：三分之二以上到会，表决权总数过半同意（章程、合并等三分之二）；"
            "方案提前十五日置备",
            en="hold the assembly again: two thirds present, more than half of all votes (two "
            "thirds for charter and merger), the plan open fifteen days before",
        ),
        rests_on=(cooperatives("第三十条、第四十条", "art. 30 and 40"),),
        look=_cooperative_decides,
    ),
    Check(
        code="SB206",
        title=Text(zh="非成员参加分配要四分之三", en="Three quarters for who is no member"),
        severity="error",
        do=Text(
            zh='由成员大会全体成员四分之三以上同意（matter = "outsiders"），否则不分给非成员',
            en='have three quarters of all members agree (matter = "outsiders"), or give '
            "nothing to who is no member",
        ),
        rests_on=(collectives("第十五条", "art. 15"),),
        look=_outsiders,
    ),
    Check(
        code="SB207",
        title=Text(zh="合作社的成员代表", en="Representatives of a cooperative"),
        severity="warning",
        do=Text(
            zh="按章程补选代表：成员十分之一、不少于 51 人；不超过 150 人的开成员大会",
            en="elect more by the charter: a tenth of the members and at least 51; with 150 "
            "members or fewer hold an assembly of all",
        ),
        rests_on=(cooperatives("第三十二条", "art. 32"),),
        look=_representatives,
    ),
)
