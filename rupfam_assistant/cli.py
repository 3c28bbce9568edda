"""The command line: `rupfam`. Results on stdout or in --out, one French sentence on stderr when something is wrong."""

import argparse
import json
import logging
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rupfam_assistant import __version__
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.settings import read_settings

if TYPE_CHECKING:
    from rupfam_assistant.convention.draft import Draft
    from rupfam_assistant.office import Assistant
    from rupfam_assistant.welcome.kit import Kit

BUDGETS = (1000, 2000)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; the exit code is 0 when done, 1 when it failed, 2 for wrong usage."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    run: Callable[[argparse.Namespace], None] = options.run
    try:
        run(options)
    except RupfamError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        sys.stderr.write("Interrompu.\n")
        return 1
    return 0


def run() -> None:
    """The `rupfam` command."""
    sys.exit(main())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="rupfam", description="L’assistant « Ruptures familiales » : répond, textes à l’appui."
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(title="commandes", required=True, metavar="COMMANDE")

    def command(name: str, run: Callable[[argparse.Namespace], None], about: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=about, description=about)
        added.set_defaults(run=run)
        return added

    ask = command("ask", _ask, "Répond à une question, ou à un fichier de questions.")
    asked = ask.add_mutually_exclusive_group(required=True)
    asked.add_argument("question", nargs="?", help="la question, entre guillemets")
    asked.add_argument("--batch", type=Path, metavar="QUESTIONS.jsonl", help="un fichier de questions, une par ligne")
    ask.add_argument(
        "--out", type=Path, metavar="REPONSES.jsonl", help="où écrire les réponses (par défaut : la sortie)"
    )
    ask.add_argument("--json", action="store_true", help="écrit la réponse en JSON")
    evaluate = command("eval", _eval, "Répond à un fichier de questions et note les réponses.")
    evaluate.add_argument("questions", type=Path, metavar="QUESTIONS.jsonl")
    evaluate.add_argument("--json", action="store_true", help="écrit les chiffres en JSON")
    verify = command("verify", _verify, "Dit de chaque phrase d’un fichier si le passage donné l’appuie.")
    verify.add_argument(
        "claims", type=Path, metavar="PHRASES.jsonl", help="une phrase par ligne : id, passage, sentence"
    )
    verify.add_argument(
        "--out", type=Path, metavar="VERDICTS.jsonl", help="où écrire les verdicts (par défaut : la sortie)"
    )
    command(
        "check-llm",
        _check_llm,
        "Essaie le modèle de langue du réglage RUPFAM_LLM : répond-il, suit-il le format, à quelle vitesse.",
    )
    for name, run, about, out in (
        ("draft", _draft, "Rédige l’article 2 d’après un dossier.", "FICHIER.docx|.md|.txt|.pdf"),
        ("convention", _convention, "Rédige la convention entière d’après un dossier.", "FICHIER.docx|.md|.txt|.pdf"),
    ):
        written = command(name, run, about)
        written.add_argument("dossier", type=Path, metavar="DOSSIER.json")
        written.add_argument(
            "--json", action="store_true", help="écrit le projet, ses blancs, ses alertes et ses origines en JSON"
        )
        written.add_argument(
            "--out", type=Path, metavar=out, help="où écrire le projet (par défaut : le texte, sur la sortie)"
        )
        written.add_argument(
            "--clean", action="store_true", help="sans les commentaires qui disent l’origine de chaque phrase"
        )
        written.add_argument("--to-complete", action="store_true", help="ajoute la page « Ce qui reste à compléter »")
    welcome = command("welcome", _welcome, "Fait le livret d’accueil d’un partenaire.")
    welcome.add_argument("partner", metavar="PARTENAIRE", help="qui il est, en quelques mots, entre guillemets")
    welcome.add_argument("--json", action="store_true", help="écrit le livret en JSON")
    welcome.add_argument(
        "--out",
        type=Path,
        metavar="LIVRET.docx|.pptx|.pdf|.md|.txt",
        help="où écrire le livret (par défaut : la sortie)",
    )
    welcome.add_argument(
        "--dossier",
        type=Path,
        metavar="DOSSIER.json",
        help="le dossier du département : son instance, ses contacts, ses actions",
    )
    welcome.add_argument(
        "--logo", type=Path, metavar="LOGO.png", help="le logo de la CAF, sur le fichier Word et les diapositives"
    )
    welcome.add_argument("--colour", default="1F3864", metavar="RRVVBB", help="la couleur des titres, en hexadécimal")
    review = command("review", _review, "Compare un projet de convention à la trame, ou à un autre projet.")
    review.add_argument("draft", type=Path, metavar="PROJET.docx|.pdf|.odt|.txt|.md")
    review.add_argument(
        "--against", type=Path, metavar="AUTRE", help="l’autre projet, ou l’ancienne convention, à la place de la trame"
    )
    review.add_argument("--json", action="store_true", help="écrit les écarts et les différences permises en JSON")
    review.add_argument(
        "--out", type=Path, metavar="RAPPORT.docx", help="le projet commenté, suivi d’une page de synthèse"
    )
    review.add_argument(
        "--dossier", type=Path, metavar="DOSSIER.json", help="ce que le projet dit du département, comme dossier"
    )
    add = command("add", _add, "Ajoute un document de votre département (.txt, .md, .docx, .pdf, .odt).")
    add.add_argument("file", type=Path, metavar="FICHIER")
    remove = command("remove", _remove, "Retire un document ajouté.")
    remove.add_argument("name", metavar="NOM")
    command("index", _index, "Construit l’index s’il manque ou n’est plus à jour.")
    command("train", _train, "Entraîne de nouveau le modèle livré, depuis corpus/.")
    command("serve", _serve, "Sert la page web.")
    return parser


