"""The summary of a review, on one page: a verdict, both wordings, the blanks and who fills them."""

import io
import re
import shutil
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph
from pypdf import PdfReader
from reviewing import draft, flowing, review

from rupfam_assistant.export.pdf import write_pdf
from rupfam_assistant.export.review import write_review
from rupfam_assistant.export.summary import ADDED, ALLOWED, MOST_LINES, UNSIGNED, summary, write_review_summary
from rupfam_assistant.office import Office
from rupfam_assistant.review.comparison import SUMMARY_COMMENTED, SUMMARY_END, Review, review_file, review_text
from rupfam_assistant.review.findings import Deviation, Permitted, ToFill
from rupfam_assistant.review.verdict import Reviewed, to_text

DAY = date(2026, 3, 2)


def summary_of(deviations: tuple[Deviation, ...]) -> bytes:
    return write_review_summary(Reviewed(Review("", deviations, ()), "projet.txt"), DAY)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is missing")
def test_the_summary_of_a_draft_with_many_deviations_holds_on_its_page() -> None:
    long = "mot " * 60
    many = tuple(
        Deviation(f"Article {n % 8 + 1}", "altered_clause", "blocking", "", f"{long}a{n}", long, n, n)
        for n in range(60)
    )
    blanks = tuple(
        Deviation(
            f"Article {n}", "blank_left", "blocking", "", "", "", n, n, to_fill=ToFill(f"{long}{n}", "signataires")
        )
        for n in range(60)
    )
    put = [Permitted("Article 2", f"Contenu local, permis : « Ouvrir un {long} ».") for _ in range(8)]
    absent = Permitted("Parties", f"{COUNCIL}.", to_verify=True)
    told = Review(
        "",
        many + blanks,
        (Permitted("", "Le fichier suit des modifications."), *put),
        dated=date(2026, 3, 1),
        noted=(absent, Permitted("Article 2", "Un objectif est à numéroter.")),
    )
    written = write_review_summary(Reviewed(told, "projet.txt"), DAY)
    assert len(PdfReader(io.BytesIO(write_pdf(written))).pages) == 1
    page = docx.Document(io.BytesIO(written))
    assert len(page.tables[0].rows) == MOST_LINES + 1
    assert any(line.text.startswith("Et d’autres, en commentaire") for line in page.paragraphs)
    assert f"Et {60 - MOST_LINES} autres, en commentaire dans le rapport." in [line.text for line in page.paragraphs]


def test_both_wordings_of_a_long_clause_are_told_around_what_differs() -> None:
    before = "un deux trois quatre cinq " * 4
    deviation = Deviation(
        "Article 8", "duration", "blocking", "", f"{before}dans un délai de deux mois avant le terme",
        f"{before}dans un délai de six mois avant le terme", 0, 1,
    )  # fmt: skip
    row = docx.Document(io.BytesIO(summary_of((deviation,)))).tables[0].rows[1]
    assert [cell.text for cell in row.cells] == [
        "Article 8", "… dans un délai de deux mois avant le terme",
        "… dans un délai de six mois avant le terme", "Texte de la trame à rétablir.",
    ]  # fmt: skip


def test_the_blanks_are_a_table_that_names_each_once_and_says_who_fills_it(office: Office) -> None:
    reviewed = Reviewed(review_text(office.trame.text, office.trame), "trame.txt")
    document = docx.Document(io.BytesIO(write_review_summary(reviewed, DAY)))
    assert any("blancs à remplir avant la signature" in line.text for line in document.paragraphs)
    rows = [tuple(cell.text for cell in row.cells) for row in document.tables[-1].rows]
    assert rows[0] == ("Où", "Ce qui manque", "À demander à")
    assert len(set(rows)) == len(rows)
    assert all(all(row) for row in rows)
    assert (
        "Parties",
        "Adresses\u00a0: cour d’appel, CAF, CMSA, conseil départemental et chaque commune (5 blancs)",
        "Chacun d’eux",
    ) in rows


COUNCIL = "Partie que la trame nomme, absente ici : le conseil départemental"
PARTY = re.compile(r"Et\n\n  • Le conseil départemental .+?;\n\n(?=Et)", re.DOTALL)


