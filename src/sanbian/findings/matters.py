"""Checks of what the contract is about: the six matters, and land."""

from __future__ import annotations

from collections.abc import Iterator

from dateutil.relativedelta import relativedelta

from sanbian.findings.grounds import case, civil_code, land, practice, recalled
from sanbian.findings.subjects import Subject
from sanbian.findings.values import Check, Found
from sanbian.wording import Text, join

_MATTERS = {
    "project": Text(zh="合作项目", en="project"),
    "mode": Text(zh="合作方式", en="mode"),
    "shares": Text(zh="合作股份", en="shares"),
    "share_value": Text(zh="股值", en="share value"),
    "share_ratio": Text(zh="股比", en="share ratio"),
    "distribution": Text(zh="利润分配", en="distribution"),
}
_LAND_YEARS_MAX = 30
_REGISTERED_FROM_YEARS = 5


def _six_matters(subject: Subject) -> Iterator[Found]:
    missing = [
        words
        for name, words in _MATTERS.items()
        if not getattr(subject.contract.matters, name)
    ]
    if missing:
        told = join(missing)
        yield Found(
            at="$.matters",
            says=Text(
                zh=f"六项内容缺 {len(missing)} 项：{told.zh}",
                en=f"{len(missing)} of the six matters missing: {told.en}",
            ),
        )


def _land_term(subject: Subject) -> Iterator[Found]:
    if subject.contract.ends is None:
        for at, _ in subject.contributions("land"):
            yield Found(
                at=at,
                says=Text(
                    zh="土地入股，但合同没有写到哪一天为止",
                    en="land is put in, but the contract does not say until which day",
                ),
            )


def _land_too_long(subject: Subject) -> Iterator[Found]:
    starts, ends = subject.contract.starts, subject.contract.ends
    if ends is None or ends < starts + relativedelta(years=_LAND_YEARS_MAX):
        return
    for at, _ in subject.contributions("land"):
        yield Found(
            at=at,
            says=Text(
                zh=f"土地从 {starts} 用到 {ends}，超过 {_LAND_YEARS_MAX} 年，"
                "很可能超过各户剩余的承包期",
                en=f"land is used from {starts} to {ends}, more than {_LAND_YEARS_MAX} years: "
                "most likely beyond the contracting term that households have left",
            ),
        )


def _land_registration(subject: Subject) -> Iterator[Found]:
    starts, ends = subject.contract.starts, subject.contract.ends
    is_long = ends is not None and ends >= (
        starts + relativedelta(years=_REGISTERED_FROM_YEARS, days=-1)
    )
    if is_long and not subject.has_step("registration", "登记"):
        for at, _ in subject.contributions("land"):
            yield Found(
                at=at,
                says=Text(
                    zh=f"土地经营权流转到 {ends}，在五年以上，程序中没有登记",
                    en=f"land goes over until {ends}, five years or more, and no step of the "
                    "procedure is a registration",
                ),
            )


CHECKS = (
    Check(
        code="SB101",
        title=Text(zh="六项内容齐全", en="The six matters are all there"),
        severity="warning",
        do=Text(
            zh="在 [matters] 中按合同原文补齐；合同没有的，签订前补进合同",
            en="complete [matters] in the contract's words; what the paper lacks, add before "
            "signing",
        ),
        rests_on=(
            civil_code("第四百七十条", "art. 470"),
            practice(
                "泾川县 2018-05-25 三变改革讲话", "Jingchuan county, speech of 2018-05-25"
            ),
        ),
        look=_six_matters,
    ),
    Check(
        code="SB102",
        title=Text(zh="土地写明流转到哪一天", en="Land has a last day"),
        severity="warning",
        do=Text(
            zh="写 ends；不得晚于各户承包期的剩余期限",
            en="write ends; no later than the contracting term that each household has left",
        ),
        rests_on=(land("第四十条", "art. 40"),),
        look=_land_term,
    ),
    Check(
        code="SB104",
        title=Text(zh="土地期限不超过承包期剩余期限", en="Land is not put in for too long"),
        severity="warning",
        do=Text(
            zh="逐户核对承包经营权证上的剩余年限，超过的改短",
            en="look at the years left on each household's certificate; shorten what exceeds "
            "them",
        ),
        rests_on=(
            land("第三十八条第三项", "art. 38 no. 3"),
            case(
                "镇宁县永安村荒山入股五十年", "Yong'an, Zhenning: hills put in for 50 years"
            ),
            recalled(
                "耕地承包期三十年", "the contracting term of arable land is thirty years"
            ),
        ),
        look=_land_too_long,
    ),
    Check(
        code="SB105",
        title=Text(zh="五年以上的土地经营权登记", en="Land for five years is registered"),
        severity="info",
        do=Text(
            zh="可以向登记机构申请登记；未登记的，不得对抗善意第三人",
            en="apply for registration; unregistered it does not hold against third parties in "
            "good faith",
        ),
        rests_on=(
            land("第四十一条", "art. 41"),
            civil_code("第三百四十一条", "art. 341"),
        ),
        look=_land_registration,
    ),
)
