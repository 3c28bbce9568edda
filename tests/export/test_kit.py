"""The files of a welcome kit: a page to read, then the quotes; a title and six slides, nothing of them cut."""

import io
import re
import shutil
from datetime import date

import pytest
from docx import Document
from PIL import Image
from pptx import Presentation
from pypdf import PdfReader
from welcoming import DOSSIER

from rupfam_assistant.dossier.reading import make_dossier
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.export.kit import kit_markdown, write_kit
from rupfam_assistant.export.look import Dress, darkened, read_colour
from rupfam_assistant.export.pdf import write_pdf
from rupfam_assistant.export.pptx import BODY, MOST_ROWS, write_slides
from rupfam_assistant.office import Office
from rupfam_assistant.welcome.annex import annex_of
from rupfam_assistant.welcome.kit import Kit

PARTNERS = ("la MSA", "un espace de rencontre", "CIDFF", "JAF", "la CAF", "un marchand de vélos")
SEVERAL = "la MSA, le JAF et un espace de rencontre"
DAY = date(2026, 3, 2)


def logo() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (300, 120), "teal").save(drawn, "PNG")
    return drawn.getvalue()


@pytest.mark.parametrize("partner", (*PARTNERS[:-1], SEVERAL))
def test_the_word_kit_says_every_quote_and_what_its_trade_would_look_for_first(partner: str, office: Office) -> None:
    kit = office.welcome(partner)
    document = Document(io.BytesIO(write_kit(kit, DAY)))
    told = "\n".join(paragraph.text for paragraph in document.paragraphs).replace("\u00a0", " ")
    assert all(item.text in told for section in annex_of(kit) for item in section.items)
    rows = [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in document.tables[0].rows]
    assert rows[0] == ["Ce que vous chercheriez", "À demander à"] and 1 < len(rows) <= 5
    assert [row[0].lower() for row in rows[1:]] == [silence.what.lower() for silence in kit.at_desks]


def test_a_partner_that_no_text_knows_is_told_so_on_two_pages_without_quotes(office: Office) -> None:
    kit = office.welcome("un marchand de vélos")
    told = [paragraph.text for paragraph in Document(io.BytesIO(write_kit(kit, DAY))).paragraphs]
    assert any("ne parlent pas de « un marchand de vélos »" in text.replace("\u00a0", " ") for text in told)
    assert not any("Annexe" in text for text in told)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is missing")
@pytest.mark.parametrize("partner", ("la MSA", "JAF", SEVERAL))
def test_what_is_to_be_read_holds_on_the_first_page(partner: str, office: Office) -> None:
    kit = office.welcome(partner, make_dossier(DOSSIER))
    pages = [
        page.extract_text() for page in PdfReader(io.BytesIO(write_pdf(write_kit(kit, DAY, Dress(logo=logo()))))).pages
    ]
    assert "Les mots à connaître" in pages[0] + pages[1]
    assert pages[1].lstrip().startswith("Ruptures familiales")
    assert "Ce que les textes ne disent pas" in pages[1]
    assert "Annexe" not in pages[0]


@pytest.mark.parametrize("partner", (*PARTNERS, SEVERAL))
def test_the_deck_has_a_cover_and_titled_slides_of_five_lines_at_most(partner: str, office: Office) -> None:
    kit = office.welcome(partner, make_dossier(DOSSIER))
    cover, *slides = Presentation(io.BytesIO(write_slides(kit, DAY, Dress()))).slides
    assert "Val-d’Ombre – 2 mars 2026" in cover.placeholders[1].text_frame.text
    assert len(slides) == 6
    assert "Ce que la CAF aimerait savoir" in [slide.shapes.title.text_frame.text for slide in slides]
    for slide in slides:
        assert slide.shapes.title is not None
        lines = slide.placeholders[1].text_frame.paragraphs
        assert 1 <= len(lines) <= MOST_ROWS
        assert all(line.runs[0].font.size.pt == BODY for line in lines)
        assert "…" not in "".join(line.text for line in lines if "(« … »)" not in line.text)
    assert any("«" in slide.notes_slide.notes_text_frame.text for slide in slides)


