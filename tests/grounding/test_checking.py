"""Checking: rules first, then the office's own models, which can only reject."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from servers.lies import lies
from servers.scripted import Broken, Script, scripted_server, slow

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.grounding.checking import CONTROL, Checker, Doubted, open_entailment, read_opinions
from rupfam_assistant.grounding.claims import read_grounding
from rupfam_assistant.models.connection import open_model
from rupfam_assistant.settings import Settings
from rupfam_assistant.texts.passages import Passage, collapse
from rupfam_assistant.texts.quotes import find_quote

CORPUS = Path(__file__).parents[2] / "corpus"
DATA = Path(__file__).parents[1] / "data" / "answers"
CLAIMS = Path(__file__).parents[1] / "data" / "grounding"
PASSAGE = "La convention peut être dénoncée par l’une des parties deux mois au plus tard avant l’arrivée du terme."
TRUE, FALSE = (
    "La convention peut être dénoncée par une partie deux mois au plus tard avant l’arrivée du terme.",
    "La convention est dénoncée trois mois avant son terme.",
)
DOUBTED = (
    "N’importe laquelle des parties peut dénoncer la convention.",
    "La dénonciation doit être motivée par la partie qui la demande.",
    "La convention ne peut pas être dénoncée.",
)
FORBIDDEN = ("number", "date", "reference", "name")


@pytest.fixture(scope="module")
def rules() -> Checker:
    return Checker(read_grounding(CORPUS))


def true_sentences(passages: tuple[Passage, ...]) -> Iterator[tuple[str, str]]:
    """(passage, sentence) of the evidence of the public and own questions, and of each sentence of the texts."""
    rows = [
        json.loads(line)
        for name in ("questions", "heldout")
        for line in (DATA / f"{name}.jsonl").read_text("utf-8").split("\n")
        if line
    ]
    quotes = {(evidence["doc"], evidence["quote"]) for row in rows for evidence in row.get("evidence", ())}
    for passage in passages:
        for start, end in (
            (sentence.start - passage.start, sentence.end - passage.start) for sentence in passage.sentences
        ):
            yield passage.text, collapse(passage.text[start:end])
        for document, quote in sorted(quotes):
            if document == passage.document and find_quote(passage.text, quote):
                yield passage.text, collapse(quote)


def test_no_altered_number_date_name_or_reference_passes_the_rules(
    rules: Checker, passages: tuple[Passage, ...]
) -> None:
    altered = [(text, kind, lie) for text, sentence in true_sentences(passages) for kind, lie in lies(sentence)]
    assert sum(kind in FORBIDDEN for _, kind, _ in altered) > 100
    assert [lie for text, kind, lie in altered if kind in FORBIDDEN and rules.check(text, lie).supported] == []
    negated = [rules.check(text, lie).supported for text, kind, lie in altered if kind == "negation"]
    assert sum(negated) <= 0.1 * len(negated)


def test_the_words_of_the_texts_themselves_pass_the_rules(rules: Checker, passages: tuple[Passage, ...]) -> None:
    verdicts = [rules.check(text, sentence).supported for text, sentence in [*true_sentences(passages)][::6]]
    assert sum(verdicts) >= 0.9 * len(verdicts)


def judged_by(rules: Checker, address: str, **given: object) -> Checker:
    model = open_model(Settings(_env_file=None, llm="openai:juge", llm_base_url=address, **given))  # type: ignore[arg-type]
    return Checker(rules.grounding, judge=model)


def opinions(*said: str) -> Script:
    """A judge that gives these opinions in order, then disowns the control."""
    return lambda asked: "\n".join(f'{{"numero": {n}, "avis": "{one}"}}' for n, one in enumerate((*said, "non"), 1))


WAYS = {
    "a line of JSON": '{"numero": 1, "avis": "%s"}',
    "a schema": '{"lignes": [{"numero": 1, "avis": "%s"}, {"numero": 2, "avis": "non"}]}',
    "thoughts first": '<think>La phrase 1. Oui ? {"numero": 1, "avis": "peut-être"}</think>\n{"numero": 1, "avis": "%s"}',
    "a block": '```json\n[{"numero": 1, "avis": "%s"}]\n```',
    "words": "%s, car le passage le dit ainsi.",
    "numbered words": "1. **%s**, car le passage le dit ainsi.\n2. NON",
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("opinion", "supported"), [("oui", True), ("Non", False), ("en partie", False)])
def test_an_opinion_is_read_wherever_it_stands(way: str, opinion: str, supported: bool) -> None:
    assert read_opinions(WAYS[way] % opinion)[1] is supported


def test_a_judge_settles_all_the_doubts_of_an_answer_in_one_call(rules: Checker) -> None:
    doubted = [Doubted(PASSAGE, said, rules.check(PASSAGE, said)) for said in DOUBTED]
    assert [one.verdict.sure for one in doubted] == [False] * len(DOUBTED)
    with scripted_server(opinions("oui", "non", "en partie")) as server:
        verdicts = judged_by(rules, server.address).settle(doubted)
    assert [(verdict.supported, verdict.sure) for verdict in verdicts] == [(True, True), (False, True), (False, True)]
    assert len(server.asked) == 1
    assert [sentence for _, sentence in server.asked[0].judged.values()] == [*DOUBTED, CONTROL]
    assert all(one.verdict.reason in server.asked[0].user for one in doubted)


def test_a_judge_is_not_asked_about_what_leaves_no_doubt(rules: Checker) -> None:
    with scripted_server(opinions("oui")) as server:
        checker = judged_by(rules, server.address)
        assert [checker.verify(PASSAGE, said).supported for said in (PASSAGE, FALSE)] == [True, False]
    assert server.asked == []


def test_a_judge_also_reads_what_is_hardly_doubted_and_unheard_leaves_it_sure(rules: Checker) -> None:
    verdict = rules.check(PASSAGE, TRUE)
    assert verdict.supported and verdict.sure
    for script, kept in ((opinions("non"), False), (opinions("oui"), True), (lambda asked: "Je réfléchis.", True)):
        with scripted_server(script) as server:
            told = judged_by(rules, server.address).verify(PASSAGE, TRUE)
        assert (told.supported, told.sure, len(server.asked)) == (kept, True, 1)


UNHEARD: dict[str, tuple[Script, str]] = {
    "broken": (lambda asked: Broken(500), "est en panne"),
    "vague": (lambda asked: "Cela dépend.", "il n’a dit ni oui ni non"),
    "empty": (lambda asked: "", "n’a rien répondu"),
    "agrees to all": (lambda asked: "\n".join(f"{n}. OUI" for n in asked.judged), "il approuve tout"),
    "slow": (slow(3, opinions("oui")), "n’a pas fini"),
}


@pytest.mark.parametrize("kind", UNHEARD)
def test_a_judge_that_cannot_be_heard_leaves_the_doubt_and_it_is_told(rules: Checker, kind: str) -> None:
    script, told = UNHEARD[kind]
    given = {"llm_timeout": 1.0} if kind == "slow" else {}
    with scripted_server(script) as server:
        verdict = judged_by(rules, server.address, **given).verify(PASSAGE, DOUBTED[0])
    assert not verdict.sure
    assert f"n’a pas jugé : {told}" in verdict.reason.replace("Le modèle juge ", "")


def test_personal_data_does_not_reach_the_judge(rules: Checker) -> None:
    passage = "Mme Éloïse Dupont (06 12 34 56 78) peut signer la convention au nom de la Caf."
    with scripted_server(opinions("oui")) as server:
        judged_by(rules, server.address).verify(passage, passage.replace("peut", "doit"))
    assert server.asked
    assert not re.search("Dupont|06 12", "".join(asked.user for asked in server.asked))


@pytest.mark.parametrize(
    ("passage", "sentence", "sure"),
    [
        (PASSAGE, "Le préavis est de trois mois.", True),
        (PASSAGE, "La dénonciation se décide le 3 mars 2026.", True),
        (PASSAGE, "La convention coûte 500 euros.", True),
        (PASSAGE, "Le notaire dénonce la convention.", True),
        (PASSAGE, "Mme Duval peut dénoncer la convention.", True),
        (PASSAGE, "Le préfet peut dénoncer la convention.", False),
        (PASSAGE, "Les deux parties peuvent dénoncer la convention.", False),
        (PASSAGE, "L’article 8 permet de dénoncer la convention deux mois avant son terme.", False),
        (PASSAGE, "Une partie doit dénoncer la convention deux mois avant son terme.", False),
    ],
)
def test_an_altered_fact_is_surely_wrong_and_what_counts_ranks_or_nuances_is_doubted(
    rules: Checker, passage: str, sentence: str, sure: bool
) -> None:
    verdict = rules.check(passage, sentence)
    assert (verdict.supported, verdict.sure) == (False, sure)


MODEL = [json.loads(line) for line in (CLAIMS / "claims_model.jsonl").read_text("utf-8").split("\n") if line]


def test_what_a_model_says_is_never_surely_wrong_when_it_is_true_and_seldom_surely_right_when_it_is_false(
    rules: Checker,
) -> None:
    told = [(row, rules.check(f"{row['section']}. {row['passage']}", row["sentence"])) for row in MODEL]
    assert [row["sentence"] for row, v in told if row["supported"] and v.sure and not v.supported] == []
    lies = [verdict for row, verdict in told if not row["supported"]]
    assert sum(verdict.sure and verdict.supported for verdict in lies) <= 0.2 * len(lies)
    facts = [verdict for row, verdict in told if row["kind"] in ("number", "date", "amount", "name")]
    assert all(not verdict.supported for verdict in facts)


@pytest.mark.parametrize(
    ("text", "supported"),
    [
        ("Pensez à prévenir vos partenaires deux mois avant le terme.", True),
        ("Madame, Monsieur,\nLe préfet vous invite à l’instance.\nBien cordialement,\n[à compléter]", True),
        ("Prévenez vos partenaires trois mois avant le terme.", False),
        ("Demandez une subvention de 500 euros.", False),
        ("Écrivez à l’Urssaf.", False),
        ("Bonjour,\nMme Duval vous attend.", False),
    ],
)
def test_of_advice_and_drafts_the_facts_are_checked(
    rules: Checker, passages: tuple[Passage, ...], text: str, supported: bool
) -> None:
    assert rules.check_facts("\n".join(passage.text for passage in passages), text).supported is supported


@pytest.mark.parametrize("act", ["La loi du 19 mai 2021 le prévoit.", "Le décret n° 2021-611 le prévoit."])
def test_a_legal_act_of_another_kind_is_not_supported(rules: Checker, act: str) -> None:
    verdict = rules.check("L’ordonnance n° 2021-611 du 19 mai 2021 le prévoit.", act)
    assert not verdict.supported


def tiny_encoder(folder: Path, labels: tuple[str, ...]) -> Path:
    """A cross-encoder of random weights."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors, trainers
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    words = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    words.train(
        [str(CORPUS / "trame.txt")],
        trainers.WordPieceTrainer(vocab_size=500, special_tokens=special, show_progress=False),
    )
    words.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokens = {"unk_token": "[UNK]", "pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    PreTrainedTokenizerFast(tokenizer_object=words, model_max_length=128, **tokens).save_pretrained(folder)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=500,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        id2label=dict(enumerate(labels)),
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


def test_a_cross_encoder_of_the_office_rejects_what_it_does_not_find_implied(rules: Checker, tmp_path: Path) -> None:
    said = set()
    for number, labels in enumerate(
        (
            ("contradiction", "entailment", "neutral"),
            ("entailment", "neutral", "contradiction"),
            ("x", "y", "Entailment"),
        )
    ):
        entails = open_entailment(str(tiny_encoder(tmp_path / str(number), labels)))
        assert entails is not None
        assert read_grounding(CORPUS, entails).entails is entails
        said.add(entails(PASSAGE, TRUE) > 0)
    assert said == {True, False}


def test_a_model_that_does_not_tell_entailment_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RupfamError, match="étiquette « entailment »"):
        open_entailment(str(tiny_encoder(tmp_path, ("bien", "mal"))))


def test_a_cross_encoder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RupfamError, match="RUPFAM_NLI"):
        open_entailment(str(tmp_path / "absent"))


def test_without_a_cross_encoder_nothing_is_opened() -> None:
    assert open_entailment("") is None
