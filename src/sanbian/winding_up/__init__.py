"""Winding a cooperative up: who is paid in which order, and what is left for members (清算)."""

from sanbian.winding_up.ending import wind_up
from sanbian.winding_up.estates import (
    RANK_NAMES,
    Debt,
    Estate,
    Rank,
    RankPaid,
    WindingUp,
)

__all__ = ["RANK_NAMES", "Debt", "Estate", "Rank", "RankPaid", "WindingUp", "wind_up"]
