"""A question read together with what may answer it."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.search.encoder import PAIRS
from rupfam_assistant.search.pairs import FIRST, OUTPUTS, SECOND, PairReader, filled, joined

MODEL = Path(__file__).parents[2] / "corpus" / "model"
NOTICE = (
    "L’une des parties peut dénoncer la convention, par lettre recommandée, deux mois avant son terme au plus tard."
)


@pytest.fixture(scope="module")
def pairs() -> PairReader:
    return PairReader(MODEL)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Peut-on dénoncer la convention par lettre recommandée ?", "oui"),
        ("Un appel téléphonique suffit-il pour dénoncer la convention ?", "non"),
        ("Comment dénonce-t-on la convention ?", ""),
    ],
)
def test_a_question_and_what_a_card_says_are_read_together(pairs: PairReader, question: str, said: str) -> None:
    assert OUTPUTS[int(pairs.side(question, NOTICE).argmax())] == said


def test_a_text_of_any_length_is_read_always_alike(pairs: PairReader) -> None:
    for told in ("", NOTICE * 40):
        logits = pairs.side("Qui dénonce ? " * 60, told)
        assert logits.shape == (len(OUTPUTS),) and np.isfinite(logits).all()
        assert (pairs.side("Qui dénonce ? " * 60, told) == logits).all()


def test_a_pair_is_cut_to_what_the_network_reads_and_short_rows_are_filled() -> None:
    for task, most in SECOND.items():
        row = joined(task, [7] * 500, [8] * 500)
        assert len(row) == FIRST + most + 4 and row.count(7) == FIRST and row.count(8) == most
    assert joined("side", [7], [8]) == [0, 7, 2, 2, 8, 2]
    assert filled([[0, 5, 2], [0, 2]]).tolist() == [[0, 5, 2], [0, 2, 1]]


def test_a_passage_answers_a_question_or_not_and_proves_a_sentence_or_not(pairs: PairReader) -> None:
    other = "La médiation familiale vise à apaiser les conflits."
    says, silent = pairs.answers("Comment dénonce-t-on la convention ?", [NOTICE, other])
    assert says > 0 > silent
    proves, does_not = pairs.supports("La convention se dénonce par lettre recommandée.", [NOTICE, other])
    assert proves > 0 > does_not
    assert pairs.supports("La convention se dénonce par un simple courriel.", [NOTICE])[0] < proves


def test_a_damaged_network_is_told_in_one_sentence(tmp_path: Path) -> None:
    shutil.copy(MODEL / "tokenizer.json", tmp_path)
    (tmp_path / PAIRS).write_bytes(b"no network")
    with pytest.raises(RupfamError, match="abîmé"):
        PairReader(tmp_path)
