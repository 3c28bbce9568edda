"""What the reader of pairs is taught."""

from pathlib import Path
from random import Random

import pytest
from tokenizers import Tokenizer

from rupfam_assistant.answers.knowledge import read_knowledge
from rupfam_assistant.french.lists import read_json_lines
from rupfam_assistant.search.encoder import PAD, SHIPPED, open_encoder
from rupfam_assistant.search.pairs import HEADS
from rupfam_assistant.settings import Settings
from rupfam_assistant.texts.added import read_added
from rupfam_assistant.training.pairs import (
    CLEAN,
    NOTED,
    SHARES,
    PairRecipe,
    TaughtField,
    TaughtPair,
    batches,
    batches_of_fields,
    make_network,
    marked,
)
from rupfam_assistant.training.taught import (
    WRONG_SENTENCES,
    alter,
    claim_pairs,
    joined_fields,
    local_pairs,
    taught_fields,
)

CORPUS = Path(__file__).parents[2] / "corpus"
PAIRS = [TaughtPair(task, f"question {n} ?", f"fiche {n}", label) for task, label in SHARES for n in range(90)]
PASSAGE = "Les parties peuvent dénoncer la convention deux mois avant son terme."


def test_a_step_shows_every_task_and_label_in_its_share() -> None:
    for step in batches(PAIRS, PairRecipe(steps=3, noised=0.0)):
        shown = [(pair.task, pair.label) for pair in step]
        assert {kind: shown.count(kind) for kind in SHARES} == SHARES
        assert all(pair in PAIRS for pair in step)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_questions_are_noised_as_often_as_the_recipe_says_and_sentences_never(share: float) -> None:
    step = next(batches(PAIRS, PairRecipe(steps=1, noised=share)))
    changed = {pair.task for pair in step if pair not in PAIRS}
    assert changed == ({"side", "answers"} if share else set())


def test_an_altered_sentence_has_one_expression_in_the_place_of_another_of_its_kind() -> None:
    altered = {alter(PASSAGE, Random(seed)) for seed in range(60)}
    assert PASSAGE.replace("deux mois", "trois mois") in altered
    assert PASSAGE.replace("avant", "après") in altered
    assert PASSAGE not in altered
    assert alter("Rien ici ne se change.", Random(1)) == "Rien ici ne se change."


def test_what_a_passage_says_is_never_taught_as_false(tmp_path: Path) -> None:
    knowledge = read_knowledge(Settings(corpus=CORPUS, home=tmp_path))
    taught = list(claim_pairs(CORPUS / "claims.jsonl", knowledge, Random(1)))
    true = {(pair.first, pair.second) for pair in taught if pair.label}
    false = {(pair.first, pair.second) for pair in taught if not pair.label}
    assert len(true) > 2000 and len(false) > 2000
    assert not true & false
    assert not any(sentence in passage for sentence, passage in false)


def test_a_question_is_shown_beside_the_sentences_that_answer_it_and_near_ones_that_do_not() -> None:
    document = next(document for document in read_added(CORPUS / "local") if document.name == "schema_a")
    rows = [row for row in read_json_lines(CORPUS / "local" / "questions.jsonl") if row["id"] in ("a-01", "a-02")]
    taught = list(local_pairs([document], rows, open_encoder(Settings(corpus=CORPUS))))
    right = [pair.second for pair in taught if pair.label]
    assert ["12 juin 2025" in right[0], "248 300 habitants" in right[1]] == [True, True]
    assert len(taught) == 2 * (1 + WRONG_SENTENCES)
    assert not any(
        "248 300 habitants" in pair.second for pair in taught if pair.first == rows[1]["question"] and not pair.label
    )


def test_sides_are_read_by_last_layers_of_their_own() -> None:
    import torch
    from transformers import BertConfig, BertModel

    sizes = {"hidden_size": 16, "num_hidden_layers": 4, "num_attention_heads": 2, "intermediate_size": 32}
    network = make_network(BertModel(BertConfig(vocab_size=30, **sizes), add_pooling_layer=False), 3, 1).eval()
    pieces = torch.tensor([[0, 7, 8, 2], [0, 9, 2, PAD]])
    before = network(pieces, (pieces != PAD).long())[0]
    with torch.no_grad():
        network.tops[0][0].output.dense.weight.zero_()
    changed = (network(pieces, (pieces != PAD).long())[0] != before).any(0)
    assert before.shape == (2, max(outputs.stop for outputs in HEADS.values()))
    assert [bool(changed[outputs].all()) for outputs in HEADS.values()] == [True, False, False, False]
    assert not changed[HEADS["side"].stop :].any()


def test_the_pieces_of_a_note_are_marked_among_those_of_a_field() -> None:
    told = "Bus des familles (Odile s’en occupe)"
    tokenizer = Tokenizer.from_file(str(CORPUS / SHIPPED / "tokenizer.json"))
    field = TaughtField("text", told, ((told.index("("), len(told)),))
    pieces = tokenizer.encode(told, add_special_tokens=False)
    noted = [
        told[start:end] for (start, end), label in zip(pieces.offsets, marks(tokenizer, field), strict=True) if label
    ]
    assert "".join(noted).replace(" ", "") == "(Odiles’enoccupe)"


def marks(tokenizer: Tokenizer, field: TaughtField) -> list[int]:
    return [label for _, label in marked(tokenizer, field) if label >= 0]


def test_joined_fields_hold_the_notes_of_each() -> None:
    fields = taught_fields(CORPUS)[:400]
    noted = {field.text[slice(*note)] for field in fields for note in field.notes}
    for joined in joined_fields(fields, Random(3)):
        assert joined.text and {joined.text[slice(*note)] for note in joined.notes} <= noted
        assert [edge for note in joined.notes for edge in note] == sorted(
            edge for note in joined.notes for edge in note
        )


def test_each_step_shows_fields_with_notes_and_without() -> None:
    fields = taught_fields(CORPUS)
    (batch,) = batches_of_fields(fields, PairRecipe(steps=1))
    assert [sum(bool(one.notes) for one in batch), sum(not one.notes for one in batch)] == [NOTED, CLEAN]
