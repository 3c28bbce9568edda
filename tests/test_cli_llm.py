"""The commands that speak to a language model: `rupfam check-llm`, `ask` and `verify`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from servers.scripted import KEY, NOTICE, TRUTH, Asked, Broken, Script, claim, judging, saying, scripted_server

from rupfam_assistant.answers.trial import FALSE, try_model
from rupfam_assistant.cli import main
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.office import Office

ROWS = ("Modèle", "Réponse", "Au fil de l’eau", "Forme", "Français", "Juge", "Vitesse", "Coût", "Contexte")
ROWS += ("Essai 1", "Essai 2", "Essai 3")
Screen = Callable[..., str]


@pytest.fixture
def screen(office: Office) -> Screen:
    """What `rupfam check-llm` shows of a script."""
    from servers.scripted import with_model

    def show(script: Script, **settings: object) -> str:
        with scripted_server(script) as server:
            writing = with_model(office, server.address, **settings)
            return try_model(writing.answering, writing.model, writing.checker)

    return show


def true_to_all(asked: Asked) -> str:
    """Says the same true things whatever the question, and judges well."""
    if asked.kind == "judge":
        return judging(asked, lambda said: said != FALSE)
    return "".join(claim(sentence, [asked.number_of(words)], [words]) for sentence, words in TRUTH) + "FIN"


def test_the_screen_says_all_of_a_model_that_does_well(screen: Screen) -> None:
    shown = screen(true_to_all)
    assert tuple(line.split("  ")[0] for line in shown.splitlines()) == ROWS
    assert "scripted, sur cette machine" in shown
    assert "oui, premier mot après" in shown
    assert "schéma, par un outil" in shown
    assert "lu : il approuve une phrase vraie, pas une fausse" in shown
    assert f"« {NOTICE} » : 2 phrases lues : 2 appuyées par les textes, 0 à relire, 0 à retirer" in shown
    assert "comptés par le serveur" in shown
    assert "les deux textes entiers y tiennent" in shown
    sent = int("".join(filter(str.isdigit, shown.split("Coût")[1].split("jetons")[0])))
    assert 5_000 < sent < 16_000
    assert KEY not in shown


def test_the_screen_says_what_is_wrong(screen: Screen) -> None:
    vague = screen(lambda asked: "Deux mois, je crois.")
    assert "aucune phrase lisible" in vague
    assert "texte : le serveur ne prend pas de schéma" in vague
    assert "Juge             non lu" in vague
    assert "non mesuré" in vague
    lying = screen(
        lambda asked: claim("The notice is 3 months and nobody may sign anything there.", [1], ["Madame, Monsieur"])
    )
    assert "0 appuyées par les textes" in lying
    assert "ne semblent pas en français" in lying
    assert "il se trompe" in screen(lambda a: judging(a, bool) if a.kind == "judge" else true_to_all(a))
    assert "non : la réponse vient d’un bloc" in screen(lambda asked: [true_to_all(asked)])
    assert "les deux textes n’y tiennent pas" in screen(true_to_all, llm_context=4_096)
    assert "par le format de la réponse" in screen(lambda a: Broken(400) if a.form == "tools" else true_to_all(a))


def test_a_server_that_cuts_the_prompt_is_noticed(office: Office) -> None:
    from servers.scripted import with_model

    with scripted_server(true_to_all, counted=lambda characters: 2_048) as server:
        writing = with_model(office, server.address)
        shown = try_model(writing.answering, writing.model, writing.checker)
    assert "trop petit : le serveur n’a lu que 2\u202f048 jetons" in shown


def test_a_server_that_refuses_to_count_is_asked_without(screen: Screen) -> None:
    shown = screen(lambda asked: Broken(400) if asked.counts else true_to_all(asked))
    assert "estimés : le serveur ne compte pas" in shown


@pytest.mark.parametrize(
    ("script", "told"), [(lambda asked: Broken(401), "401"), (lambda asked: "", "n’a rien répondu")]
)
def test_a_model_that_fails_is_told_in_one_sentence(screen: Screen, script: Script, told: str) -> None:
    with pytest.raises(RupfamError, match=told):
        screen(script)


@pytest.mark.usefixtures("indexed_office")
def test_the_command_says_that_there_is_no_model(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RUPFAM_HOME", str(home))
    monkeypatch.chdir(tmp_path)
    assert main(["check-llm"]) == 1
    assert capsys.readouterr().err.startswith("Aucun modèle de langue n’est réglé : donnez RUPFAM_LLM")


@pytest.mark.usefixtures("indexed_office")
def test_ask_and_verify_use_the_model_and_never_tell_the_key(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    claims = tmp_path / "claims.jsonl"
    doubted = TRUTH[0][0].replace("peut", "doit")
    claims.write_text(json.dumps({"id": "a", "passage": TRUTH[0][0], "sentence": doubted}) + "\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def refusing_judge(asked: Asked) -> "str | object":
        return judging(asked, lambda said: said != doubted) if asked.kind == "judge" else saying({NOTICE: TRUTH})(asked)

    with scripted_server(refusing_judge) as server:  # type: ignore[arg-type]
        for name, value in {
            "HOME": home,
            "LLM": "openai:albert",
            "LLM_BASE_URL": server.address,
            "LLM_API_KEY": KEY,
        }.items():
            monkeypatch.setenv(f"RUPFAM_{name}", str(value))
        assert main(["ask", NOTICE, "--json"]) == 0
        asked = capsys.readouterr()
        assert main(["verify", str(claims)]) == 0
        verified = capsys.readouterr()
    record = json.loads(asked.out)
    assert (record["mode"], record["answered"]) == ("albert", True)
    assert TRUTH[0][0] in record["answer"]
    verdict = json.loads(verified.out)
    assert (verdict["supported"], verdict["reason"][:22]) == (False, "Le modèle albert juge ")
    assert KEY not in asked.out + asked.err + verified.out + verified.err
