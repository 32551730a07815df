"""A folder that is written whole or not at all, and in which nothing of others is lost.

It is filled beside its place and moved there in one step. A list in it says which files are
ours and what they held, so that a file which a person changed since is seen.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sanbian import InvalidInputError, Problem, Text, __version__
from sanbian.cli.reading import CONTRACT

MANIFEST = "manifest.json"
_WRITER = "sanbian"


def check_apart(target: Path, read: Iterable[Path]) -> None:
    """See that nothing would be written into the folder that was read, or another contract's.

    A ``payments.csv`` there would be taken for the list of what was paid.

    Raises:
        InvalidInputError: A file that was read, or a contract, stands in the target itself,
            or the target is a file.
    """
    try:
        is_file = target.exists() and not target.is_dir()
    except OSError as error:
        raise unwritable(target, error) from error
    if is_file:
        raise _refused(target, [target.name], _A_FILE, _ELSEWHERE)
    there = [path.name for path in read if path.resolve().parent == target.resolve()]
    if there:
        raise _refused(target, there, _THE_SAME, _ELSEWHERE)
    if (target / CONTRACT).exists():
        raise _refused(target, [CONTRACT], _OF_A_CONTRACT, _ELSEWHERE)


def check_target(target: Path) -> None:
    """See that a folder may be written: it is not there, empty, or ours and unchanged.

    Raises:
        InvalidInputError: Files of others are in it, or a person changed ours.
    """
    try:
        if not target.exists():
            return
        there = {name: path for name, path in _files(target) if name != MANIFEST}
    except OSError as error:
        raise unwritable(target, error) from error
    ours = _listed(target)
    strange = sorted(name for name in there if name not in ours)
    if strange:
        raise _refused(target, strange, _STRANGE)
    changed = sorted(name for name, path in there.items() if digest(path) != ours[name])
    if changed:
        raise _refused(target, changed, _CHANGED)


@contextmanager
def written_aside(target: Path, inputs: Mapping[str, str]) -> Iterator[Path]:
    """Hand out an empty folder beside the target, and put it in its place when all is done.

    Files of others in the target are kept; of ours the old ones go. If anything goes wrong,
    the target is as it was.

    Args:
        target: The folder to be written; `check_target` says whether it may be.
        inputs: Digest of what was read, by name, for the list.

    Raises:
        InvalidInputError: The system does not let the folder be written.
    """
    try:
        target = target.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(
            tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
        )
    except OSError as error:
        raise unwritable(target, error) from error
    try:
        yield aside
        try:
            _write_list(aside, inputs)
            aside.chmod(0o755 & ~_umask())
            _put(aside, target)
        except OSError as error:
            raise unwritable(target, error) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _put(aside: Path, target: Path) -> None:
    if not target.exists():
        aside.replace(target)
        return
    ours = _listed(target)
    for name, path in _files(target):
        if name not in ours and name != MANIFEST and not (aside / name).exists():
            (aside / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, aside / name, follow_symlinks=False)
    old = aside.with_suffix(".old")
    target.replace(old)
    try:
        aside.replace(target)
    except BaseException:
        old.replace(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _write_list(folder: Path, inputs: Mapping[str, str]) -> None:
    content = {
        "format": 1,
        "written_by": _WRITER,
        "version": __version__,
        "read": dict(inputs),
        "files": {name: digest(path) for name, path in sorted(_files(folder))},
    }
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(f"{text}\n", encoding="utf-8", newline="\n")


def _listed(folder: Path) -> Mapping[str, str]:
    """The files that we wrote into a folder, with their digests; empty if it is not ours."""
    try:
        content: Any = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = content["files"]
        is_ours = content["written_by"] == _WRITER
    except (OSError, ValueError, TypeError, KeyError):
        return {}
    return {str(name): str(found) for name, found in files.items()} if is_ours else {}


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in folder.rglob("*"):
        if path.is_file() or path.is_symlink():
            yield path.relative_to(folder).as_posix(), path


def _umask() -> int:
    now = os.umask(0o077)
    os.umask(now)
    return now


_A_FILE = Text(zh="应为文件夹，得到文件", en="expected a folder, got the file")
_THE_SAME = Text(
    zh="结果应另放一个文件夹，得到的是读入文件所在的文件夹",
    en="expected a folder of its own for the results, got that of the files read:",
)
_OF_A_CONTRACT = Text(
    zh="结果应另放一个文件夹，得到的是一份合同的文件夹",
    en="expected a folder of its own for the results, got that of a contract:",
)
_STRANGE = Text(
    zh="应为空文件夹或以前的结算结果，得到别的文件",
    en="expected an empty folder or an earlier result, got other files:",
)
_CHANGED = Text(
    zh="应为没有改动过的结算结果，得到改过的文件",
    en="expected an earlier result as it was written, got files changed since:",
)
_NAMES_MAX = 5


_ELSEWHERE = Text(zh="用 --out 另选文件夹", en="choose another folder with --out")
_OR_FORCE = Text(
    zh="用 --out 另选文件夹；确要覆盖同名文件，加 --force（别的文件会保留）",
    en="choose another folder with --out; to write over files of the same names add --force, "
    "which keeps all others",
)


def _refused(
    target: Path, names: list[str], says: Text, do: Text = _OR_FORCE
) -> InvalidInputError:
    listed = ", ".join(names[:_NAMES_MAX]) + (" …" if len(names) > _NAMES_MAX else "")
    told = Text(zh=f"{says.zh}：{listed}", en=f"{says.en} {listed}")
    return InvalidInputError(Problem(at=target.name, says=told, do=do))


_REASONS: Mapping[int, str] = {
    errno.EACCES: "没有写入的权限",
    errno.EPERM: "系统不允许写入",
    errno.EROFS: "只读的磁盘",
    errno.ENOENT: "这个位置不能新建文件夹",
    errno.ENOTDIR: "上级不是文件夹",
    errno.EEXIST: "上级不是文件夹",
    errno.ENOSPC: "磁盘空间不足",
    errno.EBUSY: "文件夹正被占用",
    errno.ENAMETOOLONG: "名称太长",
}


def unwritable(target: Path, error: OSError) -> InvalidInputError:
    """What is said of a folder that the system does not let us write."""
    reason = error.strerror or type(error).__name__
    told = _REASONS.get(error.errno or 0, f"“{reason}”")
    return InvalidInputError(
        Problem(
            at=str(target),
            says=Text(
                zh=f"应为可写的文件夹，得到：{told}",
                en=f"expected a folder that can be written, got: {reason}",
            ),
            do=Text(
                zh="核对权限，关闭正打开其中文件的程序，或另选文件夹",
                en="check its rights, close the program that has a file open, or choose another",
            ),
        )
    )
