"""Checks of what is divided: bases, ratio words, second levels, what is ploughed back (分成)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from sanbian.clause import (
    Clause,
    LossSharing,
    PartOf,
    PatronageRefund,
    Reinvestment,
    Reserve,
    Split,
    SplitOfEach,
    Term,
)
from sanbian.contract import (
    Base,
    BaseKind,
    Fund,
    Party,
    PartyRole,
    Pool,
    sources_of,
    terms_of,
)
from sanbian.contract.names import inner_terms
from sanbian.findings.grounds import case
from sanbian.findings.subjects import Subject
from sanbian.findings.values import Check, Found
from sanbian.wording import Text, percent

# --- which base ----------------------------------------------------------------------

_GROSS = ("收入总额", "总收入", "毛收入", "销售收入", "产值")
_NET = ("净利润", "纯利润", "税后利润", "利润", "盈余", "净收入", "纯收入")
_LESS_COSTS = ("扣除", "除去成本", "除本", "减去")


def _words_of_base(subject: Subject) -> Iterator[Found]:
    """Words of a clause that name another base than the clause divides."""
    for at, clause in subject.clauses():
        base = subject.contract.names.declared.get(getattr(clause, "of", ""))
        words = clause.words
        if not isinstance(base, Base) or any(word in words for word in _LESS_COSTS):
            continue
        gross = next((word for word in _GROSS if word in words), None)
        net = next((word for word in _NET if word in words), None)
        is_gross = base.base is BaseKind.GROSS_RECEIPTS
        called = net if is_gross else gross
        other = gross if is_gross else net
        if base.base is BaseKind.STATED_AMOUNT or called is None or other is not None:
            continue
        yield Found(
            at=f"{at}.of",
            says=Text(
                zh=f"第 {clause.id} 条原文写“{called}”，分的却是“{base.name}”（{base.base.value}）",
                en=f"clause {clause.id} says {called} on paper and divides {base.id} "
                f"({base.base.value})",
            ),
        )


# --- ratio words ---------------------------------------------------------------------

_DIGITS = {word: place for place, word in enumerate("一二三四五六七八九", start=1)}
_DIGIT = "".join(_DIGITS)
_IN_WORDS = re.compile(
    rf"(?<![{_DIGIT}十百千])([{_DIGIT}]{{2,5}})(?:开|分成|分账|分红|比例)"
)
_IN_FIGURES = re.compile(
    r"(?<![\d.:：])\d[\d,.]*(?:\s*[:：]\s*\d[\d,.]*)+(?![\d.:：]*[:：年月日])"
)


_A_TIME = re.compile(r"(?:[01]?\d|2[0-4]):[0-5]\d")
_WHOLES = (10, 100)  # tenths and per cent: what the parts of a ratio mostly come to


def _ratios_in(words: str) -> Iterator[tuple[str, tuple[Fraction, ...]]]:
    """The ratios that a text names, each with its words."""
    for found in _IN_WORDS.finditer(words):
        parts = _of_digits([_DIGITS[each] for each in found[1]])
        if parts is not None:
            yield found[0], parts
    for found in _IN_FIGURES.finditer(words):
        figures = [each.strip().rstrip(",.") for each in re.split("[:：]", found[0])]
        try:
            parts = tuple(Fraction(each.replace(",", "")) for each in figures)
        except ValueError:
            continue
        if sum(parts) and not (_A_TIME.fullmatch(found[0]) and sum(parts) not in _WHOLES):
            yield found[0], tuple(part / sum(parts) for part in parts)


def _of_digits(digits: list[int]) -> tuple[Fraction, ...] | None:
    """Three and seven are tenths; seven, two, five, five are 70, 20, 5 and 5 per cent."""
    if sum(digits) == 10:  # noqa: PLR2004 - tenths
        return tuple(Fraction(each, 10) for each in digits)
    for tens in range(1, len(digits)):
        parts = [each * 10 for each in digits[:tens]] + digits[tens:]
        if sum(parts) == 100:  # noqa: PLR2004 - per cent
            return tuple(Fraction(each, 100) for each in parts)
    return None


def _unresolved(subject: Subject) -> Iterator[Found]:
    """Ratio words that no clause of any version divides by (三七开, 1:2:7)."""
    contract = subject.contract
    told = {
        "$.title": contract.title,
        "$.matters.share_ratio": contract.matters.share_ratio,
        "$.matters.distribution": contract.matters.distribution,
        **{f"{at}.words": clause.words for at, clause in subject.clauses()},
    }
    found = {at: list(_ratios_in(words)) for at, words in told.items()}
    if not any(found.values()):
        return
    divided = [_sums(parts) for parts in _divisions(subject)]
    for at, named in found.items():
        if named and not any(sums >= set(parts) for _, parts in named for sums in divided):
            says, parts = named[0]
            each = " : ".join(percent(part) for part in parts)
            yield Found(
                at=at,
                says=Text(
                    zh=f"写的是“{says}”（{each}），没有一条条款把它落到各方",
                    en=f"{says} ({each}) is written, and no clause says which party gets which "
                    "part",
                ),
            )


_SIDES_MAX = 8  # with more sides there are more sums than anybody words


def _sums(parts: tuple[Fraction, ...]) -> set[Fraction]:
    """What some sides of a division have together: six to four may be six, three and one."""
    if len(parts) > _SIDES_MAX:
        return set(parts)
    sums = {Fraction(0)}
    for part in parts:
        sums |= {part + each for each in sums}
    return sums


def _divisions(subject: Subject) -> Iterator[tuple[Fraction, ...]]:
    """The ratios by which clauses of any version divide, or give one side its part."""
    for version in subject.contract.versions:
        for clause in version.clauses:
            yield from _of_clause(clause)
    values = [given.appraised for given in subject.contract.contributions]
    known = [Fraction(value) for value in values if value]
    if known:
        yield tuple(value / sum(known) for value in known)


def _of_clause(clause: Clause) -> Iterator[tuple[Fraction, ...]]:
    match clause:
        case Split() | SplitOfEach() | LossSharing():
            yield tuple(part.ratio for part in clause.parts)
        case Reserve() | PatronageRefund() if clause.rate is not None:
            yield clause.rate, 1 - clause.rate
        case _:
            for _, term, _ in terms_of(clause):
                for rate in _rates(term):
                    yield rate, 1 - rate


def _rates(term: Term) -> Iterator[Fraction]:
    if isinstance(term, PartOf):
        yield term.rate
    for _, inner in inner_terms(term):
        yield from _rates(inner)


# --- second levels -------------------------------------------------------------------

_SECOND = ("二次分配", "二级分配", "二次分红", "再次分配", "再分配")


def _no_second_level(subject: Subject) -> Iterator[Found]:
    contract = subject.contract
    inner = {
        name
        for _, clause in subject.clauses()
        for _, name in sources_of(clause)
        if isinstance(contract.names.declared.get(name), Pool | Fund)
        or _is_collective(subject, name)
    }
    if inner:
        return
    told = {
        "$.title": contract.title,
        "$.matters.distribution": contract.matters.distribution,
        **{f"{at}.words": clause.words for at, clause in subject.clauses()},
    }
    for at, words in told.items():
        word = next((word for word in _SECOND if word in words), None)
        if word is not None:
            yield Found(
                at=at,
                says=Text(
                    zh=f"写有“{word}”，没有一条条款说第二次怎样分、分给谁",
                    en=f"a second division is promised ({word}), and no clause says how and "
                    "among whom",
                ),
            )
            return


def _is_collective(subject: Subject, name: str) -> bool:
    party = subject.contract.names.declared.get(name)
    return isinstance(party, Party) and party.role is PartyRole.COLLECTIVE


# --- what is ploughed back -----------------------------------------------------------

_INTO_CAPITAL = ("转增", "转为股金", "转为股本", "转为入股", "滚动投入", "追加投入")


def _ploughed_back(subject: Subject) -> Iterator[Found]:
    """What is kept of the pay: whether it earns, and whether a clause does what is written."""
    in_force = list(subject.clauses())
    has_clause = any(isinstance(clause, Reinvestment) for _, clause in in_force)
    for at, clause in in_force:
        if isinstance(clause, Reinvestment):
            if clause.earns_from == "never":
                rate = percent(clause.rate)
                yield Found(
                    at=f"{at}.earns_from",
                    says=Text(
                        zh=f"所得的 {rate} 转增投入，从不计收益",
                        en=f"{rate} of what is due is turned into capital that never earns",
                    ),
                )
            continue
        word = next((word for word in _INTO_CAPITAL if word in clause.words), None)
        if word is not None and not has_clause:
            yield Found(
                at=f"{at}.words",
                says=Text(
                    zh=f"第 {clause.id} 条写有“{word}”，没有条款写转多少、记在谁名下、计不计收益",
                    en=f"clause {clause.id} says {word}, and no clause says how much, in whose "
                    "name, and whether it earns",
                ),
            )


CHECKS = (
    Check(
        code="SB107",
        title=Text(zh="分成写明一个基数", en="A split names one base"),
        severity="warning",
        do=Text(
            zh="请各方确认是收入总额、除本后还是净利润，原文和 base 改成一致；"
            "同一方两项都应得的，写 besides",
            en="have the parties say whether it is receipts, after costs or net profit, and make "
            "words and base the same; where one side is due both, say so with besides",
        ),
        rests_on=(
            case(
                "阳新县藏河村：土地方得收入总额的 14%，又按余额分 14%",
                "Canghe, Yangxin: the land side gets 14 % of receipts, and 14 % of the rest",
            ),
        ),
        look=_words_of_base,
        is_refused=True,
    ),
    Check(
        code="SB108",
        title=Text(zh="比例写明归哪一方", en="A ratio says whose each part is"),
        severity="error",
        do=Text(
            zh="写成 split，逐方写准确的比例（ratio、between）",
            en="write a split with each party and its exact part (ratio, between)",
        ),
        rests_on=(
            case(
                "水城润永恒：“三七开”没说谁七", "Runyongheng: 三七开 does not say who has 7"
            ),
            case(
                "两处同写 1:2:7：崇州青桥经理人得二成，另一处得七成",
                "1:2:7 in two places: the manager has 20 % in one and 70 % in the other",
            ),
        ),
        look=_unresolved,
        is_refused=True,
    ),
    Check(
        code="SB138",
        title=Text(zh="第二次分配有条款", en="A second division has its clause"),
        severity="warning",
        do=Text(
            zh="给内部的款项写 pool 和分配它的条款：分给谁、按什么、各多少",
            en="write a pool for the inner money and the clause that divides it: among whom, by "
            "what, how much",
        ),
        rests_on=(
            case(
                "陇县铁塬村：集体所得 70% 分给贫困户；建宁：村内六四分",
                "Tieyuan: 70 % of the collective's part to the poor; Jianning: 60 to 40 in the "
                "village",
            ),
        ),
        look=_no_second_level,
        is_refused=True,
    ),
    Check(
        code="SB139",
        title=Text(zh="转增的投入计收益", en="What is ploughed back earns"),
        severity="warning",
        do=Text(
            zh="写 reinvestment：转多少、记在各户名下的哪个基金、从哪一期计收益，农户同意",
            en="write a reinvestment: how much, on which fund in each one's name, earning from "
            "when; with the household's consent",
        ),
        rests_on=(
            case(
                "洪江七天果辰：每户所得中 2,000 元转增投入",
                "Qitian, Hongjiang: 2,000 of each household's pay turned into capital",
            ),
        ),
        look=_ploughed_back,
        is_refused=True,
    ),
)
