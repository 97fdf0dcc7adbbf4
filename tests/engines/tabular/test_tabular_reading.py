"""Reading tables: what people send, and what is refused with row and column."""

import contextlib
import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel.engines.errors import EngineError, FaultsError
from samenspel.engines.tabular import Table, read_table, write_csv


def refused(data: bytes, **arguments) -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(FaultsError) as caught:
        read_table(data, **arguments)
    for fault in caught.value.faults:
        assert fault.message
        assert fault.remedy
    return [(fault.code, fault.row, fault.column) for fault in caught.value.faults]


def workbook(rows, *, formats=None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for where, number_format in (formats or {}).items():
        book.active[where].number_format = number_format
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_the_usual_dialects_give_the_same_table(separator, encoding, newline):
    text = newline.join(separator.join(row) for row in [["id", "naam"], ["007", "Zoë"], ["8", "Ömer"]])
    table = read_table((text + newline).encode(encoding))
    assert table == Table(("id", "naam"), (("007", "Zoë"), ("8", "Ömer")), (2, 3))
    assert table.column("naam") == ("Zoë", "Ömer")
    assert table.dicts()[0] == {"id": "007", "naam": "Zoë"}


def test_decimal_commas_do_not_mislead_the_separator():
    assert read_table(b"id;bedrag\n1;1,50\n2;3,25\n").rows == (("1", "1,50"), ("2", "3,25"))
    assert read_table(b"bedrag\n1,50\n3,25\n").rows == (("1,50",), ("3,25",))
    assert read_table(b'id,tekst\n1,"a;b;c"\n2,x;y\n').columns == ("id", "tekst")


def test_quoted_newlines_separators_and_quotes():
    table = read_table(b'id,tekst\n1,"een ""twee""\ndrie, vier"\n2,b\n')
    assert table.rows == (("1", 'een "twee"\ndrie, vier'), ("2", "b"))
    assert table.row_numbers == (2, 3)


def test_empty_rows_are_left_out_and_counted():
    assert read_table(b"id,naam\n\n1,a\n,\n2,b\n").row_numbers == (3, 5)


def test_a_declared_separator_is_not_a_row():
    assert read_table(b"sep=;\r\nid;naam\r\n1;a,b\r\n").rows == (("1", "a,b"),)


def test_every_fault_is_listed_with_row_and_column():
    data = b'id,naam,naam,\n1,a,b,c\n2,a\n3,"x"y,b,c\n4,a,b,c,d\n'
    assert refused(data) == [
        ("duplicate_header", 1, "naam"),
        ("empty_header", 1, "4"),
        ("ragged_row", 3, "naam"),
        ("text_after_quote", 4, "2"),
        ("ragged_row", 5, ""),
    ]


def test_unclosed_quote_names_the_row_where_it_opens():
    assert refused(b'id,naam\n1,a\n2,"b\n3,c\n') == [("unclosed_quote", 3, "2")]


def test_cells_of_unheard_length_are_refused():
    assert refused(b'id,naam\n1,"' + b"x" * 200_000) == [("cell_too_long", 2, "2")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf\n\n", "empty_file"),
        (b"id\x00naam\n", "not_a_table"),
        ("id,naam\n1,a\n".encode("utf-16"), "not_a_table"),
        (b"%PDF-1.7", "not_a_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_workbook"),
        (b"PK\x03\x04 not really", "damaged_workbook"),
    ],
)
def test_what_is_no_table_is_refused(data, code):
    assert refused(data)[0][0] == code


def test_bytes_of_no_encoding_are_refused_with_their_row():
    assert refused(b"id,naam\n1,a\n2,\x81\xff\n") == [("encoding", 3, None)]


def test_too_large_is_refused_before_it_is_parsed(tmp_path):
    path = tmp_path / "pool.csv"
    path.write_bytes(b"id\n" + b"1\n" * 100)
    with pytest.raises(FaultsError) as caught:
        read_table(path, limit_bytes=100)
    assert caught.value.faults[0].code == "too_large"
    assert "pool.csv" in caught.value.faults[0].message


def test_a_missing_file_is_an_os_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_table(tmp_path / "none.csv")


def test_asking_for_a_column_that_is_not_there():
    with pytest.raises(EngineError, match="no_such_column"):
        read_table(b"id\n1\n").column("naam")


