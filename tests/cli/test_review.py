"""`sanbian review`: what is read, what is printed, and the exit codes."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from sanbian.cli import reviewing
from sanbian.files import read_problem_list
from sanbian.findings import CHECKS, RowState

GALLERY = Path(__file__).parents[1] / "review" / "gallery"


def test_what_is_clean_is_quiet(run):
    assert (0, "", "") == run("review", GALLERY / "SB101" / "good")


def test_an_error_is_told_with_its_ground_and_ends_with_one(run):
    code, out, err = run("review", GALLERY / "SB204" / "bad", "--lang", "en")

    assert (1, "") == (code, err)
    assert out.startswith("procedure\n  SB204 error  $.procedure.consents\n")
    assert "    1 of 2 households signed" in out
    assert (
        "    § Rural Land Contracting Act, art. 38 no. 1, 57 and 60 (from 2019-01-01)"
        in out
    )
    assert out.endswith("1 error.\n")


def test_a_warning_does_not_fail(run):
    code, out, _ = run("review", GALLERY / "SB126" / "bad", "--lang", "zh")

    assert 0 == code
    assert "SB126 警告" in out
    assert "（仅凭记忆，不是法律依据）" in out
    assert out.endswith("警告 1 项。\n")


@pytest.mark.parametrize("code", ["SB101", "SB301", "SB413"])
def test_as_much_is_read_as_there_is(run, code):
    _, out, _ = run("review", GALLERY / code / "bad", "--json")

    (found,) = json.loads(out)["findings"]
    assert code == found["code"]
    assert {"zh", "en"} == set(found["says"])
    assert all(
        {"kind", "says", "since", "is_recalled"} == set(g) for g in found["rests_on"]
    )


def test_entries_are_read_with_a_roster(run, tmp_path):
    folder = tmp_path / "a"
    shutil.copytree(GALLERY / "SB301" / "bad", folder)
    entries = "日期,事项,户编号,股份类别,股数\n2025-07-01,退股,B,普通股,2\n"
    (folder / "entries.csv").write_text(entries, encoding="utf-8")

    assert (0, "", "") == run("review", folder)


def test_a_contract_alone_is_reviewed(run):
    code, out, _ = run("review", GALLERY / "SB301" / "bad" / "contract.toml")

    assert (0, "") == (code, out)


def test_codes_are_selected(run):
    folder = GALLERY / "SB204" / "bad"

    assert (0, "", "") == run("review", folder, "--select", "SB1", "--select", "SB3")
    assert 1 == run("review", folder, "--select", "SB20")[0]


def test_the_day_decides_which_law_counts(run):
    folder = GALLERY / "SB116" / "bad"

    assert "SB116" in run("review", folder)[1]
    assert "SB116" not in run("review", folder, "--on", "2024-06-30")[1]


def test_a_code_is_explained(run):
    code, out, _ = run("review", "--explain", "sb113", "--lang", "en")

    assert 0 == code
    assert out.startswith("SB113 Not a loan in the dress of shares\nwarning")


def test_an_unknown_code_is_told(run):
    code, _, err = run("review", "--explain", "SB999", "--lang", "en")

    assert 2 == code
    assert f"expected a code from SB101 to {CHECKS[-1].code}, got 'SB999'" in err


def test_something_must_be_named(run):
    code, _, err = run("review", "--lang", "en")

    assert 2 == code
    assert "name a folder or a contract file" in err


def test_a_folder_that_is_not_there_is_told(run, tmp_path):
    code, _, err = run("review", tmp_path / "nothing", "--lang", "en")

    assert 2 == code
    assert "expected a folder with a contract, or a contract file" in err


# Accepted findings, questions, several folders, reports

ACCEPTED = """
[[review.accepted]]
code = "SB204"
at = "$.procedure.consents"
reason = "第二户的签字在 *补充* 协议里 <b>"
by = "司法所"
until = {until}
"""
ANSWERED = """
[[review.answers]]
code = "SB204"
answer = "逐户核对过"
by = "监督委员会"
day = 2026-01-05
"""


@pytest.fixture(name="noted")
def fixture_noted(tmp_path):
    """A builder of the folder of SB204 with notes of people in its contract."""

    def build(*notes):
        folder = tmp_path / "noted"
        shutil.copytree(GALLERY / "SB204" / "bad", folder)
        with (folder / "contract.toml").open("a", encoding="utf-8") as opened:
            opened.writelines(notes)
        return folder

    return build


def test_what_is_accepted_is_listed_and_is_no_error(run, noted):
    folder = noted(ACCEPTED.format(until="2199-12-31"))
    code, out, err = run("review", folder, "--lang", "en")

    assert (0, "") == (code, err)
    assert out.startswith("accepted\n  SB204 error  $.procedure.consents\n")
    assert "because: 第二户的签字在 *补充* 协议里 <b> (司法所, until 2199-12-31)" in out
    assert out.endswith("1 accepted.\n")


def test_what_was_accepted_until_yesterday_is_an_error_again(run, noted):
    code, out, _ = run("review", noted(ACCEPTED.format(until="2025-12-31")))

    assert 1 == code
    assert "已经过期" in out


def test_nothing_is_ignored_without_a_reason(run):
    code, out, err = run(
        "review", GALLERY / "SB204" / "bad", "--ignore", "sb204", "--lang", "en"
    )

    assert (2, "") == (code, out)
    assert '[[review.accepted]] code = "SB204", at = "$.procedure.consents"' in err
    assert 2 == run("review", GALLERY / "SB204" / "good", "--ignore", "SB204")[0]


def test_questions_are_listed_with_their_answers(run, noted):
    folder = noted(ANSWERED)
    code, out, _ = run("review", folder, "--checklist", "--lang", "en")

    assert 1 == code
    assert "  SB132  is the land used as the contract says?\n    who: " in out
    assert "逐户核对过 (监督委员会, 2026-01-05)" in out
    assert out.endswith("open, 1 answered.\n")


def test_where_nothing_is_asked_the_checklist_is_empty(run):
    folder = GALLERY / "SB204" / "bad"

    assert "" == run("review", folder, "--checklist", "--select", "SB3")[1]


def test_several_folders_are_told_apart(run):
    one, two = GALLERY / "SB204" / "bad", GALLERY / "SB126" / "bad"
    code, out, _ = run("review", one, two, "--lang", "en")

    assert 1 == code
    assert out.startswith(f"{one}\nprocedure\n")
    assert f"{two}\ncontract\n" in out
    assert f"{two}\n" in run("review", one, two, "--checklist")[1]


def test_a_folder_that_is_refused_does_not_stop_the_others(run):
    refused, wrong = GALLERY / "SB106" / "bad", GALLERY / "SB204" / "bad"
    code, out, err = run("review", refused, wrong, "--lang", "en")

    assert 2 == code
    assert "SB204" in out
    assert err.startswith(f"{refused}\n")
    code, out, err = run("review", refused, wrong, "--json")
    told = json.loads(out)

    assert (2, "") == (code, err)
    assert [str(refused)] == [each["folder"] for each in told["refused"]]
    assert ["SB204"] == [each["code"] for each in told["findings"]]


def test_all_of_it_is_there_for_programs(run, noted):
    folder = noted(ACCEPTED.format(until="2199-12-31"), ANSWERED)
    code, out, _ = run("review", folder, "--json")
    told = json.loads(out)

    assert 0 == code
    assert [] == told["findings"]
    assert "2199-12-31" == told["accepted"][0]["accepted"]["until"]
    assert "$.procedure.consents" == told["accepted"][0]["place"]
    answers = {each["code"]: each["answer"] for each in told["questions"]}
    assert answers["SB132"] is None
    assert {"answer": "逐户核对过", "by": "监督委员会", "day": "2026-01-05"} == answers[
        "SB204"
    ]


def test_a_report_is_written_whole(run, noted, tmp_path):
    file = tmp_path / "review.md"
    folder = noted(ACCEPTED.format(until="2199-12-31"), ANSWERED)
    run("review", folder, GALLERY / "SB126" / "bad", "--markdown", file, "--lang", "en")
    text = file.read_text(encoding="utf-8")

    assert text.startswith("# Report of the review\n")
    assert 2 == text.count("| in all ")
    assert "\\*补充\\* 协议里 \\<b\\>" in text
    assert "contract 1 · SB126 · warning" in text
    assert "## Questions that people have to answer" in text
    assert "## Questions that were answered" in text


@pytest.mark.parametrize(("language", "title"), [("zh", "审查报告"), ("en", "Report")])
def test_a_report_can_be_printed(run, tmp_path, language, title):
    file = tmp_path / "review.html"
    folder = GALLERY / "SB204" / "bad"
    run("review", folder, "--html", file, "--on", "2025-06-01", "--lang", language)
    text = file.read_text(encoding="utf-8")

    assert f"<h1>{title}" in text
    assert "2025-06-01" in text
    assert "SB204" in text


@pytest.mark.parametrize(
    ("language", "where"),
    [("zh", "位置：第3条（$.versions"), ("en", "where: clause 3 ($.versions")],
)
def test_a_report_calls_a_clause_by_its_number(run, tmp_path, language, where):
    file = tmp_path / "review.md"
    folder = GALLERY / "SB113" / "bad"
    run("review", folder, "--markdown", file, "--lang", language)

    assert where in file.read_text(encoding="utf-8")


def test_no_report_is_written_where_nothing_can_be_read(run, tmp_path):
    file = tmp_path / "review.md"

    assert 2 == run("review", GALLERY / "SB106" / "bad", "--markdown", file)[0]
    assert not file.exists()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("SB106", "refused on reading or settling"),
        ("SB204", "error; a question for people"),
        ("SB144", "warning"),
    ],
)
def test_how_a_code_is_decided_is_explained(run, code, words):
    out = run("review", "--explain", code, "--lang", "en")[1]

    assert words == out.splitlines()[1]


# The rectification list


@pytest.fixture(name="on_day")
def fixture_on_day(monkeypatch):
    """Lets the command run on a day."""

    def set_day(*day):
        monkeypatch.setattr(reviewing, "today", lambda: date(*day))

    set_day(2026, 1, 31)
    return set_day


def test_a_list_is_carried_on_from_month_to_month(run, noted, tmp_path, on_day):
    file, folder = tmp_path / "list.csv", noted()
    code, out, _ = run("review", folder, "--list", file, "--lang", "en")

    assert 1 == code
    assert out.endswith(f"List {file}: 1 row. new 1\n")
    on_day(2026, 2, 28)
    run("review", GALLERY / "SB204" / "good", "--list", file)
    (row,) = read_problem_list(file)

    assert (RowState.SOLVED, date(2026, 2, 28)) == (row.state, row.solved)
    run("review", folder, "--list", file)
    assert RowState.REOPENED is read_problem_list(file)[0].state


def test_two_folders_of_one_contract_are_no_list(run, noted, tmp_path):
    file = tmp_path / "list.csv"
    code, _, err = run(
        "review", noted(), GALLERY / "SB204" / "good", "--list", file, "--lang", "en"
    )

    assert 2 == code
    assert "expected one folder of each contract at a time, got two of 'A'" in err
    assert not file.exists()


def test_a_bad_list_is_refused_and_stays_as_it_is(run, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("序号,发现的问题\n1,缺项\n", encoding="utf-8")
    before = file.read_bytes()
    code, out, err = run("review", GALLERY / "SB204" / "bad", "--list", file)

    assert (2, "") == (code, out)
    assert "list.csv" in err
    assert before == file.read_bytes()


def test_where_nothing_can_be_read_no_list_is_written(run, tmp_path):
    file = tmp_path / "list.csv"

    assert 2 == run("review", GALLERY / "SB106" / "bad", "--list", file)[0]
    assert not file.exists()


IDENTITY, ACCOUNT = "110101199001010006", "6222021234567890123"


@pytest.fixture(name="with_numbers")
def fixture_with_numbers(tmp_path):
    """A list of payments whose people wrote numbers where names and codes belong."""
    folder = tmp_path / "a"
    shutil.copytree(GALLERY / "SB415" / "bad", folder)
    (folder / "payments.csv").write_text(
        "户编号,户主,金额,签领,银行账号,领取人\n"
        f"A,甲,2666.67,签字,{ACCOUNT},王五 {IDENTITY}\n"
        f"B,乙,1333.33,,{ACCOUNT},王五 {IDENTITY}\n"
        f"{IDENTITY},丙,12.00,,{ACCOUNT},\n",
        encoding="utf-8",
    )
    return folder


@pytest.mark.parametrize("language", ["zh", "en"])
def test_numbers_of_people_leave_no_review(run, with_numbers, tmp_path, language):
    names = ("a.md", "a.html", "a.csv")
    text, page, sheet = (tmp_path / name for name in names)
    asked = ("--markdown", text, "--html", page, "--list", sheet, "--lang", language)
    told = [run("review", with_numbers, *asked)[1]]
    told.append(run("review", with_numbers, "--json")[1])
    told += [file.read_text(encoding="utf-8") for file in (text, page, sheet)]

    for each in told:
        assert "0006" in each  # the last digits are left
        assert IDENTITY not in each
        assert ACCOUNT not in each


def test_rows_with_a_hidden_number_are_known_again(run, with_numbers, tmp_path):
    sheet = tmp_path / "a.csv"
    run("review", with_numbers, "--list", sheet)
    first = len(read_problem_list(sheet))
    run("review", with_numbers, "--list", sheet)

    assert first == len(read_problem_list(sheet))


def test_numbers_of_people_leave_no_refusal(run, with_numbers):
    (with_numbers / "entries.csv").write_text(
        f"日期,事项,户编号,股份类别,股数\n2024-01-01,配股,{IDENTITY},出资,1\n",
        encoding="utf-8",
    )
    for command in ("review", "check"):
        code, out, err = run(command, with_numbers, "--json")

        assert 2 == code
        assert "0006" in out
        assert IDENTITY not in out + err
