"""The review on the terminal: findings part by part, errors first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.style import Style

from sanbian import Finding, Ground, InvalidInputError, Problem, Text
from sanbian.cli import helps
from sanbian.cli.building import PATH, command, json_option, option, write_json
from sanbian.cli.exampling import both
from sanbian.cli.screens import console
from sanbian.files import load_review, review_dossier
from sanbian.findings import CHECKS, SEVERITIES, Check, Severity, selected
from sanbian.report.pages import seen
from sanbian.wording import Language

PARTS = {
    "SB1": Text(zh="合同", en="contract"),
    "SB2": Text(zh="程序", en="procedure"),
    "SB3": Text(zh="台账", en="register"),
    "SB4": Text(zh="结算", en="settlement"),
}
_SEVERITIES: dict[Severity, tuple[Text, Style]] = {
    "error": (Text(zh="错误", en="error"), Style(color="red", bold=True)),
    "warning": (Text(zh="警告", en="warning"), Style(color="yellow")),
    "info": (Text(zh="提示", en="info"), Style(dim=True)),
}
_RECALLED = Text(zh="（仅凭记忆，不是法律依据）", en=" (recalled only, no law)")


def review_command(language: Language) -> click.Command:
    """The command ``sanbian review``."""

    def reviewed(
        path: Path | None,
        on: datetime | None,
        codes: tuple[str, ...],
        explained: str | None,
        *,
        as_json: bool,
    ) -> int:
        if explained is not None:
            _show_check(check_of(explained), language, console())
            return 0
        if path is None:
            raise click.UsageError(_NO_FOLDER.of(language))
        found = review_dossier(load_review(path), on=None if on is None else on.date())
        found = selected(found, codes or ("SB",))
        if as_json:
            write_json(record_of_review(found))
        else:
            show_findings(found, language, console())
        return int(any(each.severity == "error" for each in found))

    return command(
        language,
        "review",
        helps.REVIEW,
        reviewed,
        [
            click.Argument(["path"], type=PATH, required=False, metavar="FOLDER|CONTRACT"),
            option(
                language,
                helps.ON,
                "--on",
                type=click.DateTime(["%Y-%m-%d"]),
                metavar="YYYY-MM-DD",
            ),
            option(language, helps.SELECT, "--select", "codes", multiple=True),
            option(language, helps.EXPLAIN_CODE, "--explain", "explained"),
            json_option(language),
        ],
    )


def check_of(code: str) -> Check:
    """The check with a code.

    Raises:
        InvalidInputError: There is none.
    """
    for check in CHECKS:
        if check.code == code.upper():
            return check
    first, last = CHECKS[0].code, CHECKS[-1].code
    raise InvalidInputError(
        Problem(
            at="--explain",
            says=Text(
                zh=f"应为 {first} 至 {last} 中的一个代码，得到 “{code}”",
                en=f"expected a code from {first} to {last}, got {code!r}",
            ),
            do=Text(
                zh="代码见文档“审查意见的代码”",
                en="see the page 'Codes of findings'",
            ),
        )
    )


def show_findings(found: Sequence[Finding], language: Language, screen: Console) -> None:
    """Print findings part by part; nothing where there are none."""
    for prefix, title in PARTS.items():
        part = [each for each in found if each.code.startswith(prefix)]
        if part:
            screen.print(title.of(language), style=Style(bold=True))
        for each in part:
            name, style = _SEVERITIES[each.severity]
            head = f"  {each.code} {name.of(language)}  {seen(each.at)}"
            screen.print(head, style=style, soft_wrap=True)
            screen.print(f"    {seen(each.says.of(language))}", soft_wrap=True)
            screen.print(f"    → {each.do.of(language)}", style=_FAINT, soft_wrap=True)
            for ground in each.rests_on:
                told = f"    § {_ground(ground, language)}"
                screen.print(told, style=_FAINT, soft_wrap=True)
    if found:
        screen.print(counted(found).of(language))


def counted(found: Sequence[Finding]) -> Text:
    """How many findings there are of each severity, on one line."""
    zh, en = [], []
    for severity in SEVERITIES:
        count = sum(each.severity == severity for each in found)
        if count:
            name = _SEVERITIES[severity][0]
            plural = "" if count == 1 or severity == "info" else "s"
            zh.append(f"{name.zh} {count} 项")
            en.append(f"{count} {name.en}{plural}")
    return Text(zh="，".join(zh) + "。", en=", ".join(en) + ".")


def _show_check(check: Check, language: Language, screen: Console) -> None:
    screen.print(f"{check.code} {check.title.of(language)}", style=Style(bold=True))
    screen.print(_SEVERITIES[check.severity][0].of(language))
    screen.print(f"→ {check.do.of(language)}", soft_wrap=True)
    for ground in check.rests_on:
        screen.print(f"§ {_ground(ground, language)}", soft_wrap=True)


def _ground(ground: Ground, language: Language) -> str:
    since = "" if ground.since is None else _since(ground.since).of(language)
    recalled = _RECALLED.of(language) if ground.is_recalled else ""
    return f"{ground.says.of(language)}{since}{recalled}"


def _since(day: date) -> Text:
    return Text(zh=f"（{day} 起）", en=f" (from {day})")


def record_of_review(found: Sequence[Finding]) -> dict[str, Any]:
    """Findings for programs."""
    return {
        "format": 1,
        "findings": [
            {
                "code": each.code,
                "severity": each.severity,
                "at": each.at,
                "says": both(each.says),
                "do": both(each.do),
                "rests_on": [_ground_record(ground) for ground in each.rests_on],
            }
            for each in found
        ],
    }


def _ground_record(ground: Ground) -> dict[str, Any]:
    return {
        "kind": ground.kind,
        "says": both(ground.says),
        "since": None if ground.since is None else str(ground.since),
        "is_recalled": ground.is_recalled,
    }


_FAINT = Style(dim=True)
_NO_FOLDER = Text(zh="写一个文件夹或合同文件", en="name a folder or a contract file")
