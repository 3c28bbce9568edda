// What the page does in the browser by itself: tabs, jumps to a source, copy, download. Everything shown comes from the server.
(() => {
	"use strict";

	// Gradio picks the language of its own words from the browser's; this page is French whatever the browser.
	Object.defineProperty(navigator, "language", { get: () => "fr-FR" });
	Object.defineProperty(navigator, "languages", { get: () => ["fr-FR", "fr"] });

	// Words that Gradio says in English whatever the language.
	const FRENCH = {
		"Connection Lost": "Connexion perdue",
		"Connection to the server was lost. Attempting reconnection...":
			"Le programme ne répond plus : vérifiez qu’il tourne encore. La page essaie de le joindre à nouveau…",
		"Connection re-established.": "La connexion est rétablie.",
		Error: "Erreur",
		Warning: "Attention",
		Info: "Information",
		Success: "Réussi",
	};
	const NO_ANSWER = "Le programme n’a pas répondu : vérifiez qu’il tourne encore, puis rechargez la page.";

	const $ = (selector, within = document) => within.querySelector(selector);

	let wanted = "";
	let shown = "";

	function wire(element, trigger) {
		element.addEventListener("click", (event) => clicked(event, trigger));
		element.addEventListener("keydown", movedInTabs);
		if ($("#fil", element)) watch(element, () => followConversation(element));
		if ($("#panneau", element)) watch(element, revealWanted);
	}

	function watch(element, react) {
		new MutationObserver(react).observe(element, { subtree: true, childList: true, characterData: true, attributes: true });
	}

	function clicked(event, trigger) {
		const target = event.target.closest("button");
		if (!target) return;
		const { question, turn, number, copy, back, resume } = target.dataset;
		if (question) trigger("submit", { question });
		else if (turn) look(Number(turn), Number(number), trigger);
		else if (copy) copyText(copy);
		else if (back) goBack(back);
		else if (resume) trigger("undo", {});
		else if (target.getAttribute("role") === "tab") showTab(target);
	}

	// Sources

	function look(turn, number, trigger) {
		wanted = `${turn}:${number}`;
		if ($("#panneau").dataset.selection === wanted) revealWanted();
		else trigger("select", { turn, number });
	}

	function revealWanted() {
		if (!wanted || $("#panneau").dataset.selection !== wanted) return;
		const marks = !wanted.endsWith(":0");
		wanted = "";
		showTab($(marks ? "#onglet-textes" : "#onglet-sources"));
		const target = (marks && $("#volet-textes mark")) || $("#volet-sources");
		target.scrollIntoView({ block: marks ? "center" : "start" });
		target.focus({ preventScroll: true });
		if (marks) say($("#volet-textes .passage").textContent);
	}

	function goBack(selection) {
		const [turn, number] = selection.split(":");
		const button = $(`#fil .renvoi[data-turn="${turn}"][data-number="${number}"]`);
		button?.scrollIntoView({ block: "center" });
		button?.focus({ preventScroll: true });
	}

	// Tabs, as in the ARIA practices: arrows move, Tab leaves

	function showTab(tab) {
		for (const other of tab.parentElement.children) {
			const chosen = other === tab;
			other.setAttribute("aria-selected", String(chosen));
			other.tabIndex = chosen ? 0 : -1;
			$(`#${other.getAttribute("aria-controls")}`).hidden = !chosen;
		}
	}

	function movedInTabs(event) {
		const tab = event.target.closest("[role=tab]");
		const tabs = tab ? [...tab.parentElement.children] : [];
		const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
		const end = { Home: 0, End: tabs.length - 1 }[event.key];
		if (!tab || (step === undefined && end === undefined)) return;
		const next = tabs[end ?? (tabs.indexOf(tab) + step + tabs.length) % tabs.length];
		event.preventDefault();
		showTab(next);
		next.focus();
	}

	function jump(event) {
		const link = event.target.closest?.("a[href^='#']");
		const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
		if (!target) return;
		event.preventDefault();
		const within = target.matches("#question, #panneau") && $("textarea, [role=tab][aria-selected=true]", target);
		target.scrollIntoView({ block: "start" });
		(within || target).focus({ preventScroll: true });
	}

	// Conversation

	function followConversation(element) {
		const turns = element.querySelectorAll(".tour");
		const waiting = Boolean($(".attente", element));
		$("#envoyer")?.setAttribute("aria-disabled", String(waiting));
		const state = `${turns.length} ${waiting}`;
		if (state === shown) return;
		const restored = shown === "" || (shown.startsWith("0") && !waiting && turns.length !== 1);
		shown = state;
		say("");
		const last = turns[turns.length - 1];
		const scroller = $("#conversation");
		if (getComputedStyle(scroller).overflowY === "auto") scroller.scrollTop = last ? last.offsetTop - 8 : 0;
		else if (last && !restored) last.scrollIntoView({ block: "start" });
	}

	function focusQuestion() {
		$("#question textarea")?.focus();
	}

	// Clipboard and files

	async function copyText(text) {
		try {
			await navigator.clipboard.writeText(text);
			say("Réponse copiée avec ses sources.");
		} catch {
			say(copyTheOldWay(text) ? "Réponse copiée avec ses sources." : "Le navigateur refuse la copie : sélectionnez le texte.");
		}
	}

	function copyTheOldWay(text) {
		const area = document.createElement("textarea");
		const focused = document.activeElement;
		area.value = text;
		document.body.append(area);
		area.select();
		const copied = document.execCommand("copy");
		area.remove();
		focused?.focus();
		return copied;
	}

	function save(file) {
		if (!file) return;
		const bytes = Uint8Array.from(atob(file.content), (c) => c.charCodeAt(0));
		const link = document.createElement("a");
		link.href = URL.createObjectURL(new Blob([bytes], { type: file.type }));
		link.download = file.name;
		link.click();
		setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
	}

	// An announcement of the page itself; the status beside it is the server's.
	function say(message) {
		if (!$("#annonce")) $("#etat").insertAdjacentHTML("beforeend", '<p role="status" id="annonce"></p>');
		$("#annonce").textContent = message;
	}

	// Gradio's own words and marks

	function mendGradio() {
		if ($("#question textarea, input[type=password]")) $("#ouverture")?.remove();
		for (const toast of document.querySelectorAll(".toast-body")) mendToast(toast);
	}

	function mendToast(toast) {
		for (const labelled of toast.querySelectorAll("[aria-label='Close']")) labelled.setAttribute("aria-label", "Fermer");
		for (const title of toast.querySelectorAll(".toast-title-row > span")) replaceText(title, FRENCH[title.textContent.trim()]);
		for (const text of toast.querySelectorAll("[data-testid=toast-text]")) replaceText(text, FRENCH[text.textContent.trim()] || NO_ANSWER);
	}

	function replaceText(element, french) {
		if (french && !Object.values(FRENCH).includes(element.textContent.trim()) && element.textContent !== french) element.textContent = french;
	}

	document.addEventListener("click", jump);
	new MutationObserver(mendGradio).observe(document.documentElement, { subtree: true, childList: true });

	window.rupfam = { wire, save, focusQuestion };
})();
