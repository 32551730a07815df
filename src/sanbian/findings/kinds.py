"""Checks of what kind of money it is called: nothing else under the name of dividend (款项)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from sanbian.clause import Clause, Kind, PatronageRefund
from sanbian.clause.kinds import KIND_NAMES
from sanbian.findings.announcements import meant
from sanbian.findings.grounds import case
from sanbian.findings.settled import clauses_within, is_current
from sanbian.findings.subjects import Subject
from sanbian.findings.values import Check, Found
from sanbian.lowering.carrying import Promise, kind_of
from sanbian.records import Announced
from sanbian.settlement import Settlement
from sanbian.wording import Text, join, money


def _kinds(subject: Subject) -> Iterator[Found]:
    """A kind of money under another's name."""
    settlement = subject.settlement
    if settlement is None:
        return
    within = clauses_within(subject)
    yield from _kinds_of_clauses(settlement, within)
    if subject.records is None:
        return
    wrong: dict[tuple[str, Kind, Kind], int] = defaultdict(int)
    for payment in subject.records.payments:
        for clause in within.get(payment.clause, ()):
            kind = kind_by_clause(clause)
            if payment.called is not None and kind not in {None, payment.called}:
                assert kind is not None
                wrong[payment.clause, kind, payment.called] += 1
    for (clause_id, kind, called), count in wrong.items():
        yield Found(
            at=clause_id,
            says=Text(
                zh=f"实付表 {count} 行把第 {clause_id} 条叫作“{KIND_NAMES[called].zh}”，"
                f"按合同是{KIND_NAMES[kind].zh}",
                en=f"{count} row{'' if count == 1 else 's'} of the list call clause "
                f"{clause_id} {KIND_NAMES[called].en}; by the contract it is "
                f"{KIND_NAMES[kind].en}",
            ),
        )
    for place, told in enumerate(subject.records.announced):
        if told.called is not None:
            yield from _mixed(settlement, told, f"$.announced[{place}]")


def _kinds_of_clauses(
    settlement: Settlement, within: Mapping[str, tuple[Clause, ...]]
) -> Iterator[Found]:
    wrong: dict[tuple[str, Kind], Kind] = {}
    for flow in settlement.flows:
        if not is_current(flow) or flow.kind in {Kind.ADVANCE, Kind.LOSS}:
            continue
        right = {kind_by_clause(clause) for clause in within.get(flow.clause, ())}
        if right and None not in right and flow.kind not in right:
            wrong[flow.clause, flow.kind] = next(kind for kind in right if kind)
    for (clause_id, booked), kind in wrong.items():
        yield Found(
            at=clause_id,
            says=Text(
                zh=f"第 {clause_id} 条按合同是{KIND_NAMES[kind].zh}，结算记成"
                f"{KIND_NAMES[booked].zh}",
                en=f"clause {clause_id} is {KIND_NAMES[kind].en} by the contract, and "
                f"{KIND_NAMES[booked].en} in the settlement",
            ),
        )


def kind_by_clause(clause: Clause) -> Kind | None:
    """The kind of what a clause promises; None where it promises no fixed kind."""
    if isinstance(clause, PatronageRefund):
        return Kind.PATRONAGE_REFUND
    return kind_of(clause) if isinstance(clause, Promise) else None


def _mixed(settlement: Settlement, told: Announced, at: str) -> Iterator[Found]:
    """What was announced as one kind, and is made of several."""
    by_kind = meant(settlement, told)
    assert told.called is not None
    others = {kind: fen for kind, fen in by_kind.items() if fen and kind != told.called}
    own = by_kind.get(told.called, 0)
    if others and told.total == sum(by_kind.values()):
        inside = join(
            (KIND_NAMES[kind] + Text(zh=" ", en=" ") + money(fen))
            for kind, fen in others.items()
        )
        name = KIND_NAMES[told.called]
        yield Found(
            at=at,
            says=Text(
                zh=f"公布的“{name.zh}” {money(told.total).zh}中，{name.zh}只有 "
                f"{money(own).zh}，另有 {inside.zh}",
                en=f"of {money(told.total).en} announced as {name.en}, {money(own).en} are; "
                f"besides there is {inside.en}",
            ),
        )


CHECKS = (
    Check(
        code="SB406",
        title=Text(zh="各种款项分开列", en="Kinds of money are kept apart"),
        severity="warning",
        do=Text(
            zh="租金、保底、分红、返还、报酬、补助、补偿各列一行，不统称分红",
            en="list rent, guarantee, dividend, refund, pay, subsidy and compensation line by "
            "line, not all as dividend",
        ),
        rests_on=(
            case(
                "冕宁建设村：公布的 1,300 万元分红中有租金 156 万元、风险补偿 93 万元",
                "Jianshe, Mianning: of 13,000,000 announced as dividend, 1,560,000 were rent and "
                "930,000 compensation for risk",
            ),
        ),
        look=_kinds,
    ),
)
