"""Documents: golden texts, nothing unescaped, nothing loaded, nothing private."""

from __future__ import annotations

import os
import runpy
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest
from attrs import evolve

from sanbian import (
    Allotment,
    Dividend,
    Fund,
    Measured,
    NamedMeasure,
    Party,
    PartyRole,
    Pool,
    Split,
    SplitPart,
    settle,
)
from sanbian.report import Document, html_of, markdown_of, notice, slips
from sanbian.report.pages import Bullets, Pairs, Paragraph, Slip, Table, seen, width_of

GOLDEN = Path(__file__).parent / "golden"
ROOT = Path(__file__).parents[2]
NASTY = "<script>alert('x')</script>"

outside = runpy.run_path(str(ROOT / "tools" / "check_offline.py"))["outside"]


def golden(name, written):
    """The text as it was; with GOLDEN=write in the environment it is written anew."""
    if os.environ.get("GOLDEN") == "write":
        (GOLDEN / name).write_text(written, encoding="utf-8", newline="\n")
    return (GOLDEN / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_notice_is_as_it_was(contract, facts, short_year, language):
    written = markdown_of(notice(short_year, contract, language, facts=facts))

    assert golden(f"notice.{language}.md", written) == written


@pytest.mark.parametrize("language", ["zh", "en"])
def test_slips_are_as_they_were(next_year, language):
    written = markdown_of(slips(next_year, language))

    assert golden(f"slips.{language}.md", written) == written


class Tags(HTMLParser):
    """Every tag, every attribute, and whether each is closed."""

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.attributes, self.words = [], set(), set(), ""

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words += data


def read(page):
    tags = Tags()
    tags.feed(page)
    tags.close()
    assert [] == tags.open
    return tags


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_household_named_like_a_script_is_a_name_and_nothing_else(build, language):
    contract = build.contract(title=f'A "{NASTY}" & co')
    register = build.register((NASTY, '" onload="x', "a|b\n# c"))
    settlement = settle(contract, register, build.facts(2016))

    for document in (
        notice(settlement, contract, language),
        slips(settlement, language),
    ):
        page, marks = html_of(document), markdown_of(document)
        tags = read(page)
        assert "script" not in tags.tags
        assert not {name for name in tags.attributes if name.startswith("on")}
        assert NASTY in tags.words
        assert "<script" not in page + marks.replace(r"\<", "")
        assert r"a\|b # c" in marks


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_loads_nothing_and_runs_nothing(contract, short_year, language):
    for document in (notice(short_year, contract, language), slips(short_year, language)):
        page = html_of(document)
        assert [] == outside(page)
        assert "url(" not in page
        assert "@import" not in page
        assert {"html", "head", "meta", "title", "style", "body"} <= read(page).tags
        assert "default-src &#x27;none&#x27;" in page or "default-src 'none'" in page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_neither_identity_nor_account_numbers_are_on_the_wall(build, language):
    contract = build.contract()
    register = build.register(
        ("张三 000000190001010000", "李四 6200 0000 0000 0000 001", "王五")
    )
    settlement = settle(contract, register, build.facts(2016))

    for document in (notice(settlement, contract, language), slips(settlement, language)):
        for written in (html_of(document), markdown_of(document)):
            assert "190001010000" not in written
            assert "0000 0000 0000" not in written
            assert "62000000000000" not in written


def test_totals_on_the_wall_are_the_sums_of_the_rows(contract, short_year):
    document = notice(short_year, contract, "en")
    table = next(
        block
        for block in document.blocks
        if isinstance(block, Table) and block.columns[0].title == "Code"
    )

    for place, column in enumerate(table.columns):
        if column.align == "number":
            summed = sum(
                round(100 * float(row[place].replace(",", ""))) for row in table.rows
            )
            assert summed == round(100 * float(table.totals[place].replace(",", "")))


def test_the_group_has_a_column_where_there_are_several(build):
    contract, facts = build.contract(), build.facts(2016)
    register = build.register(groups=("一组", "二组", "二组"))

    told = markdown_of(notice(settle(contract, register, facts), contract, "zh"))

    assert "| H2        | 李四 | 二组 |" in told


def test_each_group_has_its_sum_where_there_are_several(build):
    contract, facts = build.contract(), build.facts(2016)
    register = build.register(groups=("一组", "二组", "二组"))

    told = markdown_of(notice(settle(contract, register, facts), contract, "zh"))

    assert "、各村组" in told
    assert "| 二组 |    2 |    33.33 | 17.40 |    50.73 | 50.73 |" in told


def test_the_own_pools_and_parties_of_each_group_are_on_the_wall(build):
    clauses = (
        Allotment(id="1", of="profit", to="own", by=Measured("equal")),
        Split(
            id="2",
            of="own",
            parts=(SplitPart("vc", Fraction(2, 5)), SplitPart("theirs", Fraction(3, 5))),
        ),
        Dividend(id="3", of="theirs", to="members", by=Measured("equal")),
    )
    given = build.contract()
    contract = evolve(
        given,
        parties=(Party(id="vc", name="村集体", role=PartyRole.COLLECTIVE, per_group=True),),
        pools=(
            Pool(id="own", name="各村款", per_group=True),
            Pool(id="theirs", name="农户款", per_group=True),
        ),
        versions=(evolve(given.versions[0], clauses=clauses),),
    )
    register = build.register(groups=("一组", "二组", "二组"))

    told = markdown_of(
        notice(settle(contract, register, build.facts(2016)), contract, "zh")
    )

    assert "| 第1条 | 转入 | 净利润 | 各村款 | 二组 | 66.67 |" in " ".join(told.split())
    assert "| 第2条 | 分红 | 各村款 | 村集体 | 二组 | 26.67 |" in " ".join(told.split())


def test_odd_fen_of_what_is_paid_of_an_earlier_year_are_told(build, short_year):
    later = settle(
        build.contract(),
        build.register(),
        build.facts(2017, profit=0, put_up={"coop": 1_000}),
        short_year.books,
    )

    told = markdown_of(notice(later, build.contract(), "zh"))

    assert "没有除不尽的分" not in told


def test_a_price_finer_than_a_fen_is_on_the_wall_in_yuan(build, register):
    contract = build.contract(
        measures=(
            NamedMeasure(id="fund", name="财政资金", unit="yuan", level="contract"),
            NamedMeasure(id="price", name="市场价", unit="yuan", level="contract"),
        )
    )
    plain = build.facts(2016)
    (part,) = plain.parts
    measures = {**part.measures, "price": Fraction(975, 2)}
    facts = evolve(plain, parts=(evolve(part, measures=measures),))

    told = markdown_of(
        notice(settle(contract, register, facts), contract, "zh", facts=facts)
    )

    assert " 4.875 " in told
    assert "487.5" not in told


def test_what_is_set_aside_has_the_name_of_its_fund(build, register, facts):
    contract = build.contract(funds=(Fund(id="reserve", name="运维费"),))

    told = markdown_of(notice(settle(contract, register, facts), contract, "zh"))

    assert "提取运维费" in told
    assert "提取公积金" not in told


def test_what_is_still_owed_is_on_the_slip_with_how_it_came(build, short_year):
    later = settle(
        build.contract(),
        build.register(),
        build.facts(2017, profit=0, put_up={"coop": 1_000}),
        short_year.books,
    )

    told = markdown_of(slips(later, "zh"))

    assert "2016-12-31 期第5条欠付，本期补发" in told
    assert "| 2016-12-31 期欠付 | 第5条 | 以前期间欠付，尚未付清 |" in " ".join(
        told.split()
    )
    assert "÷ 3 户，含零头 = 应得 16.67 元，已付或冲抵 0.00 元" in told
    assert "| ，" not in told


def test_days_of_publication_are_left_blank(contract, short_year):
    told = markdown_of(notice(short_year, contract, "zh"))

    assert "公示期自 ________ 起至 ________ 止" in told


def test_unseen_marks_and_controls_are_taken_out():
    assert "a b c" == seen(
        "a\x00b\u202e \u200bc".replace("b", " b").replace("\x00 ", "\x00")
    )
    assert "1,264,380,000,000,000.00" == seen("1,264,380,000,000,000.00")
    assert "H1" == seen("H1")


def test_wide_letters_count_twice_and_accents_not():
    assert [4, 2, 1] == [width_of("张三"), width_of("H1"), width_of("e\u0301")]


def test_all_blocks_can_be_written():
    blocks = (
        Paragraph("p"),
        Pairs((("a", "b"),)),
        Bullets(("one",)),
        Slip(title="t", mark="m", blocks=(Bullets(("two",)),)),
    )
    document = Document(title="T", language="en", blocks=blocks, is_wide=True)

    assert '<body class="wide">' in html_of(document)
    assert "# T\n\np\n\n- a: b\n\n- one\n\n## t · m\n\n- two\n\n---\n" == markdown_of(
        document
    )
