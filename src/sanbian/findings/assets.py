"""Checks of property that is not a household's own: public money, and who holds most (资产)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from sanbian.contract import PartyRole
from sanbian.findings.grounds import ZHEJIANG_CAP, cooperatives, practice
from sanbian.findings.subjects import Subject, named
from sanbian.findings.values import Check, Found
from sanbian.law import Vehicle
from sanbian.region import in_force
from sanbian.register import holdings
from sanbian.wording import Text, join, percent

_OWNED = re.compile(r"(资产|产权|所有权|权属|设施|设备|电站)[^，。；]{0,10}归")
_DISPOSED = re.compile(r"处置|变卖|报废")


def _public_assets(subject: Subject) -> Iterator[Found]:
    """What public money buys: whose it is after the term, and who agrees to its sale."""
    contract = subject.contract
    told = "".join(
        (
            *(each.words for each in contract.safeguards),
            *(clause.words for _, clause in subject.clauses()),
            *(given.words for given in contract.contributions),
        )
    )
    for at, given in subject.contributions("fiscal_funds"):
        lacks = []
        if not given.owner_after and not _OWNED.search(told):
            lacks.append(Text(zh="期满后资产归谁", en="whose it is after the term"))
        if not given.disposal_by and not _DISPOSED.search(told):
            lacks.append(Text(zh="处置要谁同意", en="who has to agree before it is sold"))
        if lacks:
            both = join(lacks, en=", and ")
            yield Found(
                at=at,
                says=Text(
                    zh=f"财政资金形成的资产，没有写{both.zh}",
                    en=f"of what public money buys nothing says {both.en}",
                ),
            )


def _concentrated(subject: Subject) -> Iterator[Found]:
    """A member who holds more of the capital than the region allows."""
    cap = (
        None
        if subject.region is None
        else in_force(subject.region.concentration_cap, subject.on)
    )
    if cap is None or subject.contract.vehicle is not Vehicle.FARMERS_COOPERATIVE:
        return
    for at, capital, total in (
        ("$.contributions", *_of_parties(subject)),
        ("$.share_classes", *_of_households(subject)),
    ):
        over = {
            name: value / total
            for name, value in capital.items()
            if value > cap.rate * total
        }
        if over:
            told = [f"{name} {percent(_rounded(part))}" for name, part in over.items()]
            holders = named(told)
            yield Found(
                at=at,
                says=Text(
                    zh=f"一个成员的股金超过 {percent(cap.rate)}（{cap.source}）：{holders.zh}",
                    en=f"one member holds more than {percent(cap.rate)} of the capital "
                    f"({cap.source}): {holders.en}",
                ),
            )


def _rounded(part: Fraction) -> Fraction:
    return Fraction(round(part * 1000), 1000)


def _of_parties(subject: Subject) -> tuple[dict[str, Fraction], Fraction]:
    """What each member that is a party put in, and all; nothing where a value is missing."""
    capital: dict[str, Fraction] = defaultdict(Fraction)
    total = Fraction(0)
    for given in subject.contract.contributions:
        if given.appraised is None:
            return {}, Fraction(0)
        total += given.appraised
        party = subject.party(given.by)
        if party is not None and party.role is not PartyRole.COOPERATIVE:
            capital[given.by] += given.appraised
    return capital, total


def _of_households(subject: Subject) -> tuple[dict[str, Fraction], Fraction]:
    """The shares of each household at par, and of all; nothing where a par is missing."""
    if subject.register is None:
        return {}, Fraction(0)
    par = {each.id: each.par for each in subject.contract.share_classes}
    capital: dict[str, Fraction] = defaultdict(Fraction)
    for (code, share_class), shares in holdings(subject.register, on=subject.on).items():
        worth = par.get(share_class)
        if worth is None:
            return {}, Fraction(0)
        capital[code] += shares * worth
    return capital, sum(capital.values(), Fraction(0))


CHECKS = (
    Check(
        code="SB127",
        title=Text(
            zh="财政资产期满归谁、怎样处置", en="Whose public assets are, and who may sell"
        ),
        severity="warning",
        do=Text(
            zh="写 owner_after（期满归谁）和 disposal_by（处置要谁同意：村民会议、乡镇、县）",
            en="write owner_after (whose it is then) and disposal_by (who agrees to a sale: "
            "assembly, township, county)",
        ),
        rests_on=(
            cooperatives("第五十三条", "art. 53"),
            practice(
                "延边 2020：未经村民代表会议、乡镇和县同意不得处置",
                "Yanbian 2020: no disposal without representatives, township and county",
            ),
        ),
        look=_public_assets,
    ),
    Check(
        code="SB134",
        title=Text(zh="不让一家持股过多", en="Nobody holds too much"),
        severity="warning",
        do=Text(
            zh="减到当地上限以内，超出的转给其他成员",
            en="bring it within the region's cap; others take over what exceeds it",
        ),
        rests_on=(ZHEJIANG_CAP,),
        look=_concentrated,
    ),
)
