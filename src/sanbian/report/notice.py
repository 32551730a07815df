"""The notice for the village wall: what was shared, by which clauses, and who gets what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sanbian.clause.naming import clause_text
from sanbian.contract import Base, Contract, NamedMeasure
from sanbian.facts import Facts
from sanbian.period import Period
from sanbian.report.in_kind import in_kind_table
from sanbian.report.pages import (
    BLANK,
    Block,
    Bullets,
    Column,
    Document,
    Heading,
    Pairs,
    Paragraph,
    Table,
)
from sanbian.report.sums import Summary, summary
from sanbian.report.tables import (
    clause_table,
    fund_table,
    group_account_table,
    group_table,
    household_table,
)
from sanbian.settlement import Settlement
from sanbian.settlement.dues import flow_words
from sanbian.wording import Language, Text, grouped_yuan, join, number, price, same

WIDE_FROM_COLUMNS = 9  # a household table of so many columns is printed on its side
_CHINESE_NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一")


OF_INCOME = Text(zh="收益分配", en="settlement")
"""What a notice is of, where nothing else is said."""


def notice(
    settlement: Settlement,
    contract: Contract,
    language: Language,
    *,
    facts: Facts | None = None,
    of: Text = OF_INCOME,
) -> Document:
    """Write the public notice of a settlement (公示).

    Identity and account numbers are not in it, and are masked where they stand in a name.
    The days of publication and whom to ask are left blank to be filled in.

    Args:
        settlement: The settlement.
        contract: Its contract.
        language: ``zh`` or ``en``.
        facts: The facts that were settled, or None; with them the stated amounts are shown
            beside what was shared out of them.
        of: What was shared out.

    Returns:
        The document; `html_of` and `markdown_of` write it.
    """
    sums = summary(settlement)
    households = household_table(sums, language)
    period = period_name(settlement.period)
    sections: tuple[tuple[Text, Iterable[Block]], ...] = (
        (Text(zh="合同要点", en="The contract"), _matters(contract, language)),
        (
            Text(zh="分配基数", en="What was shared"),
            _bases(contract, sums, facts, language),
        ),
        (Text(zh="各条款金额", en="By clause"), _clauses(contract, sums, language)),
        (Text(zh="农户明细", en="By household"), _households(households, sums, language)),
        (Text(zh="各村组", en="By group"), _groups(settlement, sums, language)),
        (Text(zh="零头的处理", en="Odd fen"), _odd(settlement, sums, language)),
        (Text(zh="基金", en="Funds"), _funds(sums, language)),
        (Text(zh="实物", en="In kind"), _in_kind(settlement, language)),
        (Text(zh="需要说明的事项", en="To be noted"), _noted(settlement, language)),
        (Text(zh="异议的提出", en="How to object"), _objections(language)),
    )
    blocks: list[Block] = [Paragraph(contract.title, "subtitle")]
    blocks.append(Paragraph(_opening(contract, period, of).of(language)))
    shown = 0
    for title, section in sections:
        body = tuple(section)
        if body:
            blocks += (Heading(_numbered(shown, title, language)), *body)
            shown += 1
    blocks.append(Paragraph(_SIGNATURE.of(language), "signature"))
    return Document(
        title=Text(
            zh=f"{of.zh}公示（{period.zh}）",
            en=f"Public notice of {of.en}, {period.en}",
        ).of(language),
        language=language,
        blocks=tuple(blocks),
        is_wide=len(households.columns) >= WIDE_FROM_COLUMNS,
    )


def period_name(period: Period) -> Text:
    """A period as it is said: a whole calendar year by its number.

    Examples:
        >>> from datetime import date
        >>> from sanbian import Period
        >>> from sanbian.report import period_name
        >>> period_name(Period(date(2016, 1, 1), date(2016, 12, 31))).zh
        '2016 年度'
    """
    first, last = period.start, period.end
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        if first.year == last.year:
            return Text(zh=f"{first.year} 年度", en=str(first.year))
        return Text(zh=f"{first.year}–{last.year} 年度", en=f"{first.year}–{last.year}")
    if first == last:
        return same(str(first))
    return Text(zh=f"{first} 至 {last}", en=f"{first} to {last}")


def _numbered(place: int, title: Text, language: Language) -> str:
    if language == "zh":
        return f"{_CHINESE_NUMERALS[place]}、{title.zh}"
    return f"{place + 1}. {title.en}"


def _opening(contract: Contract, period: Text, of: Text) -> Text:
    return Text(
        zh=f"《{contract.title}》（编号 {contract.id}）的{of.zh}（{period.zh}）已结算完毕，"
        "现将结果公示如下。金额以元为单位，精确到分。",
        en=f"The {of.en} for {period.en} under the contract “{contract.title}” "
        f"(no. {contract.id}) is done, and its result is made public here. Amounts are in "
        "yuan, exact to the fen.",
    )


_SIGNATURE = Text(
    zh=f"公示单位（盖章）：{BLANK}　　日期：{BLANK}",
    en=f"Published by (seal): {BLANK}  Date: {BLANK}",
)
_UNIT = Text(zh="单位：元", en="in yuan")


# --- the contract and its amounts ----------------------------------------------------


def _matters(contract: Contract, language: Language) -> Iterator[Block]:
    of = contract.matters
    labelled = (
        (Text(zh="合作项目", en="Project"), of.project),
        (Text(zh="合作方式", en="Mode"), of.mode),
        (Text(zh="合作股份", en="Shares"), of.shares),
        (Text(zh="股值", en="Share value"), of.share_value),
        (Text(zh="股比", en="Share ratio"), of.share_ratio),
        (Text(zh="利润分配", en="Distribution"), of.distribution),
        (
            Text(zh="各方", en="Parties"),
            join(same(party.name) for party in contract.parties).of(language),
        ),
    )
    given = tuple((label.of(language), words) for label, words in labelled if words)
    if given:
        yield Pairs(given)


def _bases(
    contract: Contract, sums: Summary, facts: Facts | None, language: Language
) -> Iterator[Block]:
    shared = {row.name: row for row in sums.accounts if row.side == "base"}
    stated = _stated(facts)
    names = [name for name in contract.names.of(Base) if name in shared or name in stated]
    measures = tuple(_measures(contract, facts))
    if not names and not measures:
        return
    yield Paragraph(_UNIT.of(language), "unit")
    columns = [Column(Text(zh="项目", en="Item").of(language))]
    if facts is not None:
        columns.append(Column(Text(zh="当期金额", en="Stated").of(language), "number"))
    columns.append(Column(Text(zh="本次分配", en="Shared out").of(language), "number"))
    rows = []
    for name in names:
        row = [contract.names.declared[name].name]
        if facts is not None:
            row.append(grouped_yuan(stated.get(name, 0)))
        row.append(grouped_yuan(shared[name].paid if name in shared else 0))
        rows.append(tuple(row))
    rows += [(name, value, "") for name, value in measures]
    yield Table(columns=tuple(columns), rows=tuple(rows))


def _stated(facts: Facts | None) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in facts.parts if facts is not None else ():
        for name, amount in part.amounts.items():
            found[name] = found.get(name, 0) + amount
    return found


def _measures(contract: Contract, facts: Facts | None) -> Iterator[tuple[str, str]]:
    """The period's numbers of the whole contract, each with its unit."""
    for part in facts.parts if facts is not None else ():
        for name, value in part.measures.items():
            found = contract.names.declared.get(name)
            if isinstance(found, NamedMeasure):
                if found.unit == "yuan":
                    yield found.name, price(value)
                else:
                    yield f"{found.name}（{found.unit}）", number(value)


