// The tab "Rédiger la convention" in the browser: what is typed is kept here until the server has it.
(() => {
	"use strict";

	const { $, $$, byId } = client;

	const TYPING_PAUSE = 400;
	const NO_FILE_AFTER = 110_000;
	const MODEL_MARGIN = 6_000;
	const RETRY_AFTER = [1_000, 2_000, 4_000, 8_000];
	const LOGO = { max: 2_000_000, large: "Le logo dépasse 2\u00a0Mo : réduisez l’image, puis déposez-la de nouveau." };
	const DOSSIER = { max: 10_000_000, large: "Le dossier est trop gros : 10\u00a0Mo au plus." };
	const LOST = "Le programme ne répond plus. Ce que vous tapez est gardé dans ce navigateur et sera enregistré dès " +
		"qu’il répondra ; si cela dure, rechargez la page.";
	const NOT_DONE = "Le programme n’a pas répondu : rien n’a été changé. Réessayez dans un instant.";
	const AT_ONCE = "add remove move unlogo take mine theirs restore undo retain decide print reconsider accept-all".split(" ");
	const NEW_VERSION = [...AT_ONCE, "duplicate", "new", "import", "logo", "note-add", "accept", "unword"];
	const SAVING = [...NEW_VERSION, "open", "save"];

	let [tail, failures, turn, busy, noteOf] = [Promise.resolve(), 0, 0, false, 0];
	let timer, wayBack;
	const open = { dossier: 0, number: 0, changes: [], shown: "article", conflict: false };

	const inDialog = () => byId("dialogue").open;
	const fault = (message) => client.tell(inDialog() ? "panne-dialogue" : "panne-redaction", message);
	const state = (message) => client.tell("enregistrement", message);
	const announce = (message) => client.announce(inDialog() ? "etat-dialogue" : "annonce-redaction", message);
	const key = (dossier) => `ruptures-familiales-saisie-${dossier}`;
	const noteKey = () => `ruptures-familiales-note-${noteOf}`;
	const keepNote = (text) => client.keep(localStorage, noteKey(), text || undefined, announce);
	const links = () => $$("#texte a.origine");

	function wireWriting(element) {
		client.listen(element, { click, input, change, submit, keydown, focusin: aim });
		byId("dialogue").addEventListener("close", dialogClosed);
		window.addEventListener("hashchange", route);
		route();
	}

	// Which dossier: the address says it
	function route() {
		const { tab, dossier } = client.place();
		const view = byId(dossier ? "vue-dossier" : "vue-dossiers");
		const isShown = !view.hidden && (dossier ? dossier === open.dossier : view.innerHTML);
		if (tab !== "redaction" || isShown) return;
		if (dossier) openDossier(dossier, undefined, false);
		else runSaved({ action: "list" }, { focus: false });
	}

	// The keyboard goes to the dossier, save when its address alone was followed
	async function openDossier(dossier, said, focus = true) {
		begin(dossier);
		await run({ action: "open" }, { focus });
		if (said) announce(said);
	}

	// This dossier, or none yet, with what was typed in it and is not saved
	function begin(dossier = 0) {
		const kept = dossier ? client.recall(localStorage, key(dossier)) : undefined;
		const { number, changes } = Array.isArray(kept?.changes) ? kept : { number: 0, changes: [] };
		Object.assign(open, { dossier, number, changes, conflict: false });
	}

	function call(act, changes = []) {
		const modelTime = Number(byId("dialogue").dataset.patience) * 1_000 + MODEL_MARGIN;
		const longer = { download: NO_FILE_AFTER, "note-read": modelTime, "reword-one": modelTime };
		const { dossier, number, shown } = open;
		const options = { lost: NOT_DONE, patience: longer[act.action] };
		return client.call("writing", { dossier, number, shown, changes, act }, options);
	}

	// Messages, one at a time
	function enqueue(job) {
		tail = tail.then(job, job);
		return tail;
	}

	// Something the user asked for: done now, or said not to be
	const run = (act, options) => enqueue(() => exchange(act, options));

	// The same, once what was typed is saved
	async function runSaved(act, options) {
		await enqueue(flush);
		if (act.action === "duplicate" && open.changes.length) fault(NOT_DONE);
		else await run(act, options);
	}

	async function flush() {
		if (open.changes.length && !open.conflict) await exchange({ action: "save" });
	}

	// What was typed and is not saved goes with what makes a new version, save to take up someone else's
	async function exchange(act, { focus = true, back } = {}) {
		const saves = SAVING.includes(act.action);
		const sent = saves ? [...open.changes] : [];
		byId("formulaire").inert = NEW_VERSION.includes(act.action);
		const reply = await call(act, act.action === "theirs" ? [] : sent);
		byId("formulaire").inert = false;
		if (reply.fault) return refused(act.action, reply, back);
		if (failures) announce("La connexion est rétablie.");
		failures = 0;
		fault("");
		if (reply.merged && open.changes.some((change) => !sent.includes(change))) return save(0);
		if (saves) settle(sent, reply);
		apply(reply);
		if (focus && reply.focus) put(reply.focus);
		if (saves && open.changes.length) save(0);
	}

	function refused(action, reply, back) {
		const tried = ["save", "list", "open"].includes(action);
		fault(reply.lost && tried ? LOST : reply.fault);
		apply(reply);
		if (action === "save") {
			state("Pas encore enregistré : votre saisie est gardée dans ce navigateur.");
			return save(RETRY_AFTER[Math.min(failures++, RETRY_AFTER.length - 1)]);
		}
		if (reply.focus) put(reply.focus);
		else back?.focus();
		if (reply.lost && tried) setTimeout(route, RETRY_AFTER[2]);
		else if (action === "open") leave(reply.fault);
	}

	// A dossier that cannot be opened: the list, and why
	function leave(why) {
		begin();
		history.replaceState(null, "", "#/redaction");
		run({ action: "list" }, { focus: false }).then(() => fault(why));
	}

	// Saving, field by field
	function input({ target }) {
		const { path } = target.dataset;
		if (target.id === "note-texte") keepNote(target.value);
		else if (path && !["radio", "checkbox"].includes(target.type)) keep(path, target.value);
	}

	function change({ target }) {
		const { logo, path } = target.dataset;
		if (logo || target.id === "importer") sendFile(target, logo);
		else if (path) keep(path, target.type === "checkbox" ? target.checked : target.value, 0);
	}

	function keep(path, value, after = TYPING_PAUSE) {
		open.changes = [...open.changes.filter((change) => change.path !== path), { path, value }];
		persist();
		save(after);
	}

	function save(after) {
		clearTimeout(timer);
		timer = setTimeout(() => enqueue(flush), after);
	}

	function settle(sent, { conflict, dossier, number, saved }) {
		if (conflict) state("Pas enregistré : quelqu’un d’autre a changé le même champ."), (open.conflict = true);
		if (conflict || !number) return;
		const same = dossier === open.dossier;
		const changes = same ? open.changes.filter((change) => !sent.includes(change)) : [];
		if (!same) client.keep(localStorage, key(open.dossier));
		Object.assign(open, { dossier, number, changes, conflict: false });
		persist();
		state(`Enregistré le ${saved}.`);
	}

	// What is typed and not yet saved, kept by the browser
	function persist() {
		const { dossier, number, changes } = open;
		client.keep(localStorage, key(dossier), changes.length ? { number, changes } : undefined, state);
	}

	// Showing what the server said
	function apply(reply) {
		if (reply.added) client.keep(localStorage, noteKey());
		if (reply.view || reply.conflict) byId("dialogue").close();
		if (reply.view) show(reply);
		for (const [id, html] of Object.entries(reply.fragments ?? {})) fill(id, html);
		for (const [id, text] of Object.entries(reply.titles ?? {})) client.tell(id, text);
		if (reply.draft_fault !== undefined) client.tell("panne-document", reply.draft_fault);
		if (reply.dialog) showDialog();
		if (reply.file) client.save(reply.file);
		if (reply.say) announce(reply.say);
	}

	function show({ view, dossier }) {
		const list = view === "list";
		const fresh = list || byId("vue-dossier").hidden;
		const address = list ? "#/redaction" : `#/redaction/${dossier}`;
		byId("vue-dossiers").hidden = !list;
		byId("vue-dossier").hidden = list;
		if (list) begin(), state("");
		if (location.hash !== address) history.pushState(null, "", address);
		$("#rubriques a[href^='#/redaction']").setAttribute("href", address);
		if (fresh) closeSource(false), window.scrollTo(0, 0);
	}

	// What is unfolded in the form stays so, and the passage that has the focus keeps it
	function fill(id, html) {
		const element = byId(id);
		const form = id === "formulaire";
		if (!element || (element.shown === html && !form)) return;
		const name = (details) => details.id || `${details.parentElement.closest("details")?.id}/aides`;
		const unfolded = $$("details[open]", element).map(name);
		const read = id === "texte" ? links().indexOf(document.activeElement) : -1;
		const folds = form && element.childElementCount > 0;
		const typing = form && element.contains(document.activeElement) && document.activeElement;
		element.innerHTML = element.shown = html;
		if (folds) for (const details of $$("details", element)) details.open = unfolded.includes(name(details));
		if (read >= 0) links()[Math.min(read, links().length - 1)]?.focus();
		if (typing) resume(typing, element);
		if (id === "texte") aim({ target: document.activeElement });
	}

	// The field that somebody types in, in a form drawn anew: its row may have moved
	function resume({ dataset: { path = "" }, value, selectionStart: at }, form) {
		const part = (place) => place.replace(/\.\d+/, "");
		const like = $$("[data-path]", form).filter((other) => other.value === value && part(other.dataset.path) === part(path));
		const field = like.find(({ dataset }) => dataset.path === path) ?? like[0];
		if (field) field.focus({ preventScroll: true }), at !== null && field.setSelectionRange?.(at, at);
	}

	function put(id) {
		const element = byId(id);
		for (let folded; (folded = element?.closest("details:not([open])")); ) folded.open = true;
		if (element) client.focus(element, "center");
	}

	const press = client.clicks({
		dialog: (what, button) => DECISIONS[what](button),
		act: perform,
		field: (field) => put(placeOf(field)),
		passage: (passage, target) => enqueue(() => showSource(passage, target)),
		shown(shown, button) {
			open.shown = shown;
			client.choose(button);
			runSaved({ action: "show" }, { back: button });
		},
		async download(kind, button) {
			const [rest, sure] = [byId("avec-manques").checked, "sure" in button.dataset];
			fill("etat-fichier", "Préparation du fichier…");
			await runSaved({ action: "download", kind, rest, sure }, { back: button });
			if (!byId("panne-redaction").hidden) fill("etat-fichier", "");
		},
		step(step) {
			const details = byId(`etape-${step}`);
			details.open = true;
			client.focus($("summary", details), "start");
		},
		closeSource: () => closeSource(),
	});

	function click(event) {
		const link = event.target.closest("a.origine");
		if (link) event.preventDefault();
		if (link && !("field" in link.dataset || "passage" in link.dataset)) openSource(link);
		else press(event);
	}

	function perform(act, button) {
		const { list, number, stepBy, body, path, sentencePath, dossier, objective, wording } = button.dataset;
		const group = sentencePath ? undefined : button.closest(".objectif")?.id.replace("objectif-", "");
		const row = { list, row: Number(number ?? -1), step: Number(stepBy ?? 0), objective: objective ?? group, body };
		if (act === "open") return openDossier(Number(dossier));
		if (act === "close") return fill("avis", ""), put("nom-dossier");
		if (dossier && Number(dossier) !== open.dossier) begin(Number(dossier));
		if (act === "note" || act === "reword") announce("Ouverture…");
		const message = { action: act, ...row, former: Number(number ?? 0), path: path ?? sentencePath, wording };
		(AT_ONCE.includes(act) ? run : runSaved)(message, { back: button });
	}

	function submit(event) {
		const { act } = event.target.dataset;
		event.preventDefault();
		if (act === "new") begin();
		if (act) run({ action: act, ...Object.fromEntries(new FormData(event.target)) }, { back: $("input", event.target) });
	}

	async function sendFile(input, path) {
		const [file] = input.files;
		if (!file) return;
		const { max, large } = path ? LOGO : DOSSIER;
		if (file.size > max) return fault(large);
		const isRecord = !path && /\.json$/i.test(file.name);
		const told = isRecord ? { text: await file.text() } : { content: await client.inBase64(file) };
		const act = path ? { action: "logo", path, ...told } : { action: "import", name: file.name, ...told };
		input.value = "";
		if (!path) begin();
		run(act, { back: input });
	}

	// A field by its path, else its row, else what adds one, else those of what holds it
	function placeOf(field) {
		const [path, under] = field.split(":");
		const names = path.split(".").map((_, up, parts) => parts.slice(0, parts.length - up).join("."));
		const ids = names.flatMap((name) => ["champ", "ligne", "ajouter"].map((kind) => `${kind}-${name}`));
		return [`ajouter-${path}.${under}`, ...ids].find(byId);
	}

	// The document, by the keyboard
	function keydown(event) {
		if (event.key === "Escape" && event.target.closest("#origine")) return closeSource();
		const link = event.target.closest("#texte a.origine");
		const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
		const next = link && client.reached(event, links(), link, steps);
		if (!next) return;
		client.rove(links(), next);
		next.focus();
	}

	// The words of the document that a field fills are outlined while the cursor is in it
	function aim({ target }) {
		const path = target.dataset?.path;
		aimWords(target.closest?.(".proposition"));
		if (!path) return;
		const shows = target.closest("[data-shows]")?.dataset.shows;
		if (shows && shows !== open.shown) $(`[data-shown="${shows}"]`).click();
		for (const link of links()) link.classList.toggle("vise", link.dataset.field === path);
		const [first, scroller] = [$("#texte .vise"), byId("document-defile")];
		if (!first || !client.scrolls(scroller)) return;
		const { top, bottom } = scroller.getBoundingClientRect();
		const seen = first.getBoundingClientRect();
		if (seen.top < top + 40 || seen.bottom > bottom - 40) client.bringInto(scroller, first, 1 / 3);
	}

	// Where a passage comes from
	async function showSource(passage, target) {
		const [start, end] = passage.split(":").map(Number);
		const reply = await call({ action: "source", start, end });
		if (reply.fault) return fault(reply.fault);
		apply(reply);
		openSource(target, reply.fragments["origine-passage"]);
	}

	function openSource(target, passage) {
		const words = target.textContent.trim();
		const told = target.matches("a") ? `« ${words} » : ${target.title}` : words.replace(/^Voir ce/, "Ce");
		wayBack = target;
		byId("origine-mots").textContent = told;
		if (!passage) fill("origine-passage", "");
		byId("origine").hidden = false;
		client.focus(byId("origine"));
		client.bringInto(byId("origine"), $("#origine mark"), 1 / 4);
	}

	function closeSource(focus = true) {
		byId("origine").hidden = true;
		if (!focus || !wayBack) return;
		const isLike = ({ title, textContent }) => title === wayBack.title && textContent === wayBack.textContent;
		const back = wayBack.isConnected ? wayBack : links().find(isLike);
		if (back?.matches("a")) client.rove(links(), back);
		back?.focus();
	}

	// The dialogs: a note, a rewording
	function showDialog() {
		const [dialog, text] = [byId("dialogue"), byId("note-texte")];
		noteOf = open.dossier;
		for (const id of ["panne-dialogue", "etat-dialogue"]) client.tell(id, "");
		if (!dialog.open) dialog.showModal();
		dialog.scrollTop = 0;
		if (text) text.value = client.recall(localStorage, noteKey()) ?? "";
	}

	function dialogClosed() {
		[turn, busy] = [turn + 1, false];
		fill("dialogue-contenu", "");
	}

	const DECISIONS = {
		close: () => byId("dialogue").close(),
		read: () => alone(readNote),
		reword: () => alone(rewordEach),
		add: (button) => run({ action: "note-add", proposals: confirmed() }, { back: button }),
		accept: word,
		unword: word,
		refuse(button) {
			const section = button.closest(".phrase");
			$(".juste", section).remove();
			button.parentElement.outerHTML = '<p class="rien">Refusée : vos mots restent.</p>';
			announce("Proposition refusée : vos mots restent.");
			settleSentence(section.dataset.sentence);
		},
		words(button) {
			byId(`mot-${button.dataset.number}`)?.parentElement.scrollIntoView({ block: "center" });
			client.focus($(".note-lue"));
			aimWords(button.closest(".proposition"));
		},
	};

	// The model is asked outside the queue of saves, for it may take a minute: one thing at a time, in an open dialog
	async function alone(work) {
		if (busy) return;
		busy = true;
		const mine = ++turn;
		fault("");
		await work(() => mine === turn);
		if (mine === turn) busy = false;
	}

	// The reply; nothing when the dialog was closed meanwhile, or when the reply is a fault, which is told
	async function asked(act, isOpen) {
		const reply = await call(act);
		if (!isOpen() || !reply.fault) return isOpen() ? reply : undefined;
		fault(reply.fault);
		announce("");
		return undefined;
	}

	async function readNote(isOpen) {
		const note = byId("note-texte").value;
		fill("note-propositions", "");
		announce("Préparation : ce qui sera envoyé est relevé…");
		const sent = await asked({ action: "note-sent", note }, isOpen);
		if (!sent) return;
		apply({ fragments: sent.fragments });
		const patience = `${byId("dialogue").dataset.patience} secondes au plus`;
		announce(sent.asks ? `Lecture par le modèle ${sent.asks}, ${patience}…` : "Lecture de la note…");
		const reply = await asked({ action: "note-read", note }, isOpen);
		if (!reply) return;
		apply(reply);
		fault(reply.why ?? "");
		put(reply.focus);
		byId(reply.focus).scrollIntoView({ block: "start" });
	}

	async function rewordEach(isOpen) {
		const waiting = $$("#dialogue [data-sentence]:not([data-done])");
		const many = waiting.length > 1;
		for (const [rank, section] of waiting.entries()) {
			announce(many ? `Rédaction : phrase ${rank + 1} sur ${waiting.length}…` : "Rédaction, puis vérification…");
			section.setAttribute("aria-busy", "true");
			const reply = await asked({ action: "reword-one", path: section.dataset.sentence }, isOpen);
			section.removeAttribute("aria-busy");
			if (!reply) return;
			if (many) section.dataset.done = "";
			apply(reply);
		}
		if (many) announce("Toutes les propositions sont là : acceptez ou refusez chacune.");
		$("#dialogue [data-dialog='accept']")?.focus();
	}

	async function word({ dataset: { dialog, sentencePath: path, wording } }) {
		await run({ action: dialog, path, wording }, { focus: false });
		settleSentence(path);
	}

	function settleSentence(path) {
		const section = $(`#dialogue [data-sentence="${path}"]`);
		const next = $("#dialogue [data-dialog='accept']") ?? $("[data-dialog='unword']", section ?? undefined);
		if (section) (next ?? section).focus();
	}

	// The proposals of a note that are ticked, with their values as corrected
	function confirmed() {
		const department = byId("note-departement")?.value.trim();
		const told = department ? [{ field: "department", value: department }] : [];
		for (const row of $$("#note-propositions .proposition:has([data-tick]:checked)")) {
			const parts = $$("[data-part]", row).map(({ dataset, value }) => [dataset.part, value]);
			const [[name, value]] = parts;
			told.push({ field: row.dataset.field, kind: $("[data-kind]", row).value, value: name ? Object.fromEntries(parts) : value });
		}
		return told;
	}

	// The words of the note that a proposal takes are outlined
	function aimWords(row) {
		for (const mark of $$("#note-propositions mark.repris")) {
			mark.classList.toggle("vise", mark.dataset.numbers.split(" ").includes(row?.dataset.number));
		}
	}

	Object.assign(window.rupfam, { wireWriting, openDossier });
})();
