"""Doubts: the parts of a text that an officer asks or notes for herself, "ARS ?", "à voir avec la préfecture"."""

import re
from functools import lru_cache, partial

from rupfam_assistant.french.analysis import analyse
from rupfam_assistant.french.clauses import Span, bracket_spans
from rupfam_assistant.french.cues import blank, cues
from rupfam_assistant.french.typography import capitalize
from rupfam_assistant.french.words import flatten, subject

CUES = partial(cues, "doubts")
QUESTION = re.compile(r" *\?+")
CLOSED = re.compile(r"\([^()]*\)")
QUOTED = re.compile(r"«[^«»]*»|\"[^\"]*\"|“[^”]*”")
CLAUSE_START = re.compile(r"[,;:(]\s|\s[–—-]\s|\s*(?:→|[=-]+>)\s*|\s(?=(?:avec|ou)\b)")
NAMED = re.compile(r"(?<=[,;(] )(?:[^\W\d_]+ ){1,2}\Z")
ASIDE = re.compile(r"[,;:]\s|\s[–—-]\s")
LEAST_SAID, LEAST_ANNOUNCED = 5, 2
CLAUSE_END = re.compile(r"[,;:.)]|\s[–—-]\s|\Z")

MAIL_HEAD = re.compile(
    r"(?i)\A\s*(?:(?:de|from) ?: ?[^\s<]*[ \w.-]*<?\S+@\S+>?|(?:re|tr|fw|fwd) ?:[^/\n>]{0,80}|objet ?:[^/\n>]{0,80})"
    r"(?:\s*/?\s*(?:objet|à|cc|date) ?:[^/\n>]{0,80})*\s*(?:>+|//|\n)\s*(?:bonjour\b[^,!.\n]{0,30}[,!.\n]\s*)?"
)
INLINE_HEAD = re.compile(
    r"(?i)\A\s*de ?: ?[^/\n]{1,40}/\s*(?:(?:[àa]|cc|date) ?: ?[^/\n]{1,40}/\s*)*objet ?: ?[^.«–\n]{1,60}[.–\s]*"
)
HEAD_LINE = re.compile(
    r"(?im)^[ \t>]*(?:-{2,}.*|(?:-+ ?)?(?:message (?:transf[ée]r[ée]|d['’]origine)|d[ée]but du message).*"
    r"|(?:(?:de|from|[àa]|to|cci?|date|envoy[ée](?: le)?|objet|sujet|re|tr|fwd?) ?:)+[^/>\n]*)(?:$|/+|>+)"
)
SURE_HEAD = re.compile(
    r"(?i)\S@\S|message transf|message d['’]origine"
    r"|\b(?:bonjour|bonsoir|cordialement|bonne journ[ée]e|[àa] bient[ôo]t)\b"
)
SAYING = re.compile(r"(?<![\w.@])[a-zà-ÿ]{4,}(?!\w|@|\.\w)")
GREETING = re.compile(
    r"(?i)\A\s*(?:bonjour|bonsoir|salut|hello|cher|ch[èe]re|chers)\b"
    r"(?-i:(?: à)?(?: (?:tous|toutes|et|le|la|madame|monsieur)"
    r"|[ ’'-]*[A-ZÀ-Ý][\w.’'-]*){0,5}) *[,!\n]\s*"
    r"(?:(?:ok|d['’]accord|bien reçu),? (?:pour (?:nous|moi)\b,? )?(?:pour )?)?"
    r"|\A\s*(?:madame|monsieur|mesdames)(?:,? (?:et )?(?:monsieur|messieurs))?,\s*"
)
"""What opens a mail that is pasted, line by line: where it comes from, who sends it, what about; then its greeting."""


