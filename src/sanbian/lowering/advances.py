"""Advances: what holders got before is set off against what the same clause gives now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sanbian.clause import (
    Clause,
    Kind,
)
from sanbian.contract import Party, sources_of, takers_of
from sanbian.errors import InvalidInputError, Problem
from sanbian.facts import Advance
from sanbian.lowering.carrying import Promise, claims_of
from sanbian.lowering.draft import MEMBER
from sanbian.lowering.readings import because
from sanbian.lowering.setting import Setting
from sanbian.program import (
    Pay,
    Role,
)
from sanbian.wording import Text

IN_HAND = "end/in_hand"


def open_advances(settings: Sequence[Setting]) -> None:
    """Open what holders got in advance, now or in earlier periods and not yet set off.

    What a payer of a promise advanced has already been paid towards it: it is the first
    source of its clause, before what the payers put up now. What someone else advanced goes
    back to him when the clause pays.
    """
    setting, draft = settings[-1], settings[-1].draft
    new: dict[str, dict[str, int]] = {}
    for advance in setting.facts.advances:
        account = f"advance/{advance.clause}/{_advancer(settings, advance)}"
        by_code = new.setdefault(account, {})
        by_code[advance.household] = by_code.get(advance.household, 0) + advance.amount
    since = setting.part.period.end.isoformat()
    for account, amounts in sorted(new.items()):
        draft.family(f"{account}@{since}", MEMBER, Role.CLAIM, _ADVANCED, opening=amounts)
    promising = {
        (clause.id, payer)
        for each in settings
        for clause in each.version.clauses
        if isinstance(clause, Promise)
        and each.contract.names.is_holders(takers_of(clause)[0][1])
        for _, payer in sources_of(clause)
    }
    for claim in draft.families():
        word, _, rest = claim.name.rpartition("@")[0].partition("/")
        if word == "advance" and tuple(rest.split("/", 1)) in promising:
            name = f"advanced/{claim.name.removeprefix('advance/')}"
            draft.family(name, MEMBER, Role.SOURCE, _ADVANCED, opening=draft.opened(claim))


_ADVANCED = Text(zh="已预付", en="advanced")


def set_off_advances(settings: Sequence[Setting]) -> None:
    """Set what holders got in advance off against what the same clause gives them now."""
    draft = settings[-1].draft
    accounts = {family.name.rpartition("@")[0] for family in draft.families()}
    for account in sorted(name for name in accounts if name.startswith("advance/")):
        _set_off(settings[-1], account)


def _advancer(settings: Sequence[Setting], advance: Advance) -> str:
    """Who paid an advance: the stated party, else the first party that pays its clause."""
    contract = settings[-1].contract
    clauses = {
        clause.id: clause for setting in settings for clause in setting.version.clauses
    }
    known = set(settings[-1].draft.keys(MEMBER))
    problems = list(_advance_problems(advance, known, clauses))
    if problems:
        raise InvalidInputError(*problems)
    if advance.by:
        if not isinstance(contract.names.declared.get(advance.by), Party):
            raise InvalidInputError(_advance_problem(advance, "by", advance.by))
        return advance.by
    payers = [name for _, name in sources_of(clauses[advance.clause])]
    parties = [
        name
        for name in (*payers, *contract.names.of(Party))
        if isinstance(contract.names.declared.get(name), Party)
    ]
    if not parties:
        raise InvalidInputError(_advance_problem(advance, "by", ""))
    return parties[0]


def _advance_problems(
    advance: Advance, known: Iterable[str], clauses: dict[str, Clause]
) -> Iterator[Problem]:
    if advance.household not in known:
        yield _advance_problem(advance, "household", advance.household)
    if advance.clause not in clauses:
        yield _advance_problem(advance, "clause", advance.clause)
    if advance.amount < 0:
        yield _advance_problem(advance, "amount", str(advance.amount))


def _advance_problem(advance: Advance, field: str, got: str) -> Problem:
    return Problem(
        at=f"$.advances ({advance.household}, {advance.day}).{field}",
        says=Text(
            zh=f"预付应有名册中的户、有效的条款编号、不为负的金额和付款的当事人，得到 “{got}”",
            en="expected an advance with a household of the register, a clause in force, an "
            f"amount of at least zero and a party that paid it, got {got!r}",
        ),
        do=Text(zh="核对预付清单", en="check the list of advances"),
    )


def _set_off(setting: Setting, account: str) -> None:
    """Take what was advanced off what is payable.

    What an advance itself paid is in the holder's hand already; what a pool gave goes back
    to the party that had advanced it.
    """
    draft = setting.draft
    _, clause, party = account.split("/", 2)
    payables = tuple(
        family for family in draft.families() if _is_payable_of(family.name, clause)
    )
    if not payables:
        return
    for claim in claims_of(draft, account):
        in_hand = draft.has(f"advanced/{claim.name.removeprefix('advance/')}")
        to = (
            draft.family(
                IN_HAND, MEMBER, Role.END, Text(zh="已预先领取", en="in hand already")
            )
            if in_hand
            else setting.account(party)
        )
        draft.add(
            Pay(
                due=None,
                level=MEMBER,
                sources=payables,
                to=to,
                discharges=(claim,),
                unpaid="carry",
                odd_fen=setting.version.odd_fen,
                name=claim.name,
                because=because(clause, Kind.ADVANCE),
            )
        )


def _is_payable_of(name: str, clause: str) -> bool:
    head, _, tail = name.partition("/")
    return head == "payable" and tail.partition("@")[0].partition("~")[0] == clause
