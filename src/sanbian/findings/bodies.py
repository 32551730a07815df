"""Checks of who may be in it, and of the bottom lines: land, lent money."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from sanbian.contract import Contribution, PartyRole
from sanbian.findings.grounds import (
    case,
    collectives,
    cooperatives,
    land,
    practice,
    recalled,
)
from sanbian.findings.subjects import Subject, taker_of_result
from sanbian.findings.values import Check, Found
from sanbian.law import Vehicle
from sanbian.wording import Text, money

_MICRO_LOAN = ("小额信贷", "扶贫贷", "户贷企用")
_MICRO_LOAN_BAN = date(2021, 3, 15)  # reported on this day; the notice itself was not read
_OWNERSHIP = "土地所有权"
_UNCHANGED = ("不变", "不改变", "不得", "归集体", "属集体", "属于")
_CONTRACTING = ("放弃承包", "收回承包", "交回承包", "退出承包", "承包权转让", "买断")
_GENERAL_PARTNER = re.compile(
    r"(?:村集体|集体经济组织|经济合作社|经联社)[^，。；不非]{0,12}普通合伙人"
)
_NOT_FARMING = (
    "别墅",
    "房地产",
    "商品房",
    "高尔夫",
    "采石",
    "采矿",
    "采砂",
    "挖砂",
    "取土",
    "民宿",
    "度假村",
    "酒店",
)


def _lent_to_firm(subject: Subject) -> Iterator[Found]:
    contract = subject.contract
    if (contract.signed or contract.starts) < _MICRO_LOAN_BAN:
        return
    for at, given in subject.contributions("loan"):
        if subject.party(given.by) is not None:
            continue
        told = f"{given.words}{given.funded_by}{contract.title}"
        word = next((word for word in _MICRO_LOAN if word in told), None)
        if word is not None:
            yield Found(
                at=at,
                says=Text(
                    zh=f"农户以{word}入股，贷款由别人使用",
                    en=f"households put in a micro-loan ({word}) that others use",
                ),
            )
        else:
            yield Found(
                at=at,
                says=Text(
                    zh="农户以贷款入股：写明是不是脱贫人口小额信贷，是的不得入股",
                    en="households put in a loan: say whether it is a micro-loan to poor "
                    "households, which may not be put in",
                ),
                severity="warning",
            )


def _collective_property(subject: Subject) -> Iterator[Found]:
    """Ownership of land and the right to contract it stay; property is not given away."""
    for at, given in subject.contributions("land"):
        is_kept = any(word in given.words for word in _UNCHANGED)
        if _OWNERSHIP in given.words and not is_kept:
            yield Found(
                at=f"{at}.words",
                says=Text(
                    zh=f"入股的是“{_OWNERSHIP}”",
                    en=f"what is put in is the ownership of land ({_OWNERSHIP})",
                ),
            )
        word = next((word for word in _CONTRACTING if word in given.words), None)
        if word is not None:
            yield Found(
                at=f"{at}.words",
                says=Text(
                    zh=f"“{word}”：入股的只能是经营权，农户的承包权不变",
                    en=f"{word}: only the right to manage goes in, the household keeps its "
                    "contract",
                ),
            )
    yield from _below_appraisal(subject)
    yield from _general_partner(subject)


def _below_appraisal(subject: Subject) -> Iterator[Found]:
    for place, given in enumerate(subject.contract.contributions):
        party = subject.party(given.by)
        value = _counted_at(given)
        if party is None or party.role is not PartyRole.COLLECTIVE or value is None:
            continue
        assert given.appraised is not None
        if value < given.appraised:
            counted, appraised = money(value), money(given.appraised)
            yield Found(
                at=f"$.contributions[{place}].unit_value",
                says=Text(
                    zh=f"集体资产评估 {appraised.zh}，入股只作价 {counted.zh}，"
                    f"少 {money(given.appraised - value).zh}",
                    en=f"collective property appraised at {appraised.en} is counted at "
                    f"{counted.en}, {money(given.appraised - value).en} less",
                ),
            )


def _counted_at(given: Contribution) -> Fraction | None:
    """Quantity by value per unit, where there is an appraisal to compare it with."""
    if given.appraised is None or given.quantity is None or given.unit_value is None:
        return None
    return given.quantity * given.unit_value


def _general_partner(subject: Subject) -> Iterator[Found]:
    contract = subject.contract
    told = {
        "$.matters.mode": contract.matters.mode,
        **{
            f"$.safeguards[{place}].words": each.words
            for place, each in enumerate(contract.safeguards)
        },
        **{f"{at}.words": clause.words for at, clause in subject.clauses()},
    }
    for at, words in told.items():
        if _GENERAL_PARTNER.search(words):
            yield Found(
                at=at,
                says=Text(
                    zh="集体经济组织作普通合伙人，对债务承担无限连带责任",
                    en="the collective is a general partner and liable for all debts",
                ),
            )


def _land_use(subject: Subject) -> Iterator[Found]:
    lands = [(f"{at}.words", given.words) for at, given in subject.contributions("land")]
    if not lands:
        return
    for at, told in (("$.matters.project", subject.contract.matters.project), *lands):
        word = next((word for word in _NOT_FARMING if word in told), None)
        if word is not None:
            yield Found(
                at=at,
                says=Text(
                    zh=f"农户土地入股，合同中有“{word}”：可能改变土地的农业用途",
                    en=f"land is put in and the contract names {word}: its use for farming may "
                    "change",
                ),
            )


def _government(subject: Subject) -> Iterator[Found]:
    if subject.contract.vehicle is not Vehicle.FARMERS_COOPERATIVE:
        return
    givers = {given.by for given in subject.contract.contributions}
    takers = {taker_of_result(clause) for _, clause in subject.clauses()}
    for place, party in enumerate(subject.contract.parties):
        if party.role is PartyRole.GOVERNMENT and party.id in givers | takers:
            name = Text(zh=party.name, en=party.name_en or party.id)
            yield Found(
                at=f"$.parties[{place}]",
                says=Text(
                    zh=f"“{name.zh}”有管理公共事务的职能，却向合作社出资或参加分红",
                    en=f"{name.en} has public functions, yet puts money into the cooperative "
                    "or shares its result",
                ),
            )


CHECKS = (
    Check(
        code="SB130",
        title=Text(zh="小额信贷不得入股", en="No micro-loan is put in"),
        severity="error",
        do=Text(
            zh="贷款由农户自己用于生产；已经入股的，退回农户或由使用的一方直接还清",
            en="let the household use its loan itself; what was put in goes back, or the user "
            "repays the bank",
        ),
        rests_on=(
            practice(
                "2021 年 3 月过渡期小额信贷通知（见报道）：不得以入股分红、转贷、指标交换"
                "等方式交企业使用",
                "notice of March 2021 on micro-credit (as reported): not to firms by way of "
                "shares, on-lending or exchange of quotas",
            ),
            recalled(
                "银监发〔2017〕42号、银保监发〔2019〕24号：户借、户用、户还",
                "Yinjianfa (2017) 42 and Yinbaojianfa (2019) 24: borrowed, used and repaid by "
                "the household",
            ),
        ),
        look=_lent_to_firm,
    ),
    Check(
        code="SB131",
        title=Text(
            zh="集体所有、家庭承包不变，集体资产不低价",
            en="Land, contracts and property stay whole",
        ),
        severity="error",
        do=Text(
            zh="只以土地经营权入股；集体资产按评估作价；集体不作普通合伙人",
            en="put in the right to manage land only; count collective property at its "
            "appraisal; let the collective be no general partner",
        ),
        rests_on=(
            collectives("第三十五条、第三十六条", "art. 35 and 36", vehicle=None),
            practice(
                "泾川县 2018-05-25 三变改革讲话：改革底线",
                "Jingchuan county, speech of 2018-05-25: bottom lines",
            ),
        ),
        look=_collective_property,
    ),
    Check(
        code="SB132",
        title=Text(zh="土地用途不变", en="Land stays in farming"),
        severity="warning",
        do=Text(
            zh="核对用地性质和审批；农用地不得转作非农建设",
            en="check what the land is and what was approved; farm land may not be built on",
        ),
        rests_on=(
            land("第三十八条第二项", "art. 38 no. 2"),
            practice(
                "泾川县 2018-05-25 三变改革讲话：改革底线",
                "Jingchuan county, speech of 2018-05-25: bottom lines",
            ),
        ),
        look=_land_use,
    ),
    Check(
        code="SB133",
        title=Text(zh="行政单位不入社", en="Public bodies are no members"),
        severity="error",
        do=Text(
            zh="改由集体经济组织、公司等持有；行政单位只作见证、监督",
            en="let the collective or a company hold it; a public body may witness and supervise",
        ),
        rests_on=(
            cooperatives("第十九条", "art. 19"),
            case("瑞昌：乡镇单位入社领红", "Ruichang: a township body as paid member"),
        ),
        look=_government,
    ),
)
