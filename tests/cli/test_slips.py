"""Slips of the pen that people make, and whether the message tells them what to write."""

from __future__ import annotations

import re

import pytest


@pytest.fixture(name="land")
def fixture_land(filled):
    """Land with a guarantee, filled in: its roster measures area."""
    return filled("land_guarantee")


def changed(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


CONTRACT = "contract.toml"


def test_names_of_the_model_are_to_be_filled_in(run, land):
    assert "范本" not in run("check", land, "--lang", "zh")[1]
    changed(land, CONTRACT, 'title = "村名', 'title = "（村名）')
    changed(land, CONTRACT, 'name = "经营主体', 'name = "（经营主体）')

    code, out, _ = run("check", land, "--lang", "zh")

    assert 0 == code
    assert "得到范本里的 “（村名）土地入股合同”、“（经营主体）”" in out


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("60％", "60%"),
        ("６０％", "60%"),
        ("60 %。", None),
        ("百分之六十", "60%"),
        ("百分之60", "60%"),
        ("百分之十二点五", "12.5%"),
        ("千分之三", "3‰"),
        ("六成", "60%"),
        ("6成", "60%"),
        ("六成半", "65%"),
        ("十成", "100%"),
        ("三分之一", "1/3"),
        ("3／10", "3/10"),
        ("一半", "1/2"),
        ("六十", None),
        ("百分之百万", None),
        ("零分之三", None),
        ("٦٠%", None),  # digits of another script
        ("٣成", None),
    ],
)
def test_a_rate_in_chinese_is_written_out(run, land, written, right):
    changed(land, CONTRACT, 'ratio = "60%"', f'ratio = "{written}"')

    code, err, _ = run("check", land, "--lang", "zh")

    assert 2 == code
    told = f'→ 写成 "{right}"' if right else '→ 写成 "5%"、"3/10"、"0.05"'
    assert told in err


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("保底", "“guarantee”（保底收益）"),
        ("保底收益", "“guarantee”（保底收益）"),
        ("分红", "“dividend”（分红）"),
        ("garantee", "“guarantee”（保底收益）"),
    ],
)
def test_a_word_in_chinese_is_known_by_its_meaning(run, land, written, nearest):
    changed(land, CONTRACT, 'kind = "guarantee"', f'kind = "{written}"')

    _, err, _ = run("check", land, "--lang", "zh")

    assert f"是否指 {nearest}？" in err


def test_a_word_with_several_meanings_is_not_guessed(run, land):
    changed(land, CONTRACT, 'kind = "guarantee"', 'kind = "分"')

    _, err, _ = run("check", land, "--lang", "zh")

    assert "是否指" not in err


@pytest.mark.parametrize("day", ["2024/12/31", "2024.12.31", "2024年12月31日", "2024-12-1"])
def test_days_are_written_with_hyphens(run, land, day):
    changed(land, "facts.toml", "end = 2024-12-31", f"end = {day}")

    _, err, _ = run("check", land, "--lang", "zh")

    assert "应为写成 2024-12-31 样子的日期" in err
    right = "2024-12-01" if day.endswith("-1") else "2024-12-31"
    assert f"→ 写成 {right}" in err


def test_a_day_in_quotes_is_told_with_the_day(run, land):
    changed(land, "facts.toml", "end = 2024-12-31", 'end = "2024年12月31日"')

    assert "→ 写成 2024-12-31" in run("check", land, "--lang", "zh")[1]


def test_a_count_in_chinese_is_told_as_a_count(run, land):
    roster = land / "roster.csv"
    text = roster.read_text(encoding="utf-8-sig")
    place = text.splitlines()[0].split(",").index("人口")
    rows = [line.split(",") for line in text.splitlines()]
    rows[1][place] = "三"
    roster.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")

    assert "→ 写成数字，例如 4" in run("check", land, "--lang", "zh")[1]


