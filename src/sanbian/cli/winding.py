"""`sanbian wind-up`: a cooperative wound up, on the terminal and as files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from attrs import evolve

from sanbian import Books, InvalidInputError, SanbianError, WindingUp, wind_up
from sanbian.cli import helps
from sanbian.cli.building import PATH, command, option, result_options, write_json
from sanbian.cli.exampling import both
from sanbian.cli.outputs import Wishes, wishes_of, write_results
from sanbian.cli.reading import Loaded, find, load, placed
from sanbian.cli.screens import console, show_files, show_settlement, show_table
from sanbian.cli.settling import Periods, Settled, record_of, settled_in_order, unsettled
from sanbian.files.estates import ESTATE, load_estate
from sanbian.report.winding_up import rank_rows, rank_table
from sanbian.winding_up import RANK_NAMES
from sanbian.wording import Language, Text, plain_yuan

_RANKS = Text(zh="清偿和剩余", en="debts and what is left")
_NOTICE = Text(zh="清算分配", en="winding up")


def wind_up_command(language: Language) -> click.Command:
    """The command ``sanbian wind-up``."""

    def wound_up(
        folder: Path,
        estate: Path | None,
        out: Path | None,
        *,
        as_json: bool,
        **given: Any,
    ) -> int:
        loaded = load(find(folder, needs_facts=False))
        path = folder / ESTATE if estate is None else estate
        before = _books_before(loaded)
        done = wound_up_of(loaded, path, before)
        written: tuple[str, ...] = ()
        if out is not None:
            wishes = wishes_of(language, **given)
            written = _write(out, loaded, path, done, wishes)
        if as_json:
            write_json(record_of_winding_up(done, written))
            return 0
        screen = console()
        show_settlement(done.settlement, done.contract, language, screen)
        show_table(rank_table(done, language), _RANKS, language, screen)
        if out is not None:
            show_files(str(out), written, language, screen)
        return 0

    return command(
        language,
        "wind-up",
        helps.WIND_UP,
        wound_up,
        [
            click.Argument(["folder"], type=PATH),
            option(language, helps.ESTATE, "--estate", type=PATH),
            *result_options(language),
        ],
    )


def _books_before(loaded: Loaded) -> Books | None:
    """The books after the last period of the folder; those that it opens with, where none is."""
    periods = Periods(to_settle=tuple(unsettled(loaded)), before=())
    settled = list(settled_in_order(loaded, periods, lambda: None))
    return settled[-1].settlement.books if settled else loaded.books


def wound_up_of(loaded: Loaded, path: Path, before: Books | None) -> WindingUp:
    """Wind up, or say in which file something has to be mended."""
    estate = load_estate(path, loaded.contract)
    try:
        return wind_up(loaded.contract, loaded.register, estate, before)
    except SanbianError as error:
        raise InvalidInputError(*placed(error, loaded.places, path)) from error


def _write(
    out: Path, loaded: Loaded, path: Path, done: WindingUp, wishes: Wishes
) -> tuple[str, ...]:
    """The files of a settlement, of the plan instead of the charter, and the ranks."""
    places = evolve(loaded.places, facts=(*loaded.places.facts, path))
    one = Settled(file=path, facts=done.facts, settlement=done.settlement)
    return write_results(
        out,
        evolve(loaded, places=places, contract=done.contract),
        [one],
        evolve(wishes, notice_of=_NOTICE, ranks=rank_rows(done)),
    )


def record_of_winding_up(done: WindingUp, files: tuple[str, ...]) -> dict[str, Any]:
    """A winding up for programs: money as text in yuan."""
    return {
        "format": 1,
        "ranks": [
            {
                "rank": each.rank.value,
                "says": both(RANK_NAMES[each.rank]),
                "due": plain_yuan(each.due),
                "paid": plain_yuan(each.paid),
            }
            for each in done.ranks
        ],
        "rest": plain_yuan(done.rest),
        "subsidy_property": plain_yuan(done.subsidy_property),
        "settlement": record_of(done.settlement),
        "files": list(files),
    }
