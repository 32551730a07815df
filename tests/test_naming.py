"""How clauses are named to people."""

import pytest

from sanbian.clause.naming import clause_text, short_clause
from sanbian.winding_up import RANK_NAMES, Rank


@pytest.mark.parametrize(
    ("clause", "zh", "en", "short"),
    [
        ("3", "第3条", "clause 3", "3"),
        ("3.2a", "第3.2a条", "clause 3.2a", "3.2a"),
        ("三", "第三条", "clause 三", "三"),
        ("第四条", "第四条", "clause 第四条", "第四条"),
        ("rent", "条款“rent”", "clause rent", "rent"),
        ("law", "法定", "by law", "by law"),
    ],
)
def test_a_clause_is_called_by_its_number_and_one_without_by_its_name(
    clause, zh, en, short
):
    assert (zh, en) == (clause_text(clause).zh, clause_text(clause).en)
    assert (zh, short) == (short_clause(clause).zh, short_clause(clause).en)


@pytest.mark.parametrize("rank", Rank)
def test_clauses_of_a_winding_up_are_called_by_their_rank(rank):
    for part in ("", "_each", "_members"):
        assert RANK_NAMES[rank] == clause_text(f"wind_up_{rank.value}{part}")