def test_a_party_of_the_trame_that_is_not_there_is_told_in_every_report() -> None:
    text = PARTY.sub("", draft()).replace("Le président du conseil départemental — M. Erwan Talec — Signature :", "")
    found = review(text)
    reviewed = Reviewed(found, "projet.txt")
    page = docx.Document(io.BytesIO(write_review_summary(reviewed, DAY)))
    report = docx.Document(io.BytesIO(write_review(reviewed, DAY, None)))
    assert COUNCIL in to_text(Reviewed(found, "projet.txt"), DAY)
    assert any(COUNCIL in line.text.replace("\u00a0", " ") for line in page.paragraphs)
    assert any(COUNCIL in comment.text.replace("\u00a0", " ") for comment in report.comments)
    assert "Parties" not in reviewed.conforming and "n’y sont pas toutes" in reviewed.verdict


def test_who_does_not_sign_is_named_on_the_page() -> None:
    block, signature = (
        draft().rsplit("Fait à", 1)[1],
        "La présidente de la fédération des centres sociaux — Mme Claire Jégou",
    )
    reviewed = Reviewed(review(draft().replace(block, block.replace(signature, ""))), "projet.txt")
    (row,) = docx.Document(io.BytesIO(write_review_summary(reviewed, DAY))).tables[0].rows[1:]
    assert row.cells[2].text.startswith(UNSIGNED)
    assert row.cells[2].text.endswith("La fédération des centres sociaux de la Presqu’île-de-Gaud.")
    assert row.cells[3].text == "Sans toutes les signatures, pas d’entrée en vigueur (art. 8)."
    assert row.cells[1].text == "Chaque partie signe"


def test_those_who_do_not_sign_are_one_line_and_another_name_is_not_told_as_an_absent_signature() -> None:
    opening, _, block = draft().rpartition("Fait à")
    signed = re.sub("(?m)^.*(?:Claire Jégou|Erwan Talec).*$", "", block).replace("Sylvain Kerjean", "Armel Tanguy")
    page = docx.Document(io.BytesIO(write_review_summary(Reviewed(review(f"{opening}Fait à{signed}"), "a.txt"), DAY)))
    absent, named = ([row.cells[2].text for row in table.rows[1:]] for table in page.tables)
    assert len(absent) == 1 and "conseil départemental" in absent[0] and "fédération" in absent[0]
    assert len(named) == 1 and "Sylvain Kerjean" in named[0] and "n’a pas le même représentant" in named[0]


def test_who_must_sign_is_named_where_no_signature_stands_and_annexes_that_are_there_are_not_asked() -> None:
    block = draft().rsplit("Fait à", 1)[1]
    reviewed = Reviewed(review(draft().replace(f"Fait à{block}", "Annexe 1 : liste des membres\n")), "projet.txt")
    (row,) = docx.Document(io.BytesIO(write_review_summary(reviewed, DAY))).tables[0].rows[1:]
    assert row.cells[1].text == "+ Ajouter les signataires"
    assert "Aucun bloc de signature" in row.cells[2].text and "la commune de Kerbrune et" in row.cells[2].text


def test_two_changes_of_one_clause_are_one_row_and_a_short_clause_is_told_whole() -> None:
    text = flowing().replace("deux mois au plus tard", "un mois au plus tard")
    text = text.replace("lettre recommandée avec avis de réception", "simple courriel")
    reviewed = Reviewed(
        review(text.replace("signature par l’ensemble des parties", "signature par la CAF")), "projet.txt"
    )
    rows = docx.Document(io.BytesIO(write_review_summary(reviewed, DAY))).tables[0].rows[1:]
    told = [tuple(cell.text for cell in row.cells) for row in rows]
    assert len(reviewed.review.deviations) == 3 and len(told) == len({*told}) == 2
    assert told[0][2].startswith("La présente convention entre en vigueur")


def test_the_last_line_of_the_page_is_in_the_type_of_the_others() -> None:
    report = docx.Document(io.BytesIO(write_review(Reviewed(review(draft()), "projet.txt"), DAY, None)))
    (end,) = (line for line in report.paragraphs if line.text.strip() == SUMMARY_END)
    assert end.runs[0].font.size == Pt(10)


