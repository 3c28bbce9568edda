"""Drafts in the shapes that departments give them: what only looks different departs from nothing, what differs is told."""

import re
import textwrap
from pathlib import Path

import pytest
from drafting import TRAME
from reviewing import changed, draft, flowing, review

from rupfam_assistant.review.comparison import review_text
from rupfam_assistant.review.read_back import read_back
from rupfam_assistant.texts.blocks import Unread
from rupfam_assistant.texts.reading import read_whole

TEXT = draft()
PARTIES, AFTER = TEXT.split("Les partenaires de la présente convention conviennent ce qui suit :")
BEFORE = PARTIES[: PARTIES.index("Entre :")]


ONE_BY_LINE = "\n".join(
    " ".join(party.split()).lstrip("• ") for party in re.split(r"\n\s*\n", PARTIES[len(BEFORE) + 7 :]) if len(party) > 9
)
IN_A_TABLE = """| Signataire | Représenté par | Adresse |
| La caisse d’Allocations familiales de la Presqu’île-de-Gaud | M. Sylvain Kerjean, directeur | 17 rue de la Criée |
| La préfète de la Presqu’île-de-Gaud | Mme Yolande Perrot | 2 place du Môle |
| La cour d’appel de Port-Gaud | Mme Agathe Rolland, première présidente, et M. Vincent Morel, procureur général | 2 môle |
| La caisse de la mutualité sociale agricole Gaud-Bruyères | Mme Hortense Cadic, directrice générale | 80 route |
| Le conseil départemental de la Presqu’île-de-Gaud | M. Erwan Talec, président | 11 boulevard du Phare |
| La commune de Port-Gaud | Mme Nicole Lagadec, maire | 4 place du Sémaphore |
| La commune de Kerbrune | M. Alan Riou, maire | 6 rue du Bourg |
| La fédération des centres sociaux | Mme Claire Jégou, présidente | 25 rue des Mareyeurs |
"""


@pytest.mark.parametrize(
    "shaped",
    [
        TEXT.replace("\n  - ", "\n  o ").replace("\n- ", "\no\t"),
        f"{BEFORE}ENTRE LES SOUSSIGNÉS\n{ONE_BY_LINE}\nIL A ÉTÉ CONVENU CE QUI SUIT :{AFTER}",
        f"{BEFORE}Entre :\n\n{IN_A_TABLE}\nLes partenaires de la présente convention conviennent ce qui suit :{AFTER}",
    ],
    ids=["bullets that are letters", "a party a line", "parties in a table"],
)
def test_a_shape_is_no_deviation(shaped: str) -> None:
    assert review(shaped).deviations == ()
    parties = read_back(shaped, TRAME)["signatories"]
    assert len(parties) in (7, 8) and all(party["represented_by"] for party in parties[:1])


def test_a_row_of_a_table_gives_the_body_its_representative_and_its_address() -> None:
    shaped = f"{BEFORE}Entre :\n\n{IN_A_TABLE}\nLes partenaires de la présente convention{AFTER}"
    assert read_back(shaped, TRAME)["signatories"][0] == {
        "body": "Caisse d’Allocations familiales de la Presqu’île-de-Gaud",
        "represented_by": "M. Sylvain Kerjean, directeur",
        "address": "17 rue de la Criée",
    }


def test_a_commune_of_a_table_is_among_those_that_sign() -> None:
    shaped = f"{BEFORE}Entre :\n\n{IN_A_TABLE}\nLes partenaires de la présente convention{AFTER}"
    assert any(told.message.startswith("Commune") and "Kerbrune" in told.message for told in review(shaped).permitted)


def test_an_answer_by_e_mail_is_read_without_its_marks(tmp_path: Path) -> None:
    quoted = "".join(f"> {line}\n" for line in TEXT.split("\n"))
    (tmp_path / "reponse.txt").write_text(f"Le 7 avril, une collègue a écrit :\n{quoted}", encoding="utf-8")
    assert review(read_whole(tmp_path / "reponse.txt").text).deviations == ()


def test_a_clause_that_stands_in_a_note_is_found_there() -> None:
    clause = re.search(r"La convention peut être dénoncée[^.]*\.", flowing())
    assert clause is not None
    moved = (
        flowing().replace(clause[0], "") + f"\n\nNote 1\u00a0: {clause[0]}\n\nNote 2\u00a0: Voir le schéma, fiche 12."
    )
    (told,) = review(moved).deviations
    assert (told.article, told.kind, told.severity, "dans une note" in told.message) == (
        "Article 8",
        "order",
        "to_check",
        True,
    )
    assert told.found == clause[0]