def test_a_slide_tells_the_part_and_the_term_of_each_action_and_names_the_objectives(office: Office) -> None:
    actions = [
        {"objective": 1, "text": "Ouvrir le samedi", "pilot": "MSA des Coteaux", "deadline": "juin 2027"},
        {"objective": 2, "text": "Interroger les parents", "pilot": "CAF", "partners": ["MSA"], "deadline": "2028"},
    ]
    for partner in ("la MSA", "une commune"):
        kit = office.welcome(partner, make_dossier(DOSSIER | {"planned_actions": actions}))
        deck = Presentation(io.BytesIO(write_slides(kit, DAY, Dress())))
        shown = "\n".join(slide.placeholders[1].text_frame.text for slide in deck.slides).replace("\u00a0", " ")
        assert "(vous pilotez" not in deck.slides[2].placeholders[1].text_frame.text
        assert ("Ouvrir le samedi (vous pilotez ; juin 2027)" in shown) == (partner == "la MSA")
        assert ("Interroger les parents (vous êtes partenaire ; pilote : CAF ; 2028)" in shown) == (partner == "la MSA")
        assert "quatre objectifs." not in shown
        assert "livret" not in shown.lower()


def told(kit: Kit) -> tuple[list[str], list[str]]:
    """What each slide shows, its points on lines, and its notes."""
    slides = Presentation(io.BytesIO(write_slides(kit, DAY, Dress()))).slides
    pairs = [(s.placeholders[1].text_frame.text, s.notes_slide.notes_text_frame.text) for s in list(slides)[1:]]
    shown, notes = ([text.replace("\u00a0", " ") for text in texts] for texts in zip(*pairs, strict=True))
    return shown, notes


def test_actions_that_a_slide_does_not_hold_are_counted_on_it_and_told_in_its_notes(office: Office) -> None:
    action = {"objective": 1, "pilot": "MSA des Coteaux", "deadline": "juin 2027"}
    texts = [f"Ouvrir une permanence de médiation familiale dans la maison de quartier numéro {n}" for n in range(7)]
    actions = [action | {"text": text} for text in texts]
    actions[3] |= {"pilot": "CAF", "partners": ["MSA des Coteaux"]}
    shown, notes = told(office.welcome("la MSA", make_dossier(DOSSIER | {"planned_actions": actions})))
    head, *lines = shown[1].split("\n")
    assert head == "Sept actions vous concernent ; vous en pilotez six, dont :" and len(lines) == 4
    assert all(text in notes[1] for text in texts)
    long = [action | {"text": "Ouvrir une permanence, " * 40}]
    shown, notes = told(office.welcome("la MSA", make_dossier(DOSSIER | {"planned_actions": long})))
    assert shown[1].startswith("Une action vous concerne")
    assert "Ouvrir une permanence, Ouvrir" in notes[1]


def test_a_slide_tells_those_that_the_partner_leads_in_few_words_the_nearest_first(office: Office) -> None:
    terms = ("mars 2028", "2029", "juin 2027", "mai 2027", "avril 2027", "chaque année")
    actions = [
        {
            "objective": 1,
            "text": f"Ouvrir une permanence de médiation familiale à la mairie de Vaux, salle {n}",
            "pilot": "MSA",
            "deadline": term,
        }
        for n, term in enumerate(terms)
    ]
    actions.append(actions[0] | {"text": "Écrire un guide", "pilot": "CAF", "partners": ["MSA"]})
    shown, _ = told(office.welcome("la MSA", make_dossier(DOSSIER | {"planned_actions": actions})))
    head, *lines = shown[1].split("\n")
    assert head == "Sept actions vous concernent ; vous en pilotez six, dont :"
    assert [line.rpartition("(")[2] for line in lines] == ["avril 2027)", "mai 2027)", "juin 2027)", "mars 2028)"]


def test_the_notes_tell_each_thing_once(office: Office) -> None:
    _, notes = told(office.welcome("la MSA", make_dossier(DOSSIER)))
    assert len(notes[0].split()) < 400
    for slide in notes:
        assert len(set(slide.split("\n"))) == len(slide.split("\n"))