def permitted_of(lines: list[Paragraph]) -> str:
    """What a summary says, in a line, after its title of what is permitted."""
    told = [line.text for line in lines]
    return told[told.index(ALLOWED) + 1]


def test_what_is_permitted_is_named_and_a_report_without_comments_says_so() -> None:
    reviewed = Reviewed(review(draft()), "projet.txt")
    lines = docx.Document(io.BytesIO(write_review(reviewed, DAY, None))).paragraphs
    title = "Soutenir les grands-parents privés de liens avec leurs petits-enfants"
    assert f"objectif local («\u00a0Objectif 5\u00a0: {title}\u00a0»)" in permitted_of(lines)
    assert SUMMARY_END in [line.text.strip() for line in lines]


def test_what_is_permitted_is_told_whole_and_under_one_sign_where_it_is_cut() -> None:
    told = [paragraph.text for paragraph in summary(Reviewed(review(draft()), "projet.txt"), DAY)]
    allowed = " ".join(told[told.index(ALLOWED) :])
    assert "à la demande de deux signataires" in allowed and "animent à tour de rôle" in allowed
    assert "…" not in allowed and allowed.count("\n") == 0
    long = Permitted("Article 2", f"Contenu local, permis : « Ouvrir {'un lieu, ' * 60} ».")
    cut = Review("", (), (long,))
    (said,) = [one.text for one in summary(Reviewed(cut, "projet.txt"), DAY)][-1:]
    assert said.endswith("… »).") and "[…]" not in said and len(said) < 260


def test_what_is_to_be_read_again_stands_apart_from_what_needs_no_correction_and_its_article_conforms_no_more() -> None:
    added = "Un comité technique se réunit trois semaines avant chaque comité."
    reviewed = Reviewed(review(flowing().replace("ARTICLE 4", f"{added}\n\nARTICLE 4", 1)), "projet.txt")
    told = [paragraph.text for paragraph in summary(reviewed, DAY)]
    assert added.rstrip(".") in told[told.index(ADDED) + 1] and added not in told[told.index(ALLOWED) + 1]
    assert "Article 3" not in reviewed.conforming and not reviewed.review.deviations


def test_an_added_sentence_is_called_so() -> None:
    text = flowing().replace("nationale. Les parties peuvent", "nationale. La CAF peut y renoncer. Les parties peuvent")
    found = review(text)
    assert [told.called for told in found.deviations] == ["Passage ajouté"]


def test_those_who_sign_besides_are_named_before_what_else_is_permitted() -> None:
    page = docx.Document(io.BytesIO(write_review_summary(Reviewed(review(draft()), "projet.txt"), DAY)))
    opening = "Parties\u00a0: communes signataires (Port-Gaud et Kerbrune), signataire ajouté (la fédération"
    assert permitted_of(page.paragraphs).startswith(opening)


PAST = "La date de signature portée, le 12 novembre 2026, est passée : à mettre à jour si le projet n’est pas signé."


@pytest.mark.parametrize(("day", "told"), [(date(2026, 11, 12), False), (date(2026, 11, 13), True)])
def test_a_day_of_signature_gone_by_is_told_and_is_no_deviation(day: date, told: bool) -> None:
    reviewed = Reviewed(review(draft()), "projet.txt")
    assert (PAST in [paragraph.text for paragraph in summary(reviewed, day)]) is told
    assert not reviewed.review.deviations


def test_what_is_to_be_known_has_a_title_of_its_own_apart_from_what_is_permitted() -> None:
    reviewed = Reviewed(review(flowing().replace("Objectif 5", "Objectif X")), "projet.txt")
    told = [paragraph.text for paragraph in summary(reviewed, DAY)]
    assert told[told.index("À savoir") + 2].endswith("le numéro 5 : il garde le X de la trame.")
    assert not any("numéro" in said for said in told[told.index(ALLOWED) :])


