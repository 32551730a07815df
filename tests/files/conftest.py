"""Spreadsheets on disk, made for one test."""

import openpyxl
import pytest


@pytest.fixture
def csv_of(tmp_path):
    def write(text, name="roster.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return write


@pytest.fixture
def xlsx_of(tmp_path):
    def write(*rows, edit=None, title="花名册"):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = title
        for row in rows:
            sheet.append(row)
        if edit is not None:
            edit(book, sheet)
        path = tmp_path / "roster.xlsx"
        book.save(path)
        return path

    return write
