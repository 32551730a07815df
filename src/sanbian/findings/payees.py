"""Checks of numbers and accounts: each household its own, in its own name (一户一号)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sanbian.findings.grounds import case, collectives, practice
from sanbian.findings.subjects import Subject
from sanbian.findings.values import Check, Found
from sanbian.register import MemberKind, households_on, mask, persons_on
from sanbian.register.identities import NUMBER_NAMES, shared_numbers
from sanbian.wording import Text, same

_NAMED_MAX = 5


def _shared_numbers(subject: Subject) -> Iterator[Found]:
    register = subject.register
    if register is None:
        return
    known = register.known()
    for number in ("account", "id_number"):
        what = NUMBER_NAMES[number]
        for value, codes in shared_numbers(known, number, subject.on).items():
            told = _listed(codes)
            are_households = all(code in register.by_code for code in codes)
            yield Found(
                at=codes[0],
                says=Text(
                    zh=f"{len(codes)} {'户' if are_households else '处'}用同一个{what.zh} "
                    f"{mask(value)}：{told.zh}",
                    en=f"{len(codes)} {'households' if are_households else 'holders'} have one "
                    f"{what.en} {mask(value)}: {told.en}",
                ),
            )


def _listed(codes: tuple[str, ...]) -> Text:
    more = len(codes) - _NAMED_MAX
    named = ", ".join(codes[:_NAMED_MAX])
    if more <= 0:
        return same(named)
    return Text(zh=f"{named} 等", en=f"{named} and {more} more")


def _names_of_accounts(subject: Subject) -> Iterator[Found]:
    """Accounts in the name of who does not belong to the household; only where both are told."""
    register, on = subject.register, subject.on
    if register is None:
        return
    households = [each for each in households_on(register, on=on) if each.counts_on(on)]
    names: dict[str, set[str]] = defaultdict(set)
    for household in households:
        names[household.code].add(household.name)
    for person in persons_on(register, on=on):
        if person.belongs_on(on):
            names[person.household].add(person.name)
    people = set().union(
        *(names[h.code] for h in households if h.kind is not MemberKind.INSTITUTION)
    )
    for household in households:
        holder, own = household.account_holder, names[household.code] - {""}
        if not holder or not own or holder in own:
            continue
        private = household.kind is MemberKind.INSTITUTION and holder in people
        yield Found(
            at=household.code,
            says=Text(
                zh=f"{household.name}的款进 “{holder}” 的个人账户",
                en=f"what {household.name} gets goes into the private account of {holder}",
            )
            if private
            else Text(
                zh=f"账户 {mask(household.account)} 开户名是 “{holder}”，不是户主"
                f"{household.name}，也不在这户的人员中",
                en=f"the account {mask(household.account)} is in the name of {holder}, who is "
                f"neither the head {household.name} nor listed with the household",
            ),
        )


CHECKS = (
    Check(
        code="SB302",
        title=Text(zh="一户一号", en="One number for one household"),
        severity="error",
        do=Text(
            zh="逐户核对存折和身份证；确由一人代收的，要有本户书面委托",
            en="look at each passbook and identity card; where one collects for another, there "
            "must be a written mandate",
        ),
        rests_on=(
            case(
                "报道：一名村干部扣留 34 本存折",
                "reported: a village cadre withheld 34 passbooks",
            ),
        ),
        look=_shared_numbers,
    ),
    Check(
        code="SB303",
        title=Text(zh="账户是本户的", en="The account is the household's own"),
        severity="error",
        do=Text(
            zh="核对开户名；由家人或他人代收的，把家人写进人员名单，或附本户书面委托；"
            "集体的款存集体账户",
            en="look at the name of the account; list the relative who collects, or keep the "
            "household's written mandate; collective money goes into the collective's account",
        ),
        rests_on=(
            collectives("第四十四条", "art. 44"),
            practice(
                "一卡通发到本人账户；报道：村干部扣留存折",
                "payments go to one's own account; passbooks were reported withheld",
            ),
        ),
        look=_names_of_accounts,
    ),
)