def _ask(options: argparse.Namespace) -> None:
    from rupfam_assistant.answers.reply import reply_record

    if options.batch is not None:
        rows = _read_questions(options.batch)
        assistant = _open()
        _write_lines(options.out, (_record(assistant, row) for row in rows))
        return
    started_assistant = _open()
    started = time.perf_counter()
    reply = started_assistant.ask(options.question)
    milliseconds = 1e3 * (time.perf_counter() - started)
    if options.json:
        _write_text(options.out, json.dumps(reply_record("", reply, milliseconds), ensure_ascii=False) + "\n")
        return
    sources = [f"[{number}] {c.place} : « {c.quote} »" for number, c in enumerate(reply.citations, 1)]
    _write_text(options.out, "\n".join([reply.text, *(["", "Sources :", *sources] if sources else [])]) + "\n")


def _eval(options: argparse.Namespace) -> None:
    from rupfam_assistant.answers.evaluation import figures, score_answers

    rows = _read_questions(options.questions)
    for number, row in enumerate(rows, 1):
        if not {"answerable", "evidence"} <= set(row):
            raise RupfamError(
                f"La question {number} du fichier {options.questions} n’a pas de réponse attendue (answerable, evidence) : complétez-la."
            )
    assistant = _open()
    records = {row["id"]: _record(assistant, row) for row in rows}
    texts = {name: document.text for name, document in assistant.knowledge.documents.items()}
    by_budget = {budget: figures(score_answers(rows, records, texts, budget)) for budget in BUDGETS}
    told = by_budget[BUDGETS[-1]] | {
        f"evidence_recall_{budget}": by_budget[budget]["evidence_recall"] for budget in BUDGETS
    }
    if options.json:
        _write_text(None, json.dumps(told) + "\n")
        return
    _write_text(None, "".join(f"{name.ljust(22)}{_shown(value)}\n" for name, value in told.items()))


def _verify(options: argparse.Namespace) -> None:
    from rupfam_assistant.french.words import read_json_lines
    from rupfam_assistant.office import open_checker

    rows = read_json_lines(options.claims)
    for number, row in enumerate(rows, 1):
        if not all(isinstance(row.get(key), str) for key in ("passage", "sentence")) or "id" not in row:
            raise RupfamError(
                f"La phrase {number} du fichier {options.claims} doit avoir « id », « passage » et « sentence » : corrigez-la."
            )
    checker = open_checker(read_settings())
    verdicts = ((row["id"], checker.check(row["passage"], row["sentence"])) for row in rows)
    _write_lines(
        options.out,
        ({"id": name, "supported": verdict.supported, "reason": verdict.reason} for name, verdict in verdicts),
    )


