"""How long it takes to review contracts, beside loading them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

from sanbian import Contract, SanbianError, checklist, review
from sanbian.files import load_contract

EXAMPLES = Path(__file__).parents[1] / "examples"


def contract_files() -> list[Path]:
    """The real contracts that can be read."""
    found = []
    for file in sorted(EXAMPLES.glob("*/contract.toml")):
        try:
            load_contract(file)
        except SanbianError:
            continue
        found.append(file)
    return found


def reviews(count: int) -> Iterator[tuple[str, str]]:
    """Times of so many real contracts in turn, loaded and reviewed, as rows of a table."""
    files = list(islice(cycle(contract_files()), count))
    contracts: list[Contract] = []
    loading = _seconds(lambda: contracts.extend(load_contract(file) for file in files))
    found = [0]

    def review_all() -> None:
        found[0] = sum(len(review(contract)) for contract in contracts)

    reviewing = _seconds(review_all)
    asking = _seconds(lambda: [checklist(contract) for contract in contracts])
    yield "contracts, findings", f"{count:,}, {found[0]:,}"
    yield (
        "contracts a second: loaded, reviewed",
        (f"{count / loading:,.0f}, {count / reviewing:,.0f}"),
    )
    yield "a contract reviewed (ms)", f"{reviewing / count * 1e3:.2f}"
    yield "review : loading", f"{reviewing / loading:.2f}"
    yield "checklist : loading", f"{asking / loading:.2f}"


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start
