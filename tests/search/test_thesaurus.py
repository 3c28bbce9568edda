"""The thesaurus finds its groups in a text."""

from pathlib import Path

import pytest

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.french.words import stems
from rupfam_assistant.search.thesaurus import Term, Thesaurus, read_thesaurus


@pytest.fixture
def small_thesaurus() -> Thesaurus:
    return Thesaurus(
        [
            Term("médiation familiale", ("médiateur",), None, None),
            Term("comité départemental des services aux familles", ("comité des familles",), "CDSF", "une instance"),
            Term("CAF", ("caisse d’allocations familiales",), None, None),
        ]
    )


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("les médiations familiales", ["#0"]),
        ("Un MÉDIATEUR ou le cdsf ?", ["#0", "#1"]),
        ("la caisse d'allocations familiales et la CAF", ["#2"]),
        ("la médiation pénale", []),
        ("", []),
    ],
)
def test_the_groups_of_the_thesaurus_are_found_in_a_text(
    text: str, concepts: list[str], small_thesaurus: Thesaurus
) -> None:
    assert small_thesaurus.concepts(stems(text)) == concepts


def test_every_wording_of_the_thesaurus_finds_its_own_group(thesaurus: Thesaurus) -> None:
    lost = [
        form
        for number, term in enumerate(thesaurus.terms)
        for form in (term.term, *term.same)
        if 0 < len(stems(form)) <= 6 and f"#{number}" not in thesaurus.concepts(stems(form))
    ]
    assert lost == []


@pytest.mark.parametrize("content", [None, b"\xff\xfe{"])
def test_a_file_that_cannot_be_read_is_told_by_name(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "thesaurus.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(RupfamError, match=r"thesaurus\.jsonl"):
        read_thesaurus(path)
