"""Checks of numbers: exact, and not below zero where that makes no sense."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import fields, has

from sanbian.contract.parts import ContractParts, problem
from sanbian.contract.values import Fund, Party, ShareClass
from sanbian.errors import Problem
from sanbian.wording import brief


def inexact_numbers(parts: ContractParts) -> Iterator[Problem]:
    """Floats, wherever they stand: a rate is written as text or as a fraction."""
    for thing in parts.declared:
        yield from _floats(f"$ ({thing.id})", thing)
    for number, version in enumerate(parts.versions):
        yield from _floats(f"$.versions[{number}]", version)
    for number, example in enumerate(parts.examples):
        yield from _floats(f"$.examples[{number}]", example)


def _floats(at: str, value: object) -> Iterator[Problem]:
    if isinstance(value, float):
        got = brief(value)
        yield problem(
            at,
            zh=f"应为准确的数（整数或分数），得到 {got.zh}",
            en=f"expected an exact number, got {got.en}",
            do_zh='用 rational("0.3") 或 yuan("12.34") 写',
            do_en='write it as rational("0.3"), or money as yuan("12.34")',
        )
    elif isinstance(value, tuple):
        for place, inner in enumerate(value):
            yield from _floats(f"{at}[{place}]", inner)
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _floats(f"{at}.{name}", inner)
    elif has(kind := type(value)):
        for field in fields(kind):
            yield from _floats(f"{at}.{field.name}", getattr(value, field.name))


def amounts_hold(parts: ContractParts) -> Iterator[Problem]:
    """Pars, openings, targets and limits are not below zero."""
    for thing in parts.declared:
        match thing:
            case ShareClass():
                amounts = {"par": thing.par, "total": thing.total}
            case Fund():
                amounts = {"opening": thing.opening, "target": thing.target}
            case Party():
                amounts = {"pays_up_to": thing.pays_up_to}
            case _:
                continue
        for name, amount in amounts.items():
            if amount is not None and amount < 0:
                yield problem(
                    f"$ ({thing.id}).{name}",
                    zh=f"应为不小于零的数，得到 {amount}",
                    en=f"expected a number of at least zero, got {amount}",
                    do_zh="按合同更正",
                    do_en="correct it from the contract",
                )
