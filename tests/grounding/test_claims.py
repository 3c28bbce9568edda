"""Whether a passage supports a sentence, on claims written by hand about both texts."""

import json
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.french.lists import read_json_lines
from rupfam_assistant.grounding.claims import FEATURES, Grounding, check_claim, entails_by, read_grounding
from rupfam_assistant.grounding.quantities import quantities
from rupfam_assistant.grounding.words import segments
from rupfam_assistant.search.encoder import SHIPPED
from rupfam_assistant.search.logistic import weights_of
from rupfam_assistant.search.pairs import PairReader
from rupfam_assistant.texts.documents import read_corpus
from rupfam_assistant.training.grounding import learn_grounding

CORPUS = Path(__file__).parents[2] / "corpus"
DATA = Path(__file__).parents[1] / "data" / "grounding"


def read_claims(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").split("\n") if line]


SOME, SIXTH = 48, 6
"""One claim in so many is learned from again; one in so many is read by the network."""

LEARNED = read_json_lines(CORPUS / "doubts.jsonl")
TAUGHT = read_json_lines(CORPUS / "claims.jsonl")
CLAIMS = read_claims("claims.jsonl")
FRESH = read_claims("claims_fresh.jsonl")
BLIND = read_claims("claims_blind.jsonl")
SEALED = read_claims("claims_sealed.jsonl")
TEXTS = {document.name: " ".join(document.text.split()) for document in read_corpus(CORPUS)}
SENTENCES = [part for text in TEXTS.values() for part in segments(text) if 30 < len(part) < 600]
GROUNDING = read_grounding(CORPUS, cache(entails_by(PairReader(CORPUS / SHIPPED))))

DENOUNCED = (
    "La convention peut être dénoncée par l’une des parties deux mois au plus tard avant l’arrivée du terme de la présente convention"
    " par lettre recommandée avec avis de réception."
)
LOGOS = (
    "Dans le cadre de l’organisation de manifestations, rassemblements divers et rédaction de rapports ou documents relatifs aux engagements"
    " inscrits dans la présente convention, les parties sont autorisées à utiliser les logos de chaque Partie"
    " à des fins de valorisation du partenariat."
)
ROLES = "La CAF assure le suivi des objectifs de la convention. Le préfet signe."
DUTY = "Ce partenariat doit s’incarner dans un comité."
ACTORS = "Les acteurs visés sont : - Les cours d’appel ; - Les directions départementales ; - Les caisses."
MODEL = "Un modèle de convention est proposé en annexe de la circulaire, pour des initiatives partagées."
ROADMAP = "L’instance se réunit au moins une fois par an. L’instance établit une feuille de route opérationnelle pour 2 années."


@cache
def supported(passage: str, sentence: str) -> bool:
    """What the check says of a claim, worked out once."""
    return check_claim(passage, sentence, GROUNDING).supported


def rejected(claims: list[dict[str, Any]]) -> float:
    """The share of claims that the check rejects."""
    return sum(not supported(claim["passage"], claim["sentence"]) for claim in claims) / len(claims)


def claims(supported: bool, every: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [claim for claim in every if claim["supported"] == supported]


def test_every_passage_of_the_claims_stands_in_its_text() -> None:
    assert [claim["id"] for claim in CLAIMS if claim["passage"] not in TEXTS[claim["doc"]]] == []


def test_no_passage_is_both_for_development_and_sealed() -> None:
    first_written = (claim for claim in LEARNED if claim["id"].startswith("c"))
    assert {claim["passage"] for claim in first_written}.isdisjoint(claim["passage"] for claim in CLAIMS)


@pytest.mark.parametrize("every", [LEARNED[::SIXTH], CLAIMS], ids=["one in six of development", "sealed"])
def test_most_unsupported_sentences_are_caught_and_few_supported_ones_are(every: list[dict[str, Any]]) -> None:
    assert rejected(claims(False, every)) >= 0.70
    assert rejected(claims(True, every)) <= 0.15


def test_on_fresh_claims_fewer_are_caught_where_no_rule_was_tuned() -> None:
    assert rejected(claims(False, FRESH)) >= 0.50
    assert rejected(claims(True, FRESH)) <= 0.12


def test_of_one_claim_in_two_of_a_hand_that_read_the_texts_alone_most_are_judged_rightly() -> None:
    assert rejected(claims(False, BLIND)[::2]) >= 0.73
    assert rejected(claims(True, BLIND)[::2]) <= 0.12


def test_of_one_sealed_claim_in_six_most_are_judged_rightly() -> None:
    assert rejected(claims(False, SEALED)[::SIXTH]) >= 0.86
    assert rejected(claims(True, SEALED)[::SIXTH]) <= 0.09


def test_every_passage_of_the_fresh_claims_stands_in_its_text_a_footnote_aside() -> None:
    after_the_footnote = " - L’agence"
    assert [
        claim["id"]
        for claim in (*LEARNED, *FRESH)
        for piece in claim["passage"].split(after_the_footnote)
        if piece not in TEXTS[claim["doc"]]
    ] == []


@pytest.mark.parametrize("kind", ["wrong_number", "wrong_date"])
def test_every_wrong_number_and_every_wrong_date_is_caught(kind: str) -> None:
    assert rejected([claim for claim in (*LEARNED, *CLAIMS, *FRESH) if claim["kind"] == kind]) == 1.0


def test_weights_learned_from_some_of_the_claims_judge_as_those_that_ship(tmp_path: Path) -> None:
    learn_grounding(
        TAUGHT[::SOME], LEARNED[::SIXTH], GROUNDING.language, GROUNDING.entails, tmp_path / "grounding.json"
    )
    told = json.loads((tmp_path / "grounding.json").read_text(encoding="utf-8"))["grounding"]
    learned = replace(GROUNDING, weights=weights_of(told, FEATURES))
    same = [
        check_claim(c["passage"], c["sentence"], learned).supported == supported(c["passage"], c["sentence"])
        for c in LEARNED[::SIXTH]
    ]
    assert sum(same) >= 0.95 * len(same)


@pytest.mark.parametrize(
    ("passage", "sentence", "reason"),
    [
        (
            DENOUNCED,
            "Elle peut être dénoncée trois mois au plus tard avant le terme.",
            "« trois mois » n’est pas dans le passage, qui dit « deux mois ».",
        ),
        (
            DENOUNCED,
            "Elle peut être dénoncée deux mois au plus tôt avant le terme.",
            "La phrase dit « tôt » là où le passage dit « tard ».",
        ),
        (
            DENOUNCED,
            "La convention ne peut pas être dénoncée par l’une des parties.",
            "La phrase nie « dénoncée », que le passage affirme.",
        ),
        (DENOUNCED, "La convention peut être dénoncée par le préfet.", "Le passage ne nomme pas « préfet »."),
        (ROLES, "Le préfet assure le suivi des objectifs.", "Le passage parle ici de « CAF », non de « préfet »."),
        (
            DUTY,
            "Le partenariat peut, au choix, s’incarner dans un comité.",
            "La phrase dit « au choix » là où le passage dit « doit ».",
        ),
        (
            ACTORS,
            "Quatre catégories d’acteurs sont visées.",
            "« Quatre catégories d’acteurs » n’est pas dans le passage.",
        ),
        (
            LOGOS,
            "Les parties doivent utiliser les logos de chaque partie.",
            "La phrase dit « doivent » là où le passage dit « autorisées ».",
        ),
        (
            ROADMAP,
            "L’instance se réunit deux fois par an.",
            "« deux fois par an » n’est pas dans le passage, qui dit « une fois par an ».",
        ),
        (
            ROADMAP,
            "La feuille de route vaut jusqu’au 31 décembre 2028.",
            "« 31 décembre 2028 » n’est pas dans le passage.",
        ),
        (
            ROADMAP,
            "L’instance publie un compte rendu illustré.",
            "Le passage ne dit rien de « publie », « rendu », « illustré ».",
        ),
    ],
)
def test_the_reason_names_the_words(passage: str, sentence: str, reason: str) -> None:
    verdict = check_claim(passage, sentence, GROUNDING)
    assert not verdict.supported
    assert verdict.reason == reason.replace("« ", "«\u202f").replace(" »", "\u202f»")


def test_what_a_rule_speaks_against_is_never_surely_supported_even_where_the_rest_supports_it() -> None:
    verdict = check_claim(DENOUNCED, "Elle peut être dénoncée sans condition.", GROUNDING)
    assert (verdict.supported, verdict.sure) == (True, False)
    told = " À relire\u00a0: la phrase dit «\u202fsans condition\u202f», ce que le passage ne dit pas."
    assert verdict.reason.endswith(told)


@pytest.mark.parametrize(
    ("passage", "sentence"),
    [
        (
            DENOUNCED,
            "> **À retenir** : l'une des parties peut dénoncer la convention, par *lettre recommandée avec avis de réception*.",
        ),
        (ROADMAP, "La feuille de route opérationnelle couvre 24 mois."),
        (ROADMAP, "Une feuille de route de deux ans est établie par l’instance."),
        (ROADMAP, "L’instance se réunit chaque année."),
        (DENOUNCED, "Qui souhaite dénoncer la convention doit le faire deux mois au plus tard avant le terme."),
        (MODEL, "La circulaire propose en annexe un modèle de convention."),
        (LOGOS, "Les logos de chaque partie peuvent être utilisés par les parties pour valoriser le partenariat."),
    ],
)
def test_the_same_said_otherwise_is_supported(passage: str, sentence: str) -> None:
    assert check_claim(passage, sentence, GROUNDING).supported


@given(st.sampled_from(SENTENCES))
def test_a_sentence_supports_itself(sentence: str) -> None:
    assert check_claim(sentence, sentence, GROUNDING).supported


@given(st.sampled_from([claim for claim in LEARNED if claim["supported"]]), st.integers(61, 99))
def test_a_delay_from_nowhere_is_caught_in_any_sentence(claim: dict[str, Any], days: int) -> None:
    verdict = check_claim(claim["passage"], f"{claim['sentence'].rstrip('.')} sous {days} jours.", GROUNDING)
    assert not verdict.supported
    assert f"{days} jours" in verdict.reason


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_two_texts_have_a_verdict_with_a_reason(passage: str, sentence: str) -> None:
    assert check_claim(passage, sentence, GROUNDING).reason.endswith(".")


@pytest.mark.parametrize(
    ("said", "other"),
    [
        ("vingt-quatre mois", "deux ans"),
        ("une fois par an", "chaque année"),
        ("un suivi annuel", "un suivi tous les ans"),
        ("le 7 juin 1951", "le 07/06/1951"),
        ("deux réunions annuelles", "deux fois par an"),
        ("quatre-vingts parents", "80 parents"),
        ("cent vingt parents", "120 parents"),
        ("l’article 1", "l’article premier"),
    ],
)
def test_one_quantity_is_read_alike_however_it_is_written(said: str, other: str) -> None:
    assert (
        {(one.kind, one.value) for one in quantities(said)}
        == {(one.kind, one.value) for one in quantities(other)}
        != set()
    )


@pytest.mark.parametrize("name", ["grounding.toml", "grounding.json"])
def test_a_missing_or_broken_file_is_named(tmp_path: Path, name: str) -> None:
    for path in CORPUS.glob("*.*"):
        shutil.copy(path, tmp_path)
    (tmp_path / name).write_text("[", encoding="utf-8")
    with pytest.raises(RupfamError, match=name):
        read_grounding(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(RupfamError, match=name):
        read_grounding(tmp_path)


def test_the_check_is_read_once_and_never_altered() -> None:
    assert isinstance(GROUNDING, Grounding)
    with pytest.raises(AttributeError):
        GROUNDING.weights = None  # type: ignore[assignment,misc]
