"""Numbers of clauses that contracts have of their own: as if each had them in its own form."""

from __future__ import annotations

import re
from copy import deepcopy
from fractions import Fraction

import pyarrow as pa
import pytest
from attrs import evolve
from batch_builders import (
    facts_of,
)
from contract_worlds import many_worlds
from hypothesis import given, settings
from hypothesis import strategies as st
from many_tables import Tables, tables_of
from test_settle_many import as_alone, in_columns, lines_alone, lines_together

import sanbian
from sanbian import (
    Household,
    InvalidInputError,
    Register,
    SanbianError,
    settle,
)
from sanbian.batch import settle_many
from sanbian.batch.addresses import KEYS, READS, addresses_of
from sanbian.batch.roads import Roads
from sanbian.batch.terms import read_number
from sanbian.clause import Number
from sanbian.files import forms as files
from sanbian.files import load_batch
from sanbian.files.clauses import CLAUSE_FIELDS
from sanbian.files.contracts import contract_form, contract_of
from sanbian.files.parquet import read_table
from sanbian.files.terms import TERM_FIELDS

worlds = many_worlds(years_max=1)
few = settings(max_examples=max(15, settings().max_examples // 4))  # of several contracts
FORMS = {
    "money": files.MONEY,
    "price": files.PRICE,
    "rate": files.RATE,
    "number": files.NUMBER,
    "count": files.COUNT,
}
WRITTEN = {
    "money": ("0", "12.34", "600.00"),
    "price": ("0", "0.5", "1/3", "600.00"),
    "rate": ("0%", "5%", "1/3", "60%", "100%", "0.125"),
    "number": ("0", "2", "1/2"),
    "count": ("1", "2", "3"),
}


def written_in(document, place, text):
    """A document of a contract with another number at a place such as ``clauses[1].rate``."""
    *steps, last = (
        int(step) if step.isdigit() else step for step in re.findall(r"\w+|\d+", place)
    )
    held = document
    for step in steps:
        held = held[step]
    held[last] = text


@st.composite
def own_numbers(draw, contract):
    """Columns with a text each: some single numbers, and some ratios as a whole."""
    known = {
        name: found for name, found in addresses_of(contract).items() if "@" not in name
    }
    singles = sorted(name for name in known if not name.endswith(".ratio"))
    chosen = {
        name: draw(st.sampled_from(WRITTEN[known[name][0].spot.reads]))
        for name in draw(
            st.lists(st.sampled_from(singles), max_size=3) if singles else st.just([])
        )
    }
    for clause in {
        name.partition(".parts")[0] for name in known if name.endswith(".ratio")
    }:
        if draw(st.booleans()):
            sides = sorted(
                name
                for name in known
                if name.startswith(f"{clause}.parts") and name.endswith("ratio")
            )
            weights = [draw(st.integers(0, 5)) for _ in sides]
            total = sum(weights) or draw(st.just(7))
            chosen |= {
                name: f"{weight}/{total}"
                for name, weight in zip(sides, weights, strict=True)
            }
    return chosen


def with_own(contract, chosen):
    """The contract with the numbers in its document, or why that is refused."""
    document = deepcopy(contract_form().write(contract))
    for name, text in chosen.items():
        for address in addresses_of(contract)[name]:
            is_count = address.spot.reads == "count"
            unit = _unit_of(contract, address)
            written_in(document, address.at[2:], int(text) if is_count else text + unit)
    try:
        return contract_of(document)
    except InvalidInputError as error:
        return error


def _unit_of(contract, address):
    """A number of a condition is written with its unit."""
    held = contract.versions[address.version].clauses[address.clause]
    for step in address.spot.steps[:-1]:
        held = getattr(held, step) if isinstance(step, str) else held[step]
    has_unit = isinstance(held, Number) and not address.spot.path.endswith(".number")
    return f" {held.unit}" if has_unit and held.unit != "%" else ""


def settled_alone(contract, id_, world, facts):
    """The settlement, or why there is none."""
    if isinstance(contract, SanbianError):
        return contract
    try:
        return settle(evolve(contract, id=id_), world.register, facts, None)
    except SanbianError as error:
        return error


@few
@given(worlds | worlds.map(in_columns), st.data())
def test_a_contract_gets_what_it_gets_with_the_numbers_in_its_own_form(world, data):
    """Several villages of one form, each with other numbers, on both roads."""
    (facts,) = world.facts
    form_of = evolve(world.contract, id="form")
    chosen = {f"V{n}": data.draw(own_numbers(form_of)) for n in range(4)}
    made = {id_: with_own(form_of, own) for id_, own in chosen.items()}
    tables = tables_of(
        dict.fromkeys(chosen, evolve(world, contract=form_of)),
        dict.fromkeys(chosen, facts),
    )
    columns = sorted({name for own in chosen.values() for name in own})
    rows = tables.made.contracts
    rows = rows.set_column(1, "form", pa.array(["form"] * len(chosen), pa.string()))
    for name in columns:
        own = pa.array([each.get(name) for each in chosen.values()], pa.string())
        rows = rows.append_column(f"term.{name}", own)
    tables = Tables(evolve(tables.made, forms={"form": form_of}, contracts=rows))
    portions = tables.settled(rows=data.draw(st.sampled_from([1, 99])))

    alone = {id_: settled_alone(each, id_, world, facts) for id_, each in made.items()}
    as_alone(portions, alone, tables.codes)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Roads, "together", lambda *_: iter(()))
        assert facts_of(tables.settled()) == facts_of(portions)


def test_the_example_settles_as_the_contracts_written_out_do():
    batch = load_batch("batches/terms")
    shard, form_of = batch.shard("county"), batch.forms["land"]
    agreed = read_table(shard / "contracts.parquet")
    people = read_table(shard / "households.parquet")
    (portion,) = settle_many(
        batch.forms, batch.period, contracts=agreed, households=people.to_batches()
    )
    found = {}
    for row in agreed.to_pylist():
        own = {
            name.removeprefix("term."): str(each)
            for name, each in row.items()
            if name.startswith("term.") and each is not None
        }
        area = {
            str(each["household"]): Fraction(each["measure.mu"])
            for each in people.to_pylist()
            if each["contract"] == row["contract"]
        }
        settlement = settle(
            evolve(with_own(form_of, own), id=row["contract"]),
            Register(households=tuple(Household(code=code) for code in area)),
            sanbian.facts_of(
                batch.period,
                amounts={"profit": row["amount.profit"]},
                activity={"mu": area},
            ),
            None,
        )
        found[row["contract"]] = lines_alone(settlement, {})

    assert not portion.refused
    assert lines_together([portion]) == found


# --- as a contract file reads them -----------------------------------------------------------


def test_keys_and_kinds_are_those_of_the_contract_file():
    special = {**TERM_FIELDS, **CLAUSE_FIELDS}
    for (cls, attribute), key in KEYS.items():
        assert special[cls, attribute].name == key
    by_form = {id(made): reads for reads, made in FORMS.items()}
    for (cls, attribute), field in special.items():
        reads = by_form.get(id(field.form))
        wanted = READS.get((cls, attribute))
        if reads is not None:
            assert wanted == reads, (cls, attribute)
        elif wanted is not None and field.form is not None:  # optional
            assert field.form.expected == FORMS[wanted].expected


@given(
    st.sampled_from(sorted(FORMS)),
    st.from_regex(r"-?\d{1,15}(\.\d{1,3}|/\d{1,3})?[%‰]?", fullmatch=True),
)
def test_a_text_is_read_as_the_contract_file_reads_it(reads, text):
    def told(read):
        try:
            return read()
        except InvalidInputError:
            return None

    if reads == "count" and not re.fullmatch(r"-?[0-9]+", text):
        return  # TOML has whole numbers there, not texts
    written = int(text) if reads == "count" else text
    assert told(lambda: read_number(text, reads, "")) == told(
        lambda: FORMS[reads].read(written, "")
    )
