"""The rules of the house: lists are data, patterns have their rooms, names are one thing's, lines and pages are kept short."""

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "rupfam_assistant"
MODULES = {str(path.relative_to(PACKAGE)): path for path in sorted(PACKAGE.rglob("*.py"))}
LONGEST_LINE = 120
LONGEST_LIST = 10
"""Words of a list beyond which it is data, in corpus/french/."""

SHARED_PREFIX = 3
"""Files of a room that share the first word of their name make a room of their own."""

TAG = re.compile(r"</?(?:p|div|span|button|section|ul|li|h[1-6])\b[^>]*>")
PATTERN_ROOMS = ("french/", "texts/", "guard/", "review/reading")
LEFT = ROOT / "tests" / "house_left.toml"
"""The modules that do not follow a rule yet, by rule: the list may only shrink."""


def left(rule: str) -> list[str]:
    """The modules that are known not to follow a rule."""
    told: list[str] = tomllib.loads(LEFT.read_text(encoding="utf-8"))[rule]
    return told


@cache
def parsed(name: str) -> ast.Module:
    return ast.parse(MODULES[name].read_text(encoding="utf-8"))


def words_of(node: ast.AST) -> int:
    """How many words a literal lists: plain words in a tuple, a list or a set, or in one string that is split."""
    match node:
        case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements):
            told = [e.value for e in elements if isinstance(e, ast.Constant) and isinstance(e.value, str)]
            return len(told) if all(re.fullmatch(r"[a-zà-ÿœ'’ -]+", word) for word in told) else 0
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="split"), args=[]):
            return len(text.split())
        case ast.Dict(keys=keys, values=values):
            return sum(
                isinstance(k, ast.Constant) and isinstance(v, ast.Constant) for k, v in zip(keys, values, strict=True)
            )
    return 0


def test_a_list_of_many_words_is_noticed() -> None:
    assert words_of(ast.parse("'a b c d'.split()", mode="eval").body) == 4
    assert words_of(ast.parse("('un', 'deux')", mode="eval").body) == 2


def lists(name: str) -> list[int]:
    return [node.lineno for node in ast.walk(parsed(name)) if words_of(node) > LONGEST_LIST]


def patterns(name: str) -> list[int]:
    calls = [node for node in ast.walk(parsed(name)) if isinstance(node, ast.Call)]
    return [call.lineno for call in calls if ast.unparse(call.func) == "re.compile"]


def long_lines(name: str) -> list[int]:
    lines = MODULES[name].read_text(encoding="utf-8").split("\n")
    return [number for number, line in enumerate(lines, 1) if len(line) > LONGEST_LINE]


def html(name: str) -> list[str]:
    nodes = [node for node in ast.walk(parsed(name)) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [node.value[:40] for node in nodes if TAG.search(node.value)]


def open_docstrings(name: str) -> list[str]:
    kinds = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    told = [ast.get_docstring(node) for node in ast.walk(parsed(name)) if isinstance(node, kinds)]
    return [text[-30:] for text in told if text and text.rstrip()[-1] not in ".:;)!?»\"'`"]


RULES = {"lists": lists, "patterns": patterns, "long lines": long_lines, "html": html, "docstrings": open_docstrings}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_followed_but_where_the_list_of_what_is_left_says_so(rule: str) -> None:
    concerned = [name for name in MODULES if rule != "patterns" or not name.startswith(PATTERN_ROOMS)]
    assert [name for name in concerned if RULES[rule](name)] == left(rule)


def classes() -> Iterator[str]:
    for name in MODULES:
        yield from (node.name for node in ast.walk(parsed(name)) if isinstance(node, ast.ClassDef))


def test_no_two_classes_have_one_name() -> None:
    assert sorted(name for name, count in Counter(classes()).items() if count > 1) == left("classes")


def test_files_of_a_room_that_share_a_prefix_make_a_room() -> None:
    named = [path for path in MODULES.values() if "_" in path.stem.strip("_")]
    prefixes = Counter((path.parent, path.stem.split("_")[0]) for path in named)
    assert [f"{room.name}/{prefix}_" for (room, prefix), count in prefixes.items() if count >= SHARED_PREFIX] == []


def test_styles_and_scripts_are_kept_short() -> None:
    told = {
        kind: sum(len(p.read_text(encoding="utf-8").splitlines()) for p in (PACKAGE / "web").rglob(f"*.{kind}"))
        for kind in ("css", "js")
    }
    most = tomllib.loads(LEFT.read_text(encoding="utf-8"))["most"]
    assert told["css"] <= most["css"]
    assert told["js"] <= most["js"]
