"""Checks of bands: ascending, without gap, the last one open."""

from __future__ import annotations

from collections.abc import Iterator

from sanbian.clause import Band
from sanbian.errors import Problem
from sanbian.wording import Text, grouped_yuan, percent

_TWO = 2


def band_problems(at: str, bands: tuple[Band, ...]) -> Iterator[Problem]:
    """What is wrong with the bands of an amount."""
    if len(bands) < _TWO:
        yield Problem(
            at=at,
            says=Text(
                zh=f"应至少有两档，得到 {len(bands)} 档",
                en=f"expected at least two bands, got {len(bands)}",
            ),
            do=Text(
                zh="只有一个比例的写 { rate = …, of = … }",
                en="where there is one rate, write { rate = ..., of = ... }",
            ),
        )
    before = 0
    for place, band in enumerate(bands):
        is_last = place == len(bands) - 1
        yield from _end_problems(f"{at}[{place}].up_to", band, before, is_last=is_last)
        before = band.up_to or before
        if band.rate < 0:
            yield Problem(
                at=f"{at}[{place}].rate",
                says=Text(
                    zh=f"应为不小于零的比例，得到 {percent(band.rate)}",
                    en=f"expected a rate of at least zero, got {percent(band.rate)}",
                ),
                do=Text(zh="更正比例", en="correct the rate"),
            )


def _end_problems(at: str, band: Band, before: int, *, is_last: bool) -> Iterator[Problem]:
    """A band ends above the one before; the last one does not end."""
    low, up_to = grouped_yuan(before), band.up_to
    if is_last and up_to is not None:
        yield Problem(
            at=at,
            says=Text(
                zh=f"最后一档应不封顶，得到 {grouped_yuan(up_to)} 元，再往上没有约定",
                en=f"expected an open last band, got {grouped_yuan(up_to)} yuan and nothing "
                "beyond",
            ),
            do=Text(
                zh='最后一档不写 up_to；超出部分不计的，加一档 { rate = "0%" }',
                en="leave up_to out of the last band; where nothing is due beyond, add "
                '{ rate = "0%" }',
            ),
        )
    if not is_last and (up_to is None or up_to <= before):
        got = Text(zh="空白", en="nothing")
        if up_to is not None:
            got = Text(zh=f"{grouped_yuan(up_to)} 元", en=f"{grouped_yuan(up_to)} yuan")
        yield Problem(
            at=at,
            says=Text(
                zh=f"各档应由低到高、首尾相接，应大于 {low} 元，得到{got.zh}",
                en=f"expected ascending bands without gap, above {low} yuan, got {got.en}",
            ),
            do=Text(
                zh="写这一档的上限（元，含本数）；核对是否把万元写成了元",
                en="write where the band ends (yuan, itself included); check that it is not in "
                "ten thousands",
            ),
        )