def test_two_facts_of_one_period_name_each_other(run, land):
    text = (land / "facts.toml").read_text(encoding="utf-8")
    (land / "facts-2024b.toml").write_text(text, encoding="utf-8")

    code, _, err = run("settle", land, "--lang", "zh")

    assert 2 == code
    assert re.search(r"应为 2024-12-31 之后的期间（facts(-2024b)?\.toml）", err)


def test_facts_of_another_name_are_found(run, land):
    (land / "facts.toml").rename(land / "2024.toml")

    assert (
        "文件夹里有 2024.toml：是当期事实的，改名为 facts-….toml"
        in run("check", land, "--lang", "zh")[1]
    )


def test_households_are_called_members(run, land):
    changed(land, CONTRACT, 'to = "members"', 'to = "farmer"')

    err = run("check", land, "--lang", "zh")[1]

    assert "farmers" in err
    assert "members（全体农户）" in err


def test_books_of_another_contract_are_told_at_the_books(run, land):
    books = '{"format": 1, "contract": "X", "settled": []}'
    (land / "books.json").write_text(books, encoding="utf-8")

    err = run("check", land, "--lang", "zh")[1]

    assert "\nbooks.json\n  $.contract\n" in err


def test_a_missing_column_names_the_columns_that_were_not_read(run, land):
    changed(land, "roster.csv", "入股面积", "土地面积")

    in_chinese = run("check", land, "--lang", "zh")[1]
    in_english = run("check", land, "--lang", "en")[1]

    assert "名册中没有认出的列：土地面积" in in_chinese
    assert "columns of the roster that were not read: 土地面积" in in_english


@pytest.mark.parametrize(
    ("cells", "at", "says"),
    [
        ("转让,H1,1,", "2:5 · 转入户", "转让应写明转入户（to），得到空白"),
        ("转让,H1,,H2", "2:2 · 事项", "转让应写明某一类别的股数，或所持的一部分，二者取一"),
        ("配股,H1,1,H2", "2:5 · 转入户", "配股不应有转入户（to），得到 “H2”"),
    ],
)
def test_entries_are_told_in_the_words_of_the_table(run, filled, cells, at, says):
    folder = filled("preferred_fund")
    kind, who, shares, to = cells.split(",")
    share_class = re.search(
        r"\[\[share_classes\]\][^\[]*?id = \"(\w+)\"",
        (folder / CONTRACT).read_text(encoding="utf-8"),
    )[1]
    (folder / "entries.csv").write_text(
        f"日期,事项,户编号,股数,转入户,股份类别\n2024-06-01,{kind},{who},{shares},{to},{share_class}\n",
        encoding="utf-8",
    )

    err = run("check", folder, "--lang", "zh")[1]

    assert at in err
    assert says in err
    assert "→ 按原始凭证更正这一笔" in err


def test_a_number_that_a_clause_cannot_take_is_told_at_the_facts(run, filled):
    folder = filled("custody")
    contract = (folder / CONTRACT).read_text(encoding="utf-8")
    start = contract.index("[[versions.clauses]]")
    each = """\
[[versions.clauses]]
id = "1"
kind = "split_of_each"
of = "own"
paid_from = ["PARTY"]
parts = [{ to = "members", ratio = "70%" }, { to = "PARTY", ratio = "30%" }]
"""
    party = re.search(r'\[\[parties\]\]\nid = "(\w+)"', contract)[1]
    measure = '[[measures]]\nid = "own"\nname = "本户利润"\nunit = "yuan"\n\n'
    head = contract[:start].replace("[[versions]]", f"{measure}[[versions]]", 1)
    (folder / CONTRACT).write_text(head + each.replace("PARTY", party), encoding="utf-8")
    (folder / "a.csv").write_text("户编号,本户利润\nH1,-200\nH2,5\n", encoding="utf-8")
    facts = (folder / "facts.toml").read_text(encoding="utf-8")
    (folder / "facts.toml").write_text(f'activity = "a.csv"\n{facts}', encoding="utf-8")

    err = run("check", folder, "--lang", "zh")[1]

    assert "facts.toml\n  第1条: own，H1\n" in err
    assert "得到 -200.00 元" in err
