"""The command line: `rupfam`. Results on stdout or in --out, one French sentence on stderr when something is wrong."""

import argparse
import json
import logging
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from rupfam_assistant import __version__
from rupfam_assistant.cli.keeping import add_documents, add_keeping
from rupfam_assistant.cli.parsing import ON_STDOUT, Parser, add_command, add_flag, add_path
from rupfam_assistant.cli.people import add_people, ask_for_administrator
from rupfam_assistant.cli.results import Makers, Row, check_rows, deliver, json_lines, lazy_office, open_searches, write
from rupfam_assistant.dossier.reading import read_dossier
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.french.lists import read_json_lines
from rupfam_assistant.settings import read_settings

if TYPE_CHECKING:
    from rupfam_assistant.answers.reply import Reply
    from rupfam_assistant.export.look import Dress
    from rupfam_assistant.office import Office

BUDGETS = (1000, 2000)
"""Retrieved characters that count when answers are scored, the other figures by the last."""


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
    """The `rupfam` command; a console that cannot show a sign shows another in its place."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    sys.exit(main())


def _parser() -> argparse.ArgumentParser:
    about = "L’assistant « Ruptures familiales », textes à l’appui."
    parser = Parser(prog="rupfam", description=about, add_help=False)
    options = parser.add_argument_group("options")
    options.add_argument("-h", "--help", action="help", help="affiche cette aide")
    options.add_argument("--version", action="version", version=__version__, help="affiche la version")
    commands = parser.add_subparsers(title="commandes", required=True, metavar="COMMANDE")

    command = partial(add_command, commands)
    ask = command("ask", _ask, "Répond à une question, ou à un fichier de questions.")
    asked = ask.add_mutually_exclusive_group(required=True)
    asked.add_argument("question", nargs="?", help="la question, entre guillemets")
    add_path(asked, "--batch", "QUESTIONS.jsonl", "à la place, un fichier de questions, une par ligne")
    add_path(ask, "--out", "REPONSES.jsonl", f"où écrire les réponses {ON_STDOUT}")
    add_flag(ask, "--json", "écrit la réponse en JSON")
    evaluate = command("eval", _eval, "Répond à un fichier de questions et note les réponses.")
    add_path(evaluate, "questions", "QUESTIONS.jsonl", "les questions et les réponses attendues")
    add_flag(evaluate, "--json", "écrit les chiffres en JSON")
    verify = command("verify", _verify, "Dit de chaque phrase d’un fichier si le passage donné l’appuie.")
    add_path(verify, "claims", "PHRASES.jsonl", "une phrase par ligne : id, passage, sentence")
    add_path(verify, "--out", "VERDICTS.jsonl", f"où écrire les verdicts {ON_STDOUT}")
    command("check-llm", _check_llm, "Essaie le modèle de langue de RUPFAM_LLM : sa réponse, son format, sa vitesse.")
    for drafted in (
        command("draft", _draft, "Rédige l’article 2 d’après un dossier."),
        command("convention", partial(_draft, whole=True), "Rédige la convention entière d’après un dossier."),
    ):
        add_path(drafted, "dossier", "DOSSIER.json", "ce que le département dit de lui-même")
        add_flag(drafted, "--json", "écrit le projet, ses blancs, ses alertes et ses origines en JSON")
        add_path(drafted, "--out", "FICHIER.docx|.md|.txt|.pdf", f"où écrire le projet {ON_STDOUT}")
        add_flag(drafted, "--proposals", "prend les tournures que le programme propose pour les actions")
        add_flag(drafted, "--table", "écrit les actions en tableau, comme le champ actions_table du dossier")
        add_flag(drafted, "--clean", "sans les commentaires qui disent l’origine de chaque phrase")
        add_flag(drafted, "--to-complete", "ajoute la page « Ce qui reste à compléter »")
    welcome = command("welcome", _welcome, "Fait le livret d’accueil d’un partenaire.")
    welcome.add_argument("partner", metavar="PARTENAIRE", help="qui il est, en quelques mots, entre guillemets")
    add_flag(welcome, "--json", "écrit le livret en JSON")
    add_path(welcome, "--out", "LIVRET.docx|.pptx|.pdf|.md|.txt", f"où écrire le livret {ON_STDOUT}")
    add_path(welcome, "--dossier", "DOSSIER.json", "le dossier du département : instance, contacts, actions")
    add_path(welcome, "--logo", "LOGO.png", "le logo de la CAF, sur le fichier Word et les diapositives")
    welcome.add_argument("--colour", metavar="RRVVBB", help="la couleur des titres, en hexadécimal")
    review = command("review", _review, "Compare un projet de convention à la trame, ou à un autre projet.")
    add_path(review, "draft", "PROJET.docx|.pdf|.odt|.txt|.md", "le projet")
    add_path(review, "--against", "AUTRE", "l’autre projet, ou l’ancienne convention, à la place de la trame")
    add_flag(review, "--json", "écrit les écarts, ce qui est permis et ce qui est à savoir, en JSON")
    add_path(review, "--out", "RAPPORT.docx", "une page de synthèse, suivie du projet commenté")
    add_path(review, "--dossier", "DOSSIER.json", "ce que le projet dit du département, comme dossier")
    add_documents(commands)
    add_keeping(commands)
    command("train", _train, "Entraîne de nouveau le modèle livré, depuis corpus/.")
    command("serve", _serve, "Sert la page web.")
    add_people(commands)
    mcp = command("mcp", _mcp, "Offre le programme aux assistants qui parlent MCP, sur l’entrée et la sortie.")
    add_flag(mcp, "--http", "à la place, sur le port RUPFAM_MCP_PORT de cette machine")
    return parser


def _ask(options: argparse.Namespace) -> None:
    if options.batch is not None:
        rows = _read_questions(options.batch)
        office = open_searches()
        write(options.out, json_lines(_answer(office, row)[1] for row in rows))
        return
    reply, record = _answer(open_searches(), {"id": "", "question": options.question})
    sources = [f"[{number}] {c.place} : « {c.quote} »" for number, c in enumerate(reply.citations, 1)]
    text = "\n".join([reply.text, *(["", "Sources :", *sources] if sources else []), ""])
    write(options.out, json_lines([record]) if options.json else text)


def _eval(options: argparse.Namespace) -> None:
    from rupfam_assistant.answers.evaluation import figures, score_answers

    rows = _read_questions(options.questions)
    unanswered = "n’a pas de réponse attendue (answerable, evidence) : complétez-la"
    check_rows(rows, lambda row: {"answerable", "evidence"} <= set(row), options.questions, "La question", unanswered)
    office = open_searches()
    records = {row["id"]: _answer(office, row)[1] for row in rows}
    texts = {name: document.text for name, document in office.knowledge.documents.items()}
    by_budget = {budget: figures(score_answers(rows, records, texts, budget)) for budget in BUDGETS}
    recalls = {f"evidence_recall_{budget}": by_budget[budget]["evidence_recall"] for budget in BUDGETS}
    told = by_budget[BUDGETS[-1]] | recalls
    shown = {name: "-" if value is None else value for name, value in told.items()}
    lines = (f"{name:22}{f'{v:.3f}' if isinstance(v, float) else v}\n" for name, v in shown.items())
    sys.stdout.write(json_lines([told]) if options.json else "".join(lines))


def _verify(options: argparse.Namespace) -> None:
    from rupfam_assistant.grounding.checking import LONGEST_CLAIM

    def sound(row: Row) -> bool:
        told = [row.get("passage"), row.get("sentence")]
        return "id" in row and all(isinstance(text, str) and len(text) <= LONGEST_CLAIM for text in told)

    rows = read_json_lines(options.claims)
    needed = "doit avoir « id », « passage » et « sentence », de 20 000 signes au plus : corrigez-la"
    check_rows(rows, sound, options.claims, "La phrase", needed)
    checker = lazy_office().checker
    verdicts = ((row["id"], checker.verify(row["passage"], row["sentence"])) for row in rows)
    told = ({"id": name, "supported": verdict.supported, "reason": verdict.reason} for name, verdict in verdicts)
    write(options.out, json_lines(told))


def _check_llm(options: argparse.Namespace) -> None:
    from rupfam_assistant.answers.trial import try_model

    office = open_searches()
    sys.stdout.write(try_model(office.answering, office.model, office.checker))


def _draft(options: argparse.Namespace, whole: bool = False) -> None:
    from rupfam_assistant.convention.draft import draft_record
    from rupfam_assistant.convention.offering import take_proposals
    from rupfam_assistant.export.docx import write_word
    from rupfam_assistant.export.markdown import write_markdown
    from rupfam_assistant.export.pdf import write_pdf

    dossier, office = read_dossier(options.dossier), lazy_office()
    dossier = take_proposals(dossier) if options.proposals else dossier
    dossier = replace(dossier, actions_table=True) if options.table else dossier
    draft = office.convention(dossier) if whole else office.draft(dossier)
    title = f"{'Convention départementale' if whole else 'Article 2'} – {dossier.department}"
    word = partial(write_word, draft, title, dossier.department, to_complete=options.to_complete)
    makers: Makers = {
        ".docx": lambda: word(comments=not options.clean),
        ".pdf": lambda: write_pdf(word(comments=False)),
        ".md": lambda: write_markdown(draft.paragraphs),
        ".txt": lambda: draft.text,
    }
    deliver(options, makers, draft_record(draft), draft.text)
    sys.stderr.writelines(f"À savoir : {alert.message}\n" for alert in draft.alerts if not options.json)


def _welcome(options: argparse.Namespace) -> None:
    from rupfam_assistant.export.kit import kit_markdown, write_kit
    from rupfam_assistant.export.pdf import write_pdf
    from rupfam_assistant.export.pptx import write_slides
    from rupfam_assistant.welcome.kit import kit_record

    dossier = read_dossier(options.dossier) if options.dossier else None
    office = open_searches()
    kit, day, dress = office.welcome(options.partner, dossier), date.today(), _dress(options, office)
    dated = kit.on(day)
    makers: Makers = {
        ".docx": lambda: write_kit(kit, day, dress),
        ".pptx": lambda: write_slides(kit, day, dress),
        ".pdf": lambda: write_pdf(write_kit(kit, day, dress)),
        ".md": lambda: kit_markdown(kit, day),
        ".txt": lambda: f"{dated.text}\n",
    }
    sys.stderr.write(f"{kit.message}\n" if options.out and not options.json else "")
    sys.stderr.write(f"À savoir : {kit.alert}\n" if kit.alert else "")
    deliver(options, makers, kit_record(dated), f"{dated.text}\n")


def _dress(options: argparse.Namespace, office: "Office") -> "Dress":
    from rupfam_assistant.export.look import Dress, darkened, read_colour

    worn = office.dress_of(None)
    colour = darkened(read_colour(options.colour)) if options.colour else worn.colour
    return Dress(colour, options.logo or worn.logo)


def _review(options: argparse.Namespace) -> None:
    from datetime import date

    from rupfam_assistant.review.comparison import review_record
    from rupfam_assistant.review.verdict import Reviewed, to_text

    if options.out is not None and options.out.suffix.lower() != ".docx":
        raise RupfamError(f"Le fichier {options.out} doit finir par .docx : changez son nom.")
    office, day = lazy_office(), date.today()
    review = office.review(options.draft) if options.against is None else office.compare(options.against, options.draft)
    reviewed = Reviewed(review, options.draft.name, options.against.name if options.against else "")
    if options.out is not None:
        from rupfam_assistant.export.review import write_review

        write(options.out, write_review(reviewed, day, options.draft))
    if options.dossier is not None:
        from rupfam_assistant.review.read_back import left_out, read_back

        record = read_back(review.text, office.trame)
        write(options.dossier, json.dumps(record, ensure_ascii=False, indent=2) + "\n")
        sys.stderr.writelines(f"Non repris dans le dossier : {said}\n" for said in left_out(review.text, office.trame))
    sys.stdout.write(json_lines([review_record(review, day)]) if options.json else to_text(reviewed, day))


def _train(options: argparse.Namespace) -> None:
    from rupfam_assistant.training.learning import train_all

    sys.stdout.write(train_all(read_settings(), show_progress=sys.stderr.isatty()))


def _serve(options: argparse.Namespace) -> None:
    from rupfam_assistant.api.routes import add_api
    from rupfam_assistant.web.server import serve

    ask_for_administrator()
    serve(read_settings(), add_api)


def _mcp(options: argparse.Namespace) -> None:
    from rupfam_assistant.api.mcp import serve_mcp

    serve_mcp(read_settings(), options.http)


def _answer(office: "Office", row: Row) -> "tuple[Reply, Row]":
    """The reply to a question, and its record, with the milliseconds that it took."""
    from rupfam_assistant.answers.reply import reply_record

    started = time.perf_counter()
    reply = office.ask(row["question"], row.get("history") or ())
    return reply, reply_record(row["id"], reply, 1e3 * (time.perf_counter() - started))


def _read_questions(path: Path) -> list[Row]:
    def sound(row: Row) -> bool:
        told, history = (row.get("question"), row.get("id")), row.get("history") or []
        return isinstance(history, list) and all(isinstance(text, str) for text in (*told, *history))

    rows = read_json_lines(path)
    needed = "doit avoir un « id », une « question » et, si besoin, « history » (une liste de textes) : corrigez-la"
    check_rows(rows, sound, path, "La question", needed)
    return rows
