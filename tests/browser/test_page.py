"""The page in a real browser: asking, checking the source, following up, refusing, exporting, and all that must not go wrong."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import docx
import pytest
from playwright.sync_api import Locator, Page, expect
from serving import served_page

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
PREAVIS = "C'est quoi le préavis pour sortir de la convention ?"
PREAVIS_SENTENCE = (
    "La convention peut être dénoncée par l’une des parties deux mois au plus tard avant l’arrivée du terme"
    " de la présente convention par lettre recommandée avec avis de réception."
)
DISAGREEMENT = "et si on n'est pas d'accord entre nous ?"
UNANSWERABLE = "Quel est le taux de la subvention pour un espace de rencontre ?"

TYPED = [
    "<script>document.title = 'volé'</script><img src=x onerror=\"document.title='volé'\">",
    "**gras** [lien](https://exemple.invalid) ![image](https://exemple.invalid/x.png)",
    "${document.title = 'volé'} {{constructor}} `x`",
    "هل يمكن للبلديات التوقيع؟ 👩‍👧 🇫🇷",
    "?!… ;",
]

ENGLISH = re.compile(
    r"\b(Loading|Clear|Settings?|Submit|Send|Stop|Close|Error|Warning|Share|Undo|Retry|Copy|Download|Upload|Built with|Use via|API|More tabs"
    r"|Powered|Textbox|Chatbot|Show|Hide|Empty|Connection|Processing|Queue|Untitled|Home|Label|Drop|Click|navigation)\b"
)

SIZES = ((320, 256), (375, 812), (900, 640), (1280, 800))
"""Windows, from a page zoomed at 400 % to a desk."""

KNOWN_OF_GRADIO: dict[str, str] = {}
"""Serious or critical findings of axe that Gradio causes and that cannot be mended from here, with the reason: none today."""


def ask(page: Page, question: str) -> Locator:
    """Asks by typing and Enter, once a question can be sent; the turn, once it has its reply."""
    expect(page.locator("#envoyer")).not_to_have_attribute("aria-disabled", "true")
    number = page.locator(".tour").count() + 1
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")
    turn = page.locator(f"#tour-{number}")
    expect(turn.locator(".outils")).to_be_visible()
    kept_draft(page, "")
    return turn


def kept_draft(page: Page, typed: str) -> None:
    """Waits until the box of the question holds that text, and the browser keeps it."""
    expect(page.locator("#question textarea")).to_have_value(typed)
    page.wait_for_function(
        "(typed) => (JSON.parse(sessionStorage.getItem('ruptures-familiales-brouillon')) ?? '') === typed", arg=typed
    )


def words(text: str) -> str:
    return " ".join(text.split())


def marked(page: Page) -> str:
    return words(" ".join(page.locator("#volet-textes mark").all_inner_texts()))


# The scene


def test_the_notice_period_is_answered_and_a_click_on_its_number_marks_the_very_sentence_in_article_8(
    page: Page,
) -> None:
    turn = ask(page, PREAVIS)
    expect(turn.locator(".reponse h3")).to_have_text("Réponse")
    expect(turn.locator("blockquote").first).to_contain_text("deux mois au plus tard avant l’arrivée du terme")
    expect(turn.locator(".lieu").first).to_contain_text("La trame, article 8")
    expect(page.locator("#volet-sources .source").first).to_contain_text("La trame, article 8")
    expect(page.locator("#volet-sources .source mark").first).to_have_text(re.compile("dénoncée par l’une des parties"))
    turn.locator(".renvoi", has_text="[1]").first.click()
    expect(page.get_by_role("tab", name="Les deux textes")).to_have_attribute("aria-selected", "true")
    mark = page.locator("#volet-textes mark")
    expect(mark).to_be_focused()
    expect(mark).to_be_in_viewport()
    assert marked(page) == PREAVIS_SENTENCE
    above = mark.evaluate(
        "e => { let n = e.closest('p, li'); while (!n.matches('h4')) n = n.previousElementSibling; return n.textContent }"
    )
    assert above.startswith("Article 8")
    expect(page.locator("#volet-textes .texte", has=page.locator("mark"))).to_contain_text(
        "Trame de convention départementale"
    )


def test_a_question_leans_on_the_one_before_whose_source_can_still_be_looked_at(page: Page) -> None:
    first = ask(page, PREAVIS)
    turn = ask(page, DISAGREEMENT)
    expect(turn.locator(".reponse")).to_contain_text("amiable")
    first.locator(".renvoi").first.click()
    expect(page.locator("#volet-textes mark")).to_be_focused()
    assert marked(page) == PREAVIS_SENTENCE
    page.get_by_role("tab", name="Sources").click()
    expect(page.locator("#volet-sources h2")).to_contain_text("préavis")
    expect(page.locator(".source[aria-current]")).to_contain_text("source choisie")


def test_an_example_question_is_asked_at_a_click(page: Page) -> None:
    question = "Les communes peuvent-elles signer ?"
    page.get_by_role("button", name=question).click()
    expect(page.locator("#tour-1 .saisie")).to_have_text(question)
    expect(page.locator("#tour-1 .outils")).to_be_visible()
    expect(page.locator("#tour-1 .renvoi").first).to_be_visible()


def test_both_texts_are_whole_and_reached_by_their_contents(page: Page) -> None:
    page.get_by_role("tab", name="Les deux textes").click()
    shown = page.locator("#volet-textes .texte").all_text_contents()
    for text, name in zip(shown, ("circulaire", "trame"), strict=True):
        original = (Path(__file__).parents[2] / "corpus" / f"{name}.txt").read_text(encoding="utf-8")
        letters = "".join(c for c in original if c.isalnum())
        assert letters in "".join(c for c in text if c.isalnum())
    page.get_by_text("Sommaire").click()
    page.get_by_role("link", name=re.compile("Article 5")).click()
    expect(page.locator("#texte-trame-article-5")).to_be_focused()
    expect(page.locator("#texte-trame-article-5")).to_be_in_viewport()


# Keeping


def test_the_answer_is_copied_with_its_sources(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, PREAVIS).get_by_role("button", name=re.compile("Copier")).click()
    expect(page.locator("#etat")).to_contain_text("copiée")
    copied = words(page.evaluate("navigator.clipboard.readText()"))
    assert PREAVIS in copied
    assert "Sources : [1] La trame, article 8" in copied
    assert PREAVIS_SENTENCE in copied


def test_a_refusal_looks_otherwise_than_an_answer_and_both_are_exported_to_word_and_to_markdown(
    page: Page, tmp_path: Path
) -> None:
    ask(page, PREAVIS)
    turn = ask(page, UNANSWERABLE)
    expect(turn.locator(".refus h3")).to_have_text("Absent des deux textes")
    expect(turn.locator(".refus")).to_contain_text("Ni la circulaire ni la trame")
    assert turn.locator(".refus").evaluate("e => getComputedStyle(e).borderTopStyle") == "dashed"
    for button, extension in (("Exporter .docx", "docx"), ("Exporter .md", "md")):
        with page.expect_download() as download:
            page.get_by_role("button", name=button).click()
        assert re.fullmatch(rf"ruptures-familiales-\d{{4}}-\d\d-\d\d\.{extension}", download.value.suggested_filename)
        download.value.save_as(tmp_path / f"conversation.{extension}")
    word = docx.Document(str(tmp_path / "conversation.docx"))
    for text in (
        words("\n".join(p.text for p in word.paragraphs)),
        (tmp_path / "conversation.md").read_text(encoding="utf-8"),
    ):
        assert PREAVIS in text
        assert "deux mois au plus tard avant l’arrivée du terme" in text
        assert "La trame, article 8" in text
        assert "Ni la circulaire ni la trame" in text


def test_the_conversation_and_what_was_being_typed_survive_a_reload(page: Page) -> None:
    ask(page, PREAVIS)
    page.locator("#question textarea").press_sequentially("Et ensuite")
    kept_draft(page, "Et ensuite")
    page.reload()
    expect(page.locator("#tour-1 .saisie")).to_have_text(PREAVIS)
    expect(page.locator("#question textarea")).to_have_value("Et ensuite")
    page.locator("#tour-1 .renvoi").first.click()
    expect(page.locator("#volet-textes mark")).to_be_focused()
    assert marked(page) == PREAVIS_SENTENCE


def test_two_tabs_keep_each_its_conversation_and_both_are_listed(page: Page) -> None:
    ask(page, PREAVIS)
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator(".accueil")).to_be_visible()
    ask(other, UNANSWERABLE)
    ask(page, DISAGREEMENT)
    for tab, questions in ((page, [PREAVIS, DISAGREEMENT]), (other, [UNANSWERABLE])):
        tab.reload()
        expect(tab.locator(".tour .saisie")).to_have_text(questions)
    kept = listed(other)
    expect(kept).to_have_text([PREAVIS, UNANSWERABLE])
    expect(kept.nth(1)).to_have_attribute("aria-current", "true")
    kept.first.click()
    expect(other.locator(".tour .saisie")).to_have_text([PREAVIS, DISAGREEMENT])
    expect(other.locator("#question textarea")).to_be_focused()


def test_two_tabs_that_go_on_with_one_conversation_lose_no_answer(page: Page) -> None:
    ask(page, PREAVIS)
    other = page.context.new_page()
    other.goto(page.url)
    listed(other).click()
    expect(other.locator(".tour")).to_have_count(1)
    ask(page, DISAGREEMENT)
    ask(other, UNANSWERABLE)
    for tab, questions in ((page, [PREAVIS, DISAGREEMENT]), (other, [PREAVIS, UNANSWERABLE])):
        tab.reload()
        expect(tab.locator(".tour .saisie")).to_have_text(questions)
    expect(listed(page)).to_have_count(2)


def test_a_conversation_is_deleted_by_the_keyboard(page: Page) -> None:
    ask(page, PREAVIS)
    page.get_by_role("button", name="Nouvelle conversation").click()
    expect(page.locator(".accueil")).to_be_visible()
    expect(page.locator("#question textarea")).to_be_focused()
    expect(listed(page)).to_have_text([PREAVIS])
    assert serious_findings(page) == []
    for key, selector in (
        ("Tab", "[data-open]"),
        ("Tab", "li summary"),
        ("Enter", "li summary"),
        ("Tab", "[data-remove]"),
    ):
        page.keyboard.press(key)
        expect(page.locator(f"#conversations {selector}")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#etat")).to_have_text("Conversation supprimée.")
    expect(page.locator("#conversations > * summary").first).to_be_focused()
    expect(page.locator("#conversations-gardees")).to_have_text("Ce navigateur ne garde pas encore de conversation.")


def test_what_a_former_version_of_the_page_kept_is_taken_in(page: Page) -> None:
    ask(page, PREAVIS)
    page.evaluate(
        """() => {
            const name = Object.keys(localStorage).find((key) => key.startsWith("ruptures-familiales-conversation:"));
            const { user, turns } = JSON.parse(localStorage.getItem(name));
            localStorage.clear();
            sessionStorage.clear();
            localStorage.setItem("ruptures-familiales-conversation", JSON.stringify({ user, turns, former: [...turns, ...turns] }));
        }"""
    )
    page.reload()
    expect(page.locator(".tour .saisie")).to_have_text([PREAVIS])
    expect(listed(page)).to_have_count(2)
    expect(page.locator("#conversations-gardees")).to_contain_text("2 questions")


def listed(page: Page) -> Locator:
    """The conversations of the menu, opened; once they are there."""
    page.get_by_text("Conversations", exact=True).click()
    expect(page.locator("#conversations-gardees > .aide")).to_be_visible()
    return page.locator("#conversations [data-open]")


def test_a_name_and_a_telephone_are_told_under_the_question(page: Page) -> None:
    turn = ask(page, f"Mme Durand, au 06 12 34 56 78 : {PREAVIS}")
    expect(turn.locator(".avertissement")).to_have_text(re.compile(r"Ne nommez pas de famille.*nom.*téléphone"))
    expect(turn.locator("blockquote").first).to_contain_text("deux mois au plus tard")
    assert serious_findings(page) == []


def test_an_answer_is_judged_with_a_note_by_the_keyboard_and_stays_so(page: Page) -> None:
    turn = ask(page, PREAVIS)
    turn.get_by_role("button", name="Pas utile").press("Enter")
    expect(turn.get_by_role("button", name="Pas utile")).to_have_attribute("aria-pressed", "true")
    expect(turn.get_by_role("button", name="Pas utile")).to_be_focused()
    expect(page.locator("#etat")).to_contain_text("n’est envoyé nulle part")
    turn.get_by_label("Pourquoi").fill("La réponse est trop longue.")
    turn.get_by_role("button", name="Garder la note").press("Enter")
    expect(turn.get_by_role("button", name="Garder la note")).to_be_focused()
    assert serious_findings(page) == []
    page.reload()
    expect(turn.get_by_role("button", name="Pas utile")).to_have_attribute("aria-pressed", "true")
    expect(turn.get_by_label("Pourquoi")).to_have_value("La réponse est trop longue.")
    turn.get_by_role("button", name="Utile", exact=False).first.click()
    expect(turn.get_by_role("button", name="Pas utile")).to_have_attribute("aria-pressed", "false")


def test_rubbish_in_the_browsers_storage_gives_an_empty_conversation(page: Page) -> None:
    for rubbish in ("{", "null", "[[1,2]]"):
        for key in (
            "ruptures-familiales-conversation",
            "ruptures-familiales-conversation:x",
            "ruptures-familiales-brouillon",
        ):
            page.evaluate(
                "(told) => { localStorage.setItem(...told); sessionStorage.setItem(...told); }", [key, rubbish]
            )
        page.reload()
        expect(page.locator(".accueil")).to_be_visible()
        expect(page.locator("#question textarea")).to_have_value("")
        expect(page.locator(".toast-body")).to_have_count(0)


# Bad input


def test_what_the_user_types_is_shown_as_typed(page: Page) -> None:
    for typed in TYPED:
        turn = ask(page, typed)
        expect(turn.locator(".saisie")).to_have_text(typed)
        expect(page.locator(".saisie *")).to_have_count(0)
        expect(page.locator("#volet-sources :is(img, script)")).to_have_count(0)
        expect(page).to_have_title("Ruptures familiales – assistant")
    page.reload()
    expect(page.locator(".tour .saisie")).to_have_text(TYPED)
    expect(page.locator(".saisie *")).to_have_count(0)
    expect(page.locator("#question textarea")).to_have_value("")


def test_a_hundred_thousand_characters_get_a_french_reply(page: Page) -> None:
    turn = ask(page, "convention " * 9_090 + "0123456789")
    expect(turn.locator(".reponse")).to_contain_text("trop long")
    expect(turn.locator(".saisie")).to_contain_text("question abrégée")
    expect(ask(page, PREAVIS).locator(".renvoi").first).to_be_visible()


def test_a_nul_and_lone_surrogates_do_no_harm(page: Page, tmp_path: Path) -> None:
    page.locator("#question textarea").evaluate(
        r"(e) => { e.value = 'préavis\u0000 de la \ud800convention\u0007 ?'; e.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    page.locator("#question textarea").press("Enter")
    expect(page.locator("#tour-1 .outils")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Exporter .docx").click()
    download.value.save_as(tmp_path / "conversation.docx")
    assert "préavis de la" in "\n".join(p.text for p in docx.Document(str(tmp_path / "conversation.docx")).paragraphs)


def test_nothing_typed_gets_a_hint_enter_twice_asks_once_and_shift_enter_begins_a_line(page: Page) -> None:
    box = page.locator("#question textarea")
    box.press("Enter")
    expect(page.locator("#etat")).to_contain_text("Posez une question")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator(".tour")).to_have_count(0)
    box.press_sequentially("Les communes")
    box.press("Shift+Enter")
    box.press_sequentially("peuvent-elles signer ?")
    expect(box).to_have_value("Les communes\npeuvent-elles signer ?")
    box.press("Enter")
    box.press("Enter")
    expect(page.locator("#tour-1 .outils")).to_be_visible()
    expect(page.locator(".tour")).to_have_count(1)


# For everybody


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller à la question")).to_be_focused()
    expect(page.get_by_role("link", name="Aller à la question")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#question textarea")).to_be_focused()
    expect(page.locator("#question textarea")).to_have_css("outline-style", "solid")
    page.keyboard.type(PREAVIS)
    page.keyboard.press("Enter")
    expect(page.locator("#tour-1 .outils")).to_be_visible()
    press_until_focused(page, "Shift+Tab", ".renvoi")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.locator("#volet-textes mark")).to_be_focused()
    press_until_focused(page, "Shift+Tab", "[data-back]")
    page.keyboard.press("Enter")
    expect(page.locator("#tour-1 .renvoi").first).to_be_focused()
    press_until_focused(page, "Tab", "[role=tab]")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("tab", name="Sources")).to_be_focused()
    expect(page.locator("#volet-sources")).to_be_visible()


def press_until_focused(page: Page, key: str, selector: str) -> None:
    for _ in range(25):
        page.keyboard.press(key)
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} is not reached by {key}")


def test_on_a_phone_nothing_overflows_and_the_source_comes_into_view(
    server: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(server, viewport={"width": 390, "height": 844}, has_touch=True)
    expect(page.locator("#question textarea")).to_be_in_viewport()
    assert overflow(page) <= 0
    turn = ask(page, "supercalifragilistique" * 20 + " " + PREAVIS)
    turn = ask(page, PREAVIS)
    assert overflow(page) <= 0
    turn.locator(".renvoi").first.tap()
    expect(page.locator("#volet-textes mark")).to_be_in_viewport()
    assert overflow(page) <= 0
    page.get_by_role("button", name="Revenir à la réponse").click()
    expect(turn.locator(".renvoi").first).to_be_in_viewport()


def overflow(page: Page) -> int:
    wider: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wider


def widest(page: Page) -> int:
    """How much wider than the window the page is at most, whatever the window."""
    overflows = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        overflows.append(overflow(page))
    return max(overflows)


def in_window(page: Page, scheme: Literal["light", "dark"], width: int) -> Page:
    """The page in other colours, in a window of another width."""
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    return page


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_serious(
    server: str, open_page: Callable[..., Page], scheme: Literal["light", "dark"], width: int
) -> None:
    page = in_window(open_page(server), scheme, width)
    assert serious_findings(page) == []
    turn = ask(page, PREAVIS)
    assert serious_findings(page) == []
    turn.locator(".renvoi").first.click()
    expect(page.locator("#volet-textes mark")).to_be_focused()
    assert serious_findings(page) == []
    ask(page, UNANSWERABLE)
    assert serious_findings(page) == []


def serious_findings(page: Page) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate(
        "Promise.allSettled(document.getAnimations().map(one => one.finished))"
    )  # colours that pass to others
    results = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in results["violations"]
        if violation["impact"] in ("serious", "critical") and violation["id"] not in KNOWN_OF_GRADIO
        for node in violation["nodes"]
    ]


def test_the_page_is_in_french_even_in_an_english_browser(page: Page) -> None:
    assert page.locator("html").get_attribute("lang") == "fr"
    expect(page).to_have_title("Ruptures familiales – assistant")
    assert english_words(page) == []
    ask(page, PREAVIS).locator(".renvoi").first.click()
    expect(page.locator("#volet-textes mark")).to_be_focused()
    assert english_words(page) == []
    assert page.locator("html").get_attribute("lang") == "fr"


def english_words(page: Page) -> list[str]:
    """English found in the visible text and in the attributes that are read aloud, hidden parts included."""
    said = page.evaluate(
        """() => [document.body.innerText, ...[...document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')]
            .flatMap(e => ['aria-label', 'title', 'placeholder', 'alt'].map(name => e.getAttribute(name) || ''))].join('\\n')"""
    )
    return ENGLISH.findall(said)


# The server


def test_a_question_asked_as_soon_as_the_page_shows_is_answered_and_a_lost_server_is_said_in_french(
    tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    with served_page(tmp_path) as address:
        page = open_page(address)
        turn = ask(page, PREAVIS)
        expect(turn.locator(".renvoi").first).to_be_visible()
        expect(page.locator("#etat")).not_to_contain_text("Chargement")
    page.locator("#question textarea").fill(DISAGREEMENT)
    page.locator("#question textarea").press("Enter")
    expect(page.locator("#etat")).to_contain_text("Le programme")
    expect(page.locator("#question textarea")).to_have_value(DISAGREEMENT)
    assert english_words(page) == []


# Help


def test_a_first_visit_shows_three_steps_for_each_tab_once(page: Page) -> None:
    page.evaluate("localStorage.clear()")
    page.reload()
    for tab, heading in (("questions", None), ("accueil", "Accueillir un partenaire")):
        if heading:
            page.get_by_role("link", name=heading).click()
        expect(page.locator(f"#pas-{tab} li")).to_have_count(3)
        expect(page.locator(f"#pas-{tab}")).to_be_visible()
        page.locator(f"#pas-{tab}").get_by_role("button", name="Compris").click()
        expect(page.locator(f"#pas-{tab}")).to_be_hidden()
    page.reload()
    expect(page.locator("#partenaire")).to_be_visible()
    expect(page.locator(".pas:popover-open")).to_have_count(0)


def test_help_opens_the_guide_at_the_right_place(page: Page) -> None:
    page.get_by_role("link", name="Vérifier un projet").click()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Aide").click()
    guide = opened.value
    expect(guide.get_by_role("heading", name="Vérifier un projet")).to_be_in_viewport()
    expect(guide.locator("table").first).to_be_attached()
    guide.goto(guide.url.partition("#")[0] + "#au-clavier")
    expect(guide.get_by_role("heading", name="Au clavier")).to_be_in_viewport()
    guide.close()
