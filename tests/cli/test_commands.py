"""The other commands, help, languages and exit codes."""

from __future__ import annotations

import builtins
import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from sanbian import __version__
from sanbian.cli import commands, main
from sanbian.cli.commands import command_line
from sanbian.cli.languages import language_of
from sanbian.cli.screens import place_words

COMMANDS = ("settle", "explain", "account", "check", "review", "roster", "new")


# --- explain -------------------------------------------------------------------------


def test_a_household_is_explained_from_a_folder(run, folder):
    code, out, _ = run("explain", folder, "H1", "--lang", "zh")

    assert 0 == code
    assert out.startswith("H1 张三")
    assert "合计 195.00 元" in out


def test_a_household_is_explained_from_a_settlement(run, folder, tmp_path):
    run("settle", folder, "--out", tmp_path / "out")
    from_folder = run("explain", folder, "H1", "--whole", "--lang", "en")

    from_file = run(
        "explain",
        tmp_path / "out" / "settlement-2024.json",
        "H1",
        "--whole",
        "--lang",
        "en",
    )

    assert from_folder == from_file
    assert len(from_file[1].splitlines()) > 5


def test_an_explanation_for_programs_sums_to_what_is_paid(run, years):
    _, out, _ = run("explain", years, "H1", "--period", "2025", "--json")

    found = json.loads(out)
    assert "245.00" == found["paid"]
    total = sum(round(100 * float(line["amount"])) for line in found["lines"])
    assert round(100 * float(found["paid"])) == total
    assert any(line["why"] for line in found["lines"])


def test_an_unknown_household_is_told_the_nearest(run, folder):
    code, _, err = run("explain", folder, "H11", "--lang", "en")

    assert 2 == code
    assert "H1" in err


@pytest.mark.parametrize(
    ("typed", "told"), [("Ｈ１", "张三"), ("h2", "李四"), ("张三", "请写户编号：H1")]
)
def test_a_household_is_found_as_it_is_typed_or_its_code_is_told(run, folder, typed, told):
    _, out, err = run("explain", folder, typed, "--lang", "zh")

    assert told in out + err
    assert "household" not in out + err


def test_places_are_said_in_the_language():
    assert "第5条，H001" == place_words("clause 5, H001").zh
    assert "clause 5, H001" == place_words("clause 5, H001").en
    assert "户编号" == place_words("household").zh


# --- check ---------------------------------------------------------------------------


def test_a_clean_folder_is_one_line(run, years):
    code, out, err = run("check", years, "--lang", "zh")

    assert (0, "") == (code, err)
    assert "没有问题：6 个文件，试算 4 期，名册 2 户\n" == out


@pytest.mark.parametrize(
    ("language", "says"), [("zh", "请核对 1 处"), ("en", "Please look at 1")]
)
def test_an_identity_number_that_looks_wrong_is_told_and_stops_nothing(
    run, folder, language, says
):
    roster = folder / "roster.csv"
    text = roster.read_text(encoding="utf-8-sig")
    roster.write_text(text.replace("01010006", "0101000X", 1), encoding="utf-8")
    code, out, err = run("check", folder, "--lang", language)

    assert (0, "") == (code, err)
    assert says in out
    assert "roster.csv" in out
    assert "**************000X" in out
    record = json.loads(run("check", folder, "--json")[1])
    assert record["is_clean"]
    assert [each["file"] for each in record["doubts"]] == ["roster.csv"]


@pytest.mark.parametrize(
    ("known", "rows", "count"),
    [
        ("2024-09-01", "2024-03-01,fact,H1,people,3,", 1),
        ("2024-09-01", "2024-03-01,fact,H1,people,3,2024-09-02", 0),
        ("2024-09-01", "2024-10-01,fact,H1,people,3,", 0),
        ("", "2024-03-01,fact,H1,people,3,", 0),
    ],
)
def test_an_entry_behind_later_knowledge_should_say_when_it_became_known(
    run, folder, known, rows, count
):
    (folder / "entries.csv").write_text(
        "day,kind,household,field,value,known\n"
        f"2024-06-01,fact,H1,people,2,{known}\n{rows}\n",
        "utf-8",
    )
    code, out, _ = run("check", folder, "--lang", "zh")

    assert code == 0
    assert out.count("应写得知日") == count
    doubts = json.loads(run("check", folder, "--json")[1])["doubts"]
    assert [each["file"] for each in doubts] == ["entries.csv"] * count


