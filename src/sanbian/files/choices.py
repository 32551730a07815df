"""The words that a file chooses among, each with its meaning in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sanbian.clause.kinds import KIND_NAMES
from sanbian.settlement.figures import ODD_RULES
from sanbian.wording import Text, join, same


def _words(**pairs: tuple[str, str]) -> Mapping[str, Text]:
    return {word: Text(zh=zh, en=en) for word, (zh, en) in pairs.items()}


CLAUSE_KINDS = _words(
    rent=("租金", "rent"),
    wage=("劳务报酬", "wage"),
    custody_fee=("托养费", "custody fee"),
    levy=("管理费、提取", "management fee, levy"),
    management_fee=("管理费（同 levy）", "management fee, the same as levy"),
    cost=("成本、管护费用", "costs and upkeep"),
    subsidy=("补助", "subsidy"),
    insurance=("保险费、保险赔款", "insurance"),
    interest=("利息", "interest"),
    principal=("还本", "principal returned"),
    compensation=("补偿", "compensation"),
    result_share=("按约定额支付的收益", "a share of the result, by a formula"),
    trade_payment=("交易款", "what is owed for produce delivered"),
    debt=("清偿债务", "a debt that is paid"),
    guarantee=("保底收益", "guaranteed return"),
    preferred_dividend=("优先股股息", "preferred dividend"),
    order_purchase=("订单收购", "produce bought at a floor price"),
    split=("按比例分成", "a base split by ratio between sides"),
    split_of_each=("逐户分成", "what each holder's own earned, split by ratio"),
    allotment=("分配到各村组", "a base shared among groups"),
    dividend=("分红", "a base divided among holders"),
    patronage_refund=("按交易量返还", "refund by trade"),
    reserve=("提取公积金", "a part set aside into a fund"),
    retention=("留存", "all that is left, kept"),
    top_up=("补足", "what is short of a floor, made good"),
    lend_and_return=("借还实物", "animals lent and returned in kind"),
    loss_sharing=("亏损分担", "who bears a loss"),
    deduction=("代扣", "taken from what holders get"),
    reinvestment=("转增投入", "turned into capital of the holder's own fund"),
    averaging=("平均量化", "property of all alike, in equal parts"),
    exit=("退社", "what who leaves gets back"),
    payout=("分配额度", "how much is paid out, as decided, within a band"),
    late_fee=("违约金", "a fee by the day on what is paid late"),
    deliver=("实物给付", "goods owed to holders"),
)

_RECORD_DAYS = _words(
    period_end=("期末在册", "holdings at the end of the period"),
    period_start=("期初在册", "holdings at its start"),
    share_days=("按持有天数加权", "shares weighted by the days held"),
)
RECORD_DAYS = {**_RECORD_DAYS, "12-31": Text(zh="期内的某月某日", en="a day of the period")}

CONDITION_RELATIONS = _words(
    at_least=("不低于，含界限", "at least the bound"),
    more_than=("超过，不含界限", "more than the bound"),
    equals=("等于", "equal to the bound"),
    at_most=("不超过，含界限", "at most the bound"),
    less_than=("低于，不含界限", "less than the bound"),
)

CHOICES: tuple[Mapping[str, Text], ...] = (
    {rule.value: text for rule, text in ODD_RULES.items()},
    {kind.value: text for kind, text in KIND_NAMES.items()},
    _words(transfer=("转账", "into an account"), cash=("现金", "in cash")),
    _words(
        signature=("签字", "signed"),
        thumbprint=("手印", "a thumbprint"),
        nothing=("空白", "neither"),
    ),
    _words(
        operating=("经营收入", "from its business"),
        rent=("发包、出租收入", "rent"),
        prepaid_rent=("一次收取的多年租金", "rent of several years, paid at once"),
        investment=("投资收益", "from what it invested"),
        subsidy=("不定用途的补助", "a subsidy without a purpose"),
        earmarked=("专项补助", "a subsidy with a purpose"),
        requisition=("征地补偿", "compensation for land taken"),
        asset_sale=("处置资产所得", "from selling assets"),
        donation=("捐赠", "a donation"),
        photovoltaic=("光伏发电收入", "from solar power"),
        new_capital=("新入的股金", "capital that was newly put in"),
        other=("其他收入", "something else"),
    ),
    _words(
        loan=("借出", "money lent to it"),
        sale=("卖给", "sold to it"),
        purchase=("买自", "bought from it"),
        fee=("费用", "a fee paid to it"),
    ),
    _words(
        administration=("管理费用", "administration"),
        welfare=("公益", "welfare"),
        poor=("帮扶困难户", "help for those in hardship"),
        works=("小型公益事业", "small public works"),
        posts=("公益岗位", "public posts"),
        reserve=("公积公益金", "reserve"),
        other=("其他", "something else"),
    ),
    _words(
        own_debt=("本户欠款", "a debt of its own"),
        kin_debt=("亲属欠款", "a debt of its kin"),
        fee=("收费、摊派", "a fee"),
        deposit=("押金、保证金", "a deposit"),
        tax=("代扣税款", "tax"),
        court=("法院协助执行", "by order of a court"),
        other=("其他", "something else"),
    ),
    _words(
        down=("舍去", "towards zero"),
        up=("进一", "away from zero"),
        floor=("向负无穷", "towards minus infinity"),
        ceiling=("向正无穷", "towards plus infinity"),
        half_up=("四舍五入", "to the nearest, halves away from zero"),
        half_down=("五舍六入", "to the nearest, halves towards zero"),
        half_even=("四舍六入五成双", "to the nearest, halves to the even"),
    ),
    _words(
        farmers_cooperative=("农民专业合作社", "farmers' cooperative"),
        collective=("农村集体经济组织", "rural collective"),
        company=("公司", "company"),
        partnership=("合伙或合同型合作", "partnership or cooperation by contract"),
        land_contract=("土地经营权流转、入股合同", "contract on land rights"),
    ),
    _words(
        carry=("欠付结转下期", "owed in the next period"),
        lapse=("不再支付", "lapses"),
        error=("不足即报错", "a shortfall is an error"),
    ),
    _words(
        cost=("计入成本，在盈余之前", "a cost, before surplus"),
        first_charge=("盈余的第一顺位", "first charge on surplus"),
        guarantor=("保证人的债务", "the guarantor's own debt"),
    ),
    _words(
        add=("两项都得", "both are due"),
        excess=("只分超出保底的部分", "only what exceeds the guarantee is split"),
        replace=("保底年份代替分红", "it replaces the dividend in its years"),
        greater=("孰高", "the greater of the two"),
    ),
    _words(
        state_company=("国有平台公司", "state company"),
        leading_enterprise=("龙头企业", "leading enterprise"),
        operator=("经营主体", "operator"),
        cooperative=("合作社", "cooperative"),
        big_grower=("大户", "big grower"),
        collective=("村集体", "village collective"),
        household_group=("农户方", "the households"),
        government=("政府、乡镇", "government"),
        insurer=("保险公司", "insurer"),
        bank=("银行", "bank"),
        other=("其他", "other"),
    ),
    _words(
        land=("土地", "land"),
        money=("资金", "money"),
        labour=("劳动力", "labour"),
        house=("房屋", "house"),
        machinery=("机械设备", "machinery"),
        technology=("技术", "technology"),
        skill=("技艺", "skill"),
        scenery=("景观、生态资源", "scenery"),
        culture=("文化资源", "culture"),
        livestock=("牲畜", "livestock"),
        fiscal_funds=("财政资金", "fiscal funds"),
        loan=("贷款", "loan"),
    ),
    _words(
        gross_receipts=("收入总额，未扣成本", "receipts before any cost"),
        after_costs=("除本后", "after costs of production"),
        after_guarantee=("扣除保底后", "after the guarantee"),
        net_profit=("净利润", "net profit"),
        surplus=("本年盈余，未弥亏提留", "surplus before deficit and reserve"),
        distributable=("可分配盈余", "after deficit and reserve"),
        stated_amount=("一笔约定的款项", "a stated sum"),
    ),
    _words(
        member=("每户一个数", "one number for each household"),
        group=("每村组一个数", "one for each group"),
        contract=("整个合同一个数", "one for the whole contract"),
    ),
    _words(
        static=("静态管理，增人不增股", "static: people added, no shares added"),
        dynamic=("动态管理", "dynamic"),
    ),
    _words(
        keep=("保留", "the right stays"),
        stop=("停止", "the right rests"),
        convert=("转为普通股", "becomes shares of a common class"),
        reassign=("谁贫困谁享受", "goes to the next on a list"),
        spread=("平摊给仍贫困的户", "goes to those still poor"),
    ),
    _words(
        guarantor=("担保人", "guarantor"),
        risk_deposit=("风险保证金", "risk deposit"),
        risk_fund=("风险基金", "risk fund"),
        insurance=("保险", "insurance"),
        buy_back=("回购", "buy-back"),
        exit=("退出", "exit"),
        loss_sharing=("亏损分担", "sharing of losses"),
        force_majeure=("不可抗力", "force majeure"),
        late_fee=("违约金、滞纳金", "late fee"),
        risk_statement=("风险告知", "statement of risk"),
        policy_change=("政策变化", "change of policy"),
    ),
    _words(
        plan=("收益分配方案、年度计划", "distribution plan, yearly plan"),
        charter=("章程", "charter"),
        membership=("成员身份确认", "who is a member"),
        quantification=("股份量化", "what is quantified into shares"),
        land_compensation=("土地补偿费的分配使用", "how compensation for land is used"),
        merger=("合并、分立、解散", "merger, division, dissolution"),
        investment=("投资等重大事项", "an investment"),
        outsiders=("非成员参加分配", "that some who are not members take part"),
    ),
    _words(
        vote=("表决权", "a vote"),
        management=("参与管理", "a part in management"),
        information=("知情、查账", "to be told, to see the accounts"),
    ),
    _words(
        assembly=("村民（代表）会议", "assembly"),
        township=("乡镇", "township"),
        county=("县级主管部门", "county"),
    ),
    _words(
        general=("一般户", "general"),
        poor=("贫困户", "poor"),
        graduated=("脱贫户", "graduated from poverty"),
        monitored=("监测户", "monitored"),
    ),
    _words(fen=("到分", "to the fen"), jiao=("到角", "to the jiao"), yuan=("到元", "to the yuan")),
    _words(
        next_period=("下一期起计收益", "earns from the next period on"),
        never=("不计收益", "never earns"),
    ),
    _words(
        this_period=("当年提取的当年计入", "counts in the period in which it is set aside"),
        next_period=("下一期起计入", "counts from the next period on"),
    ),
    _words(
        count=("本年退社的计入人数", "those who leave in the period count"),
        do_not_count=("本年退社的不计入", "those who leave in the period do not count"),
    ),
    _words(period=("每个结算期", "each period"), year=("全年累计", "the year to date")),
    _words(
        floor_only=("只付保底价，不随市价", "the floor price only"),
        nothing=("不按合同收购", "nothing is bought under the contract"),
    ),
    _words(others=("由其他户分担", "the others bear it"), rest=("归入其余", "it goes to the rest")),
    _words(head=("头、只", "head"), kg=("公斤", "kilograms"), gram=("克", "gram")),
    _words(carry=("实物欠着，以后领", "owed in kind"), money=("折成钱付", "paid in money")),
    _words(
        simple=("每次按首期金额递增", "each step on the first amount"),
        compound=("每次按上期金额递增", "each step on the amount before"),
    ),
    _words(
        slices=("超额累进：每一段按该段的比例", "each slice by its own rate"),
        whole=("全额累进：全额按所在档的比例", "the whole by the rate of its band"),
    ),
    _words(
        **{
            "actual_365": ("实际天数 ÷ 365", "days over 365"),
            "actual_360": ("实际天数 ÷ 360", "days over 360"),
            "calendar_year": ("实际天数 ÷ 当年天数", "days over those of the calendar year"),
            "contract_year": ("实际天数 ÷ 合同年天数", "days over those of the contract year"),
            "30e_360": ("每月 30 天 ÷ 360", "30 days to the month, over 360"),
            "30_360_german": ("同上，二月末作 30 日", "the same, February too"),
            "30e_plus_360": ("止于 31 日作次月 1 日", "an end on a 31st is the next first"),
            "30_360_isda": ("债券基准", "bond basis"),
            "30_360_us": ("美式 30/360", "30/360 US"),
            "no_leap_365": ("不计 2 月 29 日 ÷ 365", "days without 29 February, over 365"),
            "actual_365_actual": ("含 2 月 29 日 ÷ 366", "over 366 with a 29 February"),
            "actual_365_leap": ("止于闰年 ÷ 366", "over 366 at an end in a leap year"),
        }
    ),
    _words(
        start=("从合同开始日起算", "from the contract's start"),
        entry=("从各户入社日起算", "from each holder's entry"),
    ),
)  # fmt: skip


def meanings(words: Iterable[str]) -> Mapping[str, Text]:
    """What each word of a choice means; the word itself where nothing is noted.

    Examples:
        >>> from sanbian.files.choices import meanings
        >>> meanings(("period", "year"))["year"].zh
        '全年累计'
    """
    wanted = tuple(words)
    for choice in CHOICES:
        if set(choice) == set(wanted):
            return choice
    return {word: same(word) for word in wanted}


def listed(choice: Mapping[str, Text]) -> Text:
    """The words of a choice with their meanings, for a message."""
    each = [
        Text(zh=f'"{word}"（{text.zh}）', en=f'"{word}" ({text.en})')
        for word, text in choice.items()
    ]
    return Text(zh="可选：", en="write one of: ") + join(each)
