"""Write what the gallery of findings says: expected texts beside each case, and the docs page.

A case is a folder as `sanbian review` reads it: ``tests/review/gallery/SB123/bad`` provokes
exactly this finding, or is refused by exactly one problem where the check says ``is_refused``;
``good`` provokes nothing. A check that is only asked has no folder.

With ``--check`` only say whether all of it is current. A text that changes shows in the diff.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from difflib import unified_diff
from pathlib import Path

from attrs import frozen

from sanbian import SanbianError
from sanbian.files import load_review, review_dossier
from sanbian.findings import CHECKS, Check, Finding, Ground, Severity
from sanbian.wording import Language, Text

ROOT = Path(__file__).parents[1]
GALLERY = ROOT / "tests" / "review" / "gallery"
PARTS = (
    ("SB1", Text(zh="合同", en="Contract")),
    ("SB2", Text(zh="程序", en="Procedure")),
    ("SB3", Text(zh="台账", en="Register")),
    ("SB4", Text(zh="结算", en="Settlement")),
)
SEVERITY_NAMES = {
    "error": Text(zh="错误", en="error"),
    "warning": Text(zh="警告", en="warning"),
    "info": Text(zh="提示", en="info"),
}
KIND_NAMES = {
    "law": Text(zh="法律", en="law"),
    "case": Text(zh="案例", en="case"),
    "practice": Text(zh="做法", en="practice"),
}
REFUSED = Text(zh="读入或结算时即拒绝", en="refused on reading or settling")
ASKED = Text(zh="待答问题", en="asked")
RECALLED = Text(zh="仅凭记忆，未读原文，不是法律依据", en="recalled only, not read: no law")
TITLE = Text(zh="# 审查意见的代码", en="# Codes of findings")
LEAD = Text(
    zh="由审查项和样例（`tests/review/gallery`）生成，不要手改。每个代码附一份最小的样例："
    "与没有问题的那份相差的几行，和程序对它说的话。",
    en="Generated from the checks and their gallery (`tests/review/gallery`); not to be edited. "
    "Each code has its smallest case: the lines in which it differs from a clean one, and what "
    "is said of it.",
)
LABELS = {
    "says": Text(zh="说", en="Says"),
    "do": Text(zh="怎么办", en="What to do"),
    "rests": Text(zh="依据", en="Rests on"),
    "who": Text(zh="谁来答", en="Who answers"),
    "where": Text(zh="看哪里", en="Where to look"),
    "why": Text(zh="为什么由人来答", en="Why a person has to answer"),
}


@frozen
class Told:
    """What is said of a bad case: by a finding, by the error that refuses it, or by asking."""

    how: str
    severity: Severity
    at: str
    says: Text


def reviewed(folder: Path) -> tuple[Finding, ...]:
    """All findings in a case that it does not accept; raises what refuses it."""
    found = review_dossier(load_review(folder))
    return tuple(each for each in found if each.accepted is None)


def told(check: Check) -> Told:
    """What is said of the bad case of a code.

    Raises:
        ValueError: It is not exactly one thing, or another code's.
    """
    folder = GALLERY / check.code / "bad"
    try:
        found = reviewed(folder)
    except SanbianError as error:
        if not check.is_refused or len(error.problems) != 1:
            raise ValueError(f"{check.code}: {error}") from error
        (problem,) = error.problems
        return Told("refused", check.severity, problem.at, problem.says)
    if [each.code for each in found] != [check.code]:
        said = [f"{each.code} {each.at} {each.says.en}" for each in found]
        raise ValueError(f"{check.code}: expected this code alone, got {said}")
    return Told("found", found[0].severity, found[0].at, found[0].says)


def expected(check: Check) -> str:
    """What is said of the bad case of a code, as a TOML text."""
    said = told(check)
    fields = {"at": said.at, "zh": said.says.zh, "en": said.says.en}
    first = (
        f"{said.how} = true\n" if said.how != "found" else f'severity = "{said.severity}"\n'
    )
    return first + "".join(
        f"{name} = {json.dumps(value, ensure_ascii=False)}\n"
        for name, value in fields.items()
    )


def page(language: Language) -> str:
    """The reference page of all codes in one language."""
    parts = [TITLE.of(language), LEAD.of(language)]
    for prefix, title in PARTS:
        parts.append(f"## {title.of(language)}")
        for check in CHECKS:
            if check.code.startswith(prefix):
                parts += _entry(check, language)
    return "\n\n".join(parts) + "\n"


def _entry(check: Check, language: Language) -> Iterator[str]:
    yield f"### {check.code} {check.title.of(language)}"
    if check.is_decided:
        said = told(check)
        name = (REFUSED if said.how == "refused" else SEVERITY_NAMES[said.severity]).of(
            language
        )
        yield f"**{name}** · {LABELS['says'].of(language)}: {said.says.of(language)}"
    if check.question is not None:
        asked = check.question
        yield f"**{ASKED.of(language)}** · {asked.asks.of(language)}"
        for label in ("who", "where", "why"):
            yield f"{LABELS[label].of(language)}: {getattr(asked, label).of(language)}"
    yield f"{LABELS['do'].of(language)}: {check.do.of(language)}"
    grounds = "\n".join(f"- {_told(each, language)}" for each in check.rests_on)
    yield f"{LABELS['rests'].of(language)}:\n\n{grounds}"
    if check.is_decided:
        yield "```diff\n" + "\n".join(_difference(check.code)) + "\n```"


def _told(ground: Ground, language: Language) -> str:
    kind = KIND_NAMES[ground.kind].of(language)
    since = "" if ground.since is None else f" ({ground.since} –)"
    recalled = f" [{RECALLED.of(language)}]" if ground.is_recalled else ""
    return f"{kind}: {ground.says.of(language)}{since}{recalled}"


def _difference(code: str) -> Iterator[str]:
    """The lines in which the bad case differs from the good one, file by file."""
    sides = [GALLERY / code / side for side in ("good", "bad")]
    for name in sorted({path.name for side in sides for path in side.iterdir()}):
        good, bad = (_lines(side / name) for side in sides)
        for line in list(unified_diff(good, bad, lineterm="", n=0))[2:]:
            if not line.startswith("@@"):
                yield line.rstrip()


def _lines(file: Path) -> list[str]:
    """The lines of a file, or none where one side does not have it."""
    return file.read_text(encoding="utf-8-sig").splitlines() if file.exists() else []


def published() -> dict[Path, str]:
    """Every written text by its file."""
    texts = {
        GALLERY / check.code / "expected.toml": expected(check)
        for check in CHECKS
        if check.is_decided
    }
    languages: tuple[Language, ...] = ("zh", "en")
    for language in languages:
        texts[ROOT / "docs" / language / "reference" / "findings.md"] = page(language)
    return texts


def main(arguments: Sequence[str]) -> int:
    """Write the files, or complain about those that are not current."""
    texts = published()
    stale = [
        path
        for path, text in texts.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    if "--check" in arguments:
        for path in stale:
            print(
                f"Expected {path.relative_to(ROOT)} to be current: tools/write_findings.py."
            )
        return int(bool(stale))
    for path in stale:
        path.write_text(texts[path], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
