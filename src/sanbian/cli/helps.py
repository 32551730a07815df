"""Help texts of the commands, in both languages, each with examples."""

from __future__ import annotations

from sanbian.cli.helping import kept
from sanbian.wording import Language, Text


def first_line(told: Text, language: Language) -> str:
    """The first sentence of a help text, for the list of commands."""
    lines = (line for line in told.of(language).splitlines() if line.strip("\b "))
    return next(lines).rstrip("。.")


ALL = kept(
    Text(
        zh="""三变合同的结算：逐户逐条，精确到分，每个数都说得出来由。

从这里开始：
  sanbian new --list                      有哪些合同范本
  sanbian new land_guarantee 桃园         用范本新建文件夹
  sanbian check 桃园                      检查填好的文件
  sanbian settle 桃园 --out 桃园/结果     结算，写公示、结算单和付款清单
  sanbian explain 桃园 H001               H001 户的钱怎样算的

退出码：0 完成，1 有不符或不同，2 文件读不了、写不了或结算不了，130 中断。
In English: --lang en, or SANBIAN_LANG=en.""",
        en="""Settle 三变 contracts: exact to the fen for each household, and explained.

Start here:
  sanbian new --list                      which model contracts there are
  sanbian new land_guarantee orchard      a folder from a model
  sanbian check orchard                   check the files once filled in
  sanbian settle orchard --out results    settle; write notice, slips, payments
  sanbian explain orchard H001            how the money of H001 was worked out

Exit codes: 0 done, 1 something differs, 2 not readable, not writable or not settled,
130 interrupted.
中文：--lang zh，或 SANBIAN_LANG=zh。""",
    )
)

SETTLE = kept(
    Text(
        zh="""结算一个合同文件夹中的各期，按期间先后。

文件夹中有 contract.toml、roster.csv 或 roster.xlsx、facts*.toml，可有 entries（变动）、
persons（人员）和 books.json（期初账）。
不写 --out 只显示结果。写 --out 时，整个文件夹一次写成，中途出错不留半份。

例：
  sanbian settle 桃园
  sanbian settle 桃园 --out 结果 --format xlsx
  sanbian settle 桃园 --period 2016 --out 结果-2016
  sanbian settle --contract 合同.toml --roster 名册.xlsx --facts facts-2016.toml
  sanbian settle 桃园 --json""",
        en="""Settle the periods of a contract folder, in their order.

The folder has contract.toml, roster.csv or roster.xlsx, facts*.toml, and may have entries,
persons and books.json, the opening books. Without --out the result is only shown. With it the
folder is written whole or not at all.

Examples:
  sanbian settle orchard
  sanbian settle orchard --out results --format xlsx
  sanbian settle orchard --period 2016 --out results-2016
  sanbian settle --contract c.toml --roster roster.xlsx --facts facts-2016.toml
  sanbian settle orchard --json""",
    )
)

EXPLAIN = kept(
    Text(
        zh="""说明一户的钱怎样算的：哪一条、什么数、合计多少。

例：
  sanbian explain 桃园 H001
  sanbian explain 桃园 H001 --whole --period 2016
  sanbian explain 结果/settlement-2016.json H001""",
        en="""Explain one household's money: which clause, which numbers, what total.

Examples:
  sanbian explain orchard H001
  sanbian explain orchard H001 --whole --period 2016
  sanbian explain results/settlement-2016.json H001""",
    )
)

ACCOUNT = kept(
    Text(
        zh="""打印成员账户：期初、逐笔变动、交易和返还、期末，各期接着排。

不写户编号就是全体成员；--out 写成 CSV 或 XLSX。合同应有 [member_accounts]。

例：
  sanbian account 蛋鸡合作社 DJ03
  sanbian account 蛋鸡合作社 DJ03 --period 2017
  sanbian account 蛋鸡合作社 --out 成员账户.xlsx""",
        en="""Print members' accounts: opening, changes, trade and refunds, closing, year by year.

Without a code those of all members; --out writes them as CSV or XLSX. The contract has
[member_accounts].

Examples:
  sanbian account egg-coop DJ03
  sanbian account egg-coop DJ03 --period 2017
  sanbian account egg-coop --out accounts.xlsx""",
    )
)

ACCOUNT_OUT = Text(
    zh="把账户写成这个文件（.csv 或 .xlsx）。",
    en="Write the accounts to this file (.csv or .xlsx).",
)

WIND_UP = kept(
    Text(
        zh="""合作社清算：按顺序还债，剩下的按章程的权数分给成员。

文件夹与 settle 的相同，另有 winding-up.toml（清算财产、债务、权数）。文件夹里各期先结算，
账上没付的退社返还等算债务。写 --out 时，文件与 settle 的相同，另有 ranks（各顺序应付、已付）；
一户的钱怎样算的，用 explain 看其中的 settlement-….json。

例：
  sanbian wind-up 蛋鸡合作社
  sanbian wind-up 蛋鸡合作社 --out 清算 --format xlsx
  sanbian explain 清算/settlement-2019-06-30.json DJ01""",
        en="""Wind a cooperative up: debts rank by rank, what is left to members.

The folder is that of settle, with a winding-up.toml: assets, debts, weight. Its periods are
settled first; what the books still owe is a debt. With --out the files are those of settle,
and ranks: what each rank was owed and paid. How one household's money was worked out,
explain tells from the settlement-....json.

Examples:
  sanbian wind-up egg-coop
  sanbian wind-up egg-coop --out ended --format xlsx
  sanbian explain ended/settlement-2019-06-30.json DJ01""",
    )
)