def test_a_term_that_is_past_is_told_as_past(office: Office) -> None:
    actions = [
        {"objective": 1, "text": text, "pilot": "MSA des Coteaux", "deadline": term}
        for text, term in (("Ouvrir le samedi", "février 2026"), ("Écrire un guide", "de février à mars 2026"))
    ]
    shown, _ = told(office.welcome("la MSA", make_dossier(DOSSIER | {"planned_actions": actions})))
    assert "Ouvrir le samedi (vous pilotez)" in shown[1]
    assert "Écrire un guide (vous pilotez ; de février à mars 2026)" in shown[1]


def test_a_body_of_another_department_is_not_told_of_its_own(office: Office) -> None:
    party = {"body": "SPIP du Val-d’Ombre", "represented_by": "M. Luc Roy, directeur"}
    dossier = make_dossier(DOSSIER | {"signatories": [*DOSSIER["signatories"], party]})
    for partner, title in (
        ("le SPIP de Seine-et-Marne", "Dans le département du Val-d’Ombre"),
        ("le SPIP du Val-d’Ombre", "Dans votre département"),
    ):
        kit = office.welcome(partner, dossier)
        slides = Presentation(io.BytesIO(write_slides(kit, DAY, Dress()))).slides
        document = Document(io.BytesIO(write_kit(kit, DAY)))
        assert slides[2].shapes.title.text_frame.text == title
        assert title in [paragraph.text for paragraph in document.paragraphs]


@pytest.mark.parametrize(
    ("partner", "convention", "department"),
    [
        ("le SPIP, département de la Haute-Brume", "Convention « ruptures familiales » 2026-2029", "Haute-Brume"),
        ("le SPIP (Aisne)", "Convention « ruptures familiales » 2026-2029", "Aisne"),
        ("le SPIP", "Convention départementale « ruptures familiales » 2026-2029", ""),
    ],
)
def test_without_a_dossier_the_papers_name_the_department_that_is_told(
    partner: str, convention: str, department: str, office: Office
) -> None:
    kit = office.welcome(partner)
    deck = Presentation(io.BytesIO(write_slides(kit, DAY, Dress())))
    cover = deck.slides[0].placeholders[1].text_frame.text.replace("\u00a0", " ")
    under = " – ".join(filter(None, ("CAF de [à compléter]", department, "2 mars 2026")))
    title = deck.core_properties.title
    assert cover == f"{convention}\n{under}" and department in title and not title.endswith("– ")
    lines = [
        paragraph.text.replace("\u00a0", " ") for paragraph in Document(io.BytesIO(write_kit(kit, DAY))).paragraphs
    ]
    assert lines[1] == " – ".join(filter(None, (convention, department, "livret du 2 mars 2026")))


def test_an_acronym_is_written_out_once_and_a_point_is_told_once(office: Office) -> None:
    dossier = make_dossier(DOSSIER | {"organisation": "animée par la DDETS, en lien avec le CDSF"})
    for partner in ("la MSA", "une commune", "une intercommunalité", "SPIP", "JAF", "un espace de rencontre"):
        shown, notes = told(office.welcome(partner, dossier))
        points = [point for slide in shown for point in slide.split("\n")]
        assert len(set(points)) == len(points) and not any(point.startswith("CDSF : ") for point in points)
        spoken = [line for slide in notes for line in slide.split("\n")]
        assert spoken.count("CDSF : comité départemental des services aux familles.") == 1


def test_every_acronym_of_a_paper_is_written_out_in_it(office: Office) -> None:
    actions = [{"objective": 3, "text": "Former la PMI, le SIAO et la MJD", "pilot": "CAF", "partners": ["SPIP"]}]
    dossier = make_dossier(DOSSIER | {"planned_actions": actions, "organisation": "par la DDETS, avec le CDSF"})
    for partner in ("SPIP", "un notaire", "DDETSPP"):
        kit = office.welcome(partner, dossier)
        shown, notes = told(kit)
        for said in (kit_markdown(kit, DAY).replace("\u00a0", " "), "\n".join([*shown, *notes])):
            used = [word for word, _ in kit.acronyms if re.search(rf"\b{word}\b", said)]
            assert used and [word for word in used if f"{word} : " not in said] == []