@lru_cache(maxsize=4096)
def find_doubts(text: str) -> tuple[Span, ...]:
    """Each doubtful part of a text, in order.

    Of "Plaquette ?" it is the question mark, of "Lieu à Dole, avec le CCAS ?" or "Lieu à Dole, à voir avec la
    préfecture" the last clause, of "Lieu (mairie ?)" the bracket, of "faut-il un lieu ?" the sentence, of "Ne pas
    oublier : les îles" the reminder.
    """
    plain = QUOTED.sub(blank, flatten(text))
    found: list[Span] = []
    for start, end in bracket_spans(text):
        if "?" in plain[start:end] or CUES("memo").search(plain, start, end):
            found.append((start, end))
            plain = plain[:start] + " " * (end - start) + plain[end:]
    for start, end in analyse(text).parts:
        found += ((start + first, start + last) for first, last in _in_part(plain[start:end]))
    return tuple(sorted(found))


def without_courtesy(text: str) -> str:
    """A text without the head, the greeting, the thanks and the signature of a mail that was pasted: each sentence that
    says something stays."""
    body = INLINE_HEAD.sub("", text)
    body = MAIL_HEAD.sub("", body) if SURE_HEAD.search(body) else body
    body = _headless(body) if SURE_HEAD.search(text) else body
    body = GREETING.sub("", body)
    mail, closed, said = body != text, False, list[str]()
    for start, end in analyse(body).parts:
        part = body[start:end]
        courtesy = CUES("courtesy").match(flatten(part))
        courteous = courtesy is not None and SAYING.search(part[courtesy.end() :]) is None
        named = SAYING.search(part) is None or cues("bodies", "titles").match(flatten(part)) is not None
        signed = closed and len(part.split()) < LEAST_SAID and named
        unsaid = mail and not re.search(r"[^\W\d_]{2}", part)
        if not (courteous or signed or unsaid):
            said.append(part.strip())
        closed = closed or courteous
    kept = " ".join(said)
    return text if " ".join(text.split()) == kept or not (mail or closed) else kept


def _headless(text: str) -> str:
    """A text without the lines that open a pasted mail, as long as they follow one another."""
    while (line := HEAD_LINE.match(text.lstrip())) and line[0]:
        text = text.lstrip()[line.end() :]
    return text.strip()


def without_asking(text: str) -> str:
    """What a question asks whether to do, as something to do: "un lieu à Dole" of "faut-il un lieu à Dole ?"; "" for
    another question."""
    asking = CUES("asking").match(flatten(text))
    return capitalize(text[asking.end() :].strip(" ?.")) if asking else ""


def is_reminder(words: str) -> bool:
    """Whether a doubtful part is but a reminder, before what it reminds of."""
    return CUES("reminder").fullmatch(flatten(words)) is not None


def _is_said(before: str) -> bool:
    """Whether what stands before a question says something by itself: enough words, or what the question is about."""
    announced = before.rstrip().endswith(":") and not CUES("memo").search(before)
    return (announced and len(subject(before)) >= LEAST_ANNOUNCED) or len(before.split()) >= LEAST_SAID


def _in_part(plain: str) -> tuple[Span, ...]:
    mark, memo, reminder = QUESTION.search(plain), CUES("memo").search(plain), CUES("reminder").match(plain)
    if mark and CUES("inquiry").match(plain) and not memo:
        return ()
    if mark and (asked := CUES("asked").search(plain, 0, mark.start())):
        told = max((found.end() for found in ASIDE.finditer(plain, 0, asked.start() + 1)), default=0)
        return ((told if _is_said(plain[:told]) else 0, mark.end()),)
    if memo:
        named, last = NAMED.search(plain[: memo.start()]), CLAUSE_END.search(plain, memo.end())
        return (((named or memo).start(), last.start() if last else len(plain)),)
    if mark:
        open_clauses = CLAUSE_START.finditer(CLOSED.sub(blank, plain), 0, mark.start())
        first = max((found.end() for found in open_clauses), default=0)
        alone = not re.search(r"\w{2}", plain[:first])
        return ((mark.start() if alone else first, mark.end()),)
    return (reminder.span(),) if reminder else ()
