"""Checks of the members of a cooperative: farmers, institutions, additional votes."""

from __future__ import annotations

from collections.abc import Iterator

from sanbian.findings.grounds import cooperatives
from sanbian.findings.subjects import Subject
from sanbian.findings.values import Check, Found
from sanbian.law import Vehicle
from sanbian.register import Household, MemberKind, households_on
from sanbian.wording import Text

_FARMERS_MIN = 80  # per cent of the members
_FEW = 20  # members, up to whom one institution may be a member
_INSTITUTIONS_MAX = 5  # per cent of the members, where there are more
_EXTRA_MAX = 20  # per cent of the base votes
_WHOLE = 100


def _members(subject: Subject) -> list[Household]:
    """The members of a cooperative on the day; nobody of another body."""
    is_one = subject.contract.vehicle is Vehicle.FARMERS_COOPERATIVE
    if subject.register is None or not is_one:
        return []
    listed = households_on(subject.register, on=subject.on)
    return [each for each in listed if each.counts_on(subject.on)]


def _composition(subject: Subject) -> Iterator[Found]:
    """Farmers and institutions; a member of whom nothing is said is taken for a farmer."""
    members = _members(subject)
    if not any(each.kind for each in members):
        return
    total = len(members)
    others = sum(each.kind is MemberKind.PERSON for each in members)
    bodies = sum(each.kind is MemberKind.INSTITUTION for each in members)
    farmers = total - others - bodies
    if farmers * _WHOLE < _FARMERS_MIN * total:
        yield Found(
            at="$.members",
            says=Text(
                zh=f"{total} 个成员中农民 {farmers} 个，不到 80%",
                en=f"{farmers} of {total} members are farmers, less than 80 %",
            ),
        )
    few = total <= _FEW
    if bodies > 1 if few else bodies * _WHOLE > _INSTITUTIONS_MAX * total:
        yield Found(
            at="$.members",
            says=Text(
                zh=f"{total} 个成员中单位 {bodies} 个，"
                + ("20 人以下的至多一个" if few else "超过 5%"),
                en=f"{bodies} of {total} members are institutions: "
                + ("of at most 20 members one may be" if few else "more than 5 %"),
            ),
        )


def _additional_votes(subject: Subject) -> Iterator[Found]:
    members = _members(subject)
    extra = sum(each.extra_votes or 0 for each in members)
    base = sum(1 if each.votes is None else each.votes for each in members)
    if extra * _WHOLE > _EXTRA_MAX * base:
        yield Found(
            at="$.members",
            says=Text(
                zh=f"附加表决权共 {extra} 票，超过基本表决权 {base} 票的 20%",
                en=f"{extra} additional votes, more than 20 % of the {base} base votes",
            ),
        )


CHECKS = (
    Check(
        code="SB308",
        title=Text(
            zh="农民占成员八成以上，单位不超限",
            en="Four fifths of the members are farmers, and few are institutions",
        ),
        severity="error",
        do=Text(
            zh="核对成员身份；不合规定的，先调整成员再分配",
            en="look at who the members are; bring the membership in order before paying out",
        ),
        rests_on=(cooperatives("第二十条", "art. 20"),),
        look=_composition,
    ),
    Check(
        code="SB309",
        title=Text(
            zh="附加表决权不超过基本表决权的两成",
            en="Additional votes are at most a fifth of the base votes",
        ),
        severity="error",
        do=Text(
            zh="按章程减少附加表决权，并在每次成员大会上告知",
            en="reduce additional votes by the charter, and tell them at each assembly",
        ),
        rests_on=(cooperatives("第二十二条", "art. 22"),),
        look=_additional_votes,
    ),
)
