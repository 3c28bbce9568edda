"""The blanks of a draft: the trame's own marks, dotted lines, orders that were not followed."""

import re

ASKED = r"compl[ée]ter|pr[ée]ciser|d[ée]finir|renseigner|remplir|d[ée]terminer|choisir|confirmer|indiquer|ins[ée]rer"
HELD = r"nom|prénom|adresse|titre|qualité|fonction"
BLANK = re.compile(
    rf"\[[^\]\n]{{0,60}}(?:{ASKED})[^\]\n]{{0,60}}\]|\[\s*(?:…|\.+|_+|X+)?\s*\]"
    rf"|\((?:{HELD})(?:[,\s]+(?:{HELD}|exacte|et)\b)*\)"
    rf"|(?<![\w(])à (?:compléter|renseigner|remplir)(?=\s*[;,.)\n])|(?<=[:,] )à (?:{ASKED})(?=\s*[;,.)\n])"
    r"|…{2,}|\.{4,}|_{3,}|(?<=\s)…(?=\s*[;,.\n])|\bX{2,}\b|(?<=d[’']appel de )X\b"
    r"|ins[ée]rer les logos[^\n]*|\+\s*ajouter les signataires[^\n]*|(?<=[•*-] )Autres ?1?(?=\s*(?:\n|$))"
    r"|(?:situé|représenté)(?:e?s?)(?: par)?(?=\s*[,;.]\s*(?:représenté|ci-après|\n))",
    re.IGNORECASE,
)
"""What marks a blank: brackets of the trame, dotted lines, orders left, a party without its address or name."""
