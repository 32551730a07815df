"""What a contract is made of, besides its clauses."""

from __future__ import annotations

from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Literal

from attrs import frozen

from sanbian.clause import Clause, Fen
from sanbian.leaving import LeavingRule
from sanbian.money import OddFen, Rounding


@frozen(kw_only=True)
class Matters:
    """The six matters that every 三变 contract states, in its own words (六项内容).

    Attributes:
        project: 合作项目.
        mode: 合作方式.
        shares: 合作股份.
        share_value: 股值.
        share_ratio: 股比.
        distribution: 利润分配.
    """

    project: str = ""
    mode: str = ""
    shares: str = ""
    share_value: str = ""
    share_ratio: str = ""
    distribution: str = ""


class PartyRole(Enum):
    """What a party is (当事人类型)."""

    STATE_COMPANY = "state_company"
    """国有平台公司."""
    LEADING_ENTERPRISE = "leading_enterprise"
    """龙头企业."""
    OPERATOR = "operator"
    """经营主体."""
    COOPERATIVE = "cooperative"
    """合作社."""
    BIG_GROWER = "big_grower"
    """大户."""
    COLLECTIVE = "collective"
    """村集体."""
    HOUSEHOLD_GROUP = "household_group"
    """农户方."""
    GOVERNMENT = "government"
    """政府、乡镇."""
    INSURER = "insurer"
    """保险公司."""
    BANK = "bank"
    """银行."""
    OTHER = "other"
    """其他."""


@frozen(kw_only=True)
class Party:
    """A party to the contract, or someone it names (当事人).

    Attributes:
        id: Word by which clauses name it.
        name: Full name.
        name_en: The same in English, or empty where it has no English name.
        role: What it is.
        per_group: One such party in each group: the collective of each village.
        pays_up_to: Most that it pays from its own pocket in a period, or None for whatever
            is due.
    """

    id: str
    name: str
    role: PartyRole
    per_group: bool = False
    pays_up_to: Fen | None = None
    name_en: str = ""


@frozen(kw_only=True)
class ShareClass:
    """A class of shares (股份类别).

    Attributes:
        id: Word by which clauses and the register name it.
        name: As on the certificate.
        name_en: The same in English, or empty where it has no English name.
        par: Value of one share in fen, or None.
        total: Shares of the class, or None where the contract does not say.
        decimals: Decimals of a share where contributions are quantified into it, or None.
        residue_to: Code in the register of the holder of what the decimals leave, or None.
        management: ``static``: shares pass from holder to holder, but nobody gets new ones
            or loses them because people are born, come or go (增人不增股、减人不减股);
            ``dynamic``: they are adjusted to the people once a year; None where the contract
            does not say, which changes no amount.
        adjusted_on: For ``dynamic``: the day of the year on which they are adjusted, such as
            ``12-31``; empty where the contract does not say.
        outsiders: Its holders are not members of the collective or cooperative.
        on_leaving_poverty: What happens to the right of a household that leaves poverty;
            None where the class has nothing to do with poverty.
    """

    id: str
    name: str
    par: Fen | None = None
    total: Fraction | None = None
    decimals: int | None = None
    residue_to: str | None = None
    management: Literal["static", "dynamic"] | None = None
    adjusted_on: str = ""
    outsiders: bool = False
    on_leaving_poverty: LeavingRule | None = None
    name_en: str = ""


class BaseKind(Enum):
    """What an amount is that is shared: the words decide who bears the costs (分配基数)."""

    GROSS_RECEIPTS = "gross_receipts"
    """收入总额: before any cost."""
    AFTER_COSTS = "after_costs"
    """除本后: after the costs of production."""
    AFTER_GUARANTEE = "after_guarantee"
    """扣除保底后."""
    NET_PROFIT = "net_profit"
    """净利润."""
    SURPLUS = "surplus"
    """本年盈余、本年收益: before deficit and reserve."""
    DISTRIBUTABLE = "distributable"
    """可分配盈余: after deficit and reserve."""
    STATED_AMOUNT = "stated_amount"
    """A stated sum: a grant, a rent received, a dividend received."""