def test_identity_numbers_that_cannot_be_looked_at_are_told(run, folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "stdnum.cn", None)
    code, out, _ = run("check", folder)

    assert code == 0
    assert 'pip install "sanbian[id]"' in out


def test_all_problems_of_all_files_are_told_at_once(run, folder):
    spoil(folder / "facts.toml", 'profit = "1000.00"', "profit = 10.5")
    spoil(folder / "roster.csv", "H2", "H1")

    code, out, _ = run("check", folder, "--json")

    found = json.loads(out)
    assert 2 == code
    assert not found["is_clean"]
    assert {"facts.toml", "roster.csv"} == {
        problem["file"] for problem in found["problems"]
    }


def test_what_needs_the_contract_is_named_when_the_contract_is_wrong(run, folder):
    spoil(folder / "contract.toml", 'rounding = "half_up"', 'rounding = "halfup"')

    code, out, _ = run("check", folder, "--lang", "zh")

    assert 2 == code
    assert "contract.toml" in out
    assert "合同更正后才能检查：roster.csv、facts.toml" in out


def test_a_period_that_cannot_be_settled_is_told_with_its_file(run, folder):
    spoil(folder / "facts.toml", 'fund = "2000.01"', "")

    code, out, _ = run("check", folder, "--lang", "en")

    assert 2 == code
    assert "facts.toml" in out
    assert "fund" in out


def test_single_files_are_checked_by_the_contract_beside_them(run, folder, tmp_path):
    run("settle", folder, "--out", tmp_path / "out")
    good = [folder / "roster.csv", folder / "facts.toml", tmp_path / "out" / "books.json"]

    assert 0 == run("check", *good)[0]
    assert 0 == run("check", folder / "contract.toml")[0]
    assert 0 == run("check", tmp_path / "out" / "settlement-2024.json")[0]
    (folder / "note.docx").write_text("", encoding="utf-8")
    code, out, _ = run("check", folder / "roster.csv", folder / "note.docx", "--lang", "en")
    assert 2 == code
    assert "note.docx" in out


def test_entries_and_persons_are_checked_with_the_roster_beside_them(run, folder):
    entries, persons = folder / "entries.csv", folder / "persons.csv"
    entries.write_text("日期,事项,户编号,项目,内容\n2023-06-01,情况,H1,人口,4\n", "utf-8")
    persons.write_text("户编号,姓名\nH1,张三\nH1,李四\n", "utf-8")

    assert 0 == run("check", entries, persons)[0]
    persons.write_text("户编号,姓名\nH9,张三\n", "utf-8")
    code, out, _ = run("check", persons, "--lang", "zh")
    assert 2 == code
    assert "应为已声明的名册中的户，得到 'H9'" in out
    (folder / "roster.csv").unlink()
    code, out, _ = run("check", entries, "--lang", "en")
    assert 2 == code
    assert "expected a roster.csv or roster.xlsx beside it" in out


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_folder_that_is_not_there_is_said(run, tmp_path, language):
    for command in (("check",), ("settle",), ("explain",)):
        words = [*command, tmp_path / "none", *(["H1"] if command == ("explain",) else [])]
        code, out, err = run(*words, "--lang", language)
        assert 2 == code
        assert "none" in out + err


def test_two_rosters_are_refused(run, folder):
    (folder / "roster.xlsx").write_bytes(b"")

    code, _, err = run("settle", folder, "--lang", "zh")

    assert 2 == code
    assert "--roster" in err