@pytest.mark.parametrize(
    "apart", ["Annexe 3 : dispositions propres\n{}\nLa présente annexe prévaut sur la convention.", "Note 1\u00a0: {}"]
)
def test_what_is_set_apart_and_derogates_is_told_once(apart: str) -> None:
    said = "Par dérogation à l’article 8, ce délai est ramené à quinze jours."
    (told,) = review(f"{flowing()}\n\n{apart.format(said)}").deviations
    assert (told.article, told.severity, told.found) == ("Article 8", "blocking", said)


def test_two_articles_under_one_heading_are_both_there() -> None:
    heading = "Articles 6 et 7 – Intégralité et modification de la convention ; valorisation du partenariat"
    joined = TEXT.replace("ARTICLE 6 : INTÉGRALITÉ ET MODIFICATION DE LA CONVENTION", heading)
    assert review(joined.replace("ARTICLE 7 : VALORISATION DU PARTENARIAT", "")).deviations == ()


FORMER = TEXT.replace("deux mois au plus tard", "six mois au plus tard")
OWN = "ARTICLE 4 : DISPOSITIONS LOCALES\n" + "Les parties tiennent une réunion publique chaque année.\n" * 20
WITH_OWN = TEXT.replace("ARTICLE 5 :", f"{OWN}\nARTICLE 5 :")
MODEL = (Path(__file__).parents[2] / "corpus" / "trame.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "after, told",
    [(f"{TEXT}\n{FORMER}", 0), (f"{FORMER}\n{TEXT}", 1), (f"{MODEL}\n{TEXT}", 0), (f"{WITH_OWN}\n{WITH_OWN}", 0)],
)
def test_of_several_conventions_the_first_that_is_filled_is_reviewed_and_the_others_are_told(
    after: str, told: int
) -> None:
    found = review(after)
    assert len(found.deviations) == told
    assert [part.where for part in found.unread] == ["Autre convention"]
    assert "Presqu’île-de-Gaud" in found.unread[0].message or "Convention départementale" in found.unread[0].message


CDSF, LOCAL = "Comités départementaux des services aux familles (CDSF) prévus par ", "Comités locaux des financeurs."


@pytest.mark.parametrize(
    "ticked, follow, told",
    [
        (CDSF, "du CDSF auquel", []),
        (LOCAL, "du CDSF auquel", [("Article 3", "altered_clause", "blocking")]),
        (LOCAL, "des comités locaux des financeurs auxquels", []),
    ],
)
def test_the_instance_chosen_is_told_and_article_3_names_it(ticked: str, follow: str, told: list[object]) -> None:
    text = re.sub(r"cadre des comités locaux[^.]*?auxquels", f"cadre {follow}", flowing())
    for choice in (CDSF, LOCAL):
        text = text.replace(f"- {choice}", f"\n{'☒' if choice == ticked else '☐'} {choice}")
    found = review(text)
    assert [(each.article, each.kind, each.severity) for each in found.deviations] == told
    assert all("contredisent" in each.message for each in found.deviations)
    chosen = [each.article for each in found.permitted if each.message.startswith("Choix fait")]
    assert chosen == ([] if told else ["Article 1", "Article 3"])


def test_a_lone_word_put_in_is_told_with_the_change_beside_it() -> None:
    (told,) = changed("autour des différents axes", "autour de ses quatre premiers axes")
    assert told.message.startswith("« des différents » devient « de ses quatre premiers »")


def test_of_two_representatives_the_one_who_does_not_sign_is_told() -> None:
    both = flowing().replace("M. Sylvain Kerjean, directeur,", "M. Sylvain Kerjean, directeur, et Mme Rose Thual,")
    (told,) = review(both).deviations
    assert (told.kind, told.severity, "Thual" in told.message) == ("signatory_missing", "blocking", True)
    signed = both.replace("\n\nAnnexes :", "\n\nLa présidente de la Caf — Mme Rose Thual — Signature :\n\nAnnexes :")
    assert review(signed).deviations == ()


@pytest.mark.parametrize("blank", ["[Nom du directeur]", "(nom à confirmer)", "«\u00a0à compléter\u00a0»"[2:-2]])
def test_a_blank_in_any_brackets_is_told(blank: str) -> None:
    (told,) = review(flowing().replace("M. Sylvain Kerjean, directeur,", f"{blank},")).deviations[:1]
    assert told.kind == "blank_left"


