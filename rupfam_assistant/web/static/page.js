// The tab of questions in the browser: the conversation, which is kept here, its sources, the two texts.
(() => {
	"use strict";

	const { $, byId, showTab, call, callOpened, stream, fill, focus, save, isCopied, keep, recall } = window.client;

	const KEPT = "ruptures-familiales-conversation";
	const DRAFT = "ruptures-familiales-brouillon";
	const LONGEST_DRAFT = 200_000;
	const NO_REPLY = "Le programme n’a pas répondu : vérifiez qu’il tourne encore, puis rechargez la page.";
	const NOTHING_KEPT = "Ce navigateur ne garde rien : la conversation sera perdue au rechargement.";

	let kept = recall(localStorage, KEPT) ?? {};
	let turn = 0;
	let asking = false;
	let shown = "0 false";

	// Once the tab is laid out: the conversation kept, and what the assistant is at
	async function openConversation() {
		byId("ouverture")?.remove();
		showTab();
		byId("page").addEventListener("click", clicked);
		byId("page").addEventListener("keydown", movedInTabs);
		if (kept.turns?.length || kept.former?.length) await converse("restore");
		const reply = await callOpened("conversation", { action: "opening" }, undefined, say);
		if (reply?.say || $("#etat p").textContent) say(reply?.say ?? "");
	}

	// Messages

	async function converse(action, place = {}) {
		const reply = await call("conversation", { action, kept, ...place }, 60_000);
		if (!reply || reply.fault) return say(reply?.fault ?? NO_REPLY);
		if (action === "new") letGo();
		show(reply, action === "restore");
	}

	// A new conversation: the answer that was waited for is no longer
	function letGo() {
		turn += 1;
		wait(false);
		$("#question textarea").focus();
	}

	// What the box of the question is to hold, once the server has what it held, or does not take it
	async function askTyped(text) {
		const left = await ask(text);
		keepDraft(left);
		return left;
	}

	function ask(question) {
		if (asking) return question;
		wait(true);
		return new Promise((resolve) => follow(question, resolve));
	}

	async function follow(question, settle) {
		turn += 1;
		const mine = turn;
		try {
			for await (const reply of stream("question", { question, kept })) {
				if (mine !== turn) return;
				settle(reply.fragments?.fil ? "" : question);
				show(reply);
			}
		} catch {
			settle(question);
			if (mine === turn) lose();
		}
		if (mine === turn) wait(false);
	}

	// The line broke: what was asked is not answered
	function lose() {
		say(NO_REPLY);
		for (const pending of document.querySelectorAll("#fil .attente p")) pending.textContent = NO_REPLY;
	}

	function wait(waiting) {
		asking = waiting;
		byId("envoyer").setAttribute("aria-disabled", String(waiting));
	}

	function show(reply, restored = false) {
		fill(reply.fragments);
		if (reply.selection) {
			byId("panneau").dataset.selection = reply.selection;
			showPanelTab(byId("onglet-sources"));
		}
		if (reply.kept) {
			kept = reply.kept;
			if (!keep(localStorage, KEPT, kept)) reply.say ||= NOTHING_KEPT;
		}
		if (reply.file) save(reply.file);
		if (reply.say !== undefined || reply.fault) say(reply.fault ?? reply.say);
		if (reply.fragments?.fil) scrollToLast(restored);
	}

	// A new turn, or its reply, comes into view; what is written in it meanwhile does not move the page
	function scrollToLast(restored) {
		const turns = document.querySelectorAll("#fil .tour");
		const state = `${turns.length} ${Boolean($("#fil .attente"))}`;
		if (state === shown) return;
		shown = state;
		const last = turns[turns.length - 1];
		const scroller = byId("conversation");
		if (getComputedStyle(scroller).overflowY === "auto") scroller.scrollTop = last ? last.offsetTop - 8 : 0;
		else if (last && !restored) last.scrollIntoView({ block: "start" });
	}

	function say(message) {
		const told = $("#etat p");
		if (told.textContent !== message) told.textContent = message;
	}

	function keepDraft(text) {
		keep(localStorage, DRAFT, text || undefined);
	}

	function draft() {
		const text = recall(localStorage, DRAFT);
		return typeof text === "string" && text.length <= LONGEST_DRAFT ? text : "";
	}

	// Clicks

	async function clicked(event) {
		const target = event.target.closest("button");
		if (!target) return;
		const { question, turn: of, number, copy, back, resume } = target.dataset;
		if (question) ask(question);
		else if (of) look(Number(of), Number(number));
		else if (copy) say((await isCopied(copy)) ? "Réponse copiée avec ses sources." : "Le navigateur refuse la copie : sélectionnez le texte.");
		else if (back) goBack(back);
		else if (resume) converse("resume");
		else if (target.getAttribute("role") === "tab") showPanelTab(target);
	}

	// A source: marked in the whole text, or, without a number, those of its turn
	async function look(of, number) {
		if (byId("panneau").dataset.selection !== `${of}:${number}`) await converse("look", { turn: of, number });
		if (byId("panneau").dataset.selection !== `${of}:${number}`) return;
		showPanelTab(byId(number ? "onglet-textes" : "onglet-sources"));
		const target = (number && $("#volet-textes mark")) || byId("volet-sources");
		focus(target, number ? "center" : "start");
		if (number) say($("#volet-textes .passage").textContent);
	}

	function goBack(selection) {
		const [of, number] = selection.split(":");
		const button = $(`#fil .renvoi[data-turn="${of}"][data-number="${number}"]`);
		if (button) focus(button, "center");
	}

	// The panel's tabs, as in the ARIA practices: arrows move, Tab leaves

	function showPanelTab(tab) {
		for (const other of tab.parentElement.children) {
			const chosen = other === tab;
			other.setAttribute("aria-selected", String(chosen));
			other.tabIndex = chosen ? 0 : -1;
			byId(other.getAttribute("aria-controls")).hidden = !chosen;
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
		showPanelTab(next);
		next.focus();
	}

	Object.assign(window.rupfam, { openConversation, converse, askTyped, keepDraft, draft });
})();
