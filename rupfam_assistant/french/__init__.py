"""French, told once: letters, words, sentences, numbers, dates, agreement, typography, spelling.

`analyse(text)` is what French makes of a text, worked out once, and as it is asked for: `.folded` (lower case without
accents) with `.span(start, end)` back from it to the text, `.words` (each `.folded`, `.stem`, `.start`, `.end`,
`.elided`), `.spaced` (its words, to look a phrase up), `.stems`, `.sentences` (whatever the line ends), `.parts` (cut
at line ends and semicolons too), `.clauses` (cut at commas too), `.numbers`, `.quantities` (a number and its unit),
`.dates`. What stands by itself is in the module of its name: words, clauses, numbers, quantities, dates, agreement,
typography, first_names, wording, spelling, lists, cues.
"""

from rupfam_assistant.french.analysis import Analysis, analyse

__all__ = ["Analysis", "analyse"]
