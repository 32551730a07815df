"""The column interpreter: runs one program for many contracts on arrays of whole numbers.

The same moves and the same algebra as `sanbian.exact`, and the same results to the fen. Rows
are contracts, or scenarios of one contract, or both: a contract is one more level of keys.
Needs numpy (``sanbian[fast]``).
"""

from sanbian.errors import missing_package

try:
    import numpy as np  # noqa: F401 - asked for here, so that its error says what to do
except ImportError:
    raise missing_package("numpy", extra="fast") from None

from sanbian.columnar.batches import Batch, as_batch, side_by_side
from sanbian.columnar.columns import Column, column_of
from sanbian.columnar.postings import Posting
from sanbian.columnar.results import Ran, run
from sanbian.columnar.ways import Ways

__all__ = [
    "Batch",
    "Column",
    "Posting",
    "Ran",
    "Ways",
    "as_batch",
    "column_of",
    "run",
    "side_by_side",
]
