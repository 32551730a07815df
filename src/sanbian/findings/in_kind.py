"""Checks of what is bought by order, and of animals kept for others (订单、托养、借养)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sanbian.clause import (
    Clause,
    Kind,
    LateFee,
    LendAndReturn,
    OrderPurchase,
    Payment,
    grades_of,
)
from sanbian.contract import SafeguardKind
from sanbian.findings.grounds import case
from sanbian.findings.subjects import Subject
from sanbian.findings.values import Check, Found
from sanbian.wording import Text, join

# --- orders --------------------------------------------------------------------------

_MARKET = Text(
    zh="市场价看哪个市场、哪一天", en="which market on which day gives the price"
)
_GRADE = Text(zh="等级或质量标准", en="grades or quality")
_QUANTITY = Text(zh="收购多少，最多、最少", en="how much is bought, at least and at most")
_WEIGHING = Text(zh="谁过秤、在哪里过秤", en="who weighs, and where")
_PAID = Text(zh="哪天付款", en="the day of payment")

_IN_WORDS: Mapping[Text, tuple[str, ...]] = {
    _MARKET: ("批发市场", "当日", "信息网", "监测"),
    _GRADE: ("一等", "等级", "级", "标准", "质量", "规格"),
    _QUANTITY: ("数量", "不少于", "不低于每", "全部收购", "包销", "公斤以上", "斤以上"),
    _WEIGHING: ("过秤", "过磅", "称重", "计量", "检斤"),
    _PAID: ("付款", "日内", "当天", "现款", "结清", "兑付", "付清"),
}


def _order_terms(subject: Subject) -> Iterator[Found]:
    late = any(isinstance(clause, LateFee) for _, clause in subject.clauses())
    for at, clause in subject.clauses():
        if not isinstance(clause, OrderPurchase):
            continue
        stated = {
            _MARKET: bool(clause.market)
            or all(grade.market_price is None for grade in grades_of(clause)),
            _GRADE: bool(clause.grades),
            _QUANTITY: clause.minimum is not None,
            _WEIGHING: bool(clause.weighing),
            _PAID: late or bool(clause.paid_by),
        }
        lacks = [
            what
            for what, words in _IN_WORDS.items()
            if not stated[what] and not any(word in clause.words for word in words)
        ]
        if lacks:
            told = join(lacks, en="; ")
            yield Found(
                at=at,
                says=Text(
                    zh=f"订单收购没有写：{told.zh}",
                    en=f"nothing says of this purchase: {told.en}",
                ),
            )


# --- animals kept for others ---------------------------------------------------------

_DISEASE = Text(zh="病死由谁承担", en="who bears death by disease")
_NEGLIGENCE = Text(zh="看管不当造成的死亡、丢失由谁赔", en="who pays for negligence")
_INSURED = Text(zh="保险：谁投保、赔给谁", en="insurance: who pays it, who gets it")
_YOUNG = Text(zh="幼畜和奶归谁", en="whose the young and the milk are")
_UNTIL = Text(zh="哪天归还", en="by when it comes back")
_BACK = Text(zh="归还的是头数还是重量", en="whether heads or weight come back")
_NEXT = Text(zh="还回来的给谁养", en="who has it next")

_ANIMAL_WORDS: Mapping[Text, tuple[str, ...]] = {
    _DISEASE: ("病死", "疫病", "死亡", "病亡"),
    _NEGLIGENCE: ("过失", "看管", "管护不当", "丢失", "人为", "饲养不当"),
    _INSURED: ("保险", "投保", "参保"),
    _YOUNG: ("幼", "羔", "犊", "仔", "繁殖", "其余归", "产奶", "牛奶", "奶款"),
    _UNTIL: ("年内", "期满", "到期", "月底前", "之前归还"),
    _BACK: ("归还", "返还", "还羊", "还牛", "领走", "收回"),
    _NEXT: ("滚动", "下一", "传给", "转给", "再借", "其他农户", "轮"),
}


def _keeping(subject: Subject) -> Iterator[Found]:
    in_force = list(subject.clauses())
    for at, clause in in_force:
        stated = _stated(clause)
        if stated is None or (isinstance(clause, Payment) and not _has_animals(subject)):
            continue
        told = _all_words(subject)
        is_insured = subject.has_safeguard(SafeguardKind.INSURANCE) or any(
            getattr(other, "kind", None) is Kind.INSURANCE for _, other in in_force
        )
        lacks = [
            what
            for what, is_stated in stated.items()
            if not is_stated
            and not (what is _INSURED and is_insured)
            and not any(word in told for word in _ANIMAL_WORDS[what])
        ]
        if lacks:
            words = join(lacks, en="; ")
            yield Found(
                at=at,
                says=Text(
                    zh=f"托养、借养没有写：{words.zh}",
                    en=f"nothing says of the animals kept: {words.en}",
                ),
            )


def _stated(clause: Clause) -> dict[Text, bool] | None:
    """What the terms of a clause on animals say; None where it is none."""
    match clause:
        case LendAndReturn():
            return {
                _DISEASE: clause.died is not None,
                _NEGLIGENCE: clause.lost is not None,
                _INSURED: False,
                _YOUNG: clause.offspring > 0,
                _UNTIL: clause.due_years is not None,
                _NEXT: clause.herd is not None,
            }
        case Payment(kind=Kind.CUSTODY_FEE):
            silent = (_DISEASE, _NEGLIGENCE, _INSURED, _YOUNG, _UNTIL, _BACK)
            return dict.fromkeys(silent, False)
        case _:
            return None


def _has_animals(subject: Subject) -> bool:
    return any(True for _ in subject.contributions("livestock"))


def _all_words(subject: Subject) -> str:
    contract = subject.contract
    return "\n".join(
        (
            contract.matters.mode,
            contract.matters.distribution,
            *(clause.words for _, clause in subject.clauses()),
            *(each.words for each in contract.safeguards),
            *(given.words for given in contract.contributions),
        )
    )


CHECKS = (
    Check(
        code="SB124",
        title=Text(zh="订单收购写全", en="An order says all that it needs"),
        severity="warning",
        do=Text(
            zh="写 grades、minimum、market（哪个市场、哪一天）、weighing、paid_by，或写进 words",
            en="write grades, minimum, market (which, on which day), weighing and paid_by, or "
            "say it in words",
        ),
        rests_on=(
            case(
                "丹江口辣椒订单：分等级的保底价、市场价、服务费",
                "peppers in Danjiangkou: floor prices by grade, market price, service fee",
            ),
        ),
        look=_order_terms,
    ),
    Check(
        code="SB125",
        title=Text(zh="托养、借养写全", en="Keeping animals says who bears what"),
        severity="warning",
        do=Text(
            zh="写明病死、过失、保险、幼畜、归还的期限和单位、下一户"
            "（died、lost、offspring、due_years、herd 或 words）",
            en="say who bears disease and negligence, insurance, the young, when and in what it "
            "comes back, who is next (died, lost, offspring, due_years, herd, or words)",
        ),
        rests_on=(
            case(
                "陇县奶牛托养欠付；代养山羊：病死归合作社，过失归农户",
                "cows kept in Longxian and not paid for; goats kept elsewhere: disease on the "
                "cooperative, negligence on the household",
            ),
        ),
        look=_keeping,
    ),
)