def test_two_articles_exchanged_are_one_line_and_neither_is_told_as_conforming() -> None:
    text = draft("convention_pays-de-luzenne.txt")
    reviewed = Reviewed(review(text), "projet.txt")
    told = [paragraph.text for paragraph in summary(reviewed, DAY)]
    assert any("Articles 6 et 7 intervertis, texte inchangé" in said for said in told)
    assert not any("de la trame)" in said for said in told)
    changed = text.replace("dûment daté et signé", "daté")
    again = Reviewed(review(changed), "projet.txt")
    told = [paragraph.text for paragraph in summary(again, DAY)]
    assert changed != text and not any("texte inchangé" in said for said in told)


def test_a_title_stands_apart_from_the_table_below_it() -> None:
    reviewed = Reviewed(review(draft("convention_pays-de-luzenne.txt")), "projet.txt")
    report = docx.Document(io.BytesIO(write_review(reviewed, DAY, None)))
    (title,) = (line for line in report.paragraphs if line.text == "À corriger avant la signature")
    assert title.paragraph_format.space_after == Pt(3) and title.paragraph_format.keep_with_next
    page = docx.Document(io.BytesIO(write_review_summary(reviewed, DAY)))
    assert page.styles["Heading 1"].paragraph_format.space_after == Pt(4)


RENUMBERED = (
    re.sub(r"ARTICLE 6 .+?(?=ARTICLE 7 )", "", flowing(), flags=re.DOTALL)
    .replace("ARTICLE 7 ", "ARTICLE 6 ")
    .replace("ARTICLE 8 ", "ARTICLE 7 ")
)


def test_an_article_is_called_by_the_number_of_the_draft_with_that_of_the_trame() -> None:
    reviewed = Reviewed(review(RENUMBERED.replace("deux mois au plus", "quinze jours au plus")), "projet.txt")
    page = docx.Document(io.BytesIO(write_review_summary(reviewed, DAY)))
    rows = [row.cells[0].text for row in page.tables[0].rows[1:]]
    assert rows == ["Article 6 de la trame – article absent", "Article 7 (article 8 de la trame)"]
    assert any("Article 6 (article 7 de la trame)" in line.text for line in page.paragraphs)
    assert ". Article 7 (article 8 de la trame) – Durée ou délai changé (bloquant)" in to_text(reviewed, DAY)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is missing")
def test_the_summary_holds_on_one_page_of_a_draft_with_wide_margins_and_spaced_lines(
    office: Office, tmp_path: Path
) -> None:
    word, path = docx.Document(), tmp_path / "projet.docx"
    style, section = word.styles["Normal"], word.sections[0]
    style.font.name, style.font.size = "Times New Roman", Pt(13)
    style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(12), 1.5
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(4)
    text = RENUMBERED.replace("le secret professionnel", "").replace("Poursuivre", "Étudier")
    for said in text.replace("deux mois au plus", "quinze jours au plus").split("\n"):
        word.add_paragraph(said)
    word.save(str(path))
    report = write_review(Reviewed(review_file(path, office.trame), path.name), DAY, path)
    first, second = (page.extract_text() for page in PdfReader(io.BytesIO(write_pdf(report))).pages[:2])
    assert SUMMARY_COMMENTED in " ".join(first.split())
    assert second.lstrip().startswith("Convention")


def test_deviations_of_the_same_wordings_are_one_line_that_says_how_many_they_are() -> None:
    told = [
        Deviation("Article 8", kind, "blocking", "", "deux mois au plus tard", "un mois si besoin", 0, 1)
        for kind in ("duration", "altered_clause")
    ]
    rows = docx.Document(io.BytesIO(summary_of((*told, told[0])))).tables[0].rows
    assert [row.cells[0].text for row in rows[1:]] == ["Article 8 (3 écarts)"]


def test_the_columns_of_a_line_stay_apart_in_the_report(office: Office) -> None:
    text = f"{draft()}\n\nLe préfet        Les chefs de cour        La CAF\n"
    reviewed = Reviewed(review_text(text, office.trame), "projet.txt")
    report = docx.Document(io.BytesIO(write_review(reviewed, DAY, None)))
    assert "Le préfet\u2003\u2003Les chefs de cour\u2003\u2003La CAF" in [one.text for one in report.paragraphs]
