// The tab "Vérifier un projet" in the browser: the files stay here, each message carries those that it is about.
(() => {
	"use strict";

	const { $, $$, byId } = client;

	const LARGEST = 20_000_000;
	const PATIENCE = 110_000;
	const LATE = "Le programme n’a pas répondu : s’il tourne encore, donnez-lui le projet seul, sans ses annexes.";
	const FILES = { draft: "le projet à vérifier", former: "le texte de départ" };
	const TO_DROP = "Déposez le fichier ici, ou téléversez-le";

	let read = {};
	let turn = 0;
	const chosen = {};

	const fault = (message) => client.tell("panne-verification", message);
	const tell = (message) => client.tell("etat-verification", message);
	const announce = (message) => client.announce("annonce-verification", message);
	const call = (message) => client.call("reviewing", message, { lost: LATE, patience: PATIENCE, say: tell });
	const tellShown = (words) => client.tell("montres", words);
	const compares = () => $("input[name=contre]:checked").value === "autre";
	const files = () => ({ draft: chosen.draft, former: compares() ? chosen.former : null });
	const cards = () => $$("#ecarts .ecart");
	const shown = () => cards().filter((card) => !card.hidden);
	const signOf = (card) => byId(`signe-${card.id.slice("ecart-".length)}`);

	// The files that are chosen
	function change({ target }) {
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

	function drag(event) {
		const zone = event.target.closest?.("[data-drop]");
		const over = event.type === "dragover";
		const [file] = event.dataTransfer.files;
		event.preventDefault();
		for (const other of $$("[data-drop]")) other.classList.toggle("survol", over && other === zone);
		if (event.type === "drop" && file && !byId("vue-depot").hidden) take(zone?.dataset.drop ?? "draft", file);
	}

	async function take(key, file) {
		const large = `Le fichier « ${file.name} » est trop gros (20\u00a0Mo au plus)`;
		if (file.size > LARGEST) return fault(`${large} : retirez-en les images, ou donnez le texte seul.`);
		choose(key, { name: file.name, content: await client.inBase64(file) });
		start();
	}

	function choose(key, file) {
		chosen[key] = file;
		byId(`nom-${key}`).textContent = file?.name ?? TO_DROP;
		$(`[data-drop=${key}]`).classList.toggle("choisi", Boolean(file));
	}

	async function start() {
		const missing = Object.keys(FILES).find((key) => !chosen[key] && (key === "draft" || compares()));
		fault("");
		if (missing) return tell(`Il manque encore ${FILES[missing]}.`);
		const mine = ++turn;
		tell(`Lecture de « ${chosen.draft.name} »…`);
		const reply = await call({ action: "review", ...files() });
		if (mine !== turn) return;
		tell("");
		if (!reply.fault) return show(reply);
		fault(reply.fault);
		choose("draft", undefined);
		byId("fichier-draft").focus();
	}

	function show(reply) {
		read = reply;
		client.fill(reply.fragments);
		tellShown("");
		turnTo("vue-bilan", "titre-bilan");
		for (const id of ["colonne-ecarts", "projet-lu"]) byId(id).scrollTop = 0;
	}

	function turnTo(view, title) {
		for (const id of ["vue-depot", "vue-bilan"]) byId(id).hidden = id !== view;
		window.scrollTo(0, 0);
		client.focus(byId(title));
	}

	const click = client.clicks({
		go(number) {
			const card = byId(`ecart-${number}`);
			if (card.hidden) byId("type-ecart").value = "";
			if (card.hidden) filter($("#filtres [data-severity='']"));
			put(card);
		},
		see: (number) => client.focus(byId(`signe-${number}`) ?? byId("projet-lu"), "center"),
		copy: copyWords,
		step(step) {
			const all = shown();
			const at = all.findIndex((card) => card.classList.contains("vise"));
			const next = at < 0 && step < 0 ? all.length - 1 : Math.min(Math.max(at + Number(step), 0), all.length - 1);
			if (all.length) put(all[next]);
		},
		severity: (_, button) => filter(button),
		async download(kind) {
			announce("Préparation du fichier…");
			const reply = await call({ action: "download", kind, ...files() });
			fault(reply.fault ?? "");
			if (reply.fault) return;
			client.save(reply.file);
			announce(reply.say);
			client.closeMenu($("#verification details.menu"));
		},
		async dossier(_, button) {
			button.disabled = true;
			const reply = await call({ action: "dossier", draft: chosen.draft });
			button.disabled = false;
			fault(reply.fault ?? "");
			if (reply.fault) return;
			history.pushState(null, "", `#/redaction/${reply.dossier}`);
			client.showTab();
			window.rupfam.openDossier(reply.dossier, reply.say);
		},
		again() {
			turn += 1;
			for (const key of Object.keys(FILES)) choose(key, undefined);
			read = {};
			fault("");
			client.fill({ "projet-lu": "", ecarts: "" });
			turnTo("vue-depot", "titre-depot");
		},
	});

	// Which deviations are shown: those of the severity whose button is pressed, and of the kind chosen
	function filter(button) {
		const all = cards();
		if (button) client.choose(button);
		const { severity } = $("#filtres [aria-pressed=true]").dataset;
		const kind = byId("type-ecart").value;
		for (const card of all) {
			const { severity: its, kind: sort } = card.dataset;
			card.hidden = Boolean((severity && severity !== its) || (kind && kind !== sort));
			signOf(card)?.classList.toggle("estompe", card.hidden);
		}
		const left = shown().length;
		if (left) client.rove(all, shown()[0]);
		const some = `${left} sur ${all.length} montré${left > 1 ? "s" : ""}.`;
		tellShown(left === all.length ? "" : left ? some : "Aucun écart de cette sorte.");
	}

	// From one to the next by the arrows, when a deviation has the focus
	function keydown(event) {
		if (!event.target.matches?.(".ecart") || event.altKey || event.ctrlKey || event.metaKey) return;
		const next = client.reached(event, shown(), event.target, { ArrowDown: 1, ArrowUp: -1 });
		if (next) put(next);
	}

	function put(card) {
		const all = cards();
		client.rove(all, card);
		client.focus(card, "start");
		announce(`Écart ${all.indexOf(card) + 1} sur ${all.length}.`);
	}

	// The deviation that has the focus is outlined in the draft
	function aim({ target }) {
		const card = target.closest(".ecart");
		if (!card || card.classList.contains("vise")) return;
		const sign = signOf(card);
		client.rove(cards(), card);
		for (const other of $$("#ecarts .vise, #projet-lu .vise")) other.classList.remove("vise");
		for (const aimed of [card, sign]) aimed?.classList.add("vise");
		client.bringInto(byId("projet-lu"), sign, 1 / 3);
	}

	async function copyWords(what, button) {
		const rank = cards().indexOf(button.closest(".ecart"));
		const words = what === "article" ? read.articles[rank] : read.clauses[rank];
		if (!(await client.copy(words, "Texte copié : collez-le dans le projet.", announce))) return;
		button.dataset.words ??= button.textContent;
		button.textContent = "Copié ✓";
		setTimeout(() => (button.textContent = button.dataset.words), 2_000);
	}

	window.rupfam.wireReviewing = (element) =>
		client.listen(element, { click, change, keydown, focusin: aim, dragover: drag, dragleave: drag, drop: drag });
})();
