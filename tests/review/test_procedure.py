"""How a contract came about: meetings, votes, notice and publication."""

from __future__ import annotations

from datetime import date

import pytest
from attrs import evolve
from review_cases import GALLERY, case, changed, codes, only

from sanbian import (
    Contribution,
    InvalidInputError,
    Procedure,
    ProcedureStep,
)
from sanbian.files.reviews import load_review, review_dossier
from sanbian.findings import review

DAY = date(2025, 5, 20)


def meeting(step="成员大会决议", day=DAY, **facts):
    return ProcedureStep(step=step, day=day, **facts)


# Four meetings and two publications


def collective(*steps):
    contract = case("SB202", "good")
    return evolve(contract, procedure=Procedure(steps=steps))


GOOD = case("SB202", "good").procedure.steps


def decided(**facts):
    return collective(*GOOD[:3], evolve(GOOD[3], **facts), GOOD[4])


def test_missing_meetings_are_only_asked_about():
    (found,) = review(collective())

    assert ("SB201", "warning") == (found.code, found.severity)


def test_once_money_is_paid_its_result_is_published_too():
    dossier = load_review(GALLERY / "SB412" / "bad")
    contract = evolve(
        dossier.contract,
        vehicle=case("SB202", "good").vehicle,
        procedure=Procedure(steps=GOOD),
    )

    def told(steps):
        judged = evolve(contract, procedure=Procedure(steps=steps))
        found = review(judged, dossier.register, dossier.settlement)
        return [each for each in found if each.code == "SB201"]

    (found,) = told(GOOD)
    assert "info" == found.severity
    assert "one publication instead of two" in found.says.en
    assert [] == told((*GOOD, meeting("分红结果公示", date(2026, 1, 5))))


# The assembly of a collective


def test_what_was_decided_before_the_act_is_not_read_by_it():
    earlier = [
        evolve(step, day=step.day.replace(year=2024), in_favour=None) for step in GOOD
    ]
    earlier[3] = evolve(earlier[3], in_favour=50)

    assert [] == codes(review(collective(*earlier)))


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"present": 59, "in_favour": None}, "59 of 90 came, less than 2/3"),
        ({"in_favour": 59}, "59 of 90 agreed, less than 2/3"),
        ({"noticed": date(2025, 5, 11)}, "9 days before instead of 10"),
        ({"laid_open": date(2025, 5, 11)}, "9 days before instead of 10"),
        ({"votes": 90, "votes_in_favour": 59}, "59 of 90 votes agreed, less than 2/3"),
    ],
)
def test_an_assembly_needs_people_notice_and_votes(facts, says):
    (found,) = review(decided(**facts))

    assert ("SB202", "error") == (found.code, found.severity)
    assert says in found.says.en


def test_just_enough_is_enough():
    facts = {"present": 60, "in_favour": 60}
    days = {"noticed": date(2025, 5, 10), "laid_open": date(2025, 5, 10)}

    assert [] == codes(review(decided(**facts, **days, matter="charter")))


def by_few(**facts):
    return decided(
        step="成员代表大会决议", present=None, **{"due": 30, "in_favour": 20, **facts}
    )


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"in_favour": 19}, "19 of 30 agreed, less than 2/3"),
        ({"due": 20}, "20 representatives, not more than 20"),
        ({"matter": "charter"}, "the charter is for all members to decide"),
        ({"matter": "membership"}, "who is a member is for all members"),
        ({"matter": "quantification"}, "what is quantified into shares is for all"),
        ({"matter": "land_compensation"}, "compensation for land is for all members"),
        ({"matter": "merger"}, "merger or division is for all members"),
    ],
)
def test_representatives_decide_by_two_thirds_and_not_all(facts, says):
    (found,) = review(by_few(**facts))

    assert "SB202" == found.code
    assert says in found.says.en


def test_representatives_may_decide_the_plan():
    assert [] == codes(review(by_few(matter="plan")))
    assert [] == codes(review(by_few(due=None, in_favour=None)))


# The assembly of a cooperative


def cooperative(**facts):
    contract = case("SB203", "good")
    return evolve(contract, procedure=Procedure(steps=(meeting(**facts),)))


def test_just_half_is_no_majority():
    (found,) = review(cooperative(due=90, in_favour=45))

    assert "45 of 90 agreed, no majority" in found.says.en
    assert "没有过半" in found.says.zh
    assert [] == codes(review(cooperative(due=90, in_favour=46)))


