"""What the checks rest on. Only what was read in an act's own text is called law.

What was read in the press, in a court's reasons or in somebody's quotation is a case or
practice. What is known from memory only is marked so.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from sanbian.findings.values import Ground
from sanbian.law import Vehicle
from sanbian.wording import Text

_COOPERATIVES = Text(
    zh="《农民专业合作社法》", en="Act on Specialized Farmers Cooperatives"
)
_COLLECTIVES = Text(
    zh="《农村集体经济组织法》", en="Act on Rural Collective Economic Organizations"
)
_COMPANIES = Text(zh="《公司法》", en="Company Act")
_LAND = Text(zh="《农村土地承包法》", en="Rural Land Contracting Act")
_INCOME_TAX = Text(zh="《个人所得税法》", en="Individual Income Tax Act")
_CIVIL_CODE = Text(zh="《民法典》", en="Civil Code")

COOPERATIVES_SINCE = date(2018, 7, 1)
COLLECTIVES_SINCE = date(2025, 5, 1)
_COMPANIES_SINCE = date(2024, 7, 1)
_LAND_SINCE = date(2019, 1, 1)  # by the report of the decision, People's Tribune 2019-03-11
_INCOME_TAX_SINCE = date(2019, 1, 1)  # the rules that carry out the revision of 2018
_CIVIL_CODE_SINCE = date(2021, 1, 1)
_VILLAGES_SINCE = date(2018, 12, 29)
_WOMEN_SINCE = date(2023, 1, 1)


def _law(
    act: Text, zh: str, en: str, since: date, vehicle: Vehicle | None = None
) -> Ground:
    says = Text(zh=f"{act.zh}{zh}", en=f"{act.en}, {en}")
    return Ground(kind="law", says=says, since=since, vehicle=vehicle)


def cooperatives(zh: str, en: str) -> Ground:
    """An article of the act on cooperatives, as revised in 2017; it reads cooperatives only."""
    return _law(_COOPERATIVES, zh, en, COOPERATIVES_SINCE, Vehicle.FARMERS_COOPERATIVE)


def collectives(
    zh: str, en: str, *, vehicle: Vehicle | None = Vehicle.COLLECTIVE
) -> Ground:
    """An article of the act on collectives; what they own, it protects in all contracts."""
    return _law(_COLLECTIVES, zh, en, COLLECTIVES_SINCE, vehicle)


def companies(zh: str, en: str) -> Ground:
    """An article of the company act, as revised in 2023; it reads companies only."""
    return _law(_COMPANIES, zh, en, _COMPANIES_SINCE, Vehicle.COMPANY)


def land(zh: str, en: str) -> Ground:
    """An article of the act on contracting land, as revised in 2018."""
    return _law(_LAND, zh, en, _LAND_SINCE)


def civil_code(zh: str, en: str) -> Ground:
    """An article of the civil code."""
    return _law(_CIVIL_CODE, zh, en, _CIVIL_CODE_SINCE)


def villages(zh: str, en: str) -> Ground:
    """An article of the act on villagers' committees, as revised in 2018."""
    act = Text(zh="《村民委员会组织法》", en="Organic Act of Villagers' Committees")
    return _law(act, zh, en, _VILLAGES_SINCE)


_PROVINCES = {
    "beijing": (
        Text(zh="北京市", en="Beijing"),
        "实施〈农民专业合作社法〉办法",
        date(2010, 3, 1),
    ),
    "shandong": (Text(zh="山东省", en="Shandong"), "农民专业合作社条例", date(2020, 7, 24)),
    "shanghai": (
        Text(zh="上海市", en="Shanghai"),
        "实施〈农民专业合作社法〉办法",
        date(2020, 5, 1),
    ),
    "chongqing": (
        Text(zh="重庆市", en="Chongqing"),
        "实施〈农民专业合作社法〉办法",
        date(2022, 9, 1),
    ),
}


def provincial(
    province: Literal["beijing", "shandong", "shanghai", "chongqing"], zh: str, en: str
) -> Ground:
    """An article of a province's own rules on cooperatives: law there, an example elsewhere."""
    name, act, since = _PROVINCES[province]
    told = Text(
        zh=f"《{name.zh}{act}》（只在{name.zh}）",
        en=f"{name.en}'s rules on cooperatives (in {name.en} only)",
    )
    return _law(told, zh, en, since, Vehicle.FARMERS_COOPERATIVE)


PRIVATE_LENDING = _law(
    Text(
        zh="最高人民法院关于审理民间借贷案件适用法律若干问题的规定",
        en="Supreme People's Court, Provisions on Private Lending",
    ),
    "第二十五条、第三十一条",
    "art. 25 and 31",
    date(2020, 8, 20),
)
"""The cap of four times the one-year loan prime rate of the day of signing."""


LAND_DISPUTES = _law(
    Text(
        zh="最高人民法院关于审理涉及农村土地承包纠纷案件适用法律问题的解释",
        en="Supreme People's Court, Interpretation on Disputes over Contracted Land",
    ),
    "第十七条",
    "art. 17",
    date(2021, 1, 1),
)
"""Land income that was kept back is returned, and nothing is set off against it."""


def income_tax(zh: str, en: str) -> Ground:
    """An article of the act on individual income tax, as revised in 2018."""
    return _law(_INCOME_TAX, zh, en, _INCOME_TAX_SINCE)


ZHEJIANG_CAP = _law(
    Text(
        zh="《浙江省农民专业合作社条例》（只在浙江）",
        en="Zhejiang, Regulations on Farmers Cooperatives (in Zhejiang only)",
    ),
    "第十三条",
    "art. 13",
    date(2005, 1, 1),
    Vehicle.FARMERS_COOPERATIVE,
)
"""At most 20 % of the capital for one member; elsewhere as the region says."""


def womens_rights(zh: str, en: str) -> Ground:
    """An article of the act on the rights of women, as revised in 2022."""
    act = Text(zh="《妇女权益保障法》", en="Act on the Protection of Women's Rights")
    return _law(act, zh, en, _WOMEN_SINCE)


def case(zh: str, en: str) -> Ground:
    """A case or a published report that was read."""
    return Ground(kind="case", says=Text(zh=zh, en=en))


def practice(zh: str, en: str) -> Ground:
    """What is done or asked for, as read in a source that is no act."""
    return Ground(kind="practice", says=Text(zh=zh, en=en))


def recalled(zh: str, en: str) -> Ground:
    """What is known from memory only."""
    return Ground(kind="practice", says=Text(zh=zh, en=en), is_recalled=True)