# --- tables --------------------------------------------------------------------------


def _clauses(contract: Contract, sums: Summary, language: Language) -> Iterator[Block]:
    table = clause_table(contract, sums, language)
    if table.rows:
        yield Paragraph(_UNIT.of(language), "unit")
        yield table


def _households(table: Table, sums: Summary, language: Language) -> Iterator[Block]:
    if not table.rows:
        return
    yield Paragraph(_UNIT.of(language), "unit")
    yield table
    yield Paragraph(_check(sums).of(language), "small")
    others = len(sums.households) - len(table.rows)
    if others:
        told = Text(
            zh=f"名册中另有 {others} 户本期没有应得、实付和欠付。",
            en=f"Others of the register, due nothing in this period: {others}.",
        )
        yield Paragraph(told.of(language), "small")


def _groups(settlement: Settlement, sums: Summary, language: Language) -> Iterator[Block]:
    """Each village's households, and its own pools and parties, where there are several."""
    households = group_table(sums, language)
    if not households.rows:
        return
    yield Paragraph(_UNIT.of(language), "unit")
    yield households
    accounts = group_account_table(settlement, language)
    if accounts.rows:
        yield accounts


def _check(sums: Summary) -> Text:
    """The sum that anyone at the wall can do again."""
    of = sums.total
    unpaid = of.entitled + of.older_paid - of.advanced - of.withheld - of.paid
    left = Text(zh="核对：应得 ", en="Check: entitled ") + same(grouped_yuan(of.entitled))
    for words, fen in (
        (Text(zh=" + 补发 ", en=" + of earlier years "), of.older_paid),
        (Text(zh=" − 冲抵预付 ", en=" − advanced "), of.advanced),
        (Text(zh=" − 代扣和转存 ", en=" − withheld "), of.withheld),
        (Text(zh=" − 本期未付 ", en=" − unpaid "), unpaid),
    ):
        if fen:
            left += words + same(grouped_yuan(fen))
    paid = Text(zh=" = 实付 ", en=" = paid ") + same(grouped_yuan(of.paid))
    return left + paid + Text(zh="。", en=".")


