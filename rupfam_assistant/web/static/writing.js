// The tab "Rédiger la convention" in the browser: what is typed is kept here until the server has it; all that is shown comes from the server.
(() => {
	"use strict";

	const TYPING_PAUSE = 400;
	const NO_REPLY_AFTER = 20_000;
	const NO_FILE_AFTER = 110_000;
	const MODEL_MARGIN = 6_000;
	const RETRY_AFTER = [1_000, 2_000, 4_000, 8_000];
	const LARGEST = { logo: 2_000_000, dossier: 10_000_000 };
	const LOST =
		"Le programme ne répond plus. Ce que vous tapez est gardé dans ce navigateur et sera enregistré dès qu’il répondra ; si cela dure, rechargez la page.";
	const NOT_DONE = "Le programme n’a pas répondu : rien n’a été changé. Réessayez dans un instant.";

	const client = window.client;
	const { $, byId, place } = client;

	let tail = Promise.resolve();
	let timer;
	let failures = 0;
	let wayBack;
	const open = { dossier: 0, number: 0, changes: [], shown: "article", conflict: false };

	function wireWriting(element) {
		element.addEventListener("click", clicked);
		element.addEventListener("input", typed);
		element.addEventListener("change", changed);
		element.addEventListener("submit", submitted);
		element.addEventListener("keydown", pressed);
		element.addEventListener("focusin", aim);
		byId("dialogue").addEventListener("close", dialogClosed);
		window.addEventListener("hashchange", route);
		route();
	}

	// Which dossier: the address says it

	function route() {
		const { tab, dossier } = place();
		if (tab !== "redaction") return;
		if (dossier && dossier === open.dossier && !byId("vue-dossier").hidden) return;
		if (dossier) openDossier(dossier, false);
		else if (!byId("vue-dossiers").innerHTML || byId("vue-dossiers").hidden) enqueue(flush).then(() => run({ action: "list", changes: [] }, { focus: false }));
	}

	// Messages, one at a time

	function call({ dossier = open.dossier, changes = [], ...act }) {
		const patience = { download: NO_FILE_AFTER, "note-read": modelTime(), "reword-one": modelTime() }[act.action] ?? NO_REPLY_AFTER;
		return client.call("writing", { dossier, number: open.number, shown: open.shown, changes, act }, patience);
	}

	function enqueue(job) {
		tail = tail.then(job, job);
		return tail;
	}

	// Something the user asked for by a click: done now, or said not to be
	function run(message, { focus = true, back } = {}) {
		return enqueue(async () => {
			const sent = [...open.changes];
			const form = byId("formulaire");
			form.inert = Boolean(message.drawn);
			const reply = await call({ changes: sent, ...message });
			form.inert = false;
			if (!reply) {
				fault(message.action === "list" || message.action === "open" ? LOST : NOT_DONE);
				if (message.action === "list" || message.action === "open") setTimeout(route, RETRY_AFTER[2]);
				back?.focus();
				return;
			}
			if (reply.fault) {
				fault(reply.fault);
				apply(reply);
				if (reply.focus) put(reply.focus);
				else back?.focus();
				if (message.action === "open") leave(reply.fault);
				return;
			}
			fault("");
			if (message.drawn || message.action === "open") settle(sent, reply);
			else apply(reply);
			if (focus && reply.focus) put(reply.focus);
		});
	}

	// A dossier that cannot be opened: the list, and why
	function leave(why) {
		Object.assign(open, { dossier: 0, number: 0, changes: [], conflict: false });
		history.replaceState(null, "", "#/redaction");
		run({ action: "list" }, { focus: false }).then(() => fault(why));
	}

	function openDossier(dossier, focus = true) {
		const kept = recall(dossier);
		Object.assign(open, { dossier, number: kept.number, changes: kept.changes, conflict: false });
		return run({ action: "open" }, { focus });
	}

	// Saving, field by field

	function typed({ target }) {
		if (target.id === "note-texte") return keepNote(target.value);
		if (!target.dataset.path || target.type === "radio" || target.type === "checkbox") return;
		keep(target.dataset.path, target.value);
		save(TYPING_PAUSE);
	}

	function changed({ target }) {
		if (target.dataset.logo) dropLogo(target);
		else if (target.id === "importer") importDossier(target);
		else if (target.dataset.path) {
			keep(target.dataset.path, target.type === "checkbox" ? target.checked : target.value);
			save(0);
		}
	}

	function keep(path, value) {
		open.changes = [...open.changes.filter((change) => change.path !== path), { path, value }];
		persist();
	}

	function save(after) {
		clearTimeout(timer);
		timer = setTimeout(() => enqueue(flush), after);
	}

	async function flush() {
		if (!open.changes.length || open.conflict) return;
		const sent = [...open.changes];
		const reply = await call({ action: "save", changes: sent });
		if (!reply || reply.fault) {
			const wait = RETRY_AFTER[Math.min(failures, RETRY_AFTER.length - 1)];
			failures += 1;
			fault(reply?.fault ?? LOST);
			if (reply) apply(reply);
			state("Pas encore enregistré : votre saisie est gardée dans ce navigateur.");
			save(wait);
			return;
		}
		if (failures) announce("La connexion est rétablie.");
		failures = 0;
		fault("");
		settle(sent, reply);
		if (reply.conflict) put(reply.focus);
		if (open.changes.length) save(0);
	}

	function settle(sent, reply) {
		if (reply.conflict) {
			open.conflict = true;
			state("Pas enregistré : quelqu’un d’autre a enregistré ce dossier.");
		} else if (reply.number) {
			open.conflict = false;
			open.changes = open.changes.filter((change) => !sent.includes(change));
			if (reply.dossier !== open.dossier) {
				client.keep(localStorage, key(open.dossier));
				open.changes = [];
			}
			Object.assign(open, { dossier: reply.dossier, number: reply.number });
			persist();
			state(`Enregistré le ${reply.saved}.`);
		}
		apply(reply);
	}

	// What is typed and not yet saved, kept by the browser

	const key = (dossier) => `ruptures-familiales-saisie-${dossier}`;

	function persist() {
		const kept = open.changes.length ? { number: open.number, changes: open.changes } : undefined;
		if (!client.keep(localStorage, key(open.dossier), kept)) state("Ce navigateur ne garde rien : ne fermez pas la page avant l’enregistrement.");
	}

	function recall(dossier) {
		const kept = client.recall(localStorage, key(dossier));
		return Array.isArray(kept?.changes) ? kept : { number: 0, changes: [] };
	}

	// Showing what the server said

	function apply(reply) {
		if (reply.view || reply.conflict) closeDialog(reply.added);
		if (reply.view) show(reply);
		for (const [id, html] of Object.entries(reply.fragments ?? {})) fill(id, html);
		for (const [id, text] of Object.entries(reply.titles ?? {})) byId(id).textContent = text;
		for (const [section, text] of Object.entries(reply.progress ?? {})) tell(section, text);
		if (reply.gauge) measure(reply.gauge);
		if (reply.name !== undefined && byId("nom-dossier")) byId("nom-dossier").textContent = reply.name || "Département sans nom";
		if (reply.draft_fault !== undefined) client.tell("panne-document", reply.draft_fault);
		if (reply.dialog) showDialog();
		if (reply.file) client.save(reply.file);
		if (reply.say) announce(reply.say);
	}

	function show(reply) {
		const list = reply.view === "list";
		const fresh = list || byId("vue-dossier").hidden;
		byId("vue-dossiers").hidden = !list;
		byId("vue-dossier").hidden = list;
		const address = list ? "#/redaction" : `#/redaction/${reply.dossier}`;
		if (list) Object.assign(open, { dossier: 0, number: 0, changes: [], conflict: false });
		if (location.hash !== address) history.pushState(null, "", address);
		$("#rubriques a[href^='#/redaction']").setAttribute("href", address);
		if (list) state("");
		if (fresh) closeSource(false);
		if (fresh) window.scrollTo(0, 0);
	}

	function fill(id, html) {
		const element = byId(id);
		if (!element || (element.shown === html && id !== "formulaire")) return;
		const opened = new Set([...element.querySelectorAll("details")].filter((details) => details.open).map(named));
		const read = id === "texte" ? links().indexOf(document.activeElement) : -1;
		const drawn = element.childElementCount > 0;
		element.innerHTML = html;
		element.shown = html;
		if (drawn && id === "formulaire") for (const details of element.querySelectorAll("details")) details.open = opened.has(named(details));
		if (read >= 0) links()[Math.min(read, links().length - 1)]?.focus();
		if (id === "texte") aim({ target: document.activeElement });
	}

	function named(details) {
		return details.id || `${details.parentElement.closest("details")?.id}/aides`;
	}

	function tell(section, text) {
		const element = byId(`avancement-${section}`);
		if (!element) return;
		element.textContent = text;
		element.classList.toggle("complet", text === "complet");
	}

	function measure({ filled, total }) {
		if (!byId("jauge")) return;
		byId("jauge").max = total;
		byId("jauge").value = filled;
		byId("jauge-texte").textContent = `${filled} champ${filled > 1 ? "s remplis" : " rempli"} sur ${total}`;
	}

	function fault(message) {
		client.tell(byId("dialogue").open ? "panne-dialogue" : "panne-redaction", message);
	}

	function state(message) {
		client.tell("enregistrement", message);
	}

	function announce(message) {
		client.announce(byId("dialogue").open ? "etat-dialogue" : "annonce-redaction", message);
	}

	function put(id) {
		const element = byId(id);
		if (!element) return;
		for (let details = element.closest("details:not([open])"); details; details = details.parentElement.closest("details:not([open])")) {
			details.open = true;
		}
		client.focus(element, "center");
	}

	// Clicks

	function clicked(event) {
		const target = event.target.closest("button, a.origine");
		if (!target) return;
		const { act, passage, field, shown, download, step, dialog } = target.dataset;
		if (target.matches("a")) {
			event.preventDefault();
			event.stopPropagation();
		}
		if (dialog) decide(dialog, target);
		else if (act) perform(act, target);
		else if (field) goToField(field);
		else if (passage) showSource(target, passage);
		else if (target.matches("a.origine")) openSource(target, "");
		else if (shown) switchTo(target, shown);
		else if (download) deliver(target, download);
		else if (step) openStep(step);
		else if ("closeSource" in target.dataset) closeSource();
	}

	function perform(act, target) {
		const { list, number, stepBy, objective, body, dossier, path } = target.dataset;
		const row = target.closest("fieldset.ligne") ? Number(number) : 0;
		const back = { back: target };
		const under = objective ?? target.closest(".objectif")?.id.replace("objectif-", "");
		switch (act) {
			case "open":
				return openDossier(Number(dossier));
			case "restore":
				if (Number(dossier) !== open.dossier) Object.assign(open, { dossier: Number(dossier), ...recall(dossier), conflict: false });
				return run({ action: act, dossier: Number(dossier), drawn: true }, back);
			case "list":
				return enqueue(flush).then(() => run({ action: act, changes: [] }, back));
			case "add":
				return run({ action: act, list, objective: under, body, drawn: true }, back);
			case "remove":
			case "move":
				return run({ action: act, list, row, step: Number(stepBy), objective: under, drawn: true }, back);
			case "unlogo":
				return run({ action: act, path, drawn: true }, back);
			case "take":
				return run({ action: act, former: Number(number), drawn: true }, back);
			case "compare":
				return run({ action: act, former: Number(number) }, back);
			case "duplicate":
				return enqueue(flush).then(() => (open.changes.length ? fault(NOT_DONE) : run({ action: act, drawn: true }, back)));
			case "mine":
				return run({ action: act, drawn: true }, back);
			case "theirs":
				return run({ action: act, changes: [], drawn: true }, back);
			case "note":
				announce("Ouverture…");
				return enqueue(flush).then(() => run({ action: act, changes: [] }, back));
			case "reword":
				announce("Ouverture…");
				return enqueue(flush).then(() => run({ action: act, path: target.dataset.sentencePath, objective: Number(objective), changes: [] }, back));
			case "unword":
				return enqueue(flush).then(() => run({ action: act, path: target.dataset.sentencePath, drawn: true }, back));
			case "close":
				fill("avis", "");
				return put("nom-dossier");
			default:
				return enqueue(flush).then(() => run({ action: act, changes: [] }, back));
		}
	}

	function submitted(event) {
		event.preventDefault();
		if (event.target.id !== "nouveau-dossier") return;
		Object.assign(open, { dossier: 0, number: 0, changes: [] });
		run({ action: "new", department: byId("nouveau-departement").value, drawn: true }, { back: byId("nouveau-departement") });
	}

	function openStep(step) {
		const details = byId(`etape-${step}`);
		details.open = true;
		const summary = $("summary", details);
		client.focus(summary, "start");
	}

	function goToField(field) {
		const [path, under] = field.split(":");
		const parts = path.split(".");
		const candidates = under ? [`ajouter-${path}.${under}`] : [];
		for (let length = parts.length; length > 0; length -= 1) {
			const name = parts.slice(0, length).join(".");
			candidates.push(`champ-${name}`, `ligne-${name}`, `ajouter-${name}`);
		}
		const found = candidates.find((id) => byId(id));
		if (found) put(found);
	}

	// Files

	function deliver(button, kind) {
		const told = byId("etat-fichier");
		told.textContent = "Préparation du fichier…";
		enqueue(flush)
			.then(() => run({ action: "download", kind, rest: byId("avec-manques").checked, changes: [] }, { back: button }))
			.then(() => {
				told.textContent = byId("panne-redaction").hidden ? "Fichier prêt." : "";
			});
	}

	async function dropLogo(input) {
		const file = input.files[0];
		if (!file) return;
		if (file.size > LARGEST.logo) return fault("Le logo dépasse 2\u00a0Mo : réduisez l’image, puis déposez-la de nouveau.");
		const content = await client.inBase64(file);
		run({ action: "logo", path: input.dataset.logo, content, drawn: true }, { back: input });
	}

	async function importDossier(input) {
		const file = input.files[0];
		if (!file) return;
		if (file.size > LARGEST.dossier) return fault("Le dossier est trop gros : 10\u00a0Mo au plus.");
		const content = await file.text();
		input.value = "";
		Object.assign(open, { dossier: 0, number: 0, changes: [] });
		run({ action: "import", name: file.name, content, drawn: true }, { back: input });
	}

	// The document

	const links = () => [...document.querySelectorAll("#texte a.origine")];

	function switchTo(button, shown) {
		open.shown = shown;
		for (const other of button.parentElement.children) other.setAttribute("aria-pressed", String(other === button));
		enqueue(flush).then(() => run({ action: "show", changes: [] }, { back: button }));
	}

	function pressed(event) {
		if (event.key === "Escape" && event.target.closest("#origine")) return closeSource();
		const link = event.target.closest("#texte a.origine");
		const all = link ? links() : [];
		const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
		const end = { Home: 0, End: all.length - 1 }[event.key];
		if (!link || (step === undefined && end === undefined)) return;
		event.preventDefault();
		const next = all[Math.min(Math.max(end ?? all.indexOf(link) + step, 0), all.length - 1)];
		rove(next);
		next.focus();
	}

	function rove(link) {
		for (const other of document.querySelectorAll("#texte a.origine[tabindex='0']")) other.tabIndex = -1;
		link.tabIndex = 0;
	}

	// The words of the document that a field fills are outlined while the cursor is in it
	function aim({ target }) {
		aimWords(target.closest?.(".proposition"));
		const path = target.dataset?.path;
		if (!path) return;
		let first;
		for (const link of links()) {
			const aimed = link.dataset.field === path;
			link.classList.toggle("vise", aimed);
			if (aimed && !first) first = link;
		}
		const scroller = byId("document-defile");
		if (!first || getComputedStyle(scroller).overflowY !== "auto") return;
		const { top, bottom } = scroller.getBoundingClientRect();
		const seen = first.getBoundingClientRect();
		if (seen.top < top + 40 || seen.bottom > bottom - 40) client.bringInto(scroller, first, 1 / 3);
	}

	// Where a passage comes from

	function showSource(target, passage) {
		const [start, end] = passage.split(":").map(Number);
		enqueue(async () => {
			const reply = await call({ action: "source", start, end });
			if (!reply || reply.fault) return fault(reply?.fault ?? NOT_DONE);
			apply(reply);
			openSource(target, reply.fragments["origine-passage"]);
		});
	}

	function openSource(target, passage) {
		wayBack = target;
		const words = target.matches("a") ? `« ${target.textContent.trim()} » : ${target.title}` : target.textContent.trim().replace(/^Voir ce/, "Ce");
		byId("origine-mots").textContent = words;
		if (!passage) fill("origine-passage", "");
		byId("origine").hidden = false;
		client.focus(byId("origine"));
		const mark = $("#origine mark");
		if (mark) client.bringInto(byId("origine"), mark, 1 / 4);
	}

	function closeSource(focus = true) {
		byId("origine").hidden = true;
		if (!focus || !wayBack) return;
		const back = wayBack.isConnected ? wayBack : links().find((link) => link.title === wayBack.title && link.textContent === wayBack.textContent);
		if (back?.matches("a")) rove(back);
		back?.focus();
	}

	// The dialogs: a note, a rewording

	let turn = 0;
	let busy = false;
	let noteOf = 0;

	const noteKey = () => `ruptures-familiales-note-${noteOf}`;
	const modelTime = () => Number(byId("dialogue").dataset.patience) * 1_000 + MODEL_MARGIN;

	function showDialog() {
		const dialog = byId("dialogue");
		noteOf = open.dossier;
		client.tell("panne-dialogue", "");
		byId("etat-dialogue").textContent = "";
		if (!dialog.open) dialog.showModal();
		dialog.scrollTop = 0;
		const text = byId("note-texte");
		if (text) text.value = client.recall(localStorage, noteKey()) ?? "";
	}

	function closeDialog(added) {
		if (added) client.keep(localStorage, noteKey());
		if (byId("dialogue").open) byId("dialogue").close();
	}

	function dialogClosed() {
		turn += 1;
		busy = false;
		fill("dialogue-contenu", "");
	}

	function keepNote(text) {
		if (!client.keep(localStorage, noteKey(), text || undefined)) announce("Ce navigateur ne garde rien : ne fermez pas la page avant d’avoir fini.");
	}

	function decide(what, target) {
		const { sentencePath: path, wording, number } = target.dataset;
		switch (what) {
			case "close":
				return closeDialog();
			case "read":
				return alone(readNote);
			case "reword":
				return alone(rewordEach);
			case "add":
				return run({ action: "note-add", proposals: confirmed(), drawn: true }, { back: target });
			case "accept":
			case "unword":
				return run({ action: what, path, wording, drawn: true }, { focus: false }).then(() => settleSentence(path));
			case "refuse":
				return refuse(target);
			case "words":
				return showWords(number);
		}
	}

	async function alone(work) {
		if (busy) return;
		busy = true;
		turn += 1;
		const mine = turn;
		fault("");
		await work(mine);
		if (mine === turn) busy = false;
	}

	// The model is asked outside the queue of saves: it may take a minute
	async function readNote(mine) {
		const note = byId("note-texte").value;
		fill("note-propositions", "");
		announce("Préparation : ce qui sera envoyé est relevé…");
		const sent = await call({ action: "note-sent", note, changes: [] });
		if (mine !== turn) return;
		if (!sent || sent.fault) return stopped(sent);
		for (const [id, html] of Object.entries(sent.fragments)) fill(id, html);
		announce(sent.asks ? `Lecture par le modèle ${sent.asks}, ${byId("dialogue").dataset.patience} secondes au plus…` : "Lecture de la note…");
		const reply = await call({ action: "note-read", note, changes: [] });
		if (mine !== turn) return;
		if (!reply || reply.fault) return stopped(reply);
		apply(reply);
		fault(reply.why ?? "");
		put(reply.focus);
		byId(reply.focus).scrollIntoView({ block: "start" });
	}

	async function rewordEach(mine) {
		const waiting = [...document.querySelectorAll("#dialogue [data-sentence]:not([data-done])")];
		for (const [rank, section] of waiting.entries()) {
			announce(waiting.length > 1 ? `Rédaction : phrase ${rank + 1} sur ${waiting.length}…` : "Rédaction, puis vérification…");
			section.setAttribute("aria-busy", "true");
			const reply = await call({ action: "reword-one", path: section.dataset.sentence, changes: [] });
			if (mine !== turn) return;
			section.removeAttribute("aria-busy");
			if (!reply || reply.fault) return stopped(reply);
			section.dataset.done = "";
			apply(reply);
		}
		if (waiting.length > 1) announce("Toutes les propositions sont là : acceptez ou refusez chacune.");
		const first = $("#dialogue [data-dialog='accept']");
		if (first) first.focus();
		for (const section of waiting) if (waiting.length === 1) delete section.dataset.done;
	}

	function stopped(reply) {
		fault(reply?.fault ?? "Le programme n’a pas répondu à temps : rien n’a été changé. Réessayez dans un instant.");
		announce("");
	}

	function settleSentence(path) {
		const section = document.querySelector(`#dialogue [data-sentence="${path}"]`);
		if (!section) return;
		const next = $("[data-dialog='accept']", byId("dialogue")) ?? $("[data-dialog='unword']", section) ?? section;
		next.focus();
	}

	function refuse(target) {
		const section = target.closest(".phrase");
		const told = document.createElement("p");
		told.className = "rien";
		told.textContent = "Refusée : vos mots restent.";
		$(".juste", section).remove();
		target.parentElement.replaceWith(told);
		announce("Proposition refusée : vos mots restent.");
		settleSentence(section.dataset.sentence);
	}

	function confirmed() {
		const rows = [...document.querySelectorAll("#note-propositions .proposition")].filter((row) => $("[data-tick]", row).checked);
		const department = byId("note-departement")?.value.trim();
		const told = rows.map((row) => ({ field: row.dataset.field, value: valueOf(row) }));
		return department ? [{ field: "department", value: department }, ...told] : told;
	}

	function valueOf(row) {
		const parts = [...row.querySelectorAll("[data-part]")].map((input) => [input.dataset.part, input.value]);
		return parts.length === 1 && parts[0][0] === "" ? parts[0][1] : Object.fromEntries(parts);
	}

	function aimWords(row) {
		for (const mark of document.querySelectorAll("#note-propositions mark.repris")) {
			mark.classList.toggle("vise", Boolean(row) && mark.dataset.numbers.split(" ").includes(row.dataset.number));
		}
	}

	function showWords(number) {
		const box = $(".note-lue");
		const mark = byId(`mot-${number}`)?.parentElement;
		mark?.scrollIntoView({ block: "center" });
		client.focus(box);
		aimWords(document.querySelector(`.proposition[data-number="${number}"]`));
	}

	Object.assign(window.rupfam, { wireWriting });
})();