def test_a_member_of_the_instance_is_told_so_on_the_slide_of_its_place(office: Office) -> None:
    actions = [{"objective": 1, "text": f"Ouvrir le site {n}", "pilot": "SPIP"} for n in range(9)]
    dossier = make_dossier(DOSSIER | {"planned_actions": actions, "members": ["SPIP"]})
    shown, _ = told(office.welcome("SPIP", dossier))
    said = "mais vous siégez au comité départemental des services aux familles et vous pilotez des actions."
    assert said in shown[0] and "siégez" not in shown[1]
    assert "siégez" not in "".join(told(office.welcome("un notaire", dossier))[0])


def test_the_parties_of_the_trame_are_not_told_where_the_dossier_lists_those_who_sign(office: Office) -> None:
    page = kit_markdown(office.welcome("MSA"), DAY).partition("Annexe")[0]
    listed = kit_markdown(office.welcome("MSA", make_dossier(DOSSIER)), DAY).partition("Annexe")[0]
    assert "Parties selon le modèle : préfet" in page.replace("\u00a0", " ") and "Parties selon" not in listed
    court = office.welcome("la cour d’appel", make_dossier(DOSSIER))
    assert not court.signs and office.welcome("la cour d’appel").signs


def test_an_acronym_of_the_dossier_is_written_out_in_the_notes_unless_it_is_the_partner_s(office: Office) -> None:
    action = {"objective": 1, "text": "Visio-médiation à la MJD, avec la MSA", "pilot": "MSA des Coteaux"}
    dossier = make_dossier(DOSSIER | {"planned_actions": [action]})
    _, notes = told(office.welcome("la MSA", dossier))
    assert "MJD : maison de justice et du droit." in notes[1]
    assert not any("MSA : " in note for note in notes)


def test_a_priority_withheld_is_no_empty_line(office: Office) -> None:
    dossier = make_dossier(DOSSIER | {"priorities": ["Les îles d’abord", "Trouver une solution pour le petit Maël"]})
    local = office.welcome("la MSA", dossier).local
    assert [line for line in local if "riorité" in line] == ["Parmi les priorités du département : Les îles d’abord"]


def test_a_local_objective_has_the_number_that_the_convention_gives_it(office: Office) -> None:
    actions = [
        {"objective": "X", "title": title, "text": text, "pilot": "MSA"} for title, text in (("A", "un"), ("B", "deux"))
    ]
    local = office.welcome("MSA", make_dossier(DOSSIER | {"planned_actions": actions})).local
    assert "Objectif 5, propre au département, « A » : Un (vous\u00a0pilotez)" in local
    assert "Objectif 6, propre au département, « B » : Deux (vous\u00a0pilotez)" in local


def test_a_partner_of_no_action_is_told_so(office: Office) -> None:
    actions = [{"objective": 1, "text": f"Action {n}", "pilot": "Mairie"} for n in range(40)]
    local = office.welcome("SPIP", make_dossier(DOSSIER | {"planned_actions": actions})).local
    assert "Les actions prévues ne vous nomment pas." in local


def test_a_colour_that_is_none_and_a_logo_that_is_no_image_are_refused(office: Office) -> None:
    assert read_colour("#17555c") == "17555C"
    assert darkened("17555C") == "17555C"
    assert darkened("FFEE88") != "FFEE88"
    with pytest.raises(RupfamError, match="couleur"):
        read_colour("bleu")
    with pytest.raises(RupfamError, match="logo"):
        write_kit(office.welcome("JAF"), DAY, Dress(logo=b"not an image"))


@pytest.mark.parametrize("partner", ("SPIP", "la mairie de Bras-Fusil, petite commune des Hauts"))
def test_the_word_kit_names_the_four_objectives_and_is_dated_as_a_paper(partner: str, office: Office) -> None:
    document = Document(io.BytesIO(write_kit(office.welcome(partner, make_dossier(DOSSIER)), DAY)))
    assert any("(trame, art.\u00a08)" in paragraph.text for paragraph in document.paragraphs)
    title, label, sources, *told = [paragraph.text.replace("\u00a0", " ") for paragraph in document.paragraphs]
    assert title in ("Livret d’accueil : SPIP", "Livret d’accueil : mairie de Bras-Fusil")
    assert label.endswith("livret du 2 mars 2026")
    page = told[: told.index("Ce que les textes ne disent pas")]
    assert any(line.startswith("Objectifs : soutenir l’offre (1)") for line in page)
    assert "« trame », le modèle qu’elle joint" in sources


