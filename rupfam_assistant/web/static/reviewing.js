// The tab "Vérifier un projet" in the browser: the files stay here, each message carries those that it is about; all that is shown comes from the server.
(() => {
	"use strict";

	const LARGEST = 20_000_000;
	const PATIENCE = 110_000;
	const LATE =
		"Le programme n’a pas répondu : vérifiez qu’il tourne encore ; si le fichier est très long, ne donnez que le projet, sans ses annexes.";
	const FILES = { draft: "le projet à vérifier", former: "le texte de départ" };
	const TO_DROP = "Déposez le fichier ici, ou choisissez-le";

	const client = window.client;
	const { $, byId } = client;

	let read = {};
	let turn = 0;
	const chosen = {};

	function wireReviewing(element) {
		element.addEventListener("click", clicked);
		element.addEventListener("change", changed);
		element.addEventListener("keydown", pressed);
		element.addEventListener("focusin", ({ target }) => aim(target.closest(".ecart")));
		for (const name of ["dragover", "dragleave", "drop"]) element.addEventListener(name, dragged);
	}

	// Files

	const compares = () => $("input[name=contre]:checked").value === "autre";

	function changed({ target }) {
		if (target.type === "radio") return chooseAgainst();
		if (target.id === "type-ecart") return filter();
		const key = target.id.match(/^fichier-(\w+)$/)?.[1];
		if (key && target.files[0]) take(key, target.files[0]);
		if (key) target.value = "";
	}

	function chooseAgainst() {
		$("[data-drop=former]").hidden = !compares();
		fault("");
		tell("");
		if (chosen.draft) start();
	}

	function dragged(event) {
		const zone = event.target.closest?.("[data-drop]");
		event.preventDefault();
		for (const other of document.querySelectorAll("[data-drop]")) other.classList.toggle("survol", other === zone && event.type === "dragover");
		if (event.type !== "drop" || !event.dataTransfer.files.length || byId("vue-depot").hidden) return;
		take(zone?.dataset.drop ?? "draft", event.dataTransfer.files[0]);
	}

	async function take(key, file) {
		if (file.size > LARGEST) return fault(`Le fichier « ${file.name} » est trop gros (20\u00a0Mo au plus) : retirez-en les images, ou donnez le texte seul.`);
		chosen[key] = { name: file.name, content: await client.inBase64(file) };
		name(key);
		start();
	}

	function name(key) {
		byId(`nom-${key}`).textContent = chosen[key]?.name ?? TO_DROP;
		$(`[data-drop=${key}]`).classList.toggle("choisi", Boolean(chosen[key]));
	}

	// Messages

	function call(message) {
		return client.call("reviewing", message, PATIENCE);
	}

	function files() {
		return { draft: chosen.draft, former: compares() ? chosen.former : null };
	}

	async function start() {
		const missing = Object.keys(FILES).find((key) => !chosen[key] && (key === "draft" || compares()));
		fault("");
		if (missing) return tell(`Il manque encore ${FILES[missing]}.`);
		turn += 1;
		const mine = turn;
		tell(`Lecture de « ${chosen.draft.name} »…`);
		const reply = await call({ action: "review", ...files() });
		if (mine !== turn) return;
		tell("");
		if (!reply || reply.fault) return refuse(reply?.fault ?? LATE);
		show(reply);
	}

	function refuse(why) {
		fault(why);
		delete chosen.draft;
		name("draft");
		byId("fichier-draft").focus();
	}

	function show(reply) {
		read = reply;
		client.fill(reply.fragments);
		byId("bouton-rapport").textContent = reply.keeps_layout ? "Votre fichier, commenté (.docx)" : "Projet commenté (.docx)";
		byId("aide-rapport").textContent = reply.keeps_layout
			? "mise en page gardée, un commentaire à chaque écart"
			: "le texte du projet, un commentaire à chaque écart";
		byId("vue-depot").hidden = true;
		byId("vue-bilan").hidden = false;
		byId("montres").textContent = "";
		for (const id of ["colonne-ecarts", "projet-lu"]) byId(id).scrollTop = 0;
		window.scrollTo(0, 0);
		client.focus(byId("titre-bilan"));
	}

	function again() {
		turn += 1;
		for (const key of Object.keys(FILES)) {
			delete chosen[key];
			name(key);
		}
		read = {};
		fault("");
		byId("vue-bilan").hidden = true;
		byId("vue-depot").hidden = false;
		byId("projet-lu").innerHTML = "";
		byId("ecarts").innerHTML = "";
		window.scrollTo(0, 0);
		client.focus(byId("titre-depot"));
	}

	// Clicks

	function clicked({ target }) {
		const button = target.closest("button");
		if (!button) return;
		const { go, see, copy, step, severity, download, again: anew, dossier } = button.dataset;
		if (go) open(Number(go));
		else if (see) showInDraft(Number(see));
		else if (copy) copyWords(button, copy);
		else if (step) walk(Number(step));
		else if (severity !== undefined) press(button);
		else if (download) deliver(button, download);
		else if (anew !== undefined) again();
		else if (dossier !== undefined) makeDossier(button);
	}

	async function deliver(button, kind) {
		announce("Préparation du fichier…");
		const reply = await call({ action: "download", kind, ...files() });
		if (!reply || reply.fault) return fault(reply?.fault ?? LATE);
		fault("");
		client.save(reply.file);
		announce(reply.say);
		client.closeMenu($("#verification details.menu"));
	}

	async function makeDossier(button) {
		button.disabled = true;
		const reply = await call({ action: "dossier", draft: chosen.draft });
		button.disabled = false;
		if (!reply || reply.fault) return fault(reply?.fault ?? LATE);
		fault("");
		location.hash = `#/redaction/${reply.dossier}`;
		followDossier(performance.now() + 10_000);
	}

	// The drafting tab opens the dossier by its address; the keyboard goes with it
	function followDossier(until) {
		const title = byId("nom-dossier");
		if (title && title.offsetParent && !byId("vue-dossier").hidden) {
			client.focus(title);
			byId("annonce-redaction").textContent = "Dossier fait de ce que dit le projet : relisez chaque champ.";
		} else if (performance.now() < until) requestAnimationFrame(() => followDossier(until));
	}

	// Which deviations are shown

	const cards = () => [...document.querySelectorAll("#ecarts .ecart")];
	const shown = () => cards().filter((card) => !card.hidden);

	function press(button) {
		for (const other of button.parentElement.children) other.setAttribute("aria-pressed", String(other === button));
		filter();
	}

	function filter() {
		const severity = $("#filtres [aria-pressed=true]").dataset.severity;
		const kind = byId("type-ecart").value;
		for (const card of cards()) {
			card.hidden = Boolean((severity && card.dataset.severity !== severity) || (kind && card.dataset.kind !== kind));
		}
		const left = shown();
		for (const [rank, card] of cards().entries()) byId(`signe-${rank + 1}`)?.classList.toggle("estompe", card.hidden);
		if (left.length) rove(left[0]);
		byId("montres").textContent =
			left.length === cards().length ? "" : left.length ? `${left.length} sur ${cards().length} montré${left.length > 1 ? "s" : ""}.` : "Aucun écart de cette sorte.";
	}

	function showAll() {
		byId("type-ecart").value = "";
		press($("#filtres [data-severity='']"));
	}

	// From one to the next: the buttons, or the arrows when a deviation has the focus

	const current = () => shown().findIndex((card) => card.classList.contains("vise"));

	function walk(step) {
		const all = shown();
		if (!all.length) return;
		const at = current();
		const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1);
		put(all[next]);
	}

	function pressed(event) {
		if (!event.target.matches?.(".ecart") || event.altKey || event.ctrlKey || event.metaKey) return;
		const all = shown();
		const at = all.indexOf(event.target);
		const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
		if (next === undefined) return;
		event.preventDefault();
		if (all[next]) put(all[next]);
	}

	function open(number) {
		const card = byId(`ecart-${number}`);
		if (card.hidden) showAll();
		put(card);
	}

	function put(card) {
		rove(card);
		client.focus(card, "start");
		announce(`Écart ${cards().indexOf(card) + 1} sur ${cards().length}.`);
	}

	function rove(card) {
		for (const other of cards()) other.tabIndex = other === card ? 0 : -1;
	}

	// The deviation that has the focus is outlined in the draft
	function aim(card) {
		if (!card || card.classList.contains("vise")) return;
		rove(card);
		for (const other of cards()) other.classList.toggle("vise", other === card);
		const sign = byId(`signe-${card.id.slice("ecart-".length)}`);
		for (const other of document.querySelectorAll("#projet-lu .signe.vise")) other.classList.remove("vise");
		sign?.classList.add("vise");
		const box = byId("projet-lu");
		if (!sign || getComputedStyle(box).overflowY !== "auto") return;
		client.bringInto(box, sign, 1 / 3);
	}

	function showInDraft(number) {
		const sign = byId(`signe-${number}`) ?? byId("projet-lu");
		client.focus(sign, "center");
	}

	// Copy

	async function copyWords(button, what) {
		const rank = Number(button.closest(".ecart").id.slice("ecart-".length)) - 1;
		const words = what === "article" ? read.articles[rank] : read.clauses[rank];
		const copied = await client.isCopied(words);
		announce(copied ? "Texte copié : collez-le dans le projet." : "Le navigateur refuse la copie : sélectionnez le texte.");
		if (!copied) return;
		button.dataset.words ??= button.textContent;
		button.textContent = "Copié ✓";
		setTimeout(() => {
			button.textContent = button.dataset.words;
		}, 2_000);
	}

	// Words

	function fault(message) {
		client.tell("panne-verification", message);
	}

	function tell(message) {
		client.tell("etat-verification", message);
	}

	function announce(message) {
		client.announce("annonce-verification", message);
	}

	Object.assign(window.rupfam, { wireReviewing });
})();