ESTATE = Text(
    zh="清算文件，不在文件夹里或不叫 winding-up.toml 时写明。",
    en="The file of what is wound up, where it is not the folder's winding-up.toml.",
)

CHECK = kept(
    Text(
        zh="""检查文件，把所有问题一次说清，不写任何东西。

对文件夹，各文件都没有问题时再对照合同里的算例，逐期试算一遍，有 winding-up.toml 的再试算清算。
单个文件，用其中或同一文件夹里的合同来读。

例：
  sanbian check 桃园
  sanbian check 桃园/roster.xlsx 桃园/facts-2016.toml
  sanbian check 桃园 --json""",
        en="""Check files and say everything that is wrong at once; nothing is written.

Of a folder in which all files are in order the worked examples of the contract are
compared and the periods are settled on trial, and the winding up where there is one. Single
files are read by the contract among them or beside them.

Examples:
  sanbian check orchard
  sanbian check orchard/roster.xlsx orchard/facts-2016.toml
  sanbian check orchard --json""",
    )
)

BESIDE = kept(
    Text(
        zh="""把新名册和台账对照：谁加入、谁离开、什么不同、建议怎样记，各项合计并列。

台账是文件夹中的名册、entries 变动表和 persons 人员表。什么都不会自动改：建议的记载由人
核实后抄进 entries.csv。新名册没有的列不作比较；身份证号错了、两户同号的，读到就停。
退出码：0 相同，1 不同，2 读不了。

例：
  sanbian roster 桃园 新名册.xlsx --day 2023-12-31
  sanbian roster 桃园 新名册.xlsx --day 2023-12-31 --out 建议.csv""",
        en="""Lay a new roster beside the register: who joined or left, what differs, totals.

The register is the roster of the folder with its entries and persons. Nothing is applied:
entries are proposed, and a person who has checked them copies them into entries.csv. Columns
that the new roster does not have are not compared; a wrong identity number, or a number that
two households have, stops it. Exit codes: 0 same, 1 differs, 2 not readable.

Examples:
  sanbian roster orchard new.xlsx --day 2023-12-31
  sanbian roster orchard new.xlsx --day 2023-12-31 --out proposed.csv""",
    )
)

REVIEW = kept(
    Text(
        zh="""审查：合同、程序、名册、结算有什么不对、缺什么、要问什么，依据哪一条。

文件夹中只有合同时只审查合同；有名册和当期事实时一并审查，结算看最后一期。可以一次写几个
文件夹。没有意见时不打印。退出码：0 没有错误级意见，1 有，2 有文件读不了或不能结算。

意见不能无故搁置：理由写在合同文件的 [[review.accepted]] 中，仍会列出。

例：
  sanbian review 桃园
  sanbian review 桃园/contract.toml --on 2025-06-01
  sanbian review 桃园 李园 --select SB1 --json
  sanbian review 桃园 --checklist
  sanbian review 桃园 --markdown 审查.md --list 问题清单.xlsx
  sanbian review 桃园 --outlook --chart 得失.png
  sanbian review --explain SB113""",
        en="""Review: what is wrong, missing or doubtful, and the article that says so.

With only a contract in the folder the contract is reviewed; with a roster and facts these
as well, and the settlement of the last period. Several folders may be named. Prints nothing
when there is nothing to say. Exit codes: 0 no finding is an error, 1 one is, 2 a file could
not be read or a period not settled.

No finding is left out without a reason: it stands in the contract file, [[review.accepted]],
and is listed.

Examples:
  sanbian review orchard
  sanbian review orchard/contract.toml --on 2025-06-01
  sanbian review orchard garden --select SB1 --json
  sanbian review orchard --checklist
  sanbian review orchard --markdown review.md --list problems.xlsx
  sanbian review orchard --outlook --chart outlook.png
  sanbian review --explain SB113""",
    )
)

EXAMPLES = kept(
    Text(
        zh="""建议算例：在保底、封顶、基金提满等转折处，前后各算一笔小账。

只打印 TOML，不改合同。按纸面合同用手核对以后，再抄进合同。

例：
  sanbian examples 桃园
  sanbian examples 桃园 > 算例.toml""",
        en="""Propose worked examples before, at and after each amount where something changes.

Prints TOML and leaves the contract alone. Check it by hand against the paper, then copy it
into the contract.

Examples:
  sanbian examples orchard
  sanbian examples orchard > examples.toml""",
    )
)

