"""Lowering of what is lent and returned: animals are claims in their own unit."""

from __future__ import annotations

from sanbian.clause import (
    Kind,
    LendAndReturn,
)
from sanbian.contract import MEMBERS
from sanbian.lowering.draft import CONTRACT, MEMBER
from sanbian.lowering.readings import because
from sanbian.lowering.setting import Setting
from sanbian.money import OddFen
from sanbian.program import (
    Accrue,
    Pay,
    Role,
)
from sanbian.wording import Text, same


def lower_lend_and_return(clause: LendAndReturn, setting: Setting) -> None:
    """Animals lent become a claim in their own unit; those returned discharge it."""
    draft, at = setting.draft, f"clause {clause.id}"
    vintage = setting.part.period.end.isoformat()
    unit = clause.unit
    claim = draft.family(
        f"lent/{clause.id}@{vintage}",
        MEMBER,
        Role.CLAIM,
        Text(zh="借出待还", en="lent, to be returned"),
        unit=unit,
    )
    returned = draft.family(
        f"returned/{clause.id}{setting.suffix}",
        MEMBER,
        Role.SOURCE,
        Text(zh="归还实物", en="returned"),
        unit=unit,
        opening=setting.whole_measure(clause.returned, at=at),
    )
    herd = draft.family(
        f"herd/{clause.to}/{unit}", CONTRACT, Role.END, same(clause.to), unit=unit
    )
    why = because(clause.id, Kind.IN_KIND)
    setting.whole_measure(clause.lent, at=at)
    lent = setting.measure(clause.lent, MEMBERS, at=at)
    draft.add(Accrue(claim=claim, amount=lent, because=why))
    owed = [
        family
        for family in draft.families()
        if family.name.startswith(f"lent/{clause.id}@")
    ]
    for family in sorted(owed, key=lambda family: family.name):
        draft.add(
            Pay(
                due=None,
                level=MEMBER,
                sources=(returned,),
                to=herd,
                discharges=(family,),
                unpaid="carry",
                odd_fen=OddFen.FIRST,
                name=f"{clause.id}{setting.suffix}",
                because=why,
            )
        )
