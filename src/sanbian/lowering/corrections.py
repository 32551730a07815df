"""What a correction left: a party owes what was underpaid out of a division (更正补付)."""

from __future__ import annotations

from datetime import date

from sanbian.clause import Dividend, Kind, PatronageRefund
from sanbian.clause.kinds import KIND_NAMES
from sanbian.clause.naming import clause_text
from sanbian.contract.contracts import version_on
from sanbian.lowering.draft import MEMBER
from sanbian.lowering.readings import claim_account
from sanbian.lowering.setting import Setting
from sanbian.program import Because, Family, Pay, Role
from sanbian.wording import Text


def pay_corrections(setting: Setting) -> None:
    """Pay what a named party owes to holders, oldest first, before the clauses."""
    start = setting.part.period.start.isoformat()
    found = []
    for claim in setting.draft.claims():
        account, _, since = claim.name.rpartition("@")
        clause, _, party = account.removeprefix(claim_account("")).partition("/")
        if party and account.startswith(claim_account("")) and since < start:
            found.append((since, clause, party, claim))
    for _, clause, party, claim in sorted(found, key=lambda each: each[:3]):
        _pay(setting, clause, party, claim)


def _pay(setting: Setting, clause: str, party: str, claim: Family) -> None:
    since = claim.name.rpartition("@")[2]
    kind = _kind_of(setting, clause, date.fromisoformat(since))
    says = KIND_NAMES[kind]
    named = clause_text(clause)
    target = setting.draft.family(
        f"payable/{clause}@{since}",
        MEMBER,
        Role.POOL,
        Text(
            zh=f"{named.zh} {since} 期应得",
            en=f"due under {named.en} from {since}",
        ),
    )
    setting.draft.add(
        Pay(
            due=None,
            level=MEMBER,
            sources=(setting.source(party),),
            to=target,
            discharges=(claim,),
            unpaid="carry",
            odd_fen=setting.version.odd_fen,
            name=f"{claim.name}{setting.suffix}",
            because=Because(
                clause,
                kind.value,
                Text(
                    zh=f"更正补发 {since} 期{says.zh}",
                    en=f"{says.en} of {since}, corrected",
                ),
            ),
        )
    )


def _kind_of(setting: Setting, id_: str, since: date) -> Kind:
    """The kind of money of a clause that divides, by the version in force at the time."""
    version = setting.contract.versions[version_on(setting.contract, since) or 0]
    clause = next((each for each in version.clauses if each.id == id_), None)
    if isinstance(clause, PatronageRefund):
        return Kind.PATRONAGE_REFUND
    return clause.kind if isinstance(clause, Dividend) else Kind.DIVIDEND
