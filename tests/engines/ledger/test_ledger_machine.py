"""A state machine posts transfers at random; a model of a few lines says what the book must say."""

from collections import Counter

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from ledger_examples import TWO, transfer

from samenspel.engines.ledger import ACCOUNT_KINDS, Account, Book, FundAccount, check, replay

FUNDS = ("park", "care")
KINDS = {
    "grant": ("source", "available", {"grant_letter": "g"}),
    "amend": ("available", "source", {"budget_amendment": "b"}),
    "allocate": ("available", "allocated", {"decision": "d"}),
    "deallocate": ("allocated", "available", {"decision": "d"}),
    "commit": ("allocated", "committed", {"agreement": "a", **TWO}),
    "release": ("committed", "allocated", {"agreement": "a", **TWO}),
    "invoice": ("committed", "payable", {"invoice": "i", "delivery_check": "x"}),
    "pay": ("payable", "spent", TWO),
}
REFS = {"allocated": "d", "committed": "c", "payable": "i", "spent": "5.7"}
DECISION_CENTS = 900


def account(kind: str) -> Account:
    return Account(kind, REFS.get(kind, ""))


class BookMachine(RuleBasedStateMachine):
    """Posts only what the model allows; tries the rest and expects a refusal."""

    def __init__(self) -> None:
        super().__init__()
        self.book = Book(funds=FUNDS, decision_cents={"d": DECISION_CENTS})
        self.posted = []
        self.money: Counter[tuple[str, str]] = Counter()
        self.allocated = 0
        self.undone: set[int] = set()
        self.refunded: Counter[int] = Counter()

    def try_to_post(self, new, allowed: bool) -> None:
        found = check([*self.posted, new], self.book)
        assert (found == []) == allowed, found
        if allowed:
            self.posted.append(new)
            self.money[new.fund, new.debit.kind] -= new.amount_cents
            self.money[new.fund, new.credit.kind] += new.amount_cents
            self.allocated += self.effect_on_decision(new)

    @staticmethod
    def effect_on_decision(new) -> int:
        route = (new.debit.kind, new.credit.kind)
        signs = {("available", "allocated"): 1, ("allocated", "available"): -1}
        return signs.get(route, 0) * new.amount_cents

    def room(self, fund: str, kind: str) -> int:
        return 10**9 if kind == "source" else self.money[fund, kind]

    @rule(fund=st.sampled_from(FUNDS), kind=st.sampled_from(sorted(KINDS)), cents=st.integers(-1, 500))
    def post(self, fund, kind, cents):
        debit, credit, refs = KINDS[kind]
        number = len(self.posted) + 1
        if kind == "pay":
            refs = {**refs, "bank_line": f"line-{number}"}
        new = transfer(number, kind, account(debit), account(credit), cents, fund=fund, refs=refs)
        fits = kind != "allocate" or self.allocated + cents <= DECISION_CENTS
        self.try_to_post(new, cents > 0 and cents <= self.room(fund, debit) and fits)

    @rule(data=st.data(), kind=st.sampled_from(["refund", "give_back"]), cents=st.integers(1, 500))
    def send_back(self, data, kind, cents):
        if not self.posted:
            return
        original = data.draw(st.sampled_from(self.posted))
        debit, credit = ("spent", "available") if kind == "refund" else ("available", "returned")
        number = len(self.posted) + 1
        refs = {"original": str(original.sequence), "bank_line": f"line-{number}"}
        new = transfer(number, kind, account(debit), account(credit), cents, fund=original.fund, refs=refs)
        allowed = cents <= self.room(original.fund, debit)
        if kind == "refund":
            allowed &= original.kind == "pay" and original.sequence not in self.undone
            allowed &= self.refunded[original.sequence] + cents <= original.amount_cents
        else:
            allowed &= original.kind in {"grant", "amend"}
        self.try_to_post(new, allowed)
        if allowed and kind == "refund":
            self.refunded[original.sequence] += cents

    @rule(data=st.data())
    def undo(self, data):
        if not self.posted:
            return
        original = data.draw(st.sampled_from(self.posted))
        new = transfer(
            len(self.posted) + 1,
            "reverse",
            original.credit,
            original.debit,
            original.amount_cents,
            fund=original.fund,
            refs={"reason": "mistake"},
            reverses=original.sequence,
        )
        fits = self.allocated + self.effect_on_decision(new) <= DECISION_CENTS
        allowed = (
            original.kind != "reverse"
            and original.sequence not in self.undone
            and original.amount_cents <= self.room(original.fund, original.credit.kind)
            and (fits or self.effect_on_decision(new) <= 0)
        )
        self.try_to_post(new, allowed)
        if allowed:
            self.undone.add(original.sequence)
            if original.kind == "refund":
                self.refunded[int(original.refs["original"])] -= original.amount_cents

    @invariant()
    def the_book_agrees_with_the_model(self):
        sums = replay(self.posted).per_fund()
        for fund in FUNDS:
            kinds = sums.get(fund, dict.fromkeys(ACCOUNT_KINDS, 0))
            assert kinds == {kind: self.money[fund, kind] for kind in ACCOUNT_KINDS}
            assert sum(kinds.values()) == 0

    def teardown(self):
        cached = {FundAccount(fund, *account(kind)): cents for (fund, kind), cents in self.money.items()}
        assert check(self.posted, Book(cached_cents=cached)) == []


BookMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None, derandomize=True)
TestBook = BookMachine.TestCase
