"""Who agreed to land going in, which plots they are, and how long it may be used."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from review_cases import case, changed, codes, only

from sanbian import (
    Entry,
    EntryKind,
    Household,
    NamedMeasure,
    Plot,
    Procedure,
    ProcedureStep,
    Register,
    Safeguard,
    SafeguardKind,
    ShareClass,
    Vehicle,
)

DAY = date(2025, 5, 20)


def meeting(step="成员大会决议", day=DAY, **facts):
    return ProcedureStep(step=step, day=day, **facts)


# Who agreed


def by_word(ends):
    contract = case("SB103", "good")
    procedure = evolve(contract.procedure, written=False)
    return evolve(contract, procedure=procedure, ends=ends)


def test_land_for_a_year_needs_a_writing():
    (found,) = only("SB103", by_word(date(2026, 7, 1)))

    assert "without a written contract" in found.says.en
    assert [] == only("SB103", by_word(date(2026, 6, 30)))
    assert ["SB103"] == codes(only("SB103", by_word(None)))


def test_money_by_word_of_mouth_is_no_land():
    contract = changed(by_word(None), "contributions", what="money")

    assert [] == only("SB103", contract)


def households(*names, **changes):
    return tuple(Household(code=name, **changes) for name in names)


def test_whoever_is_on_the_register_signs_for_his_land():
    contract = case("SB103", "good")
    register = Register(households=households("H1", "H2", "H3", "H4"))

    (found,) = only("SB204", contract, register)

    assert "error" == found.severity
    assert found.says.en.endswith(
        "2 households on the register is in without a signature: H3, H4"
    )
    many = Register(households=households(*(f"H{place}" for place in range(3, 10))))
    assert only("SB204", contract, many)[0].says.en.endswith(
        "H3, H4, H5, H6, H7 and 2 more"
    )
    gone = Register(households=(*households("H1", "H2"), *households("H3", left=DAY)))
    assert [] == only("SB204", contract, gone)


def test_who_has_no_land_signs_for_none():
    contract = case("SB103", "good")
    area = NamedMeasure(id="area_mu", name="面积", unit="亩")
    contract = evolve(contract, measures=(*contract.measures, area))
    register = Register(
        households=(
            *households("H1", "H2", measures={"area_mu": Fraction(3)}),
            *households("H3", measures={"area_mu": Fraction(0)}),
            *households("H4"),
            *households("H5", measures={"area_mu": Fraction(1)}),
        )
    )

    (found,) = only("SB204", contract, register)

    assert found.says.en.startswith("the land of 1 household ")
    assert found.says.en.endswith(": H5")


def test_a_signature_of_who_is_not_on_the_register_is_pointed_out():
    contract = case("SB103", "good")

    (found,) = only("SB204", contract, Register(households=households("H1")))

    assert "warning" == found.severity
    assert found.says.en.startswith("1 household that signed")
    assert found.says.en.endswith(": H2")


def test_of_a_class_its_holders_sign():
    land = ShareClass(id="land", name="土地股")
    contract = changed(case("SB103", "good"), "contributions", by="land")
    contract = evolve(contract, share_classes=(land,))
    register = Register(
        households=households("H1", "H2", "H3"),
        entries=tuple(
            Entry(
                day=DAY,
                kind=EntryKind.ISSUE,
                household=name,
                share_class="land",
                shares=Fraction(1),
            )
            for name in ("H1", "H2")
        ),
    )

    assert [] == only("SB204", contract, register)


def test_signatures_are_counted_where_there_is_no_register():
    contract = case("SB103", "good")
    three = evolve(contract, procedure=evolve(contract.procedure, households=3))

    (found,) = only("SB204", three)

    assert "$.procedure.signatures" == found.at
    assert "2 of 3 households signed" in found.says.en


def test_land_of_a_party_needs_no_household():
    assert [] == only("SB204", changed(case("SB204"), "contributions", by="farm"))


def test_who_signed_counts_are_asked_for():
    (found,) = only("SB204", evolve(case("SB204"), procedure=Procedure()))

    assert "warning" == found.severity


# Plots and terms


def land(**changes):
    return changed(case("SB104", "good"), "contributions", **changes)


def plots(*given):
    return land(plots=tuple(given))


WHOLE = Plot(name="东坡", location="村东", area_mu=Fraction(2), grade="二等")


def test_what_a_plot_lacks_is_named():
    found = only(
        "SB102", plots(WHOLE, evolve(WHOLE, name="", grade=""), Plot(household="H9"))
    )

    assert ["$.contributions[0].plots[1]", "$.contributions[0].plots[2]"] == [
        each.at for each in found
    ]
    assert found[0].says.en == "plot 2: no name, grade"
    assert found[1].says.en == "plot H9: no name, location, area, grade"


def test_plots_add_up_to_what_is_put_in():
    def of(quantity, unit="亩", area=Fraction(2)):
        return land(
            plots=(WHOLE, evolve(WHOLE, area_mu=area)), quantity=quantity, unit=unit
        )

    assert [] == only("SB102", of(Fraction(4)))
    (found,) = only("SB102", of(Fraction(5)))
    assert "5 mu are put in, the 2 plots come to 4 mu" == found.says.en
    assert [] == only("SB102", of(Fraction(5), unit="块"))
    assert [] == only("SB102", of(None))
    unknown = only("SB102", of(Fraction(5), area=None))
    assert ["$.contributions[0].plots[1]"] == [each.at for each in unknown]


@pytest.mark.parametrize(("day", "count"), [(date(2045, 6, 29), 1), (date(2045, 6, 30), 0)])
def test_the_term_that_is_left_decides(day, count):
    found = only("SB104", land(plots=(), contracted_until=day))

    assert count == len(found)
    assert all(each.severity == "error" for each in found)


def forty_years(**changes):
    return changed(
        evolve(case("SB104", "good"), ends=date(2065, 6, 30)),
        "contributions",
        **{"plots": (), **changes},
    )


def test_without_a_stated_term_the_longest_is_a_guess():
    (found,) = only("SB104", forty_years())

    assert "warning" == found.severity
    assert "more than 30 years" in found.says.en
    assert [] == only("SB104", forty_years(words="林地"))
    assert [] == only("SB104", forty_years(words="草场"))
    assert [] == only("SB104", forty_years(contracted_until=date(2070, 1, 1)))
    known = evolve(WHOLE, contracted_until=date(2070, 1, 1))
    assert [] == only("SB104", forty_years(plots=(known,)))
    assert ["warning"] == [
        each.severity for each in only("SB104", forty_years(plots=(known, WHOLE)))
    ]
    assert [] == only("SB104", evolve(forty_years(), ends=None))


def test_a_contract_on_land_says_which_land():
    contract = evolve(case("SB102", "good"), vehicle=Vehicle.LAND_CONTRACT)
    silent = evolve(contract, contributions=())

    (found,) = only("SB102", silent)

    assert (found.at, found.severity) == ("$.contributions", "warning")
    assert [] == only("SB102", evolve(silent, vehicle=Vehicle.PARTNERSHIP))


def test_a_contract_that_lists_its_plots_says_what_follows_when_land_is_taken():
    contract = case("SB104", "good")
    silent = evolve(contract, safeguards=contract.safeguards[:-1])

    (found,) = only("SB102", silent)

    assert "compensated when it is taken, and what follows a breach" in found.says.en
    late = Safeguard(kind=SafeguardKind.LATE_FEE, words="迟付按日计违约金")
    (found,) = only("SB102", evolve(silent, safeguards=(*silent.safeguards, late)))
    assert found.says.en.endswith("who is compensated when it is taken")
    assert [] == only("SB102", changed(silent, "contributions", plots=()))
