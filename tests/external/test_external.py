"""What other projects expect of a division or a rounding, and what we say to it.

The files in ``cases`` hold facts only: inputs and expected results, each with the project,
commit, licence and path it was read from. Conventions differ on purpose, so each is mapped
to the rule of ours that means the same; a rule that we do not offer is skipped by name.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from contract_builders import FIRST, shareholders

from sanbian import Entry, EntryKind, holdings, recorded
from sanbian.daycount import DayCount, year_fraction
from sanbian.errors import InvalidInputError
from sanbian.money import (
    OddFen,
    Rounding,
    apportion,
    apportion_within,
    rational,
    round_ratio,
    round_to,
    yuan,
)

FILES = sorted(Path(__file__).with_name("cases").glob("*.json"))
CASES = [case for file in FILES for case in json.loads(file.read_text(encoding="utf-8"))]
LICENCES = {
    "MIT",
    "MIT project",
    "MIT (LICENSE.TXT)",
    "Apache-2.0",
    "BSD-3-Clause",
    # Figures are facts: those of a page are kept with their source, its words are not.
    "public page, facts only",
}

# The words with which a convention begins, and the rule of ours that means the same.
OURS = {
    "floor every share, then one unit each to the largest": OddFen.LARGEST_REMAINDER,
    "floor every share, spare units one by one": OddFen.LARGEST_SHARE,
    "floor, spare units to the first non-zero allocatees": OddFen.FIRST,
    "floor, spare units to the largest fractional parts": OddFen.LARGEST_REMAINDER,
    "floor, spare units to the largest ratios": OddFen.LARGEST_SHARE,
    "floor, undistributed remainder returned": OddFen.TO_ACCOUNT,
    "floor, spare units to the share nearest": OddFen.LARGEST_REMAINDER,
    "floor, spare units from the last to the first": OddFen.LAST,
    "floor, spare units from the first to the last": OddFen.FIRST,
    "floor, spare units to the earlier shares": OddFen.FIRST,
    "floor, spare units last to first": OddFen.LAST,
    "floor, spare to largest ratio": OddFen.LARGEST_SHARE,
    "largest remainder: the double share": OddFen.LARGEST_REMAINDER,
    "largest fractional part, exact arithmetic": OddFen.LARGEST_REMAINDER,
    "pro rata to claims": OddFen.LARGEST_REMAINDER,
    "nearest strategy": OddFen.LARGEST_REMAINDER,
    "percentages to two decimals": OddFen.LARGEST_REMAINDER,
    "equal parts": OddFen.FIRST,
    "equal floor parts": OddFen.TO_ACCOUNT,
    "FRONT_LOADED:": OddFen.FIRST,
    "扶贫资金 100 万元平均量化": OddFen.TO_ACCOUNT,
    "70% 部分平均分给": OddFen.LARGEST_REMAINDER,
    "脱贫股 20% 平均给": OddFen.LARGEST_REMAINDER,
    "242 万 : 100 万": OddFen.LARGEST_REMAINDER,
    "按权重 2:1": OddFen.TO_ACCOUNT,
}
NOT_OURS = {
    "floor toward minus infinity": "negatives_are_floored",
    "only whole blocks": "whole_blocks_only",
    "walk from the last share": "cumulative_from_last",
    "cumulative rounding from the last": "cumulative_from_last",
    "CUMULATIVE_ROUNDING": "cumulative_rounding",
    "all-zero weights pay nothing": "zero_weights_pay_nothing",
    "largest-remainder style": "rounded_to_nearest_then_corrected",
    "every share but the last": "last_takes_what_is_left",
    "FRONT_LOADED_TO_SINGLE": "all_odd_units_to_one",
    "FRACTIONAL": "fractions_are_paid",
}
MODES = {
    "UP": Rounding.UP,
    "DOWN": Rounding.DOWN,
    "FLOOR": Rounding.FLOOR,
    "HALF_UP": Rounding.HALF_UP,
    "HALF_DOWN": Rounding.HALF_DOWN,
    "HALF_EVEN": Rounding.HALF_EVEN,
    "floor": Rounding.FLOOR,
    "ceil": Rounding.CEILING,
    "truncate": Rounding.DOWN,
    "round_down_toward_minus_infinity": Rounding.FLOOR,
    "round_up_toward_plus_infinity": Rounding.CEILING,
    None: Rounding.HALF_UP,  # "to the given decimal place, half away from zero"
}
SKIPPED = {
    "allocation": {
        None: 83,
        "cumulative_from_last": 12,
        "whole_blocks_only": 7,
        "rounded_to_nearest_then_corrected": 3,
        "last_takes_what_is_left": 2,
        "negatives_are_floored": 1,
        "zero_weights_pay_nothing": 1,
    },
    "apportionment": {
        None: 6,
        "method_dhondt": 12,
        "method_huntington": 11,
        "method_adams": 7,
        "method_quota": 5,
        "method_modified_saintelague": 5,
        "method_saintelague": 3,
        "method_dean": 2,
        "method_within_quota": 2,
        "method_threshold": 1,
        "minimum_taken_from_the_odd_seats": 1,
    },
    "capped_allocation": {None: 3},
    "daycount": {None: 22},
    "error": {
        None: 10,
        "ties_are_settled_by_register_order": 4,
        "holders_are_not_a_number": 2,
        "weights_need_not_sum_to_one": 2,
        "paying_is_not_dividing": 1,
    },
    "register_asof": {None: 1},
    "rounding": {
        None: 41,
        "mode_half_odd": 4,
        "mode_half_positive_infinity": 4,
        "mode_half_negative_infinity": 4,
    },
    "split": {
        None: 46,
        "cumulative_from_last": 3,
        "cumulative_rounding": 1,
        "all_odd_units_to_one": 1,
        "fractions_are_paid": 1,
    },
}


def family_of(case):
    return case["id"].partition("/")[0]


def named(table, convention):
    """The longest key that begins the convention, as some begin alike."""
    keys = [key for key in table if convention.startswith(key)]
    return table[max(keys, key=len)] if keys else None


def reason_to_skip(case):
    """Why we have no rule for a case, or None."""
    inputs = case["inputs"]
    match family_of(case):
        case "allocation" | "split":
            return named(NOT_OURS, case["convention"])
        case "rounding":
            mode = inputs.get("mode")
            return None if mode in MODES else f"mode_{mode.lower()}"
        case "apportionment":
            method = inputs.get("method", inputs.get("op"))
            if method == "largest_remainder":
                return "minimum_taken_from_the_odd_seats" if "minimum" in inputs else None
            return f"method_{method}"
        case "error":
            return reason_to_skip_error(inputs)
    return None


def reason_to_skip_error(inputs):
    if inputs.get("ties_allowed") is False:
        return "ties_are_settled_by_register_order"
    if inputs["op"] == "fund":
        return "paying_is_not_dividing"
    if inputs.get("parts") not in (None, 0):
        return "holders_are_not_a_number"
    if sum(map(rational, inputs.get("weights", ()))) > 1 and inputs["op"] != "split":
        return "weights_need_not_sum_to_one"
    return None


def shares_of(inputs):
    if "parts" in inputs:
        return (1,) * inputs["parts"]
    if "groups" in inputs:
        return tuple(
            group["weight"] for group in inputs["groups"] for _ in range(group["count"])
        )
    return tuple(map(rational, inputs["weights"]))


def run_division(case):
    inputs = case["inputs"]
    rule = named(OURS, case["convention"])
    step = 5 if inputs.get("unit", "").startswith("5 minor") else 1
    total = inputs.get("total", inputs.get("total_in_refined_unit")) * step
    result = apportion(total, shares_of(inputs), rule, step=step)
    parts = [part // step for part in result.parts]
    if isinstance(case["expected"], dict):
        return in_words(case["expected"], parts, result.rest)
    return [*parts, result.rest // step] if rule is OddFen.TO_ACCOUNT else parts


def in_words(expected, parts, rest):
    """The parts as the case tells them."""
    match expected:
        case {"floor_yuan": _}:
            return {"floor_yuan": parts[0], "lost_yuan": rest}
        case {"high": _}:
            high = max(parts)
            return {"high": high, "high_count": parts.count(high), "low": min(parts)}
        case {"per_weight_2": _}:
            return {"per_weight_2": parts[0], "per_weight_1": parts[-1], "remainder": rest}
    return {"part": parts[0], "remainder": rest}


def run_capped(case):
    maxima = case["inputs"]["maxima"]
    bounds = {"at_least": [0] * len(maxima), "at_most": maxima}
    return list(
        apportion_within(
            case["inputs"]["total"], maxima, OddFen.LARGEST_REMAINDER, **bounds
        ).parts
    )


def run_rounding(case):
    inputs = case["inputs"]
    value = rational(inputs["value"])
    match inputs.get("op"):
        case "divide":
            value /= rational(inputs.get("by", inputs.get("divisor")))
        case "multiply":
            value *= rational(inputs["by"])
    step = rational(inputs.get("step", 1)) / 10 ** inputs.get(
        "scale", inputs.get("decimals", 0)
    )
    mode = MODES[inputs.get("mode")]
    rounded = round_to(value, step, mode)
    if step == 1:
        assert rounded == round_ratio(value.numerator, value.denominator, mode)
    return rounded


def run_seats(case):
    votes, seats = case["inputs"]["votes"], case["inputs"]["seats"]
    counts = list(votes.values() if isinstance(votes, dict) else votes)
    parts = apportion(seats, counts, OddFen.LARGEST_REMAINDER).parts
    return dict(zip(votes, parts, strict=True)) if isinstance(votes, dict) else list(parts)


def run_error(case):
    inputs = case["inputs"]
    if inputs["op"] == "distribute":
        preferred, pool = yuan(inputs["preferred_total"]), yuan(inputs["pool"])
        with pytest.raises(InvalidInputError):
            apportion_within(pool, (1,), OddFen.FIRST, at_least=[preferred], at_most=[None])
    else:
        with pytest.raises(InvalidInputError):
            apportion(inputs.get("total", 100), shares_of(inputs), OddFen.FIRST)
    return case["expected"]


# The words of the project for conventions of the field, and ours.
DAY_COUNTS = {
    "ACT_365F": DayCount.ACTUAL_365,
    "ACT_360": DayCount.ACTUAL_360,
    "ACT_ACT": DayCount.CALENDAR_YEAR,
    "ACT_365A": DayCount.ACTUAL_365_ACTUAL,
    "ACT_365L": DayCount.ACTUAL_365_LEAP,
    "NL_365": DayCount.NO_LEAP_365,
    "30E_360": DayCount.THIRTY_360,
    "30Ep_360": DayCount.THIRTY_PLUS_360,
    "30_360_German": DayCount.THIRTY_360_GERMAN,
    "30_360_ISDA": DayCount.THIRTY_360_ISDA,
    "30_360_US": DayCount.THIRTY_360_US,
}


def run_days(case):
    start, end = (date.fromisoformat(case["inputs"][name]) for name in ("start", "end"))
    return year_fraction(start, end, DAY_COUNTS[case["inputs"]["convention"]])


def run_register(case):
    """Each holder's part of all shares, one share for each yuan put in, as of a day.

    What happens the day after, and what becomes known later of that day, change nothing of it.
    """
    capital = {f"H{place}": held for place, held in enumerate(case["inputs"]["capital"])}
    first, second, *_ = capital
    next_day = FIRST + timedelta(days=1)
    passed = {"household": first, "to": second, "share_class": "land"}
    register = recorded(
        shareholders(**capital),
        Entry(day=next_day, kind=EntryKind.TRANSFER, shares=Fraction(7), **passed),
        Entry(
            day=FIRST, kind=EntryKind.TRANSFER, shares=Fraction(1, 2), known=next_day,
            **passed,
        ),
    )  # fmt: skip
    held = holdings(register, on=FIRST, known=FIRST)
    whole = Decimal(int(sum(held.values())))
    return [str(int(held[holder, "land"]) / whole) for holder in capital]


RUN = {
    "register_asof": run_register,
    "daycount": run_days,
    "allocation": run_division,
    "split": run_division,
    "capped_allocation": run_capped,
    "rounding": run_rounding,
    "apportionment": run_seats,
    "error": run_error,
}


def as_parameter(case):
    reason = reason_to_skip(case)
    marks = [pytest.mark.skip(reason=reason)] if reason else []
    return pytest.param(case, id=case["id"], marks=marks)


@pytest.mark.parametrize("case", [as_parameter(case) for case in CASES])
def test_another_project_expects_the_same(case):
    got = RUN[family_of(case)](case)
    expected = case["expected"]

    assert (rational(expected) if isinstance(got, Fraction) else expected) == got


def test_what_is_skipped_is_skipped_for_a_named_reason_and_no_more():
    counted = {file.stem: Counter() for file in FILES}
    for case in CASES:
        counted[family_of(case)][reason_to_skip(case)] += 1

    assert {family: dict(reasons) for family, reasons in counted.items()} == SKIPPED


def test_every_case_names_a_source_whose_licence_lets_us_keep_it():
    assert len(CASES) == len({case["id"] for case in CASES})
    for case in CASES:
        assert case["source"]["licence"] in LICENCES
        assert case["source"].get("repo") or case["source"]["url"]
        assert case["source"]["path"]
