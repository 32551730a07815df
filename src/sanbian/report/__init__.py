"""Reports for people: the notice on the village wall, a slip per household, the bank's list.

Everything here is a pure function from values to a document or to rows; a document is then
written as HTML or as Markdown.
"""

from sanbian.report.accounts import account_headers, account_rows, account_table
from sanbian.report.in_kind import InKindSum, in_kind_sums, in_kind_table
from sanbian.report.ledgers import LINE_HEADERS, line_list
from sanbian.report.notice import notice, period_name
from sanbian.report.pages import Document, Table, html_of, markdown_of
from sanbian.report.payments import PAYMENT_HEADERS, PaymentRow, payment_list
from sanbian.report.slips import slips
from sanbian.report.sums import AccountSum, ClauseSum, HouseholdSum, Summary, summary
from sanbian.report.tables import clause_table, fund_table, household_table

__all__ = [
    "LINE_HEADERS",
    "PAYMENT_HEADERS",
    "AccountSum",
    "ClauseSum",
    "Document",
    "HouseholdSum",
    "InKindSum",
    "PaymentRow",
    "Summary",
    "Table",
    "account_headers",
    "account_rows",
    "account_table",
    "clause_table",
    "fund_table",
    "household_table",
    "html_of",
    "in_kind_sums",
    "in_kind_table",
    "line_list",
    "markdown_of",
    "notice",
    "payment_list",
    "period_name",
    "slips",
    "summary",
]
