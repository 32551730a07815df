"""What cannot be wound up so: debts not covered, creditors out of rank, debts to collect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sanbian.books import Books, Claim
from sanbian.clause import Exit
from sanbian.contract import Contract
from sanbian.errors import Problem, unknown_name
from sanbian.law import Vehicle
from sanbian.register import Household, MemberKind, Register
from sanbian.winding_up.estates import Debt, Estate, Rank
from sanbian.wording import Text, money

_MEMBERS_OWE = ("advance", "deduction", "loss", "owed_by", "lent")


def estate_problems(
    contract: Contract,
    members: Register,
    estate: Estate,
    debts: Sequence[Debt],
    books: Books,
) -> Iterator[Problem]:
    """Everything that keeps an estate from being wound up, all at once."""
    if contract.vehicle is not Vehicle.FARMERS_COOPERATIVE:
        yield Problem(
            at="$.vehicle",
            says=Text(
                zh=f"应为农民专业合作社，得到 {contract.vehicle.value}",
                en=f"expected a farmers' cooperative, got {contract.vehicle.value}",
            ),
            do=Text(zh="其他主体按各自的法律清算", en="other bodies end by their own law"),
        )
    yield from _too_early(estate, books)
    yield from _amounts_below_zero(estate)
    yield from _of_nobody(estate)
    yield from _to_be_collected(books.claims)
    yield from _not_refunded(contract, members, estate, books)
    yield from _not_farmers(members, estate)
    there = estate.assets + estate.subsidy_property
    total = sum(debt.amount for debt in debts)
    if not estate.is_bankrupt and total > there:
        yield Problem(
            at="$.debts",
            says=Text(
                zh="解散清算的财产应够清偿债务 ", en="expected assets that cover debts of "
            )
            + money(total)
            + Text(zh="，得到 ", en=", got ")
            + money(there),
            do=Text(
                zh="应申请破产（农民专业合作社法第五十二条）；已受理的写 is_bankrupt = True",
                en="a bankruptcy is to be applied for (art. 52); where it was accepted, write "
                "is_bankrupt = True",
            ),
        )


def _too_early(estate: Estate, books: Books) -> Iterator[Problem]:
    """A plan of a day before the end began, or within what is settled already."""
    last = max((period.end for period in books.settled), default=None)
    if estate.day < estate.since:
        yield Problem(
            at="$.day",
            says=Text(
                zh=f"方案的日期应在解散或受理破产之日 {estate.since} 以后，得到 {estate.day}",
                en=f"expected a day of the plan from {estate.since} on, when the end began, got "
                f"{estate.day}",
            ),
            do=Text(zh="更正日期", en="correct one of the days"),
        )
    elif last is not None and estate.day <= last:
        yield Problem(
            at="$.day",
            says=Text(
                zh=f"方案的日期应在最后一期结算 {last} 以后，得到 {estate.day}",
                en=f"expected a day after the last settlement, of {last}, got {estate.day}",
            ),
            do=Text(
                zh="更正日期，或用更早一期的账", en="correct the day, or take earlier books"
            ),
        )


def _amounts_below_zero(estate: Estate) -> Iterator[Problem]:
    amounts = [
        ("assets", estate.assets, 0),
        ("subsidy_property", estate.subsidy_property, 0),
        *((f"debts[{n}].amount", debt.amount, 1) for n, debt in enumerate(estate.debts)),
    ]
    for name, amount, least in amounts:
        if amount < least:
            yield Problem(
                at=f"$.{name}",
                says=Text(
                    zh="应为不小于零的金额（债务大于零），得到 ",
                    en="expected an amount of at least zero (a debt above it), got ",
                )
                + money(amount),
                do=Text(zh="按凭证更正", en="correct it from the vouchers"),
            )


def _of_nobody(estate: Estate) -> Iterator[Problem]:
    """Debts that do not say to whom they are owed, and property that nobody takes over."""
    if estate.subsidy_property > 0 and not estate.subsidy_to.strip():
        yield Problem(
            at="$.subsidy_to",
            says=Text(
                zh="应写明财政补助形成的财产归谁管理，得到空白",
                en="expected who has the property from subsidies afterwards, got nothing",
            ),
            do=Text(
                zh="按国务院财政部门的规定写明（农民专业合作社法第五十三条）",
                en="write it by the rules of the finance authority (art. 53)",
            ),
        )
    for place, debt in enumerate(estate.debts):
        if not debt.creditor.strip():
            yield Problem(
                at=f"$.debts[{place}].creditor",
                says=Text(
                    zh="应写明债权人，得到空白",
                    en="expected the creditor's name, got nothing",
                ),
                do=Text(
                    zh="写户编号或名称", en="write the code of a member, or another's name"
                ),
            )


def _to_be_collected(claims: Sequence[Claim]) -> Iterator[Problem]:
    """What members still owe, or hold on loan, belongs to the estate."""
    for claim in claims:
        if claim.account.partition("/")[0] in _MEMBERS_OWE:
            yield Problem(
                at=f"$.books.{claim.account}.{claim.key}",
                says=Text(
                    zh=f"应先收回 {claim.key} 所欠（{claim.account}），得到未收的",
                    en=f"expected what {claim.key} owes ({claim.account}) to be collected "
                    "first, got it open",
                ),
                do=Text(
                    zh="收回后计入清算财产，再把这一笔从账上结清",
                    en="collect it into the assets, and settle it off the books",
                ),
            )


def _not_refunded(
    contract: Contract, members: Register, estate: Estate, books: Books
) -> Iterator[Problem]:
    """Who left before the end began is no member: what he gets back is a debt to him."""
    clauses = (clause for version in contract.versions for clause in version.clauses)
    exits = (clause for clause in clauses if isinstance(clause, Exit))
    refunds = dict.fromkeys(name for clause in exits for name in clause.refunds)
    creditors = {debt.creditor for debt in estate.debts}
    for household in members.households:
        code, left = household.code, household.left
        stands = sum(_stands(contract, books, name, household) for name in refunds)
        if left is not None and stands and code not in creditors:
            yield Problem(
                at=f"$.households.{code}",
                says=Text(
                    zh=f"{code} 已于 {left} 终止成员资格，应已结算退社返还，账户上还有 ",
                    en=f"expected {code}, no member after {left}, to be refunded, got on "
                    "the account ",
                )
                + money(stands),
                do=Text(
                    zh="先结算到清算开始前的一期，或把返还款写进 debts",
                    en="settle the period until the end began first, or write the refund "
                    "under debts",
                ),
            )


def _stands(contract: Contract, books: Books, name: str, member: Household) -> int:
    """What a member has on an account; before anything was settled, what it opens with."""
    if name in books.funds:
        return books.funds[name].get(member.code, 0)
    opens_with = {fund.id: fund.opens_with for fund in contract.funds}
    return int(member.measures.get(opens_with.get(name, ""), 0))


def _not_farmers(members: Register, estate: Estate) -> Iterator[Problem]:
    """Only what farmers among the members are owed for trade is paid before wages."""
    kinds = {each.code: each.kind for each in members.households}
    for place, debt in enumerate(estate.debts):
        if debt.rank is not Rank.FARMERS:
            continue
        at = f"$.debts[{place}].creditor"
        if debt.creditor not in kinds:
            what = Text(zh="成员的户编号", en="code of a member")
            yield unknown_name(at, name=debt.creditor, known=kinds, what=what)
        elif kinds[debt.creditor] is not MemberKind.FARMER:
            yield Problem(
                at=at,
                says=Text(
                    zh=f"优先清偿的交易款应是欠农民成员的，名册没有记载 {debt.creditor} 是农民",
                    en=f"expected a farmer among the members, and the register does not say that "
                    f"{debt.creditor} is one",
                ),
                do=Text(
                    zh="在名册中填成员类型，或改列其他债务（others）",
                    en="write the kind of member in the register, or rank it among others",
                ),
            )
