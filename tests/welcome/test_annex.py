"""The annex of a kit on paper: every quote that its page invokes, and no sentence twice."""

import re
from collections import Counter

import pytest

from rupfam_assistant.office import Office
from rupfam_assistant.welcome.annex import annex_of
from rupfam_assistant.welcome.evidence import covers

LONGEST_LABEL = 40
"""Signs of what may be said twice: what announces a quote, a place."""


@pytest.mark.parametrize("partner", ["le SPIP", "la MSA", "une petite commune", "la CAF", "grands-parents", "DDETS"])
def test_what_the_page_invokes_is_in_the_annex_and_no_sentence_is_there_twice(office: Office, partner: str) -> None:
    kit = office.welcome(partner)
    annex = [item for section in annex_of(kit) for item in section.items]
    quoted = [citation for item in annex for citation in item.citations]
    steps = [item for section in kit.sections if section.key == "steps" for item in section.items]
    invoked = [*(item for section in kit.page for item in section.items), *steps]
    assert [i.text for i in invoked if not all(covers(quoted, one) for one in i.citations)] == []
    said = Counter(part.strip("« »") for item in annex for part in re.split(r"(?<=[.;:])\s", item.text))
    assert [part for part, times in said.items() if times > 1 and len(part) > LONGEST_LABEL] == []


def test_a_partner_that_does_not_sign_reads_what_its_page_invokes_of_what_others_sign(office: Office) -> None:
    told = "\n".join(item.text for section in annex_of(office.welcome("le SPIP")) for item in section.items)
    assert "secret professionnel" in told
    assert "avis de réception" not in told and "juridiction compétente" not in told
    assert "logos de chaque Partie" not in told