NEW = kept(
    Text(
        zh="""用范本新建合同文件夹：带说明的合同、空名册、当期事实。

已有的文件不会被覆盖。范本中的比例和单价是例子，请改成合同上的。

例：
  sanbian new --list
  sanbian new preferred_fund 百家蔬果
  sanbian new order_farming 订单 --roster csv""",
        en="""Start a contract folder from a model: a commented contract, a roster, facts.

Files that are there are never written over. Rates and prices of a model are examples:
put in those of your contract.

Examples:
  sanbian new --list
  sanbian new preferred_fund vegetables
  sanbian new order_farming orders --roster csv""",
    )
)

LANG = Text(
    zh="语言；不写则按 SANBIAN_LANG 或系统设置，都没有时为中文。",
    en="Language; else by SANBIAN_LANG or the locale, Chinese where neither names one.",
)
DEBUG = Text(
    zh="程序自身出错时显示详情。", en="Show details of a slip of the program itself."
)
JSON = Text(zh="输出 JSON，供程序读取。", en="Print JSON, for programs.")
OUT = Text(zh="把结果写入这个文件夹。", en="Write the results into this folder.")
DAY = Text(zh="新名册反映哪一天的情况。", en="The day for which the new roster stands.")
PROPOSED = Text(
    zh="把建议的记载写成新文件（.csv 或 .xlsx）。",
    en="Write the proposed entries into a new file (.csv or .xlsx).",
)
PERIOD = Text(
    zh="只显示和写出这一期，如 2016；之前各期照样先结算。",
    en="Show and write only this period, such as 2016; those before are settled all the same.",
)
PERIOD_SHOWN = Text(
    zh="哪一期，如 2016；不写为最后一期。", en="Which period; the last by default."
)
ACCOUNT_PERIOD = Text(
    zh="只要这一期，如 2016；不写就是各期。", en="Only this period; all without it."
)
CONTRACT = Text(zh="合同文件。", en="File of the contract.")
ROSTER = Text(zh="名册文件。", en="File of the roster.")
FACTS = Text(zh="当期事实文件，可写多次。", en="File of facts; may be given several times.")
BOOKS = Text(zh="期初账文件。", en="File of the opening books.")
FORMAT = Text(
    zh="表格的格式；给银行的清单宜用 xlsx。", en="Kind of the sheets; xlsx for the bank."
)
WHOLE_ACCOUNTS = Text(
    zh="付款清单写完整账号（只给银行，不要张贴）。",
    en="Whole account numbers in the payment list: for the bank, never for the wall.",
)
FORCE = Text(
    zh="文件夹中有改过的或别的文件时也写；别的文件会保留。",
    en="Write even where files were changed or others are there; others are kept.",
)
WHOLE = Text(zh="每个数一直追到当期事实。", en="Every number down to the facts.")
OUTLOOK = Text(
    zh="各方得失：好年景、正常、差年景、灾年，各方得多少、担多少，谁付保底。",
    en="What each side gets or bears in a good, a normal, a bad and a ruinous year.",
)
EXPECT = Text(
    zh="正常年景的一项分配基数，以元计；可写多次。",
    en="A base of a normal year, in yuan; may be given several times.",
)
YEAR = Text(
    zh="一种年景是正常年景的百分之几；写了就不用默认的四种。",
    en="A kind of year as a percentage of a normal one, instead of the usual four.",
)
EXAMPLE = Text(
    zh="以合同中的哪个算例为正常年景。", en="The worked example that a normal year is."
)
CHART = Text(zh="把各方得失画成图。", en="Draw the outlook as a chart.")
OUTLOOK_CSV = Text(zh="把各方得失写成 CSV。", en="Write the outlook as CSV.")
FONT = Text(
    zh="画图用的字体文件；不写就找这台机器上的。",
    en="The font file of the chart; else one of this machine.",
)
LIST = Text(zh="列出范本。", en="List the models.")
ROSTER_KIND = Text(zh="名册的格式。", en="Kind of the roster.")
ON = Text(
    zh="按这一天的法律、条款和持股审查。",
    en="The day whose law, clauses and holdings count.",
)
SELECT = Text(
    zh="只看这些代码，或以此开头的代码；可写多次。",
    en="Only these codes, or codes that begin so; may be given several times.",
)
IGNORE = Text(
    zh="想搁置一个代码：告诉您该在合同文件中写什么理由。",
    en="To leave a code out: says what reason to write in the contract file.",
)
CHECKLIST = Text(
    zh="列出程序不能判断、要由人回答的问题。",
    en="List the questions that no program can decide.",
)
MARKDOWN = Text(
    zh="把审查报告写成 Markdown 文件。", en="Write the report of the review as Markdown."
)
PROBLEM_LIST = Text(
    zh="问题清单：写入新发现的，标出已解决的，人填写的内容都保留。",
    en="The rectification list: adds what is new, marks what is solved, keeps what people wrote.",
)
HTML = Text(
    zh="把审查报告写成可以打印的 HTML 文件。", en="Write the report as HTML, to be printed."
)
EXPLAIN_CODE = Text(
    zh="说明一个代码：查什么、怎么办、依据什么。",
    en="Explain a code: what is looked at, what to do, what it rests on.",
)
