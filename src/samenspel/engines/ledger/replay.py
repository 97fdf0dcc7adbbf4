"""Transfers to balances."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from samenspel.engines.ledger.model import ACCOUNT_KINDS, SOURCE, Account, FundAccount, Transfer


@dataclass(frozen=True)
class Balances:
    """What stands on every account that a transfer ever touched, in cents."""

    accounts: Mapping[FundAccount, int]

    def of(self, fund: str, account: Account) -> int:
        """The balance of one account; 0 if nothing ever happened on it."""
        return self.accounts.get(FundAccount(fund, *account), 0)

    def of_kind(self, fund: str, kind: str) -> int:
        """The sum over a fund's accounts of one kind."""
        return self.per_fund().get(fund, {}).get(kind, 0)

    def granted(self, fund: str) -> int:
        """What came into the fund from outside, net: minus the balance of SOURCE."""
        return -self.of(fund, Account(SOURCE))

    def per_fund(self) -> dict[str, dict[str, int]]:
        """fund → account kind → sum, with every kind present."""
        sums: dict[str, dict[str, int]] = {}
        for (fund, kind, _), cents in self.accounts.items():
            kinds = sums.get(fund)
            if kinds is None:
                kinds = sums[fund] = dict.fromkeys(ACCOUNT_KINDS, 0)
            kinds[kind] = kinds.get(kind, 0) + cents
        return sums


def replay(transfers: Iterable[Transfer]) -> Balances:
    """Add up all transfers, in any order. It judges nothing: `check` does."""
    funds: dict[str, dict[Account, int]] = defaultdict(lambda: defaultdict(int))
    for transfer in transfers:
        accounts = funds[transfer.fund]
        accounts[transfer.debit] -= transfer.amount_cents
        accounts[transfer.credit] += transfer.amount_cents
    return balances_of(funds)


def balances_of(funds: Mapping[str, Mapping[Account, int]]) -> Balances:
    """Balances from cents per account per fund."""
    return Balances(
        {
            FundAccount(fund, kind, ref): cents
            for fund, accounts in funds.items()
            for (kind, ref), cents in accounts.items()
        }
    )
