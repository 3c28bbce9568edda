"""What a document says of a department: proposals for the fields of a dossier, each with the words it comes from."""

from collections.abc import Iterator, Mapping
from typing import Any

from rupfam_assistant.convention.note import READ, SINGLE, Proposal
from rupfam_assistant.texts.quotes import find_quote


def told_in(record: Mapping[str, Any], text: str) -> Iterator[Proposal]:
    """The values that were read in a text, field by field, at the words that say each: after those of the one before,
    where there are several."""
    for field in READ:
        done = 0
        for value in [record.get(field)] if field in SINGLE else record.get(field) or []:
            said = [part for part in (value.values() if isinstance(value, dict) else [value]) if part]
            spans = next((found for part in said if len(str(part)) > 1 and (found := find_quote(text, str(part)))), [])
            start, end = next((span for span in spans if span[0] >= done), spans[0] if spans else (0, 0))
            done = max(done, end)
            if said:
                yield Proposal(field, value, start, end)