def test_a_workbook_gives_texts():
    table = read_table(
        workbook(
            [
                ["id", "bedrag", "dag", "moment", "ja", "code"],
                [1, 1234.5, date(2024, 5, 31), datetime.fromisoformat("2024-05-31T10:30"), True, 14],
                ["007", 3.0, None, None, False, 345],
                [None, None],
                [2, 0.1 + 0.2, None, None, None, None],
            ],
            formats={"F2": "0000", "F3": "0000"},
        )
    )
    assert table.rows == (
        ("1", "1234.5", "2024-05-31", "2024-05-31T10:30:00", "TRUE", "0014"),
        ("007", "3", "", "", "FALSE", "0345"),
        ("2", "0.3", "", "", "", ""),
    )
    assert table.row_numbers == (2, 3, 5)


def test_formulas_without_outcome_and_errors_are_refused():
    assert refused(workbook([["id", "n"], [1, "=1+1"], [2, "#N/A"]])) == [
        ("formula_without_value", 2, "B"),
        ("formula_error", 3, "B"),
    ]


SHEET = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1"/><sheetData>
<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>
<row r="3"><c r="A3" t="s"><v>2</v></c><c r="B3"><f>1+1</f><v>2</v></c></row>
</sheetData></worksheet>"""
STRINGS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="3" uniqueCount="3">
<si><t>id</t></si><si><t xml:space="preserve"> aantal </t></si><si><r><t>Zo</t></r><r><t>ë</t></r></si></sst>"""


def test_shared_strings_a_wrong_dimension_and_a_computed_formula():
    """As spreadsheet programs write it, and openpyxl does not."""
    types = b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    types += b'spreadsheetml.sharedStrings+xml"/></Types>'
    data = altered_workbook(
        {
            "xl/worksheets/sheet1.xml": lambda _: SHEET.encode(),
            "[Content_Types].xml": lambda content: content.replace(b"</Types>", types),
        },
        {"xl/sharedStrings.xml": STRINGS.encode()},
    )
    assert read_table(data) == Table(("id", "aantal"), (("Zoë", "2"),), (3,))


def altered_workbook(changes, extra=None) -> bytes:
    source = zipfile.ZipFile(io.BytesIO(workbook([["id"], ["een"]])))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, changes[name](content) if name in changes else content)
        for name, content in (extra or {}).items():
            target.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize("entry", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"])
def test_entity_tricks_are_refused(entry):
    def laugh(content: bytes) -> bytes:
        body = content[content.index(b"?>") + 2 :] if content.startswith(b"<?xml") else content
        return b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>' + body

    assert refused(altered_workbook({entry: laugh}))[0][0] == "damaged_workbook"


def test_a_workbook_that_unpacks_to_too_much_is_refused():
    data = altered_workbook({"xl/styles.xml": lambda content: content + b" " * 2_000_000})
    assert refused(data, limit_bytes=100_000)[0][0] == "too_large"


def test_a_row_far_away_does_not_hang_the_reader():
    def move(content: bytes) -> bytes:
        return content.replace(b'<row r="2"', b'<row r="99999999"').replace(b"A2", b"A99999999")

    data = altered_workbook({"xl/worksheets/sheet1.xml": move})
    assert refused(data)[0][0] in {"too_large", "damaged_workbook"}


cells = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12).map(str.strip)


@settings(derandomize=True, deadline=None)
@given(st.lists(st.tuples(cells, cells, cells).filter(any), max_size=8), st.sampled_from(",;\t"))
def test_what_is_written_is_read_back(rows, delimiter):
    data = write_csv(["a", "b", "c"], [[f"x{cell}" for cell in row] for row in rows], delimiter=delimiter)
    # Guarded against formulas by the x in front; that guard has tests of its own.
    read = read_table(data)
    assert read.columns == ("a", "b", "c")
    assert [[cell[1:] for cell in row] for row in read.rows] == [list(row) for row in rows]


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_are_refused(data):
    try:
        table = read_table(data)
    except FaultsError:
        return
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert len(table.rows) == len(table.row_numbers)


# Made once: a workbook holds the moment of its making, so that its length may change from one second to the next.
WHOLE = workbook([["id", "n"], [1, "=1+1"], ["a", 2.5]])


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.data())
def test_a_damaged_workbook_is_a_table_or_is_refused(data):
    original = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 5))):
        original[data.draw(st.integers(4, len(original) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(FaultsError):
        read_table(bytes(original))
