"""The summary of a review, on one page: a verdict, both wordings, the blanks and who fills them."""

import io
import re
import shutil
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.shared import Cm, Pt
from pypdf import PdfReader
from reviewing import draft, flowing, review

from rupfam_assistant.export.pdf import write_pdf
from rupfam_assistant.export.review import write_review
from rupfam_assistant.export.summary import MOST_LINES, write_review_summary
from rupfam_assistant.office import Office
from rupfam_assistant.review.comparison import SUMMARY_COMMENTED, Review, review_file, review_text, to_text
from rupfam_assistant.review.findings import Deviation, Permitted
from rupfam_assistant.review.verdict import Reviewed

DAY = date(2026, 3, 2)


def summary_of(deviations: tuple[Deviation, ...], office: Office) -> bytes:
    return write_review_summary(Reviewed(Review("", deviations, ()), "projet.txt"), office.trame, DAY)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is missing")
def test_the_summary_of_a_draft_with_many_deviations_holds_on_its_page(office: Office) -> None:
    long = "mot " * 60
    many = tuple(
        Deviation(f"Article {n % 8 + 1}", "altered_clause", "blocking", "", f"{long}a{n}", long, n, n)
        for n in range(60)
    )
    blanks = tuple(
        Deviation(f"Article {n}", "blank_left", "blocking", "", "", "", n, n, f"blanc {n}") for n in range(20)
    )
    put = [Permitted("Article 2", f"Contenu local, permis : « Ouvrir un {long} ».") for _ in range(8)]
    absent = Permitted("Parties", f"{COUNCIL} : la liste dépend du contexte local.", to_verify=True)
    told = Review("", many + blanks, (Permitted("", "Le fichier suit des modifications."), absent, *put))
    written = write_review_summary(Reviewed(told, "projet.txt"), office.trame, DAY)
    assert len(PdfReader(io.BytesIO(write_pdf(written))).pages) == 1
    page = docx.Document(io.BytesIO(written))
    assert len(page.tables[0].rows) == MOST_LINES + 1
    assert any(line.text.endswith("7 autres.") for line in page.paragraphs)
    assert f"Et {60 - MOST_LINES} autres, en commentaire dans le rapport." in [line.text for line in page.paragraphs]


def test_both_wordings_of_a_long_clause_are_told_around_what_differs(office: Office) -> None:
    before = "un deux trois quatre cinq " * 4
    deviation = Deviation(
        "Article 8", "duration", "blocking", "", f"{before}dans un délai de deux mois avant le terme",
        f"{before}dans un délai de six mois avant le terme", 0, 1,
    )  # fmt: skip
    row = docx.Document(io.BytesIO(summary_of((deviation,), office))).tables[0].rows[1]
    assert [cell.text for cell in row.cells] == [
        "Article 8", "… dans un délai de deux mois avant le terme", "… dans un délai de six mois avant le terme",
    ]  # fmt: skip


def test_the_blanks_are_a_table_that_says_who_fills_them_each_once(office: Office) -> None:
    reviewed = Reviewed(review_text(office.trame.text, office.trame), "trame.txt")
    document = docx.Document(io.BytesIO(write_review_summary(reviewed, office.trame, DAY)))
    assert any(line.text.startswith("Ce projet ne peut pas être signé tel quel") for line in document.paragraphs)
    rows = [tuple(cell.text for cell in row.cells) for row in document.tables[-1].rows]
    assert rows[0] == ("Où", "Ce qui manque", "À demander à")
    assert len(set(rows)) == len(rows)
    assert all(all(row) for row in rows)


COUNCIL = "Le conseil départemental n’est pas parmi les parties"
PARTY = re.compile(r"Et\n\n  • Le conseil départemental .+?;\n\n(?=Et)", re.DOTALL)


def test_a_party_of_the_trame_that_is_not_there_is_told_in_every_report(office: Office) -> None:
    text = PARTY.sub("", draft()).replace("Le président du conseil départemental — M. Erwan Talec — Signature :", "")
    found = review(text)
    reviewed = Reviewed(found, "projet.txt")
    page = docx.Document(io.BytesIO(write_review_summary(reviewed, office.trame, DAY)))
    report = docx.Document(io.BytesIO(write_review(reviewed, office.trame, DAY, None)))
    assert COUNCIL in to_text(found)
    assert any(COUNCIL.replace("Le", "le", 1) in line.text for line in page.paragraphs)
    assert any(COUNCIL in comment.text for comment in report.comments)
    assert "Parties" not in reviewed.conforming and "n’y est pas" in reviewed.judgement


def test_who_does_not_sign_is_named_on_the_page(office: Office) -> None:
    block, signature = (
        draft().rsplit("Fait à", 1)[1],
        "La présidente de la fédération des centres sociaux — Mme Claire Jégou",
    )
    reviewed = Reviewed(review(draft().replace(block, block.replace(signature, ""))), "projet.txt")
    (row,) = docx.Document(io.BytesIO(write_review_summary(reviewed, office.trame, DAY))).tables[0].rows[1:]
    assert row.cells[2].text.startswith("La fédération des centres sociaux de la Presqu’île-de-Gaud")


