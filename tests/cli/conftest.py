"""Contract folders filled in from the models, as an accountant would."""

from __future__ import annotations

import csv
import re

import pytest

from sanbian.cli import main
from sanbian.cli.starting import start

FILLED = {
    "land_guarantee": {"profit": "1000.01"},
    "preferred_fund": {"profit": "1000.00", "fund": "2000.01"},
    "patronage": {"surplus": "1000.01"},
    "collective_income": {"income": "1000.01"},
    "order_farming": {"market_price": "4.21"},
    "custody": {},
    "lend_and_return": {},
    "pv_station": {"power_income": "10000.01"},
}
HOUSEHOLDS = (("H1", "张三", "3"), ("H2", "李四", "2"))
OF_MODEL = re.compile(r'^((?:title|name) = ")[（(]([^）)]+)[）)]', re.MULTILINE)
STATUS = {"status": "poor", "贫困状态": "贫困户"}
GIVEN = {
    "户编号": 0,
    "code": 0,
    "户主": 1,
    "name": 1,
    "人口": 2,
    "people": 2,
    "入股面积": "1.5",
    "area": "1.5",
    "托养头数": "2",
    "head kept": "2",
    "本期归还": "1",
    "returned": "1",
    "本期借出": "2",
    "lent": "2",
    "身份证号": "110101190001010006",
    "id_number": "110101190001010006",
    "银行账号": "6200000000000000001",
    "account": "6200000000000000001",
    "状态日期": "2023-01-01",
    "status_day": "2023-01-01",
    **STATUS,
    "村组": "",
    "group": "",
    "入社日期": "",
    "entered": "",
    "退出日期": "",
    "left": "",
}


def cell_of(header, household):
    given = GIVEN.get(header, "7")  # shares, trade, days: any number
    return household[given] if isinstance(given, int) else given


def fill(folder, amounts, households=HOUSEHOLDS):
    roster = folder / "roster.csv"
    with roster.open(encoding="utf-8-sig", newline="") as opened:
        headers = next(csv.reader(opened))
    with roster.open("w", encoding="utf-8-sig", newline="") as opened:
        rows = [[cell_of(header, one) for header in headers] for one in households]
        csv.writer(opened).writerows([headers, *rows])
    contract = folder / "contract.toml"
    written = contract.read_text(encoding="utf-8")
    contract.write_text(OF_MODEL.sub(r"\1\2", written), encoding="utf-8")
    facts = folder / "facts.toml"
    text = facts.read_text(encoding="utf-8")
    for name, amount in amounts.items():
        text, count = re.subn(
            rf'^{name} = "0.00"', f'{name} = "{amount}"', text, flags=re.MULTILINE
        )
        assert count == 1
    facts.write_text(text, encoding="utf-8")


@pytest.fixture(name="filled")
def fixture_filled(tmp_path):
    """A builder of filled folders: model, language -> folder."""

    def build(model="preferred_fund", language="zh", households=HOUSEHOLDS):
        folder = tmp_path / f"{model}-{language}"
        start(model, folder, language, "csv")
        fill(folder, FILLED[model], households)
        return folder

    return build


@pytest.fixture(name="folder")
def fixture_folder(filled):
    """The preferred fund, filled in for 2024."""
    return filled()


@pytest.fixture(name="years")
def fixture_years(folder):
    """The same folder with the years 2024 to 2027; nothing was paid by the cooperative in 2024."""
    first = folder / "facts.toml"
    text = first.read_text(encoding="utf-8")
    for year in (2025, 2026, 2027):
        name = f"facts-{year}.toml"
        (folder / name).write_text(text.replace("2024-", f"{year}-"), encoding="utf-8")
    first.write_text(f'{text}\n[put_up]\ncoop = "0.00"\n', encoding="utf-8")
    return folder


@pytest.fixture(name="run")
def fixture_run(capsys, monkeypatch):
    """Run the command line: words -> exit code, output, errors."""
    for name in ("SANBIAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def run(*words):
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run
