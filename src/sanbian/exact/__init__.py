"""The exact interpreter: runs a program on Python's whole numbers, of any size.

`run` takes a program and its inputs and gives every posting, every closing balance, and
the numbers behind each move, from which explanations are read afterwards.
"""

from sanbian.exact.columns import Column, column_of
from sanbian.exact.evaluate import EVERYWHERE, Value, Values
from sanbian.exact.run import Posting, Run, run

__all__ = ["EVERYWHERE", "Column", "Posting", "Run", "Value", "Values", "column_of", "run"]
