"""Write what the gallery of findings says: expected texts beside each case, and the docs page.

With ``--check`` only say whether all of it is current. A text that changes shows in the diff.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from difflib import unified_diff
from pathlib import Path

from sanbian import Contract, Register, Settlement, settle
from sanbian.files import load_contract, load_facts, load_register
from sanbian.findings import CHECKS, Check, Finding, Ground, review
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
}


def case_in(folder: Path) -> tuple[Contract, Register | None, Settlement | None]:
    """A case: its contract, its register, and the settlement of its facts if it has them."""
    contract = load_contract(folder / "contract.toml")
    register: Register | None = None
    settlement: Settlement | None = None
    if (folder / "roster.csv").exists():
        register = load_register(folder / "roster.csv", contract)
    if register is not None and (folder / "facts.toml").exists():
        facts = load_facts(folder / "facts.toml", contract, register)
        settlement = settle(contract, register, facts)
    return contract, register, settlement


def reviewed(folder: Path) -> tuple[Finding, ...]:
    """All findings in a case."""
    return review(*case_in(folder))


def expected(code: str) -> str:
    """What is said of the bad case of a code, as a TOML text."""
    (finding,) = reviewed(GALLERY / code / "bad")
    fields = {
        "severity": finding.severity,
        "at": finding.at,
        "zh": finding.says.zh,
        "en": finding.says.en,
    }
    return "".join(
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
    (finding,) = reviewed(GALLERY / check.code / "bad")
    severity = SEVERITY_NAMES[finding.severity].of(language)
    yield f"### {check.code} {check.title.of(language)}"
    yield f"**{severity}** · {LABELS['says'].of(language)}: {finding.says.of(language)}"
    yield f"{LABELS['do'].of(language)}: {check.do.of(language)}"
    grounds = "\n".join(f"- {_told(each, language)}" for each in check.rests_on)
    yield f"{LABELS['rests'].of(language)}:\n\n{grounds}"
    yield "```diff\n" + "\n".join(_difference(check.code)) + "\n```"


def _told(ground: Ground, language: Language) -> str:
    kind = KIND_NAMES[ground.kind].of(language)
    since = "" if ground.since is None else f" ({ground.since} –)"
    recalled = f" [{RECALLED.of(language)}]" if ground.is_recalled else ""
    return f"{kind}: {ground.says.of(language)}{since}{recalled}"


def _difference(code: str) -> Iterator[str]:
    """The lines in which the bad case differs from the good one, file by file."""
    for bad in sorted((GALLERY / code / "bad").iterdir()):
        good = (GALLERY / code / "good" / bad.name).read_text(encoding="utf-8").splitlines()
        lines = bad.read_text(encoding="utf-8").splitlines()
        for line in list(unified_diff(good, lines, lineterm="", n=0))[2:]:
            if not line.startswith("@@"):
                yield line.rstrip()


def published() -> dict[Path, str]:
    """Every written text by its file."""
    texts = {
        GALLERY / check.code / "expected.toml": expected(check.code) for check in CHECKS
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
