"""Which language to speak: as asked for, else as the environment says."""

from __future__ import annotations

import locale
import sys
from collections.abc import Mapping, Sequence

from sanbian.wording import Language

_VARIABLES = ("SANBIAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
_SILENT = {"", "c", "posix"}  # locales that name no language


def language_of(
    arguments: Sequence[str], environment: Mapping[str, str], platform: str = sys.platform
) -> Language:
    """The language of all that is said, help and errors included.

    Args:
        arguments: As typed; ``--lang zh`` or ``--lang=zh`` among them decides.
        environment: Its SANBIAN_LANG, LC_ALL, LC_MESSAGES or LANG, the first that names a
            language, decides else; C and POSIX name none.
        platform: On ``win32`` the system's own setting is asked last.

    Returns:
        Chinese where nothing says otherwise: those who settle are Chinese accountants.

    Examples:
        >>> from sanbian.cli.languages import language_of
        >>> language_of([], {"LANG": "C.UTF-8"}), language_of([], {"LANG": "en_US.UTF-8"})
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
        given = environment.get(name, "").lower()
        if given.partition(".")[0] not in _SILENT:
            return "zh" if given.startswith("zh") else "en"
    if platform == "win32":
        system = (locale.getlocale()[0] or "").lower()
        is_other = system not in _SILENT and not system.startswith(("zh", "chinese"))
        return "en" if is_other else "zh"
    return "zh"
