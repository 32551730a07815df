"""Columns, and small spreadsheets made for a test."""

import zipfile

import pytest

from sanbian.errors import InvalidInputError
from sanbian.files.tables import Column, read_table

CODE = Column(name="code", headers=("户号", "household"), kind="code")
PAID = Column(name="paid", headers=("金额", "amount"), kind="money")
LAND = Column(name="land", headers=("面积",), kind="number", unit="亩", required=False)
RATE = Column(name="rate", headers=("比例",), kind="number", unit="%", required=False)
PEOPLE = Column(name="people", headers=("人口",), kind="whole", required=False)
VILLAGE = Column(
    name="village", headers=("村",), kind="text", required=False, fill_down=True
)
DAY = Column(name="day", headers=("日期", "date"), kind="date", required=False)
NOTE = Column(name="note", headers=("备注",), kind="text", required=False)
ALL = (CODE, PAID, LAND, RATE, PEOPLE, VILLAGE, DAY, NOTE)


def rewritten(path, part, change):
    """Change one part inside an xlsx file."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def values(table, *names):
    return [tuple(row.values[name] for name in names) for row in table.rows]


def problems_of(path, columns=ALL, **options):
    with pytest.raises(InvalidInputError) as caught:
        read_table(path, columns, **options)
    for problem in caught.value.problems:
        assert problem.says.zh
        assert problem.do.zh
        assert problem.says.en.startswith(("expected ", "and "))
    return caught.value.problems


def only_problem(path, columns=ALL, **options):
    (problem,) = problems_of(path, columns, **options)
    return problem