def _check_llm(options: argparse.Namespace) -> None:
    from rupfam_assistant.answers.trial import try_model
    from rupfam_assistant.office import open_assistant

    assistant = open_assistant(read_settings())
    _write_text(None, try_model(assistant.answering, assistant.model, assistant.checker))


def _draft(options: argparse.Namespace) -> None:
    from rupfam_assistant.dossier.schema import read_dossier
    from rupfam_assistant.office import open_writer

    dossier = read_dossier(options.dossier)
    _deliver(
        open_writer(read_settings()).draft(dossier), f"Article 2 – {dossier.department}", dossier.department, options
    )


def _convention(options: argparse.Namespace) -> None:
    from rupfam_assistant.dossier.schema import read_dossier
    from rupfam_assistant.office import open_writer

    dossier = read_dossier(options.dossier)
    title = f"Convention départementale – {dossier.department}"
    _deliver(open_writer(read_settings()).convention(dossier), title, dossier.department, options)


def _deliver(draft: "Draft", title: str, department: str, options: argparse.Namespace) -> None:
    """Writes a draft where it was asked: a file by its ending, JSON or text on stdout; the alerts on stderr beside the text."""
    from rupfam_assistant.convention.draft import draft_record, to_markdown

    if options.out is not None:
        kind = options.out.suffix.lower()
        if kind in (".docx", ".pdf"):
            from rupfam_assistant.export.docx import write_pdf, write_word

            word = write_word(
                draft,
                title,
                department,
                comments=not options.clean and kind == ".docx",
                to_complete=options.to_complete,
            )
            _write_bytes(options.out, word if kind == ".docx" else write_pdf(word))
        elif kind in (".md", ".txt"):
            _write_text(options.out, to_markdown(draft) if kind == ".md" else draft.text)
        else:
            raise RupfamError(f"Le fichier {options.out} doit finir par .docx, .pdf, .md ou .txt : changez son nom.")
    if options.json:
        _write_text(None, json.dumps(draft_record(draft), ensure_ascii=False) + "\n")
        return
    if options.out is None:
        _write_text(None, draft.text)
    sys.stderr.writelines(f"À savoir : {alert.message}\n" for alert in draft.alerts)


def _welcome(options: argparse.Namespace) -> None:
    from rupfam_assistant.dossier.schema import read_dossier
    from rupfam_assistant.welcome.kit import kit_record

    dossier = read_dossier(options.dossier) if options.dossier else None
    kit = _open().welcome(options.partner, dossier)
    if options.out is not None:
        _write_kit(kit, options)
    if options.json:
        _write_text(None, json.dumps(kit_record(kit), ensure_ascii=False) + "\n")
    elif options.out is None:
        _write_text(None, f"{kit.text}\n")


def _write_kit(kit: "Kit", options: argparse.Namespace) -> None:
    """Writes a kit in a file, by its ending."""
    from rupfam_assistant.export.docx import write_pdf
    from rupfam_assistant.export.kit_docx import write_kit
    from rupfam_assistant.export.kit_pptx import write_slides
    from rupfam_assistant.welcome.kit import to_markdown

    match options.out.suffix.lower():
        case ".docx":
            _write_bytes(options.out, write_kit(kit, options.logo, options.colour))
        case ".pdf":
            _write_bytes(options.out, write_pdf(write_kit(kit, options.logo, options.colour)))
        case ".pptx":
            _write_bytes(options.out, write_slides(kit, options.colour, options.logo))
        case ".md":
            _write_text(options.out, to_markdown(kit))
        case ".txt":
            _write_text(options.out, f"{kit.text}\n")
        case _:
            raise RupfamError(
                f"Le fichier {options.out} doit finir par .docx, .pptx, .pdf, .md ou .txt : changez son nom."
            )


def _review(options: argparse.Namespace) -> None:
    from rupfam_assistant.office import open_writer
    from rupfam_assistant.review.comparison import review_record
    from rupfam_assistant.review.text import to_text

    if options.out is not None and options.out.suffix.lower() != ".docx":
        raise RupfamError(f"Le fichier {options.out} doit finir par .docx : changez son nom.")
    writer = open_writer(read_settings())
    review = writer.review(options.draft) if options.against is None else writer.compare(options.against, options.draft)
    if options.out is not None:
        from rupfam_assistant.export.review_docx import write_review

        _write_bytes(options.out, write_review(review, options.draft))
    if options.dossier is not None:
        from rupfam_assistant.review.read_back import read_back

        _write_text(
            options.dossier, json.dumps(read_back(review.text, writer.trame), ensure_ascii=False, indent=2) + "\n"
        )
    _write_text(None, json.dumps(review_record(review), ensure_ascii=False) + "\n" if options.json else to_text(review))


