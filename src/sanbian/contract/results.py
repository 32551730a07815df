"""Checks of clauses over the result: bands that hold, losses that somebody bears."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sanbian.clause import LossPart, LossSharing, Payout, Reserve
from sanbian.contract.names import DEFICIT, Names, takers_of
from sanbian.contract.parts import ContractParts, Place, clauses_of, problem
from sanbian.contract.values import Base, Party
from sanbian.errors import Problem, unknown_name
from sanbian.law import DEFICIT_FIRST
from sanbian.register import Status
from sanbian.wording import Text, percent


def bands_hold(parts: ContractParts) -> Iterator[Problem]:
    """A payout band lies between nothing and all, its least part not above its largest."""
    for place in clauses_of(parts):
        if not isinstance(place.clause, Payout):
            continue
        least, most = place.clause.at_least or Fraction(0), place.clause.at_most
        highest = Fraction(1) if most is None else most
        if not 0 <= least <= highest <= 1:
            yield problem(
                f"{place.at}.at_least" if most is None else f"{place.at}.at_most",
                zh=f"分配额度应在 0 到 100% 之间、下限不高于上限，得到 {percent(least)} 至 "
                f"{percent(highest)}",
                en="expected a payout band from 0 to 100%, its least part not above its "
                f"largest, got {percent(least)} to {percent(highest)}",
                do_zh="按章程或合同更正 at_least、at_most",
                do_en="correct at_least and at_most from the charter or contract",
            )


def reserves_say_how_much(parts: ContractParts) -> Iterator[Problem]:
    """A reserve is a part of what there is, or an amount."""
    for place in clauses_of(parts):
        clause = place.clause
        if isinstance(clause, Reserve) and (clause.rate is None) is (clause.amount is None):
            yield problem(
                f"{place.at}.rate",
                zh="提取多少应写明一种：rate 或 amount，得到"
                + ("空白" if clause.rate is None else "两种都有"),
                en="expected how much is set aside, either rate or amount, got "
                + ("nothing" if clause.rate is None else "both"),
                do_zh='按比例写 rate = "10%"，定额写 amount',
                do_en='write rate = "10%" for a part, amount for a sum',
            )


def losses_are_borne(parts: ContractParts) -> Iterator[Problem]:
    """Who bears a loss is said: what each side pays with, and what becomes of the rest."""
    for place in clauses_of(parts):
        clause = place.clause
        if isinstance(clause, LossSharing):
            yield from _what_is_borne(parts, place, clause)
            for number, part in enumerate(clause.parts):
                at = f"{place.at}.parts[{number}]"
                if parts.names.is_holders(part.to):
                    yield from _holders_bear(at, part, place, parts.names)
                elif _says_more(part):
                    yield problem(
                        at,
                        zh=f"当事人 “{part.to}” 自己掏钱承担，只写 to 和 ratio，得到农户才有的项",
                        en=f"expected only to and ratio since the party {part.to!r} pays itself, "
                        "got a field of holders",
                        do_zh="删去该项；当事人的限额写 pays_up_to",
                        do_en="remove it; a party's limit is its pays_up_to",
                    )


def _what_is_borne(
    parts: ContractParts, place: Place, clause: LossSharing
) -> Iterator[Problem]:
    """The loss of a base, borne by what the whole contract has; the rest is accounted for."""
    names = parts.names
    base = names.declared.get(clause.of)
    if not isinstance(base, Base):
        what = Text(zh="分配基数", en="base")
        yield unknown_name(
            f"{place.at}.of", name=clause.of, known=names.of(Base), what=what
        )
        return
    bearing = (
        *((f"first[{number}]", name) for number, name in enumerate(clause.first)),
        *((f"parts[{number}].to", part.to) for number, part in enumerate(clause.parts)),
        ("rest", clause.rest),
    )
    for field, name in bearing:
        if names.is_per_group(name) or (field != "rest" and names.is_own_fund(name)):
            yield problem(
                f"{place.at}.{field}",
                zh=f"应由全合同的一方承担，得到各组或各户自有的 “{name}”",
                en=f"expected one of the whole contract to bear it, got {name!r}, which each "
                "group or holder has",
                do_zh="写当事人或共有的基金；各户承担的写在 parts 中",
                do_en="name a party or a common fund; write what holders bear under parts",
            )
    known = {DEFICIT, *names.of(Party)}
    if clause.rest not in known:
        what = Text(zh="deficit 或当事人", en="party, or deficit")
        yield unknown_name(f"{place.at}.rest", name=clause.rest, known=known, what=what)
    carries = parts.vehicle in DEFICIT_FIRST or base.carry_loss is True
    if clause.rest == DEFICIT and not carries:
        yield problem(
            f"{place.at}.rest",
            zh=f"余下的亏损留待弥补时，“{clause.of}” 应写 carry_loss = true，得到没有",
            en=f"expected carry_loss = true of {clause.of!r} since the rest of the loss stays, "
            "got nothing of it",
            do_zh="在该基数下写 carry_loss = true，或写由哪一方承担",
            do_en="write it under the base, or name the party that bears the rest",
        )


def _says_more(part: LossPart) -> bool:
    """Whether a side says what only holders say."""
    said = (part.by, part.at_most, part.exempt_part, part.reduces)
    return any(one is not None for one in said) or bool(part.exempt or part.set_off)


def _holders_bear(at: str, part: LossPart, place: Place, names: Names) -> Iterator[Problem]:
    """Holders bear by weights, out of something that is theirs; exemptions say who bears then."""
    if part.by is None:
        yield problem(
            f"{at}.by",
            zh="各户按什么承担应写明，得到空白",
            en="expected by what each holder bears, got nothing",
            do_zh="写 by = 出资额、股数等",
            do_en="write by with capital, shares or the like",
        )
    if (part.reduces is None) == (not part.set_off):
        yield problem(
            at,
            zh="各户拿什么承担应写明一种：reduces 或 set_off，得到"
            + ("两种都有" if part.set_off else "空白"),
            en="expected what holders bear it with, either reduces or set_off, got "
            + ("both" if part.set_off else "nothing"),
            do_zh="冲减各户自有的基金写 reduces；从以后所得中扣回写 set_off = [条款编号]",
            do_en="write reduces with a fund of each holder, or set_off with the clauses it is "
            "taken from",
        )
    if part.reduces is not None and not names.is_own_fund(part.reduces):
        yield problem(
            f"{at}.reduces",
            zh=f"应为各户自有的基金，得到 “{part.reduces}”",
            en=f"expected a fund of each holder, got {part.reduces!r}",
            do_zh="给该基金写 per_member = true",
            do_en="write per_member = true under the fund",
        )
    if bool(part.exempt) is (part.exempt_part is None):
        yield problem(
            f"{at}.exempt_part",
            zh="免于承担（exempt）的部分由谁承担应写明，没有免于承担的不写",
            en="expected who bears the part of those who are exempt, and only beside exempt",
            do_zh='写 exempt_part = "others"（其他户）或 "rest"（归入其余）',
            do_en='write exempt_part = "others" or "rest"',
        )
    yield from _names_of_holders(at, part, place, names)


def _names_of_holders(
    at: str, part: LossPart, place: Place, names: Names
) -> Iterator[Problem]:
    """The statuses that are exempt and the clauses that are set off are there."""
    known = [status.value for status in Status]
    for number, status in enumerate(part.exempt):
        if status not in known:
            what = Text(zh="贫困状态", en="poverty status")
            field = f"{at}.exempt[{number}]"
            yield unknown_name(field, name=status, known=known, what=what)
    giving = {
        clause.id
        for clause in place.version.clauses
        if not isinstance(clause, LossSharing)
        and any(names.is_holders(to) for _, to in takers_of(clause))
    }
    for number, id_ in enumerate(part.set_off):
        if id_ not in giving:
            what = Text(zh="付给农户的条款", en="clause that pays holders")
            field = f"{at}.set_off[{number}]"
            yield unknown_name(field, name=id_, known=giving, what=what)
