"""Lowering: a contract and its period become a program of three moves and its numbers.

Each clause kind has one lowering, in `sanbian.lowering.clauses`; each term kind one, in
`sanbian.lowering.terms`. The order of a period is in `sanbian.lowering.plan`.
"""

from sanbian.lowering.plan import Lowered, lower

__all__ = ["Lowered", "lower"]
