"""French, told once: letters, words, sentences, numbers, dates, agreement, typography, spelling.

`analyse(text)` is what French makes of a text, worked out once, and as it is asked for: `.folded` (lower case without
accents) with `.span(start, end)` back from it to the text, `.words` (each `.folded`, `.stem`, `.start`, `.end`,
`.elided`), `.spaced` (its words, to look a phrase up), `.stems`, `.sentences` (whatever the line ends), `.parts` (cut
at line ends and semicolons too), `.clauses` (cut at commas too), `.numbers`, `.quantities` (a number and its unit),
`.dates`. By themselves, each in its module:

- words: `fold`, `flatten` (one for one), `read_words`, `words`, `content_words`, `stem`, `stems`, `same_family` (of two
  stems), `in_digits` (a word), `STOP_WORDS`;
- clauses: `sentence_spans`, `part_spans`, `clause_spans`, `bracket_spans`, `OPENERS`;
- numbers: `number_of` ("deux cent trois"), `NUMBER` (a number, for a pattern on folded text), `ORDINALS`;
- quantities: `find_numbers`, `find_quantities`, `DAYS` (the one length of a month);
- dates: `MONTHS` (as written), `MONTH` (number by folded form), `MONTH_NAME` (for a pattern on folded text),
  `find_dates`, `same_time`, `written` (a day: "1er mars 2027");
- agreement: `gender`, `singular`, `elides`, `the` ("l’"), `to_the` ("au "), `of` ("d’"), `department_of`, `NOUNS`;
- typography: `typeset`, `capitalize`, `uncapitalize`, `lower` (to go on a sentence), `trim`, `enumerate_all`,
  `quantity`, `HARD`, `NARROW`, `BULLET`;
- first_names: `is_first_name`, `AMBIGUOUS`; wording: `action_line`, `is_action`; spelling: `Speller`; nearness:
  `subject`, `nearness`, `nearest`; lists: `read_list`, `words_of`; cues: `cues` (the pattern of a list of phrases).
"""

from rupfam_assistant.french.analysis import Analysis, analyse

__all__ = ["Analysis", "analyse"]
