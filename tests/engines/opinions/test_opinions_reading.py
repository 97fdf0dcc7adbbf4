"""Vote files are read whole or refused whole, quickly when plain, and the same either way."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opinions_examples import CONVERSATIONS, small_votes

from samenspel.engines.errors import FaultsError
from samenspel.engines.opinions import VoteMatrix, read_votes, reading
from samenspel_testing import shared_data

LONG = "timestamp,datetime,comment-id,voter-id,vote\n"


def write(tmp_path, text, name="votes.csv"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def same(first, second):
    return (
        first.participants == second.participants
        and first.statements == second.statements
        and first.cells.shape == second.cells.shape
        and np.array_equal(first.cells.indptr, second.cells.indptr)
        and np.array_equal(first.cells.indices, second.cells.indices)
        and np.array_equal(first.cells.data, second.cells.data)
    )


def read_carefully(path, monkeypatch):
    def refuse(_path):
        raise reading.NotPlain

    with monkeypatch.context() as patch:
        patch.setattr(reading, "_read_plain", refuse)
        return read_votes(path)


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_both_exports_of_a_conversation_hold_the_same_votes(name, monkeypatch):
    folder = shared_data("polis", name)
    wide = read_votes(folder / "participants-votes.csv")
    assert same(wide, read_votes(folder / "votes.csv"))
    if wide.cells.nnz < 15_000:
        assert same(wide, read_carefully(folder / "participants-votes.csv", monkeypatch))
        assert same(wide, read_carefully(folder / "votes.csv", monkeypatch))


def test_the_last_vote_by_moment_counts_whatever_the_order_of_rows(tmp_path):
    path = write(tmp_path, LONG + "30,c,1,1,-1\n10,a,1,1,1\n20,b,1,1,0\n5,z,2,1,1\n")
    assert read_votes(path).cells.data.tolist() == [-1, 1]


def test_of_equal_moments_the_later_row_counts(tmp_path, monkeypatch):
    path = write(tmp_path, LONG + "10,a,1,1,1\n10,b,1,1,-1\n9,b,1,1,0\n")
    assert read_votes(path).cells.data.tolist() == [-1]
    assert read_carefully(path, monkeypatch).cells.data.tolist() == [-1]


def test_without_moments_the_later_row_counts(tmp_path):
    path = write(tmp_path, "participant,statement,vote\n1,1,1\n1,1,-1\n")
    assert read_votes(path).cells.data.tolist() == [-1]


@pytest.mark.parametrize(
    "text",
    [
        "timestamp;datetime;comment-id;voter-id;vote\r\n1;a;4;7;-1\r\n2;b;4;8;1\r\n",
        "\ufefftimestamp,datetime,comment-id,voter-id,vote\n1,a,4,7,-1\n2,b,4,8,1",
        'timestamp,datetime,comment-id,voter-id,vote\n1,"a, b",4,7,-1\n2,b,4,8,1\n\n',
        "participant\tgroup-id\t4\n7\t\t-1\n8\t1\t1\n",
        'participant,xid,group-id,4\n8,"Zoë, of 2",1,1\n7,,0,-1\n',
        "participant,xid,4\n8,Zo\xeb,1\n7,,-1\n".encode("latin-1"),
    ],
)
def test_dialects(tmp_path, text):
    matrix = read_votes(write(tmp_path, text))
    assert (matrix.participants, matrix.statements) == (("7", "8"), ("4",))
    assert matrix.cells.data.tolist() == [-1, 1]


def test_ids_keep_their_text(tmp_path):
    matrix = read_votes(write(tmp_path, "voter-id,comment-id,vote\n007,s-1,1\n7,s-2,0\n"))
    assert matrix.participants == ("007", "7")
    assert matrix.statements == ("s-1", "s-2")


def test_a_participant_without_votes_and_an_unseen_statement_are_kept(tmp_path):
    matrix = read_votes(write(tmp_path, "participant,n-votes,1,2\n1,0,,\n2,1,1,\n"))
    assert matrix.shape == (2, 2)
    assert matrix.votes_per_participant.tolist() == [0, 1]


def refused(path):
    with pytest.raises(FaultsError) as refusal:
        read_votes(path)
    return [(fault.code, fault.row, fault.column) for fault in refusal.value.faults]


def test_every_fault_of_a_long_file_is_listed(tmp_path):
    path = write(tmp_path, LONG + "1,a,1,1,2\nx,a,1,2,1\n3,a,,3,1\n4,a,1,,\n5,a,1,1,1\n")
    assert refused(path) == [
        ("vote_value", 2, "vote"),
        ("timestamp_value", 3, "timestamp"),
        ("empty_id", 4, "comment-id"),
        ("empty_id", 5, "voter-id"),
        ("vote_value", 5, "vote"),
    ]


def test_every_fault_of_a_wide_file_is_listed(tmp_path):
    path = write(tmp_path, "participant,1,2\n1,1,yes\n1,0,\n,1,-2\n")
    assert refused(path) == [
        ("vote_value", 2, "2"),
        ("repeated_participant", 3, "participant"),
        ("empty_id", 4, "participant"),
        ("vote_value", 4, "2"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty_file"),
        ("name,age\nalice,3\n", "missing_columns"),
        ("participant,group-id\n1,0\n", "missing_columns"),
        (LONG + "1,a,1,1\n", "ragged_row"),
        ("participant,1,1\n1,1,1\n", "duplicate_header"),
        (LONG + '1,"a,1,1,1\n', "unclosed_quote"),
    ],
)
def test_what_is_no_file_of_votes_is_refused(tmp_path, text, code):
    assert code in [fault[0] for fault in refused(write(tmp_path, text))]


def test_a_header_alone_is_a_conversation_without_votes(tmp_path):
    assert read_votes(write(tmp_path, LONG)).shape == (0, 0)


@given(small_votes, st.randoms(use_true_random=False))
def test_what_is_written_is_read_back(tmp_path_factory, cast, random):
    rows = [(moment, "d", what, who, value) for moment, (who, what, value) in enumerate(cast)]
    random.shuffle(rows)
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows([LONG.strip().split(","), *rows])
    path = write(tmp_path_factory.mktemp("votes"), stream.getvalue())
    assert same(read_votes(path), VoteMatrix.from_votes(cast))


@settings(max_examples=150)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(alphabet="01-,;\n\r\t\"' x9", max_size=120).map(lambda body: (LONG + body).encode()),
        st.text(alphabet="01-,;\n\r\t\"' x9", max_size=120).map(lambda body: ("participant,1,2\n" + body).encode()),
    )
)
def test_any_bytes_are_read_or_refused_with_faults(tmp_path_factory, data):
    path = write(tmp_path_factory.mktemp("fuzz"), data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("samenspel.engines.opinions.fast_reading.BLOCK_BYTES", 16)
        try:
            matrix = read_votes(path)
        except FaultsError:
            return
    assert same(matrix, read_carefully(path, pytest.MonkeyPatch()))
