// The tab of questions in the browser: the conversation, which is kept here, its sources, the two texts.
(() => {
	"use strict";

	const { $, $$, byId } = client;

	const KEPT = "ruptures-familiales-conversation";
	const DRAFT = "ruptures-familiales-brouillon";
	const MOST_KEPT = 20;
	const PATIENCE = 60_000;
	const ANSWERING = "Attendez la fin de la réponse.";
	const NO_REPLY = "Le programme n’a pas répondu : vérifiez qu’il tourne encore, puis rechargez la page.";

	let id;
	let kept = {};
	let turn = 0;
	let asking = false;
	let shown = "0 false";

	const say = (message) => client.tell("etat-questions", message);
	const keepDraft = (text) => client.keep(sessionStorage, DRAFT, text || undefined);
	const draft = () => [client.recall(sessionStorage, DRAFT)].find((text) => typeof text === "string") ?? "";
	const fresh = () => `${KEPT}:${Date.now()}-${Math.random()}`;

	// Once the tab is laid out: the conversation kept, and what the assistant is at
	async function openConversation() {
		byId("ouverture")?.remove();
		$("#entete .titre-page").append(...$$("#compte"));
		client.showTab();
		client.listen(byId("page"), { click, keydown });
		takeIn();
		turnTo(client.recall(sessionStorage, KEPT));
		if (kept.turns) await converse("restore");
		await converse("opening");
	}

	async function converse(action, place = {}) {
		const message = { action, kept, ...place };
		const reply = await client.call("conversation", message, { lost: NO_REPLY, patience: PATIENCE, say });
		if (reply.fault) return say(reply.fault);
		show(reply, action === "restore");
	}

	// The conversation, and the one put aside, that this browser kept when it kept no others
	function takeIn() {
		const { user, turns, former } = client.recall(localStorage, KEPT) ?? {};
		for (const told of [former, turns].filter((told) => Array.isArray(told) && told.length)) {
			turnTo();
			keep({ user, turns: told });
		}
		client.keep(localStorage, KEPT);
	}

	// This tab shows the conversation of an id, or a new one: what was waited for is no longer
	function turnTo(next) {
		id = String(next ?? fresh());
		kept = client.recall(localStorage, id) ?? {};
		client.keep(sessionStorage, KEPT, id);
		turn += 1;
		shown = "0 false";
		wait(false);
	}

	async function open(next) {
		turnTo(next);
		await converse("restore");
		$("#conversations details").open = false;
		$("#question textarea").focus();
	}

	// The conversations of this browser, the last first
	function conversations() {
		const all = client.keys(`${KEPT}:`).map((id) => ({ ...client.recall(localStorage, id), id }));
		return all.filter(({ turns }) => turns?.[0]?.question).sort((one, other) => other.at - one.at);
	}

	function list() {
		const head = ({ turns, ...told }) => ({ ...told, title: turns[0].question, turns: turns.length });
		return converse("list", { heads: conversations().map(head), current: id });
	}

	async function remove(which) {
		client.keep(localStorage, which);
		await (which === id ? open() : list());
		$("#conversations summary").focus();
		say("Conversation supprimée.");
	}

	// With one that another tab, or another user, went on with meanwhile, this tab makes another
	function keep(told) {
		const last = client.recall(localStorage, id);
		if (last && (last.at !== kept.at || last.user !== told.user)) client.keep(sessionStorage, KEPT, (id = fresh()));
		kept = { ...told, at: Date.now() };
		client.keep(localStorage, id, kept, say);
		for (const old of conversations().slice(MOST_KEPT)) client.keep(localStorage, old.id);
	}

	// What the box of the question is to hold, once the server has what it held, or does not take it
	async function askTyped(text) {
		const left = await ask(text);
		keepDraft(left);
		return left;
	}

	function ask(question) {
		if (asking) say(ANSWERING);
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
		byId("envoyer")?.setAttribute("aria-disabled", String(waiting));
	}

	function show(reply, restored = false) {
		client.fill(reply.fragments);
		if (reply.selection) {
			byId("panneau").dataset.selection = reply.selection;
			showPanelTab(byId("onglet-sources"));
		}
		if (reply.file) client.save(reply.file);
		if (reply.say !== undefined || reply.fault) say(reply.fault ?? reply.say);
		if (reply.kept && !restored) keep(reply.kept);
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

	const click = client.clicks({
		question: ask,
		turn: (of, { dataset }) => look(of, Number(dataset.number)),
		copy: (text) => client.copy(text, "Réponse copiée avec ses sources.", say),
		back: (renvoi) => client.focus($(`#fil [data-renvoi="${renvoi}"]`), "center"),
		async judge(useful, { id: pressed, dataset: { of } }) {
			if (asking) return say(ANSWERING);
			await converse("judge", { turn: Number(of), useful: useful === "oui", note: byId(`note-${of}`)?.value });
			byId(pressed).focus();
		},
		open,
		remove,
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
		const all = $$("#panneau [role=tab]");
		const steps = { ArrowRight: 1, ArrowLeft: -1 };
		const next = all.includes(event.target) && client.reached(event, all, event.target, steps, true);
		if (next) showPanelTab(next);
		if (next) next.focus();
	}

	Object.assign(window.rupfam, { openConversation, converse, open, list, askTyped, keepDraft, draft });
})();
