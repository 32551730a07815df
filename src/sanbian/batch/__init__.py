"""Many contracts at a time: Arrow tables in, lines and closing books out (批量结算).

Needs numpy and pyarrow: the extra ``fast``.
"""

from sanbian.errors import missing_package

try:
    import pyarrow as pa  # noqa: F401 - asked for here, so that its error says what to do
except ImportError:
    raise missing_package("pyarrow", extra="fast") from None

from sanbian.batch.future_years import FutureYear, RefusedFuture, quantile
from sanbian.batch.futures import settle_futures
from sanbian.batch.proofs import Proof
from sanbian.batch.settling import ROWS, Portion, Refused, settle_many
from sanbian.batch.tables import Tables, tables_of
from sanbian.batch.tallies import FlowKey
from sanbian.batch.worlds import World

__all__ = [
    "ROWS",
    "FlowKey",
    "FutureYear",
    "Portion",
    "Proof",
    "Refused",
    "RefusedFuture",
    "Tables",
    "World",
    "quantile",
    "settle_futures",
    "settle_many",
    "tables_of",
]
