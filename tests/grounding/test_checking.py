"""Checking: rules first, then the office's own models, which can only reject."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from servers.lies import lies
from servers.scripted import Broken, Script, scripted_server

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.grounding.checking import Checker, open_entailment
from rupfam_assistant.grounding.claims import read_grounding
from rupfam_assistant.models.connection import open_model
from rupfam_assistant.settings import Settings
from rupfam_assistant.texts.passages import Passage, collapse
from rupfam_assistant.texts.quotes import find_quote

CORPUS = Path(__file__).parents[2] / "corpus"
DATA = Path(__file__).parents[1] / "data" / "answers"
PASSAGE = "La convention peut être dénoncée par l’une des parties deux mois au plus tard avant l’arrivée du terme."
TRUE, FALSE = (
    "La convention peut être dénoncée deux mois au plus tard avant son terme.",
    "La convention est dénoncée trois mois avant son terme.",
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
    verdicts = [rules.check(text, sentence).supported for text, sentence in true_sentences(passages)]
    assert sum(verdicts) >= 0.9 * len(verdicts)


def judged_by(rules: Checker, address: str) -> Checker:
    model = open_model(Settings(_env_file=None, llm="openai:juge", llm_base_url=address))
    return Checker(rules.grounding, judge=model)


@pytest.mark.parametrize("said", ["NON", "non.", " Non \n"])
def test_a_judge_rejects_what_the_rules_let_through(rules: Checker, said: str) -> None:
    with scripted_server(lambda asked: said) as server:
        verdict = judged_by(rules, server.address).check(PASSAGE, TRUE)
    assert not verdict.supported
    assert "juge" in verdict.reason
    assert TRUE in server.asked[0].user


def test_a_judge_cannot_let_through_what_the_rules_reject(rules: Checker) -> None:
    with scripted_server(lambda asked: "OUI") as server:
        assert not judged_by(rules, server.address).check(PASSAGE, FALSE).supported
    assert server.asked == []


SILENT: dict[str, Script] = {
    "broken": lambda asked: Broken(500),
    "vague": lambda asked: "Non pas vraiment, oui",
    "empty": lambda asked: "",
}


@pytest.mark.parametrize("kind", SILENT)
def test_a_judge_that_does_not_say_yes_or_no_leaves_the_rules_to_decide_and_it_is_told(
    rules: Checker, kind: str
) -> None:
    with scripted_server(SILENT[kind]) as server:
        verdict = judged_by(rules, server.address).check(PASSAGE, TRUE)
    assert verdict.supported
    assert "n’a pas jugé" in verdict.reason


def test_personal_data_does_not_reach_the_judge(rules: Checker) -> None:
    passage = "Mme Éloïse Dupont (06 12 34 56 78) signe la convention au nom de la Caf."
    with scripted_server(lambda asked: "OUI") as server:
        judged_by(rules, server.address).check(passage, passage)
    assert not re.search("Dupont|06 12", "".join(asked.user for asked in server.asked))


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
        verdict = Checker(rules.grounding, entails).check(PASSAGE, TRUE)
        assert verdict.supported == entails(PASSAGE, TRUE)
        assert verdict.supported or "implication" in verdict.reason
        said.add(verdict.supported)
    assert said == {True, False}


def test_a_model_that_does_not_tell_entailment_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RupfamError, match="étiquette « entailment »"):
        open_entailment(str(tiny_encoder(tmp_path, ("bien", "mal"))))


def test_a_cross_encoder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RupfamError, match="RUPFAM_NLI"):
        open_entailment(str(tmp_path / "absent"))


def test_without_a_cross_encoder_nothing_is_opened() -> None:
    assert open_entailment("") is None
