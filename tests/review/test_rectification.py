"""The rectification list: nothing falls off, nothing people wrote is lost, states follow."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from sanbian import Acceptance, Finding, Text
from sanbian.files import load_contract
from sanbian.findings import (
    Ground,
    ListRow,
    Looked,
    RowState,
    counted_rows,
    rectification,
)

GALLERY = Path(__file__).parent / "gallery"
CONTRACT = load_contract(GALLERY / "SB204" / "good" / "contract.toml")
OTHER = evolve(CONTRACT, id="other")
DAY = date(2026, 1, 31)
PERIOD = "2025-01-01 – 2025-12-31"
PEOPLES = ("number", "measure", "deadline", "unit", "person", "remarks", "further")


def finding(code="SB101", at="$.matters", words="missing", accepted=None):
    text = Text(zh=f"{words}。", en=words)
    return Finding(
        code=code,
        severity="warning",
        at=at,
        says=text,
        do=text,
        rests_on=(),
        accepted=accepted,
    )


def looked(on=DAY, **more):
    return Looked(on=on, **{"has_register": True, "period": PERIOD, **more})


def carried(old, found, on=DAY, contract=CONTRACT, **more):
    return rectification(old, found, contract=contract, looked=looked(on, **more))


def states(rows):
    return [row.state.value for row in rows]


CODES = ("SB101", "SB201", "SB301", "SB401")
found_now = st.lists(
    st.builds(
        finding,
        st.sampled_from(CODES),
        st.sampled_from(("$.matters", "$.contributions[0]", "H1", "H2")),
        st.sampled_from(("one", "two", "three")),
    ),
    max_size=6,
)
written = st.fixed_dictionaries(
    {
        "measure": st.sampled_from(("", "补签", "改合同")),
        "deadline": st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
        "unit": st.sampled_from(("", "村委会")),
        "person": st.sampled_from(("", "会计")),
        "remarks": st.sampled_from(("", "县里督办")),
    }
)


@st.composite
def histories(draw):
    """Reviews month by month, with what people write into the list between them."""
    rows, on = (), DAY
    steps = []
    for found in draw(st.lists(found_now, min_size=1, max_size=4)):
        contract = draw(st.sampled_from((CONTRACT, OTHER)))
        now = looked(on, has_register=draw(st.booleans()))
        before = rows
        rows = rectification(before, found, contract=contract, looked=now)
        steps.append((before, found, contract, now, rows))
        rows = tuple(evolve(row, **draw(written)) for row in rows)
        on += timedelta(days=30)
    return steps


@given(histories())
def test_nothing_falls_off_and_what_people_wrote_stays(steps):
    for before, _, _, _, after in steps:
        for old, new in zip(before, after, strict=False):
            assert all(getattr(old, name) == getattr(new, name) for name in PEOPLES)
            assert (old.contract, old.code, old.place) == (
                new.contract,
                new.code,
                new.place,
            )
        assert len(before) <= len(after)
        numbers = [row.number for row in after]
        assert sorted(set(numbers)) == numbers


@given(histories())
def test_every_finding_has_its_own_row(steps):
    for _, found, contract, _, after in steps:
        said = sorted((each.code, each.says.zh) for each in found)
        there = sorted(
            (row.code, row.found)
            for row in after
            if row.contract == contract.id
            and row.state is not RowState.SOLVED
            and (row.code, row.found) in said
        )
        for each in set(said):
            assert said.count(each) <= there.count(each)


@given(histories())
def test_carrying_on_again_on_the_same_day_changes_nothing(steps):
    for _, found, contract, now, after in steps:
        assert after == rectification(after, found, contract=contract, looked=now)


@given(histories())
def test_what_is_not_looked_at_stays_as_it_is(steps):
    for before, _, contract, now, after in steps:
        for old, new in zip(before, after, strict=False):
            if old.contract != contract.id:
                assert old == new
            elif old.code.startswith("SB3") and not now.has_register:
                assert new.state is old.state or new.state is not RowState.SOLVED


@given(found_now, found_now)
def test_the_order_of_findings_changes_no_state(one, two):
    rows = carried((), one)
    forth = carried(rows, two, DAY + timedelta(days=30))
    back = carried(rows, two[::-1], DAY + timedelta(days=30))

    def told(listed):
        return sorted((row.code, row.place, row.found, row.state.value) for row in listed)

    assert told(forth) == told(back)


def test_a_problem_is_new_then_open_then_solved_then_there_again():
    first = carried((), [finding()])
    second = carried(first, [finding(words="less")], date(2026, 2, 28))
    third = carried(second, [], date(2026, 3, 31))
    fourth = carried(third, [], date(2026, 4, 30))
    fifth = carried(fourth, [finding()], date(2026, 5, 31))
    sixth = carried(fifth, [finding()], date(2026, 6, 30))

    (row,) = sixth
    assert ["new", "open", "solved", "solved", "reopened", "reopened"] == [
        each[0].state.value for each in (first, second, third, fourth, fifth, sixth)
    ]
    assert "less。" == second[0].found
    assert date(2026, 3, 31) == fourth[0].solved
    assert (DAY, date(2026, 5, 31), None) == (row.first_found, row.reopened, row.solved)


def test_what_people_call_solved_but_is_still_there_is_reopened():
    (row,) = carried((), [finding()])
    claimed = (evolve(row, state=RowState.SOLVED),)

    assert ["reopened"] == states(carried(claimed, [finding()], date(2026, 2, 28)))


def test_what_people_call_solved_and_is_gone_gets_its_day():
    (row,) = carried((), [finding()])
    claimed = evolve(row, state=RowState.SOLVED)
    (gone,) = carried((claimed,), [], date(2026, 2, 28))

    assert ("solved", date(2026, 2, 28)) == (gone.state.value, gone.solved)
    assert (gone,) == carried((gone,), [], date(2026, 3, 31))


def test_what_is_accepted_is_told_so():
    noted = Acceptance(code="SB101", at="$.matters", reason="r", by="b")
    first = carried((), [finding(accepted=noted)])
    second = carried(first, [finding(accepted=noted)], date(2026, 2, 28))
    third = carried(second, [finding()], date(2026, 3, 31))

    assert ["accepted"] == states(first) == states(second)
    assert ["open"] == states(third)


def test_rows_that_people_added_stay():
    own = ListRow(number=7, found="公示栏没有照片", state=RowState.OPEN)
    rows = carried((own,), [finding()])

    assert own == rows[0]
    assert 8 == rows[1].number


def test_only_what_was_looked_for_is_solved():
    rows = carried((), [finding("SB101"), finding("SB201"), finding("SB301", "H1")])

    assert ["solved", "new", "new"] == states(carried(rows, [], codes=("SB101",)))
    assert ["solved", "solved", "new"] == states(carried(rows, [], has_register=False))


def test_what_one_settlement_shows_another_does_not_solve():
    rows = carried((), [finding("SB401", "H1")])

    assert ["new"] == states(carried(rows, [], period=""))
    assert ["new"] == states(carried(rows, [], period="2026-01-01 – 2026-12-31"))
    assert ["solved"] == states(carried(rows, []))


def test_a_place_that_moves_is_known_again():
    contract = evolve(CONTRACT, safeguards=CONTRACT.safeguards)
    moved = evolve(CONTRACT, safeguards=CONTRACT.safeguards[::-1])
    last = len(CONTRACT.safeguards) - 1
    rows = carried((), [finding(at="$.safeguards[0]")], contract=contract)

    again = carried(rows, [finding(at=f"$.safeguards[{last}]")], contract=moved)

    assert rows == again


def test_states_are_counted():
    rows = carried(carried((), [finding()]), [finding("SB201")])

    assert "new 1, solved 1" == counted_rows(rows).en


def test_a_list_says_what_is_recalled_only():
    recalled = Ground(
        kind="practice", says=Text(zh="办法", en="measures"), is_recalled=True
    )
    (row,) = carried((), [evolve(finding(), rests_on=(recalled,))])

    assert row.source == "办法（仅凭记忆，不是法律依据）"


def test_numbers_of_people_are_hidden_in_a_list():
    found = finding("SB302", "110101199001010006", "one number 110101199001010006")
    (row,) = carried((), [found])

    assert row.place == "••••••••••••••0006"
    assert row.found == "one number ••••••••••••••0006。"
    assert ["open"] == states(carried([row], [found], on=DAY + timedelta(days=1)))