def spoil(path, old, new):
    text = path.read_text(encoding="utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


# --- help, version, typing -----------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_examples(language, command):
    done = CliRunner().invoke(command_line(language), [command, "--help"])

    assert 0 == done.exit_code
    assert f"  sanbian {command} " in done.output
    assert ("例：" if language == "zh" else "Examples:") in done.output
    assert ("用法：" if language == "zh" else "Usage:") in done.output
    assert all(len(line) <= 100 for line in done.output.splitlines())


@pytest.mark.parametrize("words", [(), ("--help",), ("-h",)])
def test_help_lists_the_commands(run, words):
    code, out, _ = run(*words)

    assert 0 == code
    for command in COMMANDS:
        assert command in out


def test_version(run):
    assert (0, f"sanbian {__version__}\n", "") == run("--version")


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (("settel",), "用法不对", "settel"),
        (("settle", "--outt", "x"), "--out", "--out"),
        (("explain", "x"), "HOUSEHOLD", "HOUSEHOLD"),
        (("settle", "--format", "pdf"), "--format", "--format"),
    ],
)
def test_wrong_typing_is_said_in_the_language(run, words, zh, en):
    for language, expected in (("zh", zh), ("en", en)):
        code, out, err = run(*words, "--lang", language)
        assert (2, "") == (code, out)
        assert expected in err
        assert "--help" in err


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {}, "zh"),
        ([], {"LANG": "C.UTF-8"}, "zh"),
        ([], {"LC_ALL": "POSIX", "LANG": "en_GB.UTF-8"}, "en"),
        ([], {"SANBIAN_LANG": "zh", "LC_ALL": "en_US.UTF-8"}, "zh"),
        ([], {"SANBIAN_LANG": "", "LC_ALL": "fr_FR.UTF-8"}, "en"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ([], {"LC_ALL": "", "LC_MESSAGES": "zh_TW", "LANG": "C"}, "zh"),
        (["--lang", "zh"], {"LANG": "en_US"}, "zh"),
        (["--lang=en"], {"LANG": "zh_CN"}, "en"),
        (["--lang"], {}, "zh"),
        (["--", "--lang", "zh"], {"LANG": "en_US"}, "en"),
    ],
)
def test_the_language_is_that_asked_for_else_the_environments(
    arguments, environment, language
):
    assert language == language_of(arguments, environment, platform="linux")


# --- whatever goes wrong -------------------------------------------------------------


def test_a_slip_of_the_program_is_a_sentence_and_with_debug_a_traceback(
    run, folder, monkeypatch
):
    monkeypatch.setattr(commands, "load", lambda _: 1 / 0)

    code, _, err = run("settle", folder, "--lang", "en")
    assert 2 == code
    assert "Traceback" not in err
    assert "--debug" in err
    code, _, err = run("settle", folder, "--debug")
    assert 2 == code
    assert "Traceback" in err


def test_an_interrupt_is_130(run, folder, monkeypatch):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "load", interrupted)

    assert 130 == run("settle", folder)[0]


@pytest.mark.parametrize(("language", "said"), [("zh", "缺少 click"), ("en", "is missing")])
def test_a_missing_extra_is_named_with_the_command_that_installs_it(
    run, monkeypatch, language, said
):
    for name in [name for name in sys.modules if name.startswith("sanbian.cli.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "click")
    real = builtins.__import__

    def without(name, *given, **named):
        if name.partition(".")[0] == "click":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, *given, **named)

    monkeypatch.setattr(builtins, "__import__", without)

    code, _, err = run("--help", "--lang", language)

    assert 2 == code
    assert said in err
    assert 'pip install "sanbian[cli]"' in err


def test_importing_the_command_line_loads_nothing_of_it():
    code = (
        "import sys, sanbian.cli; "
        "print(*{name.partition('.')[0] for name in sys.modules} & {'click', 'rich'})"
    )

    assert "" == subprocess.check_output([sys.executable, "-c", code], text=True).strip()


def test_the_command_runs_as_a_process(folder):
    done = subprocess.run(
        [sys.executable, "-m", "sanbian.cli", "settle", str(folder), "--lang", "zh"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert (0, "") == (done.returncode, done.stderr)
    assert "合计 2 户" in done.stdout
    assert "\x1b" not in done.stdout


def test_a_reader_that_has_gone_is_no_error(years):
    for words in (
        ["settle", str(years), "--json"],
        ["--help"],
        ["explain", str(years), "H1"],
    ):
        process = subprocess.Popen(
            [sys.executable, "-m", "sanbian.cli", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        process.stdout.close()
        said = process.stderr.read()
        process.stderr.close()
        process.wait()
        assert (0, b"") == (process.returncode, said)


def test_main_takes_the_arguments_of_the_process(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["sanbian", "--version"])

    assert 0 == main()
    assert __version__ in capsys.readouterr().out
