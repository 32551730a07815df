"""Worked examples on the terminal: what was expected beside what it came to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.style import Style

from sanbian import Compared, ExampleResult, Text, propose_examples
from sanbian.cli.reading import Loaded
from sanbian.cli.screens import rich_table
from sanbian.files import examples_text
from sanbian.report.pages import Column, Table, seen
from sanbian.wording import NOTHING, Language

_HEADING = Style(bold=True)
_FAINT = Style(dim=True)
_WRONG = Style(color="red", bold=True)

_WHAT = Text(zh="项目", en="What")
_EXPECTED = Text(zh="应为", en="Expected")
_GOT = Text(zh="得到", en="Got")
_HOLDS = Text(zh="：相符", en=": holds")
_FAILS = Text(zh="：不符", en=": fails")


def show_examples(
    results: Sequence[ExampleResult], language: Language, to: Console
) -> None:
    """Print every amount of every worked example, and where those that differ came from."""
    for result in results:
        to.print(seen(_title(result).of(language)), style=_HEADING, soft_wrap=True)
        if result.compared:
            to.print(rich_table(_table(result.compared, language), "", gap=1))
        for each in result.compared:
            if not each.holds:
                told = (
                    Text(zh="  不符：", en="  differs: ") + each.says + each.through_words
                )
                to.print(seen(told.of(language)), style=_WRONG, soft_wrap=True)
        for problem in result.problems:
            to.print(f"  {seen(problem.says.of(language))}", style=_WRONG, soft_wrap=True)
            to.print(f"  → {seen(problem.do.of(language))}", style=_FAINT, soft_wrap=True)
    failed = sum(not each.holds for each in results)
    if failed:
        told = Text(
            zh=f"算例 {len(results)} 个，不符 {failed} 个：更正条款或算例之前不能结算。",
            en=f"{failed} of {len(results)} worked examples failed: nothing is settled until "
            "the clause or the example is corrected.",
        )
        to.print(told.of(language), style=_WRONG)


def _title(result: ExampleResult) -> Text:
    proposed = Text(zh="（程序建议，未核对）", en=" (proposed, not checked)")
    return (
        Text(zh=f"算例 “{result.name}”", en=f"Example {result.name!r}")
        + (proposed if result.proposed else NOTHING)
        + (_HOLDS if result.holds else _FAILS)
    )


def _table(compared: Sequence[Compared], language: Language) -> Table:
    return Table(
        columns=(
            Column(_WHAT.of(language), "text"),
            Column(_EXPECTED.of(language), "number"),
            Column(_GOT.of(language), "number"),
            Column("", "code"),
        ),
        rows=tuple(
            (
                each.says.of(language),
                each.expected.of(language),
                each.got.of(language),
                "" if each.holds else "≠",
            )
            for each in compared
        ),
        totals=(),
    )


def proposal_text(loaded: Loaded, language: Language) -> str:
    """Worked examples as a contract file takes them, with what a person has to do first."""
    _, facts = loaded.facts[0]
    proposed = propose_examples(loaded.contract, loaded.register, facts, language)
    head = "".join(f"# {line}\n" for line in _CHECK_FIRST.of(language).split("\n"))
    return head + examples_text(loaded.contract, proposed)


_CHECK_FIRST = Text(
    zh="程序建议的算例，还没有人核对：数是按现在的条款算出来的，条款写错，数也就错。\n"
    "逐个按纸面合同用手算；相符的抄进 contract.toml，并删去 proposed = true。",
    en="Proposed by the program, not checked by anybody: the amounts are what the clauses come to\n"
    "as they stand, and wrong where a clause is. Work each out from the paper by hand; copy what\n"
    "agrees into contract.toml, without proposed = true.",
)


def record_of_example(result: ExampleResult) -> dict[str, Any]:
    """What became of a worked example, for programs."""
    texts = ("says", "expected", "got", "through")
    return {
        "name": result.name,
        "proposed": result.proposed,
        "holds": result.holds,
        "compared": [
            {
                "at": each.at,
                "holds": each.holds,
                **{name: both(getattr(each, name)) for name in texts},
            }
            for each in result.compared
        ],
        "problems": [
            {"at": seen(each.at), "says": both(each.says), "do": both(each.do)}
            for each in result.problems
        ],
    }


def both(text: Text) -> dict[str, str]:
    """A text for programs, without the numbers of people and accounts."""
    return {"zh": seen(text.zh), "en": seen(text.en)}
