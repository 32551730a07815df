"""What the contract file notes of its own review: accepted findings, answers, questions."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from attrs import evolve

from sanbian import (
    Acceptance,
    Answer,
    Contribution,
    Ground,
    InvalidInputError,
    ReviewNotes,
    checklist,
    review,
)
from sanbian.contract import stable_place
from sanbian.files import contract_text, load_contract
from sanbian.findings import CHECKS
from sanbian.findings.asking import questions_of
from sanbian.findings.questions import with_question
from sanbian.findings.subjects import Subject

GALLERY = Path(__file__).parent / "gallery"
TODAY = date(2026, 3, 1)


def contract_of(code, side="bad"):
    return load_contract(GALLERY / code / side / "contract.toml")


def accepting(contract, *accepted):
    return evolve(contract, review=ReviewNotes(accepted=accepted))


def acceptance(code, at, **more):
    return Acceptance(code=code, at=at, reason="另有约定", by="司法所", **more)


def answering(contract, *codes):
    answers = tuple(Answer(code=code, answer="是", by="律师", day=TODAY) for code in codes)
    return evolve(contract, review=ReviewNotes(answers=answers))


# Accepted findings


def test_an_accepted_finding_is_listed_with_its_reason():
    plain = contract_of("SB204")
    (open_one,) = review(plain)
    accepted = acceptance("SB204", open_one.at)

    (found,) = review(accepting(plain, accepted))

    assert accepted == found.accepted
    assert open_one == evolve(found, accepted=None)


def test_accepted_findings_come_last():
    plain = evolve(contract_of("SB204"), safeguards=())
    first, *rest = review(plain)
    assert "error" == first.severity

    found = review(accepting(plain, acceptance(first.code, first.at)))

    assert [*(each.code for each in rest), first.code] == [each.code for each in found]


def test_a_place_by_names_is_understood():
    plain = contract_of("SB113")
    (found,) = review(plain)
    place = stable_place(plain, found.at)

    assert place != found.at
    (accepted,) = review(accepting(plain, acceptance("SB113", place)))
    assert accepted.accepted is not None


def test_what_is_past_its_day_is_found_again():
    plain = contract_of("SB204")
    (found,) = review(plain)
    noted = accepting(plain, acceptance("SB204", found.at, until=date(2026, 2, 28)))

    assert review(noted, today=date(2026, 2, 28))[0].accepted is not None
    (again,) = review(noted, today=TODAY)

    assert again.accepted is None
    assert again.says.en.endswith("; it was accepted until 2026-02-28, which is past")


def test_the_acceptance_that_lasts_counts():
    plain = contract_of("SB113")
    (found,) = review(plain)
    lasting = acceptance("SB113", stable_place(plain, found.at))
    noted = accepting(plain, acceptance("SB113", found.at, until=date(2020, 1, 1)), lasting)

    assert lasting == review(noted, today=TODAY)[0].accepted


@pytest.mark.parametrize("code", ["SB101", "SB999"])
def test_an_acceptance_that_matches_nothing_is_found(code):
    noted = accepting(contract_of("SB204", "good"), acceptance(code, "$.matters"))

    (found,) = review(noted)

    assert ("SB144", "$.review.accepted[0]") == (found.code, found.at)


@pytest.mark.parametrize("code", ["SB301", "SB401"])
def test_what_is_not_reviewed_is_not_missed(code):
    noted = accepting(contract_of("SB204", "good"), acceptance(code, "H1"))

    assert () == review(noted)


def test_what_has_no_reason_is_refused():
    noted = ReviewNotes(
        accepted=(
            Acceptance(code="SB1", at=" ", reason="", by="\n"),
            acceptance("SB204", "$"),
            acceptance("SB204", "$"),
        ),
        answers=(Answer(code="SB141", answer="", by="", day=TODAY),) * 2,
    )

    with pytest.raises(InvalidInputError) as caught:
        evolve(contract_of("SB204", "good"), review=noted)

    assert [
        "$.review.accepted[0].code",
        "$.review.accepted[0].at",
        "$.review.accepted[0].reason",
        "$.review.accepted[0].by",
        "$.review.accepted[2]",
        "$.review.answers[0].answer",
        "$.review.answers[0].by",
        "$.review.answers[1].answer",
        "$.review.answers[1].by",
        "$.review.answers[1]",
    ] == [problem.at for problem in caught.value.problems]


def test_notes_are_written_and_read_again(tmp_path):
    noted = evolve(
        contract_of("SB204", "good"),
        review=ReviewNotes(
            accepted=(acceptance("SB101", "$.matters", until=TODAY),),
            answers=(Answer(code="SB141", answer="公平", by="律师", day=TODAY),),
        ),
    )
    file = tmp_path / "contract.toml"
    file.write_text(contract_text(noted), encoding="utf-8")

    assert noted == load_contract(file)


# Questions


def test_questions_arise_where_they_matter():
    land = contract_of("SB204", "good")
    money = evolve(land, contributions=(Contribution(by="members", what="money"),))

    assert {"SB204", "SB132"} <= {each.code for each in checklist(land)}
    assert not {"SB204", "SB132", "SB111"} & {each.code for each in checklist(money)}
    assert all(each.answer is None for each in checklist(land))


def test_a_question_that_is_answered_keeps_its_answer():
    (answered,) = [
        each
        for each in checklist(answering(contract_of("SB204", "good"), "SB204"))
        if each.answer is not None
    ]

    assert ("SB204", "是") == (answered.code, answered.answer.answer)
    assert () == review(answering(contract_of("SB204", "good"), "SB204"))


def test_an_answer_to_what_is_not_asked_is_found():
    (found,) = review(answering(contract_of("SB204", "good"), "SB101"))

    assert ("SB144", "$.review.answers[0]") == (found.code, found.at)


def test_questions_rest_on_grounds_in_force():
    check = next(each for each in CHECKS if each.code == "SB204")
    ground = Ground(kind="law", says=check.title, since=date(2019, 1, 1))
    dated = evolve(check, rests_on=(ground,))
    contract = contract_of("SB204", "good")

    def asked(day):
        subject = Subject(contract=contract, register=None, settlement=None, on=day)
        return [each.code for each in questions_of([dated], subject)]

    assert ["SB204"] == asked(date(2019, 1, 1))
    assert [] == asked(date(2018, 12, 31))


def test_a_check_keeps_its_own_question():
    check = next(each for each in CHECKS if each.code == "SB204")
    own = evolve(check.question, asks=check.title)

    assert own == with_question(evolve(check, question=own)).question


# Places


def test_places_hold_when_something_moves():
    contract = contract_of("SB204", "good")
    turned = evolve(contract, safeguards=contract.safeguards[::-1])
    last = len(contract.safeguards) - 1

    assert last
    assert "$.safeguards[kind=exit]" == stable_place(contract, "$.safeguards[0]")
    assert "$.safeguards[kind=exit]" == stable_place(turned, f"$.safeguards[{last}]")


def test_places_of_the_same_name_are_numbered():
    contract = contract_of("SB204", "good")
    twice = evolve(contract, contributions=contract.contributions * 2)
    count = len(contract.contributions)

    assert stable_place(contract, "$.contributions[0]") == "$.contributions[what=land]"
    assert (
        stable_place(twice, f"$.contributions[{count}]") == "$.contributions[what=land#2]"
    )


@pytest.mark.parametrize(
    "at",
    [
        "H001",
        "$.nothing",
        "$.parties[99]",
        "$ and more",
        "$.parties x[0]",
        "$.title[0]x",
        "$[0]",
        "$.versions[zero]",
    ],
)
def test_other_places_stay(at):
    place = stable_place(contract_of("SB204", "good"), at)

    assert at == place


def test_what_has_no_name_keeps_its_number():
    contract = contract_of("SB204", "good")
    noted = accepting(contract, acceptance("SB999", "$"))

    assert "$.review.accepted[code=SB999]" == stable_place(noted, "$.review.accepted[0]")
    assert "$.title[0]" == stable_place(noted, "$.title[0]")
