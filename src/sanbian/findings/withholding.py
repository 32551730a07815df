"""Checks of what was kept back from a household, and of the tax on it (扣款)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sanbian.clause import Kind
from sanbian.findings.grounds import LAND_DISPUTES, case, income_tax, land, recalled
from sanbian.findings.settled import given, households
from sanbian.findings.subjects import Subject
from sanbian.findings.values import Check, Found
from sanbian.records import Withheld, WithheldFor
from sanbian.region import in_force
from sanbian.wording import Text, money, percent

_LAWFUL = frozenset({WithheldFor.TAX, WithheldFor.COURT})
_WITHHELD_NAMES: Mapping[WithheldFor, Text] = {
    WithheldFor.OWN_DEBT: Text(zh="本户欠款", en="a debt of its own"),
    WithheldFor.KIN_DEBT: Text(zh="亲属欠款", en="a debt of its kin"),
    WithheldFor.FEE: Text(zh="收费", en="a fee"),
    WithheldFor.DEPOSIT: Text(zh="押金", en="a deposit"),
    WithheldFor.OTHER: Text(zh="没有写明的事由", en="a reason that is not stated"),
}


def _kept_back(subject: Subject) -> Iterator[Found]:
    for place, each in enumerate(subject.records.withheld if subject.records else ()):
        if each.why in _LAWFUL or each.consent:
            continue
        says = Text(
            zh=f"{each.household} 的 {money(each.amount).zh}因{_WITHHELD_NAMES[each.why].zh}"
            "被扣，没有本户书面同意，合同也没有这一条",
            en=f"{money(each.amount).en} of {each.household} were kept back for "
            f"{_WITHHELD_NAMES[each.why].en}, with no written consent and by no clause",
        )
        if _is_of_land(each):
            says += Text(
                zh="；土地流转收益归承包方，不得截留、扣缴、抵销",
                en="; what land earns belongs to who holds it: nothing is kept back or set off",
            )
        yield Found(at=f"$.withheld[{place}]", says=says)


def _is_of_land(each: Withheld) -> bool:
    return each.out_of is Kind.RENT


def _tax(subject: Subject) -> Iterator[Found]:
    records, settlement = subject.records, subject.settlement
    if records is None or settlement is None or not records.payments or records.tax:
        return
    rows = () if subject.region is None else subject.region.dividend_tax
    known = in_force(rows, subject.on)
    shared = given(settlement, kinds=(Kind.DIVIDEND,))
    total = sum(shared.values())
    if not total or (known is not None and not known.rate):
        return  # nothing to tax, or exempt by what is stated
    says = Text(
        zh=f"付给 {len(shared)} 户的分红共 {money(total).zh}，没有记载个人所得税怎样处理：",
        en=f"dividends of {money(total).en} to {households(len(shared)).en}, and nothing says "
        "how income tax was treated: ",
    )
    if known is None:
        says += Text(
            zh="红利所得一类税率 20%，可能有免税，由会计核对",
            en="the class is taxed at 20 %, and there may be exemptions; the accountant should "
            "look",
        )
    else:
        rate = percent(known.rate)
        says += Text(zh=f"税率 {rate}（{known.source}）", en=f"{rate} by {known.source}")
    yield Found(at="tax", says=says)


CHECKS = (
    Check(
        code="SB414",
        title=Text(zh="不擅自扣款", en="Nothing is kept back without a ground"),
        severity="error",
        do=Text(
            zh="全额付给本户；欠款另行催收、协商或起诉，本户同意的要书面",
            en="pay it in full; claim a debt by itself; where the household agrees, have it in "
            "writing",
        ),
        rests_on=(
            land("第三十九条、第六十一条", "art. 39 and 61"),
            LAND_DISPUTES,
            case(
                "梁柳华诉经联社：不得因父亲欠款停发本人分红",
                "Liang Liuhua v. a collective: a holder's dividend may not be stopped for her "
                "father's debt",
            ),
        ),
        look=_kept_back,
    ),
    Check(
        code="SB431",
        title=Text(zh="分红的个人所得税", en="Income tax on dividends"),
        severity="info",
        do=Text(
            zh="由会计写明：是否应税、有无免税、是否代扣（records.toml 的 tax，"
            "或 region.toml 的 dividend_tax）",
            en="let the accountant state whether it is taxed, exempt or withheld (tax in "
            "records.toml, or dividend_tax in region.toml)",
        ),
        rests_on=(
            income_tax("第三条第三项", "art. 3 no. 3"),
            recalled("合作社成员分红的免税规定", "exemptions for members of cooperatives"),
        ),
        look=_tax,
    ),
)
