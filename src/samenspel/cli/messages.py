"""English sentences for the codes with which engines refuse: the command line's edge."""

from __future__ import annotations

from collections.abc import Mapping

# code → (message, remedy); both are filled with the error's parameters.
MESSAGES: dict[str, tuple[str, str]] = {
    "no_such_column": ("There is no column '{name}'.", "Check the headers."),
    "unknown_source": (
        "'{text}' is not a source of randomness.",
        "Write balls:417, drand:ROUND:SIGNATURE or text:….",
    ),
    "not_three_digits": ("'{text}' is not a number of the balls.", "Write three digits, such as balls:041."),
    "empty_source": ("The source of randomness is empty.", "Write text: followed by the key string."),
    "bad_drand_signature": (
        "The signature of drand round {round} does not verify.",
        "Copy the round and its signature again from a drand quicknet page.",
    ),
    "number_outside_panels": (
        "The balls gave {number}, but there are only {panels} panels.",
        "Draw the balls again by the rule that was published.",
    ),
    "already_picked": ("This bundle has been picked already.", "A lottery is held once."),
    "not_json": ("This is not JSON.", "Use the file as the draw wrote it."),
    "not_canonical": (
        "The bytes are not the canonical ones.",
        "Use the file exactly as it was published; do not open and save it.",
    ),
    "seal_missing": ("The document has no seal.", "Use the file as it was published."),
    "seal_broken": (
        "The seal does not fit the document: something in it was changed.",
        "Use the file as it was published.",
    ),
    "unknown_kind": ("A document of kind '{kind}' can't be handled here.", "Use a bundle of Samenspel."),
    "malformed_bundle": ("The bundle lacks or misshapes '{field}'.", "Use the file as it was published."),
}


def message_of(code: str, params: Mapping[str, object]) -> tuple[str, str]:
    """Message and remedy for a code; a code without a sentence of its own is spelled out."""
    if code in MESSAGES:
        message, remedy = MESSAGES[code]
        try:
            return message.format(**params), remedy.format(**params)
        except (KeyError, IndexError):
            return message, remedy
    details = ", ".join(f"{name} {value}" for name, value in params.items())
    sentence = code.replace("_", " ").capitalize()
    return f"{sentence}: {details}." if details else f"{sentence}.", ""