def test_an_acronym_is_spelt_out_in_its_own_definition(office: Office) -> None:
    told = [entry.told for entry in office.welcome("SPIP").glossary if entry.acronym]
    assert "RGPD : règlement général sur la protection des données." in told


def test_a_word_of_a_partner_s_own_field_is_not_explained_to_it(office: Office) -> None:
    told = {partner: [entry.term for entry in office.welcome(partner).words] for partner in ("JAF", "point-justice")}
    assert "intermédiation financière" in told["point-justice"]
    assert {"intermédiation financière", "médiation familiale", "espace de rencontre"}.isdisjoint(told["JAF"])


def test_the_page_opens_with_the_convention_and_closes_with_the_first_steps(office: Office) -> None:
    lines = [
        p.text.replace("\u00a0", " ") for p in Document(io.BytesIO(write_kit(office.welcome("CDAD"), DAY))).paragraphs
    ]
    assert lines[2].startswith("Sources : « circ. », la circulaire")
    assert lines[4].startswith("Son but : aider") and "le 20 janvier 2026" in lines[5]
    assert lines[6].startswith("Parties selon le modèle : préfet")
    titles = [
        line for line in lines if line in ("Vos premiers pas", "Votre contact", "Ce que les textes ne disent pas")
    ]
    assert titles == ["Vos premiers pas", "Votre contact", "Ce que les textes ne disent pas"]
    assert "logos" not in "\n".join(lines[: lines.index("Votre contact")])
    signed = lines[lines.index("Ce que signent les autres") + 1]
    assert signed.startswith("Les signataires s’engagent") and signed.endswith("(art. 1, art. 3 et art. 4)")


def test_the_priorities_are_one_line_and_nothing_is_left_for_later_where_there_is_room(office: Office) -> None:
    dossier = make_dossier(DOSSIER | {"priorities": ["Les îles d’abord", "Aller vers les pères", "Le soir"]})
    told = kit_markdown(office.welcome("la MSA", dossier), DAY)
    assert "Les priorités du département : Les îles d’abord ; Aller vers les pères ; Le soir" in told
    assert "est en page 2" not in told
    dossier = make_dossier(DOSSIER | {"priorities": ["Les îles ; le nord", "Aller vers les pères"]})
    assert "Les priorités du" not in kit_markdown(office.welcome("la MSA", dossier), DAY)


def test_how_the_convention_ends_is_printed_one_rule_a_line(office: Office) -> None:
    told = kit_markdown(office.welcome("la MSA"), DAY)
    page = told.replace("\u00a0", " ").partition("Ce que les textes")[0].split("\n")
    rules = ("Durée : de la signature", "Sortie : lettre recommandée avec avis de réception, deux mois au plus tard")
    assert [sum(line.startswith(f"- {rule}") for line in page) for rule in rules] == [1, 1]


def test_a_contact_that_no_page_holds_is_printed(office: Office) -> None:
    caf = {"body": "CAF de la Haute-Brume", "address": "1 rue du Puits, " * 600}
    assert "1 rue du Puits" in kit_markdown(
        office.welcome("la MSA", make_dossier(DOSSIER | {"signatories": [caf]})), DAY
    )


def test_what_the_texts_do_not_say_sends_to_the_caf_and_who_pays_with_it_alone(office: Office) -> None:
    for partner in ("le SPIP", "CDAD", "UDAF", "une brigade de gendarmerie"):
        kit = office.welcome(partner)
        assert 0 < len(kit.at_desks) <= 4
        assert not any(word in one.who for one in kit.at_desks for word in ("parquet", "juge", "tribunal"))
        assert kit.left_unsaid.startswith(
            "Vous ne trouverez pas dans les textes nationaux : "
        ) and kit.left_unsaid in kit_markdown(kit, DAY)