def test_votes_decide_where_some_have_more():
    few = {"due": 90, "in_favour": 50, "votes": 108}

    (found,) = review(cooperative(**few, votes_in_favour=54))

    assert found.at.endswith(".votes_in_favour")
    assert "54 of 108 votes agreed, no majority" in found.says.en
    assert [] == codes(review(cooperative(**few, votes_in_favour=55)))


@pytest.mark.parametrize("matter", ["charter", "merger"])
def test_the_charter_needs_two_thirds(matter):
    assert [] == codes(review(cooperative(due=90, in_favour=60, matter=matter)))
    (found,) = review(cooperative(due=90, in_favour=59, matter=matter))
    assert "less than 2/3" in found.says.en


def test_the_plan_lies_open_for_fifteen_days():
    assert [] == codes(review(cooperative(laid_open=date(2025, 5, 5))))
    assert ["SB203"] == codes(review(cooperative(laid_open=date(2025, 5, 6))))


@pytest.mark.parametrize(
    ("members", "due", "says"),
    [
        (150, 60, "150 members, not more than 150"),
        (151, 51, None),
        (151, 50, "50 representatives of 151 members"),
        (1000, 99, "99 representatives of 1000 members"),
        (1000, 100, None),
        (1000, None, None),
        (None, 3, None),
    ],
)
def test_a_tenth_and_fifty_one_represent_more_than_150(members, due, says):
    found = review(cooperative(step="成员代表大会决议", members=members, due=due))

    assert [says] if says else [] == [each.code for each in found]
    assert all(says in each.says.en for each in found)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"present": 91}, "91 came, more than the 90 who were entitled"),
        ({"present": 70, "in_favour": 71}, "71 agreed, more than the 70 who came"),
        (
            {"present": None, "in_favour": 91},
            "91 agreed, more than the 90 who were entitled",
        ),
        (
            {"votes": 100, "votes_in_favour": 101},
            "101 voted in favour, more than the 100 who have votes",
        ),
    ],
)
def test_counts_that_cannot_be_are_told(facts, says):
    (found,) = review(decided(**facts))

    assert ("SB202", "error") == (found.code, found.severity)
    assert found.says.en.endswith(says)


# Who is no member


def test_outsiders_need_three_quarters_of_all():
    contract = case("SB206", "good")
    silent = evolve(contract, procedure=Procedure(steps=GOOD))

    (found,) = review(silent)

    assert ("SB206", "warning") == (found.code, found.severity)
    paid_in = Contribution(by="workers", what="money")
    both = evolve(silent, contributions=(*silent.contributions, paid_in))
    assert [] == only("SB206", both)
    own = changed(silent, "share_classes", outsiders=False)
    assert [] == only("SB206", own)


# Publication


def published(**facts):
    contract = case("SB205", "good")
    steps = contract.procedure.steps
    shown = evolve(steps[4], **facts)
    return evolve(contract, procedure=Procedure(steps=(*steps[:4], shown)))


REGION = load_review(GALLERY / "SB205" / "good").region


def test_days_of_publication_are_the_regions():
    short = published(until=date(2025, 5, 26))

    (found,) = only("SB205", short, region=REGION)

    assert "6 days, instead of 7 (县农业农村局通知)" in found.says.en
    assert [] == only("SB205", short)
    assert [] == only("SB205", published(until=None), region=REGION)
    early = evolve(
        REGION,
        publication_days=(evolve(REGION.publication_days[0], since=date(2026, 1, 1)),),
    )
    assert [] == only("SB205", short, region=early)


def test_objections_are_settled_before_the_contract_runs():
    (found,) = only("SB205", published(handled=None))
    assert "2 objected, and nothing says that it was settled" in found.says.en

    (found,) = only("SB205", published(handled=date(2025, 7, 2)))
    assert "settled only on 2025-07-02" in found.says.en

    assert [] == only("SB205", published(objections=0, handled=None))


def test_a_publication_does_not_end_before_it_begins():
    with pytest.raises(InvalidInputError) as caught:
        meeting("公示", until=date(2025, 5, 19))

    assert ["$.until"] == [each.at for each in caught.value.problems]


def test_the_gallery_case_of_publication_is_read_with_its_region():
    assert ["SB205"] == codes(review_dossier(load_review(GALLERY / "SB205" / "bad")))
