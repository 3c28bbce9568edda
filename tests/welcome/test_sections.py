"""The sections of a kit: the texts' own words, each once, understood alone."""

from rupfam_assistant.answers.excerpts import wording_key
from rupfam_assistant.office import Office
from rupfam_assistant.welcome.kit import Kit


def test_no_quote_of_another_party_is_in_the_annex_but_the_list_of_all(office: Office) -> None:
    for partner in ("SPIP", "une commune", "la gendarmerie"):
        told = [item.text for section in office.welcome(partner).sections for item in section.items]
        whole = [text for text in told if text.startswith("« Entre : Le préfet")]
        assert len(whole) == 1 and whole[0].endswith("Autres »")
        assert not any(
            "cour d’appel de X" in text or "Le conseil départemental, situé" in text
            for text in told
            if text not in whole
        )


def test_a_sentence_quoted_is_understood_alone_and_whole_without_the_mark_of_a_footnote(kits: dict[str, Kit]) -> None:
    items = [item.text for kit in kits.values() for section in kit.sections for item in section.items]
    assert not any(
        text.startswith("« Cette information") or "secteur1" in text or "secteur »" in text for text in items
    )
    assert any(". Cette politique se traduit" in text for text in items)
    assert any("représentatives du secteur a la charge de la déclinaison" in text for text in items)


def test_a_sentence_that_both_texts_hold_is_quoted_once_with_both_sources(kits: dict[str, Kit]) -> None:
    for kit in kits.values():
        quoted = [item for section in kit.sections if section.key != "steps" for item in section.items]
        assert len({wording_key(item.text) for item in quoted}) == len(quoted)
    names = [
        [one.document.name for one in item.citations] for kit in kits.values() for s in kit.sections for item in s.items
    ]
    assert any({"circulaire", "trame"} <= {*one} for one in names)


def test_no_quote_stops_at_what_only_announces(office: Office) -> None:
    for partner in ("un médecin de PMI", "la CAF", "le soutien à la parentalité"):
        told = [item.text for section in office.welcome(partner).sections for item in section.items]
        assert [text for text in told if text.rstrip(" »").endswith(":")] == []
