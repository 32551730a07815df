"""Questions that no program can decide, by the code of the check that they belong to.

A check may also bring its own question; this table is for those that are found as well.
"""

from __future__ import annotations

from attrs import evolve

from sanbian.findings.subjects import Subject
from sanbian.findings.values import Check, Question
from sanbian.wording import Text

_PAPER_ONLY = Text(
    zh="合同文件只记下写了什么，不记下事情是否真的这样做了",
    en="a file records what was written, not whether it was done so",
)
_HOUSEHOLDS = Text(zh="农户本人", en="the households themselves")
_SUPERVISORS = Text(
    zh="村务监督委员会或合作社监事会", en="the supervisors of village or cooperative"
)


def _has_land(subject: Subject) -> bool:
    return any(True for _ in subject.contributions("land"))


def _has_property(subject: Subject) -> bool:
    given = subject.contract.contributions
    return any(each.what not in {"money", "fiscal_funds", "loan"} for each in given)


def _has_payments(subject: Subject) -> bool:
    return subject.records is not None and bool(subject.records.payments)


def _has_dealings(subject: Subject) -> bool:
    return subject.records is not None and bool(subject.records.dealings)


QUESTIONS: dict[str, Question] = {
    "SB111": Question(
        asks=Text(
            zh="评估的人与各方没有利害关系吗？出资的人知道价值是怎样定的吗？",
            en="was the value found by somebody independent, and do the owners know how?",
        ),
        who=Text(zh="评估人、出资的各方", en="the appraiser, and those who put it in"),
        where=Text(zh="评估报告、公示的照片", en="the report, and what was published"),
        why=_PAPER_ONLY,
        arises=_has_property,
    ),
    "SB123": Question(
        asks=Text(
            zh="签字之前，是否有人把风险逐条讲给农户听，农户手里有没有合同？",
            en="were the risks read out to each household before it signed, and has it a copy?",
        ),
        who=_HOUSEHOLDS,
        where=Text(
            zh="随机走访几户，看风险告知书和合同",
            en="visit some households; the risk statement and the contract",
        ),
        why=_PAPER_ONLY,
    ),
    "SB126": Question(
        asks=Text(
            zh="经营方付得起吗：有没有欠债、诉讼、被执行的记录？",
            en="can the operator pay: are there debts, lawsuits, enforced judgments?",
        ),
        who=Text(zh="乡镇或律师", en="the township, or a lawyer"),
        where=Text(
            zh="近两年的报表、企业信用公示、法院公开的执行信息",
            en="two years' accounts, the public registers of companies and of judgments",
        ),
        why=Text(
            zh="经营方的财务不在合同里",
            en="the operator's affairs do not stand in the contract",
        ),
    ),
    "SB131": Question(
        asks=Text(
            zh="集体资产的作价，与当地同类资产的价格相比有没有明显偏低？",
            en="is collective property valued clearly below what the like costs there?",
        ),
        who=_SUPERVISORS,
        where=Text(
            zh="资产台账、评估报告、邻村的合同", en="the register of assets, the report"
        ),
        why=Text(zh="市场价不在文件里", en="no file has the market's prices"),
        arises=_has_property,
    ),
    "SB132": Question(
        asks=Text(
            zh="地里实际种的、建的，与合同写的用途一致吗？",
            en="is the land used as the contract says?",
        ),
        who=Text(zh="乡镇农业农村和自然资源部门", en="the township's land office"),
        where=Text(
            zh="现场、卫星图、设施农用地备案", en="the field itself, and its records"
        ),
        why=_PAPER_ONLY,
        arises=_has_land,
    ),
    "SB201": Question(
        asks=Text(
            zh="会议真的开了吗？记录上的签名是到会人自己签的吗？",
            en="were the meetings really held, and did those present sign the minutes?",
        ),
        who=_SUPERVISORS,
        where=Text(
            zh="会议记录、签到册、影像", en="minutes, lists of those present, pictures"
        ),
        why=_PAPER_ONLY,
    ),
    "SB204": Question(
        asks=Text(
            zh="每户都是自愿入股的吗？有没有被代签、被入股、被流转的？",
            en="did each household put in its land freely, and sign for itself?",
        ),
        who=_HOUSEHOLDS,
        where=Text(
            zh="入股申请书和授权书，逐户核对",
            en="the applications and mandates, household by household",
        ),
        why=_PAPER_ONLY,
        arises=_has_land,
    ),
    "SB415": Question(
        asks=Text(
            zh="签名、手印是各户自己的吗：有没有笔迹相同、成组相同的？",
            en="are the signatures and prints the households' own, or are some in one hand?",
        ),
        who=_HOUSEHOLDS,
        where=Text(
            zh="签领表原件；随机走访几户，问收到多少、谁签的",
            en="the sheet itself; visit some households: how much came, and who signed",
        ),
        why=Text(zh="笔迹不在数据里", en="no file has the handwriting"),
        arises=_has_payments,
    ),
    "SB423": Question(
        asks=Text(
            zh="与经营方的买卖，同一天当地别人是什么价？钱最后到了谁手里？",
            en="what did others pay there on that day, and who had the money in the end?",
        ),
        who=_SUPERVISORS,
        where=Text(
            zh="合同、发票、银行流水、当天的市场行情",
            en="contracts, invoices, the bank's statement, prices of that day",
        ),
        why=Text(
            zh="凭证只记下了写出来的往来",
            en="records have only the dealings that were written down",
        ),
        arises=_has_dealings,
    ),
}


def with_question(check: Check) -> Check:
    """The check with its question of the table, unless it brings its own."""
    if check.question is not None:
        return check
    return evolve(check, question=QUESTIONS.get(check.code))
