"""The templates: escaped, on one line, and true to the line where an error stands."""

import pytest
from jinja2 import Environment

from rupfam_assistant.web.rendering import FOLDER, joined, render, slug


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("<ul>\n  <li>\n    un\n  </li>\n</ul>\n", "<ul><li>un</li></ul>"),
        ("<p>\n  Un mot,\n\n  puis un autre\n</p>", "<p>Un mot, puis un autre</p>"),
        ("{# about #}\n{% if true %}\n  oui\n{% endif %}\n", "oui"),
        ('<a\n  href="#x"\n  id="y">z</a>', '<a href="#x" id="y">z</a>'),
        ("{{ 1 }}\n{{ 2 }}", "1 2"),
    ],
)
def test_a_line_break_beside_a_tag_is_nothing_and_elsewhere_a_space(source: str, told: str) -> None:
    assert Environment(autoescape=True).from_string(joined(source)).render() == told


def test_an_error_in_a_template_names_its_line() -> None:
    template = Environment(autoescape=True).from_string(joined("<p>\n\nun\n<b>{{ 1 / 0 }}</b>\n</p>"))
    with pytest.raises(ZeroDivisionError) as raised:
        template.render()
    assert raised.traceback[-1].lineno == 3


def test_what_is_given_to_a_template_is_escaped() -> None:
    assert "&lt;b&gt;" in render("chat/model.html", model="<b>")


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.html")), ids=lambda path: path.stem)
def test_no_template_turns_escaping_off(path: object) -> None:
    source = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    assert "|safe" not in source.replace(" ", "")
    assert "autoescape" not in source


def test_a_slug_is_plain() -> None:
    assert slug("Val-d’Ombre & Côte d'Or ") == "val-dombre-cote-d-or"