def _funds(sums: Summary, language: Language) -> Iterator[Block]:
    table = fund_table(sums, language)
    if table.rows:
        yield Paragraph(_UNIT.of(language), "unit")
        yield table


# --- odd fen, what was lent, notes, objections ---------------------------------------


def _odd(settlement: Settlement, sums: Summary, language: Language) -> Iterator[Block]:
    rule = join(settlement.odd_fen, zh="；", en="; ")
    by_clause: dict[str, int] = {}
    for row in sums.households:
        for clause in row.odd:
            by_clause[clause] = by_clause.get(clause, 0) + 1
    if by_clause:
        counted = join(
            Text(
                zh=f"{clause_text(clause).zh} {count} 户",
                en=f"{clause_text(clause).en}: {count} households",
            )
            for clause, count in by_clause.items()
        )
        got = Text(
            zh=f"除不尽的分按此规则给了：{counted.zh}。得到的户见上表最后一栏。",
            en="The fen that no division could place went by this rule to: "
            f"{counted.en}. The last column above shows which.",
        )
    else:
        got = Text(
            zh="本期各户金额没有除不尽的分。",
            en="No household's amount has an odd fen in it.",
        )
    stated = Text(zh=f"合同约定的规则：{rule.zh}。", en=f"The contract's rule: {rule.en}. ")
    yield Paragraph((stated + got).of(language))
    others = [flow for flow in settlement.flows if flow.odd and flow.level != "member"]
    for flow in others:
        keys = settlement.levels[flow.level]
        named = join(
            same(keys[place])
            if flow.level == "group"
            else settlement.accounts[flow.target or flow.source or ""]
            for place in flow.odd
        )
        where = clause_text(flow.clause)
        told = Text(
            zh=f"{where.zh}（{flow_words(settlement, flow).zh}）的零头：{named.zh}。",
            en=f"Odd fen of {where.en} ({flow.says.en}): {named.en}.",
        )
        yield Paragraph(told.of(language))


def _in_kind(settlement: Settlement, language: Language) -> Iterator[Block]:
    table = in_kind_table(settlement, language)
    if table.rows:
        yield table


def _noted(settlement: Settlement, language: Language) -> Iterator[Block]:
    items = tuple(note.says.of(language) for note in settlement.notices)
    if items:
        yield Bullets(items)


def _objections(language: Language) -> Iterator[Block]:
    told = Text(
        zh=f"公示期自 {BLANK} 起至 {BLANK} 止。对以上内容有异议的，请在公示期内向 {BLANK}"
        f"（联系电话 {BLANK}）书面或当面提出，写明户编号、有异议的条款和理由；"
        "本户的逐项算法见结算单，可要求当面重算。",
        en=f"This notice stands from {BLANK} to {BLANK}. Whoever disagrees says so in that "
        f"time, in writing or in person, to {BLANK} (telephone {BLANK}), with the household's "
        "code, the clause and the reason. How each amount was worked out stands on the "
        "household's slip, and may be worked out again in its presence.",
    )
    yield Paragraph(told.of(language))
    private = Text(
        zh="身份证号和银行账号不予公示。",
        en="Identity and account numbers are not published.",
    )
    yield Paragraph(private.of(language), "small")
