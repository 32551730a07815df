"""Which language to speak: as asked for, else as the environment says."""

from __future__ import annotations

import locale
import sys
from collections.abc import Mapping, Sequence

from sanbian.wording import Language

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def language_of(
    arguments: Sequence[str], environment: Mapping[str, str], platform: str = sys.platform
) -> Language:
    """The language of all that is said, help and errors included.

    Args:
        arguments: As typed; ``--lang zh`` or ``--lang=zh`` among them decides.
        environment: Its LC_ALL, LC_MESSAGES or LANG, the first that is set, decides else.
        platform: On ``win32`` the system's own setting is asked last.

    Examples:
        >>> from sanbian.cli.languages import language_of
        >>> language_of([], {"LANG": "zh_CN.UTF-8"}), language_of(["--lang=en"], {})
        ('zh', 'en')
    """
    for place, word in enumerate(arguments):
        if word == "--":
            break
        option, _, value = word.partition("=")
        if option == "--lang":
            value = value or (*arguments, "")[place + 1]
            if value in {"zh", "en"}:
                return "zh" if value == "zh" else "en"
    for name in _VARIABLES:
        if environment.get(name):
            return "zh" if environment[name].lower().startswith("zh") else "en"
    if platform == "win32":
        system = (locale.getlocale()[0] or "").lower()
        return "zh" if system.startswith(("zh", "chinese")) else "en"
    return "en"
