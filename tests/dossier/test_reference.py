"""docs/dossier.md, the dossier field by field: what the schema tells of each field, with an example that is read.

`python tests/dossier/test_reference.py` writes in it what the schema tells now, the examples kept.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rupfam_assistant.dossier.paths import at
from rupfam_assistant.dossier.reading import make_dossier
from rupfam_assistant.dossier.schema import FIELDS, Field
from rupfam_assistant.french.typography import typeset

PAGE = Path(__file__).parents[2] / "docs" / "dossier.md"
ROW = re.compile(r"^\| `(?P<place>[a-z_.\[\]]+)` \| .* \| `(?P<example>[^`]+)` \|$", re.MULTILINE)
HEAD = "| Champ | Nom | Ce que c’est | Les mots de la trame | Exemple |\n|---|---|---|---|---|\n"


def leaves() -> dict[str, Field]:
    """The fields that hold no other, by place, a list with brackets: "planned_actions[].partners[]"."""
    found = {}
    for names, told in FIELDS.items():
        if not told.fields:
            lists = [at(*names[: last + 1]).told for last in range(len(names))]
            signs = ["[]" if one and (one.fields or one.kind in ("rows", "lines")) else "" for one in lists]
            found[".".join(name + sign for name, sign in zip(names, signs, strict=True))] = told
    return found


def row(place: str, told: Field, example: str) -> str:
    more = ("Obligatoire." if told.required else "", "" if told.printed else "Jamais imprimé.")
    about = typeset(" ".join(part for part in (told.help, *more) if part))
    inner = re.sub("« (.*?) »", r"“\1”", told.quote)
    quote = typeset(f"« {inner} »") if told.quote else "–"
    return f"| `{place}` | {told.label} | {about} | {quote} | `{example}` |\n"


def examples(page: str) -> dict[str, str]:
    return {found["place"]: found["example"] for found in ROW.finditer(page)}


def table(page: str) -> str:
    told = examples(page)
    return HEAD + "".join(row(place, field, told.get(place, "null")) for place, field in leaves().items())


def put(record: dict[str, Any], place: str, value: object) -> None:
    """Writes a value at a place, in lists of one item."""
    name, _, rest = place.partition(".")
    key = name.removesuffix("[]")
    if rest:
        put(record.setdefault(key, [{}])[0], rest, value)
    else:
        record[key] = [value] if name.endswith("[]") else value


def values(part: Any, place: str = "") -> Iterator[tuple[str, object]]:
    """Every value of a dossier of lists of one item, by place."""
    if isinstance(part, tuple):
        for item in part:
            yield from values(item, f"{place}[]")
    elif hasattr(part, "__dataclass_fields__"):
        for name, inner in vars(part).items():
            yield from values(inner, f"{place}.{name}".lstrip("."))
    else:
        yield place, part


def test_the_page_tells_each_field_as_the_schema_does() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert table(page) in page, "« python tests/dossier/test_reference.py » récrit le tableau"
    assert set(examples(page)) == set(leaves())


def test_the_examples_of_the_page_make_a_dossier_where_nothing_is_empty() -> None:
    told = {place: json.loads(example) for place, example in examples(PAGE.read_text(encoding="utf-8")).items()}
    record: dict[str, Any] = {}
    for place, example in told.items():
        put(record, place, example)
    assert dict(values(make_dossier(record))) == told


if __name__ == "__main__":
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(re.sub(re.escape(HEAD) + r"(?:\|.*\n)*", lambda _: table(text), text), encoding="utf-8")
