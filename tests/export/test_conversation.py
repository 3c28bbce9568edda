"""The conversation as a paper: what was asked as it was typed, what was said back, with its sources."""

from datetime import date
from io import BytesIO
from pathlib import Path

import docx

from rupfam_assistant.answers.reply import Answer, Citation, Excerpt, Refusal
from rupfam_assistant.answers.turns import Fault, Turn
from rupfam_assistant.export.conversation import to_markdown, to_word
from rupfam_assistant.texts.documents import read_corpus
from rupfam_assistant.texts.quotes import find_quote

(TRAME,) = (document for document in read_corpus(Path(__file__).parents[2] / "corpus") if document.name == "trame")
DAY = date(2026, 11, 1)
WORDS = "La convention peut être dénoncée par l’une des parties deux mois au plus tard avant l’arrivée du terme"
NOTICE = Citation(TRAME, "Article 8", *find_quote(TRAME.text, WORDS)[0])
EXCERPT = Excerpt((NOTICE.quote,), (NOTICE,))
WRITTEN = Answer((Excerpt((), (NOTICE,), sentence="Le préavis est de deux mois."),), ("Une remarque.",), (), "albert")


def word_lines(*turns: Turn) -> list[tuple[str, str]]:
    """The style and the words of each paragraph of the Word file."""
    return [(line.style.name, line.text) for line in docx.Document(BytesIO(to_word(turns, DAY))).paragraphs]


def test_a_model_s_sentences_are_exported_with_the_numbers_of_their_sources_and_its_name() -> None:
    markdown = to_markdown([Turn("Quoi ?", WRITTEN)], DAY)
    assert "rédigée par le modèle albert" in markdown
    assert "Le préavis est de deux mois. [1]\n\nUne remarque." in markdown
    assert "deux mois au plus tard" in markdown.partition("Sources")[2]
    assert ("Normal", "Le préavis est de deux mois. [1]") in word_lines(Turn("Quoi ?", WRITTEN))


def test_an_excerpt_is_quoted_after_its_place() -> None:
    turn = Turn("Quoi ?", Answer((EXCERPT,), (), ()))
    assert f"La trame, article 8 [1] :\n\n> « {NOTICE.quote} »\n\n" in to_markdown([turn], DAY)
    assert ("Quote", f"«\u00a0{NOTICE.quote}\u00a0»") in word_lines(turn)


def test_what_is_said_in_plain_french_is_exported_as_such_and_courtesies_are_left_out() -> None:
    said = Answer((EXCERPT,), plain="Deux mois.\nPar lettre.")
    turns = [Turn("Bonjour à vous", Refusal("Bonjour.", kind="act")), Turn("Quoi ?", said)]
    for lines in (to_markdown(turns, DAY).split("\n"), [text for _, text in word_lines(*turns)]):
        told = [line.replace("\u00a0", " ") for line in lines]
        assert "En clair : Deux mois." in told and "En clair : Par lettre." in told
        assert not any("Bonjour" in line for line in told)


def test_a_refusal_gives_what_stands_near_and_a_fault_its_sentence() -> None:
    markdown = to_markdown([Turn("Quoi ?", Refusal("Non.", (EXCERPT,))), Turn("Et ?", Fault("Panne."))], DAY)
    assert "Non.\n\nCe que les textes disent de plus proche :\n\nLa trame, article 8 [1] :" in markdown
    assert markdown.endswith("## Et ?\n\n### Réponse impossible\n\nPanne.\n\n")


def test_the_paper_says_its_day_and_wears_the_look_of_all_papers() -> None:
    document = docx.Document(BytesIO(to_word([Turn("Quoi ?", WRITTEN)], DAY)))
    assert "Conversation du 1er novembre 2026." in document.paragraphs[1].text
    assert document.core_properties.language == "fr-FR"
    assert str(document.styles["Heading 1"].font.color.rgb) == "1F3864"
