"""Checks of what the contract is about: the six matters (六项内容)."""

from __future__ import annotations

from collections.abc import Iterator

from sanbian.findings.grounds import civil_code, practice
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
)
