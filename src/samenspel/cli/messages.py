"""English sentences for the codes with which engines refuse: the command line's edge."""

from __future__ import annotations

from collections.abc import Mapping

# code → (message, remedy); both are filled with the error's parameters.
MESSAGES: dict[str, tuple[str, str]] = {
    "no_book": (
        "There is no household book in {database}, or its tables are of an older version.",
        "Start it with `samenspel demo` or `samenspel serve`, or name the database in DATABASE_URL.",
    ),
    "no_municipality": ("There is no such municipality in this database.", "Check the CBS code."),
    "which_municipality": (
        "This database holds several municipalities: {codes}.",
        "Name one with --municipality.",
    ),
    "fetch_off": (
        "There is no address to fetch from.",
        "Set SAMENSPEL_CBS_URL or SAMENSPEL_PDOK_URL, or download the file yourself and import it.",
    ),
    "fetch_failed": ("Fetching {asked} did not work: {why}.", "Try again later, or import a downloaded file."),
    "fetch_empty": ("{table} holds nothing of this municipality.", "Check the code, such as GM0014."),
    "table_unknown": ("We know no table of {year}.", "Name it with --table, such as --table 85984NED."),
    "no_such_column": ("There is no column '{name}'.", "Check the headers."),
    "unknown_source": (
        "'{text}' is not a source of randomness.",
        "Write balls:417, drand:ROUND:SIGNATURE, numbers:NAME=1 2 3 or text:….",
    ),
    "not_three_digits": ("'{text}' is not a number of the balls.", "Write three digits, such as balls:041."),
    "empty_source": ("The source of randomness is empty.", "Write text: followed by the key string."),
    "bad_drand_signature": (
        "The signature of drand round {round} does not verify.",
        "Copy the round and its signature again from a drand quicknet page.",
    ),
    "malformed_drand": (
        "'{text}' is not a drand round with its signature.",
        "Write drand:ROUND:SIGNATURE, the signature as 96 hexadecimal digits.",
    ),
    "malformed_numbers": (
        "'{text}' are not named public numbers.",
        "Write numbers:NAME=1 2 3, and a semicolon before the next name.",
    ),
    "announcement_unknown": (
        "'{text}' can't be announced as public randomness.",
        "Write balls, text, drand:ROUND, or numbers:NAME;NAME.",
    ),
    "other_source_announced": (
        "{announced} was announced as randomness, {given} was given.",
        "Use the source that was announced.",
    ),
    "too_many_panels_for_balls": (
        "Three balls can't choose among {panels} panels.",
        "Lay out at most 1,000 panels, or use another source.",
    ),
    "selection_out_of_range": ("{count} can't be chosen out of {total}.", "Ask for at most as many as there are."),
    "no_panels": ("There are no panels to draw from.", "Lay out at least one panel."),
    "duplicate_id": ("The id {id} is in the pool more than once.", "Give everyone an id of their own."),
    "unknown_id": ("A panel names {id}, who is not in the pool.", "Draw the panels from this pool."),
    "not_representable": ("A value of type {type} has no canonical form.", "Use text, whole numbers, lists, objects."),
    "integer_too_large": ("{value} is too large for a canonical number.", "Keep within 2^53 - 1, or write it as text."),
    "key_not_text": ("The name {key} is not text.", "Name every field by text."),
    "duplicate_key": ("The field {key} stands twice.", "Name every field once."),
    "lone_surrogate": ("A text holds half a character.", "Write the text in Unicode."),
    "too_deep": ("The document nests deeper than {depth}.", "Flatten it."),
    "seal_present": ("The document has a seal already.", "Seal a document once."),
    "leaf_out_of_range": ("There is no leaf {index} in a tree of {size}.", "Ask for a leaf that is there."),
    "malformed_frontier": ("The stored edge of a tree of {size} is damaged.", "Build it again from the leaves."),
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
