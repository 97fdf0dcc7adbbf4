"""Letter codes: issue, read back, use once, void."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from apps.factories import municipality
from samenspel.apps.accounts import codes
from samenspel.apps.accounts.models import LetterCode
from samenspel.apps.accounts.selectors import code_counts
from samenspel.apps.accounts.services import issue_codes, use_code, void_codes
from samenspel.foundation.errors import Refusal
from samenspel.foundation.ids import ALPHABET, read_back
from samenspel_testing import drop_triggers


def _issue(*subjects, purpose="vote"):
    return issue_codes(municipality=municipality(), purpose=purpose, subject_kind="round", subject_ids=subjects)


@given(st.text(alphabet=ALPHABET, min_size=codes.CODE_LENGTH, max_size=codes.CODE_LENGTH))
def test_what_is_written_is_read_back(code):
    assert read_back(codes.written(code)) == code
    assert read_back(codes.written(code).replace("0", "o").replace("1", "l").replace("-", " ")) == code


@pytest.mark.django_db
def test_a_code_is_used_once():
    (code,) = _issue("a").values()
    assert use_code(purpose="vote", text=code.lower().replace("-", " ")).subject_id == "a"
    with pytest.raises(Refusal) as refusal:
        use_code(purpose="vote", text=code)
    assert refusal.value.code == "code_used"


@pytest.mark.django_db
def test_an_unknown_code_and_a_code_of_another_purpose_are_unknown():
    (code,) = _issue("a", purpose="draw").values()
    for text in (code, "AAAA-BBBB-CCCC", ""):
        with pytest.raises(Refusal) as refusal:
            use_code(purpose="vote", text=text)
        assert refusal.value.code == "code_unknown"


@pytest.mark.django_db
def test_a_void_code_is_refused_and_stays_void():
    (code,) = _issue("a").values()
    assert void_codes(purpose="vote", subject_kind="round", subject_id="a") == 1
    with pytest.raises(Refusal) as refusal:
        use_code(purpose="vote", text=code)
    assert refusal.value.code == "code_void"
    with pytest.raises(IntegrityError), transaction.atomic():
        LetterCode.objects.update(status="issued")
    drop_triggers("accounts_lettercode_no_reuse")
    assert LetterCode.objects.update(status="issued") == 1


@pytest.mark.django_db
def test_the_table_does_not_hold_the_code():
    (code,) = _issue("a").values()
    stored = " ".join(str(value) for value in LetterCode.objects.values_list().get())
    assert read_back(code) not in stored.lower()


@pytest.mark.django_db
def test_codes_are_counted():
    codes_by_subject = _issue("a", "b", "c")
    use_code(purpose="vote", text=codes_by_subject["a"])
    void_codes(purpose="vote", subject_kind="round", subject_id="b")
    assert code_counts(purpose="vote", subject_kind="round") == {"issued": 1, "used": 1, "void": 1}


@pytest.mark.django_db(transaction=True)
def test_of_fifty_parallel_uses_one_succeeds():
    (code,) = _issue("a").values()

    def use(_number):
        try:
            use_code(purpose="vote", text=code)
        except Refusal:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(use, range(50))) == 1
