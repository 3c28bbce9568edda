// The tab of questions in the browser: the conversation, which is kept here, its sources, the two texts.
(() => {
	"use strict";

	const client = window.client;
	const { $, $$, byId } = client;

	const KEPT = "ruptures-familiales-conversation";
	const DRAFT = "ruptures-familiales-brouillon";
	const LONGEST_DRAFT = 200_000;
	const PATIENCE = 60_000;
	const NO_REPLY = "Le programme n’a pas répondu : vérifiez qu’il tourne encore, puis rechargez la page.";
	const NOTHING_KEPT = "Ce navigateur ne garde rien : la conversation sera perdue au rechargement.";

	let kept = client.recall(localStorage, KEPT) ?? {};
	let turn = 0;
	let asking = false;
	let shown = "0 false";

	const say = (message) => client.tell("etat-questions", message);
	const keepDraft = (text) => client.keep(localStorage, DRAFT, text || undefined);

	// Once the tab is laid out: the conversation kept, and what the assistant is at
	async function openConversation() {
		byId("ouverture")?.remove();
		client.showTab();
		client.listen(byId("page"), { click, keydown });
		if (kept.turns?.length || kept.former?.length) await converse("restore");
		const reply = await client.call("conversation", { action: "opening" }, { say });
		say(reply.say ?? "");
	}

	async function converse(action, place = {}) {
		const message = { action, kept, ...place };
		const reply = await client.call("conversation", message, { lost: NO_REPLY, patience: PATIENCE, say });
		if (reply.fault) return say(reply.fault);
		if (action === "new") {
			turn += 1; // the answer that was waited for is no longer
			wait(false);
			$("#question textarea").focus();
		}
		show(reply, action === "restore");
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
		const mine = ++turn;
		try {
			for await (const reply of client.stream("question", { question, kept })) {
				if (mine !== turn) return;
				settle(reply.fragments?.fil ? "" : question);
				show(reply);
			}
		} catch {
			settle(question);
			if (mine !== turn) return;
			say(NO_REPLY);
			for (const pending of $$("#fil .attente p")) pending.textContent = NO_REPLY;
		}
		if (mine === turn) wait(false);
	}

	function wait(waiting) {
		asking = waiting;
		byId("envoyer").setAttribute("aria-disabled", String(waiting));
	}

	function show(reply, restored = false) {
		client.fill(reply.fragments);
		if (reply.selection) {
			byId("panneau").dataset.selection = reply.selection;
			showPanelTab(byId("onglet-sources"));
		}
		if (reply.kept) {
			kept = reply.kept;
			if (!client.keep(localStorage, KEPT, kept)) reply.say ||= NOTHING_KEPT;
		}
		if (reply.file) client.save(reply.file);
		if (reply.say !== undefined || reply.fault) say(reply.fault ?? reply.say);
		if (reply.fragments?.fil) scrollToLast(restored);
	}

	// A new turn, or its reply, comes into view; what is written in it meanwhile does not move the page
	function scrollToLast(restored) {
		const turns = $$("#fil .tour");
		const state = `${turns.length} ${Boolean($("#fil .attente"))}`;
		if (state === shown) return;
		shown = state;
		const last = turns.at(-1);
		const scroller = byId("conversation");
		if (client.scrolls(scroller)) scroller.scrollTop = last ? last.offsetTop - 8 : 0;
		else if (last && !restored) last.scrollIntoView({ block: "start" });
	}

	function draft() {
		const text = client.recall(localStorage, DRAFT);
		return typeof text === "string" && text.length <= LONGEST_DRAFT ? text : "";
	}

	const click = client.clicks({
		question: ask,
		turn: (of, { dataset }) => look(of, Number(dataset.number)),
		copy: (text) => client.copy(text, "Réponse copiée avec ses sources.", say),
		back(selection) {
			const [of, number] = selection.split(":");
			const button = $(`#fil .renvoi[data-turn="${of}"][data-number="${number}"]`);
			if (button) client.focus(button, "center");
		},
		resume: () => converse("resume"),
		panel: (_, tab) => showPanelTab(tab),
	});

	// A source: marked in the whole text, or, without a number, those of its turn
	async function look(of, number) {
		const { dataset } = byId("panneau");
		const isShown = () => dataset.selection === `${of}:${number}`;
		if (!isShown()) await converse("look", { turn: Number(of), number });
		if (!isShown()) return;
		showPanelTab(byId(number ? "onglet-textes" : "onglet-sources"));
		const target = (number && $("#volet-textes mark")) || byId("volet-sources");
		client.focus(target, number ? "center" : "start");
		if (number) say($("#volet-textes .passage").textContent);
	}

	// The panel's tabs, as in the ARIA practices: arrows move, Tab leaves
	function showPanelTab(tab) {
		const all = [...tab.parentElement.children];
		client.rove(all, tab);
		for (const other of all) {
			other.setAttribute("aria-selected", String(other === tab));
			byId(other.getAttribute("aria-controls")).hidden = other !== tab;
		}
	}

	function keydown(event) {
		const tab = event.target.closest("[role=tab]");
		const all = tab ? [...tab.parentElement.children] : [];
		const next = tab && client.reached(event, all, tab, { ArrowRight: 1, ArrowLeft: -1 }, true);
		if (!next) return;
		showPanelTab(next);
		next.focus();
	}

	Object.assign(window.rupfam, { openConversation, converse, askTyped, keepDraft, draft });
})();
