"""Errors say expected, got, where, and what to do, in both languages."""

from __future__ import annotations

import copy
import pickle

import pytest

from sanbian.errors import (
    NAMES_MAX,
    InvalidInputError,
    MissingFactError,
    Problem,
    SanbianError,
    UnknownNameError,
    raise_any,
    unknown_name,
)
from sanbian.wording import Text, same

RATE = Problem(
    at="$.clauses[0].rate",
    says=Text(
        zh="应为不大于 1 的比例，得到 3/2", en="expected a rate of at most 1, got 3/2"
    ),
    do=Text(zh="请改小", en="lower it"),
)
NAME = Problem(at="$.name", says=Text(zh="应有名称", en="expected a name"), do=RATE.do)
ACCOUNT = Text(zh="账户", en="account")


def test_a_problem_says_where_what_and_what_to_do():
    assert (
        "expected a rate of at most 1, got 3/2 - at $.clauses[0].rate; lower it"
        == RATE.of("en")
    )
    assert "$.clauses[0].rate：应为不大于 1 的比例，得到 3/2。请改小" == RATE.of("zh")


def test_an_error_tells_all_its_problems_in_both_languages():
    lines = [RATE.of("en"), RATE.of("zh"), NAME.of("en"), NAME.of("zh")]

    assert lines == str(InvalidInputError(RATE, NAME)).splitlines()
    assert (RATE, NAME) == InvalidInputError(RATE, NAME).problems


def test_an_error_without_a_problem_is_our_own_slip():
    with pytest.raises(AssertionError):
        SanbianError()


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [
        (InvalidInputError, ValueError),
        (UnknownNameError, LookupError),
        (MissingFactError, LookupError),
    ],
)
def test_errors_are_caught_as_ours_and_as_the_usual_kind(kind, builtin):
    assert issubclass(kind, SanbianError)
    assert issubclass(kind, builtin)


@pytest.mark.parametrize("kind", [InvalidInputError, UnknownNameError, MissingFactError])
def test_errors_travel_between_processes(kind):
    error = kind(RATE, NAME)

    for travelled in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):  # noqa: S301 - our own bytes
        assert kind is type(travelled)
        assert error.problems == travelled.problems
        assert str(error) == str(travelled)


def test_no_problem_raises_nothing_and_many_are_raised_at_once():
    raise_any(problem for problem in ())

    with pytest.raises(InvalidInputError) as caught:
        raise_any(problem for problem in (RATE, NAME))

    assert (RATE, NAME) == caught.value.problems


def test_an_unknown_name_is_answered_with_the_nearest():
    problem = unknown_name(
        "$.from", name="reserv", known=("pool", "reserve", "fund", "reserve"), what=ACCOUNT
    )

    assert "$.from" == problem.at
    assert Text(
        zh="应为已声明的账户，得到 'reserv'", en="expected a declared account, got 'reserv'"
    ) == (problem.says)
    assert Text(zh="可选：reserve", en="did you mean one of: reserve") == problem.do


def test_the_three_nearest_names_are_told_and_no_more():
    problem = unknown_name(
        "$", name="fund", known=("fund1", "fund2", "fund3", "fund4"), what=ACCOUNT
    )

    assert 3 == problem.do.en.count("fund")
    assert "more" not in problem.do.en


def test_where_no_name_is_near_all_are_listed_in_order():
    problem = unknown_name("$", name="x", known=("pool", "fund"), what=ACCOUNT)

    assert Text(zh="可选：fund、pool", en="did you mean one of: fund, pool") == problem.do


def test_where_nothing_is_declared_the_message_says_so():
    problem = unknown_name("$", name="x", known=(), what=ACCOUNT)

    assert Text(zh="可选：（无）", en="did you mean one of: (none declared)") == problem.do


def test_a_long_list_of_names_is_cut_and_counted():
    names = [f"H{place:03d}" for place in range(NAMES_MAX + 2)]
    whole = unknown_name("$", name="x", known=names[:NAMES_MAX], what=ACCOUNT).do
    cut = unknown_name("$", name="x", known=names, what=ACCOUNT).do

    assert "、".join(names[:NAMES_MAX]) == whole.zh.removeprefix("可选：")
    assert ", ".join(names[:NAMES_MAX]) == whole.en.removeprefix("did you mean one of: ")
    assert f"{whole.zh} 等 {NAMES_MAX + 2} 个" == cut.zh
    assert f"{whole.en} and 2 more" == cut.en


def test_a_message_hides_numbers_of_people():
    number = "110101199001010006"
    error = InvalidInputError(Problem(at=number, says=same(number), do=same("do")))

    assert number not in str(error)
    assert "0006 - at" in str(error)