def _add(options: argparse.Namespace) -> None:
    from rupfam_assistant.texts.added import add_file

    document = add_file(options.file, read_settings().documents)
    passages = sum(passage.document == document.name for passage in _open().knowledge.contents.passages)
    _write_text(
        None,
        f"Document ajouté sous le nom « {document.name} » : {document.title} ({passages} passages). Relancez la page si elle est ouverte.\n",
    )


def _remove(options: argparse.Namespace) -> None:
    from rupfam_assistant.texts.added import remove_document

    remove_document(options.name, read_settings().documents)
    _open()
    _write_text(None, f"Document « {options.name} » retiré. Relancez la page si elle est ouverte.\n")


def _index(options: argparse.Namespace) -> None:
    from rupfam_assistant.answers.knowledge import read_knowledge
    from rupfam_assistant.office import index_name

    settings = read_settings()
    built: list[int] = []
    started = time.perf_counter()
    contents = _open(built.append).knowledge.contents
    done = f"construit en {time.perf_counter() - started:.1f} s".replace(".", ",") if built else "déjà à jour"
    _write_text(
        None,
        f"Index {done} : {len(contents.passages)} passages, {len(contents.sentences)} phrases, {len(contents.questions)} questions,"
        f" dans {settings.index / index_name(settings, read_knowledge(settings))}.\n",
    )


def _train(options: argparse.Namespace) -> None:
    from rupfam_assistant.training.learning import train_all

    card = train_all(read_settings(), show_progress=sys.stderr.isatty())
    _write_text(None, card)


def _serve(options: argparse.Namespace) -> None:
    from rupfam_assistant.web.server import serve

    serve(read_settings())


def _open(built: Callable[[int], None] = lambda done: None) -> "Assistant":
    """The program, with a progress bar while its index is built; `built` is called at each step of that."""
    from tqdm import tqdm

    from rupfam_assistant.office import open_assistant

    with tqdm(desc="Index", unit=" textes", disable=not sys.stderr.isatty(), leave=False, delay=0.1) as bar:

        def progress(done: int, total: int) -> None:
            built(done)
            bar.total = total
            bar.update(done - bar.n)

        return open_assistant(read_settings(), progress)


def _record(assistant: "Assistant", row: dict[str, Any]) -> dict[str, Any]:
    from rupfam_assistant.answers.reply import reply_record

    started = time.perf_counter()
    reply = assistant.ask(row["question"], row.get("history") or ())
    return reply_record(row["id"], reply, 1e3 * (time.perf_counter() - started))


def _read_questions(path: Path) -> list[dict[str, Any]]:
    from rupfam_assistant.french.words import read_json_lines

    rows = read_json_lines(path)
    for number, row in enumerate(rows, 1):
        history = row.get("history") or []
        sound = isinstance(row.get("question"), str) and isinstance(row.get("id"), str)
        if not sound or not isinstance(history, list) or not all(isinstance(earlier, str) for earlier in history):
            raise RupfamError(
                f"La question {number} du fichier {path} doit avoir un « id », une « question » et, si besoin,"
                " « history » (une liste de textes) : corrigez-la."
            )
    return rows


def _write_lines(path: Path | None, rows: Iterable[dict[str, Any]]) -> None:
    _write_text(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def _write_text(path: Path | None, text: str) -> None:
    """Writes to stdout, to a device or pipe as it is, or to a file: beside, then renamed."""
    if path is None:
        sys.stdout.write(text)
        return
    _write_bytes(path, text.encode("utf-8"))


def _write_bytes(path: Path, content: bytes) -> None:
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
            return
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as beside:
            fresh = Path(beside) / path.name
            fresh.write_bytes(content)
            fresh.replace(path)
    except OSError as error:
        raise RupfamError(
            f"Le fichier {path} ne peut pas être écrit : vérifiez que son dossier existe et que vous avez le droit d’y écrire."
        ) from error


def _shown(value: float | int | None) -> str:
    return "-" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)