def test_a_title_has_no_capital_too_many(office: Office) -> None:
    kit = office.welcome("l’office HLM")
    assert kit_markdown(kit, DAY).startswith("# Livret d’accueil : office HLM")
    assert kit_markdown(office.welcome("l’UDAF"), DAY).startswith("# Livret d’accueil : UDAF")
    assert (
        Presentation(io.BytesIO(write_slides(kit, DAY, Dress()))).slides[0].shapes.title.text_frame.text
        == "Rencontre entre partenaires\nOffice HLM"
    )


def test_the_words_explained_stand_together_and_an_acronym_that_no_line_holds_is_not_explained(office: Office) -> None:
    actions = [
        {"objective": 5 - n, "text": f"Rendre visite à la DSDEN, au SIAO et au CMP, {n}" * (1 + n), "pilot": "MSA"}
        for n in (1, 2, 3, 4)
    ]
    told = {"planned_actions": actions, "organisation": "présidence : préfet. Secrétariat tournant"}
    said = kit_markdown(office.welcome("la MSA", make_dossier(DOSSIER | told)), DAY).replace("\u00a0", " ")
    said = said.partition("Annexe")[0]
    assert said.count("Les mots à connaître") == 1
    assert all(f"{word} : " in said for word in ("SIAO", "CMP", "DSDEN")) and "CDSF" not in said
    assert said.count("Présidence : préfet") == 1 and "Organisation : Secrétariat tournant" in said
    rest = said.partition("Dans votre département, la suite")[2]
    left = [line for line in rest.split("\n") if line.startswith("- Objectif")]
    assert len(left) > 1 and left == sorted(left)


def test_a_cofinancing_to_pursue_is_not_told_as_what_the_signatories_pay(office: Office) -> None:
    said = "".join(told(office.welcome("le préfet", make_dossier(DOSSIER)))[0])
    assert "poursuivre un cofinancement" in said and "cofinancent" not in said


def test_a_slide_tells_what_the_project_plans_and_which_priorities_are_left_out(office: Office) -> None:
    action = {"objective": 4, "text": "Tableau de suivi des délais, mis à jour chaque trimestre", "pilot": "CAF"}
    priorities = [
        "Tenir le service toute l’année, hiver compris",
        "Faciliter les démarches des parents frontaliers",
        "Résorber la liste d’attente en espace de rencontre de chacune des vallées",
        "Aller chercher les pères et les grands-parents, qui se disent mal reçus dans les dispositifs",
        "Parler de séparation avant le tribunal, dès la naissance, avec les sages-femmes et la PMI",
        "Former les agents d’accueil des mairies et des maisons France services à l’orientation des parents",
    ]
    dossier = make_dossier(DOSSIER | {"planned_actions": [action], "priorities": priorities})
    shown, _ = told(office.welcome("le préfet", dossier))
    held = next(line for line in shown[1].split("\n") if "priorités" in line)
    assert held.startswith(f"Parmi les priorités du département : {priorities[0]} ; {priorities[1]}")
    assert priorities[-1] not in held
    unsaid = next(slide for slide in shown if "Le montant et la répartition" in slide)
    assert "outil de suivi ; le projet prévoit : tableau de suivi des délais, mis à jour chaque trimestre" in unsaid


def test_who_neither_signs_nor_is_a_party_is_shown_what_it_may_do_and_no_commitment_as_its_own(office: Office) -> None:
    slides = Presentation(
        io.BytesIO(write_slides(office.welcome("un bailleur", make_dossier(DOSSIER)), DAY, Dress()))
    ).slides
    said = next(
        slide.placeholders[1].text_frame.text
        for slide in slides
        if slide.shapes.title.text_frame.text == "Ce que vous pouvez faire"
    )
    assert said.startswith("Dire à la CAF si vous souhaitez signer") and "\nLes signataires s’engagent à" in said
    assert not any("Suivre chaque année" in slide.placeholders[1].text_frame.text for slide in slides)


def test_five_words_are_explained_together_without_a_mark_that_looks_like_a_bullet(office: Office) -> None:
    said = kit_markdown(office.welcome("notaire", make_dossier(DOSSIER)), DAY).partition("Ce que les textes")[0]
    words = said.partition("Les mots à connaître")[2].partition("\n\n")[2].split("\n#")[0]
    assert words.count(" : ") + words.count("\u00a0: ") == 5 and " *" not in words
