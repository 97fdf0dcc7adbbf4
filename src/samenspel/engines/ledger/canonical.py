"""The bytes of a transfer that become a leaf of the trail."""

from __future__ import annotations

import datetime
from json.encoder import encode_basestring

from samenspel.engines.evidence import canonical_bytes, leaf_hash
from samenspel.engines.ledger.model import Transfer


def transfer_content(transfer: Transfer) -> dict[str, object]:
    """The transfer as canonical JSON holds it; the moment in UTC to the microsecond."""
    return {
        "amount_cents": transfer.amount_cents,
        "at": _moment(transfer.at),
        "credit": {"kind": transfer.credit.kind, "ref": transfer.credit.ref},
        "debit": {"kind": transfer.debit.kind, "ref": transfer.debit.ref},
        "fund": transfer.fund,
        "key": transfer.key,
        "kind": transfer.kind,
        "period": transfer.period,
        "refs": dict(transfer.refs),
        "reverses": transfer.reverses,
        "sequence": transfer.sequence,
    }


def transfer_bytes(transfer: Transfer) -> bytes:
    """`canonical_bytes(transfer_content(transfer))`, written directly where the text is plain ASCII.

    Verifying a book does this for every transfer; the direct way is several times as fast. Raises
    EngineError as `canonical_bytes` does.
    """
    text = _direct(transfer)
    if not text.isascii() or abs(transfer.amount_cents) >= 2**53:
        return canonical_bytes(transfer_content(transfer))  # order, NFC and bounds need care
    return text.encode("ascii")


def transfer_leaf(transfer: Transfer) -> bytes:
    """The Merkle leaf hash of a transfer."""
    return leaf_hash(transfer_bytes(transfer))


def _direct(transfer: Transfer) -> str:
    quote = encode_basestring
    refs = transfer.refs
    papers = ",".join([f"{quote(name)}:{quote(refs[name])}" for name in sorted(refs)])
    reverses = "null" if transfer.reverses is None else transfer.reverses
    (credit_kind, credit_ref), (debit_kind, debit_ref) = transfer.credit, transfer.debit
    return (
        f'{{"amount_cents":{transfer.amount_cents},"at":"{_moment(transfer.at)}",'
        f'"credit":{{"kind":{quote(credit_kind)},"ref":{quote(credit_ref)}}},'
        f'"debit":{{"kind":{quote(debit_kind)},"ref":{quote(debit_ref)}}},'
        f'"fund":{quote(transfer.fund)},"key":{quote(transfer.key)},"kind":{quote(transfer.kind)},'
        f'"period":{quote(transfer.period)},"refs":{{{papers}}},"reverses":{reverses},'
        f'"sequence":{transfer.sequence}}}'
    )


def _moment(at: datetime.datetime) -> str:
    if at.tzinfo is not datetime.UTC:
        at = at.astimezone(datetime.UTC)
    return at.isoformat(timespec="microseconds")