ACTIONS = """
| Intitulé de l’action | Pilote(s) | Calendrier | Acteurs associés | Évaluation |
Objectif 2 : Mieux identifier les besoins
| Enquête auprès des parents séparés | Caf | fin 2026 | UDAF ; CIDFF | taux de réponse |
Objectif 4
| Tableau de bord partagé | préfète | chaque année | Caf et CMSA | tableau livré |

"""


def test_columns_are_known_by_their_heads_and_rows_by_the_objective_above_them() -> None:
    before, article, after = flowing().partition("ARTICLE 3")
    actions = read_back(f"{before}{ACTIONS}{article}{after}", TRAME)["planned_actions"]
    told = [(one["objective"], one["text"], one["partners"], one["deadline"]) for one in actions if "indicator" in one]
    assert (2, "Enquête auprès des parents séparés", ["UDAF", "CIDFF"], "fin 2026") in told
    assert (4, "Tableau de bord partagé", ["Caf", "CMSA"], "chaque année") in told
    assert not any("Mieux identifier" in one["text"] or "CIDFF" in one["text"] for one in actions)


def test_a_blank_page_is_told_only_where_something_is_missing(tmp_path: Path) -> None:
    at = TEXT.index("ARTICLE 6")
    assert review_text(TEXT, TRAME, [Unread("Page 3", "", at, blank=True)]).unread == ()
    short = TEXT[:at] + TEXT[TEXT.index("ARTICLE 7") :]
    found = review_text(short, TRAME, [Unread("Page 3", "", at, blank=True)])
    assert (found.deviations, [part.where for part in found.unread]) == ((), ["Page 3"])


def test_fifty_thousand_blank_lines_change_nothing() -> None:
    assert review(TEXT.replace("ARTICLE 5", "\n" * 50_000 + "ARTICLE 5")).deviations == ()


ORDINALS = ("PREMIER", "DEUXIÈME", "TROISIÈME", "QUATRIÈME", "CINQUIÈME", "SIXIÈME", "SEPTIÈME", "HUITIÈME")
NARROW = "\n".join(textwrap.fill(line, 34, break_on_hyphens=False) for line in flowing().split("\n"))


@pytest.mark.parametrize(
    "shaped",
    [
        re.sub(r"ARTICLE (\d) :", lambda found: f"ARTICLE {ORDINALS[int(found[1]) - 1]} :", TEXT),
        re.sub(r"ARTICLE (\d) :", r"Article \1ème :", TEXT),
        re.sub(r"ARTICLE (\d) :", lambda found: f"Article {'ABCDEFGH'[int(found[1]) - 1]} –", TEXT),
        re.sub(r"(ARTICLE [57] : [^\n]+)\n\n", r"\1. – ", TEXT),
        "\n".join(f"{n:>4}  {line}" if n % 5 == 0 else f"      {line}" for n, line in enumerate(TEXT.split("\n"), 1)),
        NARROW,
    ],
    ids=["ordinals", "ordinals in digits", "letters", "titles run in", "lines counted in the margin", "lines of a narrow column"],
)  # fmt: skip
def test_a_draft_laid_out_otherwise_departs_from_nothing(shaped: str) -> None:
    assert review(shaped).deviations == ()


def test_a_disc_in_brackets_is_a_blank(tmp_path: Path) -> None:
    path = tmp_path / "projet.txt"
    path.write_text(flowing().replace("17 rue de la Criée", "[●]"), encoding="utf-8")
    assert {found.kind for found in review(read_whole(path).text).deviations} == {"blank_left"}


def test_the_subject_of_a_deliberation_before_the_draft_is_no_title_changed() -> None:
    subject = "Objet : convention départementale relative à la prévention et à l’accompagnement des ruptures familiales"
    act = f"DÉLIBÉRATION n° 2026-031\n\n{subject} – autorisation de signature\n\nLe conseil autorise le maire à signer.\n\n"
    assert review_text(f"{act}ANNEXE\n\n{TEXT}", TRAME).deviations == review_text(TEXT, TRAME).deviations[:0]


def test_a_party_put_over_the_others_is_to_be_mended_before_signing() -> None:
    told = review(
        TEXT.replace(
            "dans la limite de leurs champs", "sous la coordination du conseil départemental, dans leurs champs"
        )
    )
    (deviation,) = told.deviations
    assert (deviation.article, deviation.severity) == ("Article 1", "blocking")
    assert "une partie y passerait avant les autres" in deviation.message
