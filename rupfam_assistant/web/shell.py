"""The HTML page around the tabs: Gradio's own template made French, without other hosts, with our style and script."""

import re
from pathlib import Path

import gradio as gr
import gradio.routes
from jinja2 import ChoiceLoader, DictLoader

TITLE = "Ruptures familiales – assistant"
DESCRIPTION = (
    "Questions et réponses sur la circulaire et la trame de convention « ruptures familiales » 2026-2029, sources à l’appui ;"
    " rédaction de la convention départementale ; livret d’accueil d’un partenaire."
)
SCRIPTS = ("page.js", "writing.js", "reviewing.js", "welcoming.js")
STYLES = ("page.css", "writing.css", "reviewing.css", "welcoming.css")
TEMPLATE = "frontend/index.html"
FOLDER = Path(__file__).parent / "static"
OTHERS = re.compile(r"""<meta\s+(?:property|name)="(?:og|twitter):[^>]*/>|<link rel="manifest"[^>]*/>""")
"""Tags that name other hosts, or files that are not served."""

SYSTEM_FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "DejaVu Sans", "sans-serif")

WAITING = (
    '<p id="ouverture">Ouverture de la page…</p>'
    "<noscript><p>Cette page a besoin de JavaScript : autorisez-le dans votre navigateur, ou utilisez la commande « rupfam ask ».</p></noscript>"
)


def dress_page() -> None:
    """Puts our template before Gradio's."""
    environment = gradio.routes.templates.env
    assert environment.loader is not None
    source, _, _ = environment.loader.get_source(environment, TEMPLATE)
    environment.loader = ChoiceLoader([DictLoader({TEMPLATE: french_template(source)}), environment.loader])


def french_template(source: str) -> str:
    """Gradio's template in French, with our styles and scripts in it."""
    bare = OTHERS.sub("", re.sub(r'<html(\s+)lang="en"', r'<html\1lang="fr"', source))
    head = (
        f"<title>{TITLE}</title>"
        f'<meta name="description" content="{DESCRIPTION}" />'
        f"{{% raw %}}<script>\n{_read(SCRIPTS)}</script><style>\n{_read(STYLES)}</style>{{% endraw %}}"
    )
    return bare.replace("</head>", f"{head}</head>", 1).replace("<gradio-app", f"{WAITING}<gradio-app", 1)


def theme() -> gr.themes.Base:
    """A theme without fonts to fetch; our styles give the colours."""
    fonts = tuple(gr.themes.Font(name) for name in SYSTEM_FONTS)
    return gr.themes.Base(font=fonts, font_mono=(gr.themes.Font("monospace"),))


def _read(names: tuple[str, ...]) -> str:
    return "\n".join((FOLDER / name).read_text(encoding="utf-8") for name in names)