@frozen(kw_only=True)
class Base:
    """An amount of the period that the contract shares out (分配基数).

    Attributes:
        id: Word by which clauses and facts name it.
        name: As in the contract.
        name_en: The same in English, or empty where it has no English name.
        base: What it is.
        carry_loss: Whether a loss is made good from later years before anything else; by
            law so for cooperatives, collectives and companies; else the contract says.
    """

    id: str
    name: str
    base: BaseKind
    carry_loss: bool | None = None
    name_en: str = ""


@frozen(kw_only=True)
class Pool:
    """Money on its way: filled by one clause, divided by another (待分配款).

    Attributes:
        id: Word by which clauses name it.
        name: For people.
        name_en: The same in English, or empty where it has no English name.
        per_group: One in each group.
    """

    id: str
    name: str
    per_group: bool = False
    name_en: str = ""


@frozen(kw_only=True)
class Fund:
    """Money that stays from year to year (基金).

    Attributes:
        id: Word by which clauses name it.
        name: For people.
        name_en: The same in English, or empty where it has no English name.
        opening: What is on it before the first settlement, in fen: a deposit paid in.
        target: At most so much is set aside into it, in fen, or None.
        per_group: One in each group.
        per_member: One in each holder's own name: what he put in, what is kept for him.
        opens_with: For a fund per member: measure in yuan of what is on it when it opens, or
            empty for nothing.
    """

    id: str
    name: str
    opening: Fen = 0
    target: Fen | None = None
    per_group: bool = False
    per_member: bool = False
    opens_with: str = ""
    name_en: str = ""


MeasureLevel = Literal["member", "group", "contract"]


@frozen(kw_only=True)
class NamedMeasure:
    """A quantity that the register, the activity sheet or the facts give (计量项).

    Attributes:
        id: Word by which clauses name it.
        name: Title of its column in a sheet.
        name_en: The same in English, or empty where it has no English name.
        unit: ``mu``, ``kg``, ``head``, ``day``, ``kW`` ...; ``yuan`` for money.
        level: One number per member, per group, or for the whole contract.
    """

    id: str
    name: str
    unit: str
    level: MeasureLevel = "member"
    name_en: str = ""


@frozen(kw_only=True)
class Version:
    """The clauses in force from a day on (条款版本).

    Attributes:
        since: First day.
        odd_fen: Who gets the fen that are left by a division.
        odd_fen_to: Account for them, where `odd_fen` is ``to_account``.
        rounding: How an amount per unit or a rate comes to rest at a payable amount.
        record_day: The day whose holdings and poverty status count: ``period_end``,
            ``period_start``, a day ``MM-DD`` within the period, or ``share_days`` for
            shares weighted by the days on which they were held.
        transfer_day: Who counts on the day of a transfer: the ``buyer``, the ``seller``, or
            each by half (``split``); needed as soon as shares pass on a day that counts.
        pay_in: Smallest amount paid out.
        left_to: Where that goes which does not fill it: a fund, a party, or a base for
            its next period.
        clauses: In order.
        words: What the paper says of this version.
    """

    since: date
    odd_fen: OddFen
    odd_fen_to: str | None = None
    rounding: Rounding
    record_day: str
    transfer_day: Literal["buyer", "seller", "split"] | None = None
    pay_in: Literal["fen", "jiao", "yuan"] = "fen"
    left_to: str | None = None
    clauses: tuple[Clause, ...]
    words: str = ""


class SafeguardKind(Enum):
    """What a risk clause is about (风险条款)."""

    GUARANTOR = "guarantor"
    RISK_DEPOSIT = "risk_deposit"
    RISK_FUND = "risk_fund"
    INSURANCE = "insurance"
    BUY_BACK = "buy_back"
    EXIT = "exit"
    LOSS_SHARING = "loss_sharing"
    FORCE_MAJEURE = "force_majeure"
    LATE_FEE = "late_fee"
    RISK_STATEMENT = "risk_statement"
    POLICY_CHANGE = "policy_change"


@frozen(kw_only=True)
class Safeguard:
    """A risk clause (风险条款).

    Attributes:
        kind: What it is about.
        by: Party or fund that stands for it, or empty.
        amount: Fen, or None; of a risk statement the most that a household was told it can lose.
        rate: A rate, or None; of a risk statement the same as a part of what it put in.
        days: Days of notice, of grace, or to pay, or None.
        words: As it stands on paper.
    """

    kind: SafeguardKind
    by: str = ""
    amount: Fen | None = None
    rate: Fraction | None = None
    days: int | None = None
    words: str = ""
