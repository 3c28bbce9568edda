"""French, told once: letters, words, sentences, numbers, dates, agreement, typography, spelling.

`analyse(text)` is what French makes of a text, worked out once and as it is asked for: `.folded` (lower case without accents) and `.span(start, end)`
back from it to the text, `.words` (each `.folded`, `.stem`, `.start`, `.end`, `.elided`), `.stems`, `.sentences` (whatever the line ends), `.parts`
(cut at line ends and semicolons too), `.clauses` (cut at commas too), `.numbers`, `.dates`. The same by themselves:

- words: `fold`, `flatten` (one for one), `read_words`, `words`, `content_words`, `stem`, `stems`, `in_digits` (a word), `STOP_WORDS`;
- clauses: `sentence_spans`, `part_spans`, `clause_spans`, `bracket_spans`;
- numbers: `number_of` ("deux cent trois"); quantities: `find_numbers`, `DAYS` (the one length of a month);
- dates: `MONTHS` (as written), `MONTH` (number by folded form), `find_dates`, `same_time`, `written` (a day: "1er mars 2027");
- agreement: `gender`, `singular`, `elides`, `the` ("l’"), `to_the` ("au "), `of` ("d’"), `department_of`, `NOUNS` (groups of corpus/french/nouns.toml);
- typography: `typeset`, `capitalize`, `uncapitalize`, `lower` (on a sentence), `trim`, `enumerate_all`, `quantity`, `HARD`, `NARROW`, `BULLET`;
- first_names: `is_first_name`, `AMBIGUOUS`; wording: `action_line`, `is_action`; spelling: `Speller`; lists: `read_list`, `words_of`.
"""

from rupfam_assistant.french.analysis import Analysis, analyse

__all__ = ["Analysis", "analyse"]