def test_who_must_sign_is_named_where_no_signature_stands_and_annexes_that_are_there_are_not_asked(
    office: Office,
) -> None:
    block = draft().rsplit("Fait à", 1)[1]
    reviewed = Reviewed(review(draft().replace(f"Fait à{block}", "Annexe 1 : liste des membres\n")), "projet.txt")
    (row,) = docx.Document(io.BytesIO(write_review_summary(reviewed, office.trame, DAY))).tables[0].rows[1:]
    assert row.cells[1].text == "+ Ajouter les signataires"
    assert "Aucun bloc de signature" in row.cells[2].text and "la commune de Kerbrune et" in row.cells[2].text


def test_two_changes_of_one_clause_are_one_row_and_a_short_clause_is_told_whole(office: Office) -> None:
    text = flowing().replace("deux mois au plus tard", "un mois au plus tard")
    text = text.replace("lettre recommandée avec avis de réception", "simple courriel")
    reviewed = Reviewed(
        review(text.replace("signature par l’ensemble des parties", "signature par la CAF")), "projet.txt"
    )
    rows = docx.Document(io.BytesIO(write_review_summary(reviewed, office.trame, DAY))).tables[0].rows[1:]
    told = [tuple(cell.text for cell in row.cells) for row in rows]
    assert len(reviewed.review.deviations) == 3 and len(told) == len({*told}) == 2
    assert told[0][2].startswith("La présente convention entre en vigueur")


def test_the_last_line_of_the_page_is_in_the_type_of_the_others(office: Office) -> None:
    report = docx.Document(io.BytesIO(write_review(Reviewed(review(draft()), "projet.txt"), office.trame, DAY, None)))
    (end,) = (line for line in report.paragraphs if line.text.strip() == "Le projet suit cette page.")
    assert end.runs[0].font.size == Pt(10)


def test_what_is_permitted_is_named_and_a_report_without_comments_says_so(office: Office) -> None:
    reviewed = Reviewed(review(draft()), "projet.txt")
    lines = docx.Document(io.BytesIO(write_review(reviewed, office.trame, DAY, None))).paragraphs
    told = next(line.text for line in lines if line.text.startswith("Permis par la trame"))
    assert "article 2, objectif local" in told and "Soutenir les grands-parents" in told
    assert "Le projet suit cette page." in [line.text.strip() for line in lines]


def test_an_added_sentence_is_called_so(office: Office) -> None:
    text = flowing().replace("nationale. Les parties peuvent", "nationale. La CAF peut y renoncer. Les parties peuvent")
    found = review(text)
    assert [told.called for told in found.deviations] == ["Passage ajouté"]


def test_those_who_sign_besides_are_named_before_what_else_is_permitted(office: Office) -> None:
    page = docx.Document(io.BytesIO(write_review_summary(Reviewed(review(draft()), "projet.txt"), office.trame, DAY)))
    told = next(line.text for line in page.paragraphs if line.text.startswith("Permis par la trame"))
    assert "la commune de Port-Gaud, la commune de Kerbrune et la fédération" in told
    assert told.index("Kerbrune") < told.index("article 2")


RENUMBERED = (
    re.sub(r"ARTICLE 6 .+?(?=ARTICLE 7 )", "", flowing(), flags=re.DOTALL)
    .replace("ARTICLE 7 ", "ARTICLE 6 ")
    .replace("ARTICLE 8 ", "ARTICLE 7 ")
)


def test_an_article_is_called_by_the_number_of_the_draft_with_that_of_the_trame(office: Office) -> None:
    reviewed = Reviewed(review(RENUMBERED.replace("deux mois au plus", "quinze jours au plus")), "projet.txt")
    page = docx.Document(io.BytesIO(write_review_summary(reviewed, office.trame, DAY)))
    rows = [row.cells[0].text for row in page.tables[0].rows[1:]]
    assert rows == ["Article 6 de la trame – article absent", "Article 7 (article 8 de la trame)"]
    assert any("Article 6 (article 7 de la trame)" in line.text for line in page.paragraphs)
    assert ". Article 7 (article 8 de la trame) – Durée ou délai changé (bloquant)" in to_text(reviewed.review)


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
    report = write_review(Reviewed(review_file(path, office.trame), path.name), office.trame, DAY, path)
    first, second = (page.extract_text() for page in PdfReader(io.BytesIO(write_pdf(report))).pages[:2])
    assert SUMMARY_COMMENTED in " ".join(first.split())
    assert second.lstrip().startswith("Convention")


def test_deviations_of_the_same_wordings_are_one_line_that_says_how_many_they_are(office: Office) -> None:
    told = [
        Deviation("Article 8", kind, "blocking", "", "deux mois au plus tard", "un mois si besoin", 0, 1)
        for kind in ("duration", "altered_clause")
    ]
    rows = docx.Document(io.BytesIO(summary_of((*told, told[0]), office))).tables[0].rows
    assert [row.cells[0].text for row in rows[1:]] == ["Article 8 (3 écarts)"]


def test_the_columns_of_a_line_stay_apart_in_the_report(office: Office) -> None:
    text = f"{draft()}\n\nLe préfet        Les chefs de cour        La CAF\n"
    reviewed = Reviewed(review_text(text, office.trame), "projet.txt")
    report = docx.Document(io.BytesIO(write_review(reviewed, office.trame, DAY, None)))
    assert "Le préfet\u2003\u2003Les chefs de cour\u2003\u2003La CAF" in [one.text for one in report.paragraphs]
