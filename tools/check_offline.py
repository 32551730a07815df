"""The built documentation loads nothing from another host: no font, script or image."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

LOADS = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}
ELSEWHERE = re.compile(r"(?:https?:)?//", re.IGNORECASE)
STYLE_LOADS = re.compile(
    r"(?:url\(|@import)\s*[\"']?((?:https?:)?//[^\"')\s]+)", re.IGNORECASE
)


class _Loads(HTMLParser):
    """Collects addresses that a browser would fetch by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what this tag fetches; a link to the page's own address fetches nothing."""
        values = dict(attrs)
        address = values.get(LOADS.get(tag, "")) or ""
        if ELSEWHERE.match(address) and values.get("rel") not in {"canonical", "alternate"}:
            self.addresses.append(address)


def outside(page: str) -> list[str]:
    """Addresses on other hosts that this page or style sheet would load."""
    loads = _Loads()
    loads.feed(page)
    return loads.addresses + STYLE_LOADS.findall(page)


def main(arguments: Sequence[str]) -> int:
    """Print each address found, with its page."""
    site = Path(arguments[0])
    pages = sorted([*site.rglob("*.html"), *site.rglob("*.css")])
    found = [
        (page, at) for page in pages for at in outside(page.read_text(encoding="utf-8"))
    ]
    for page, address in found:
        print(f"{page}: expected no loads from other hosts, got {address}")
    if not pages:
        print(f"{site}: expected a built documentation, got no pages")
    return int(bool(found) or not pages)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
