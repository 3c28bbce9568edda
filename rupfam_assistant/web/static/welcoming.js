// The tab "Accueillir un partenaire" in the browser: who is welcomed, the kit, the talk, the files. All that is shown comes from the server.
(() => {
	"use strict";

	const NO_REPLY_AFTER = 30_000;
	const NO_FILE_AFTER = 110_000;
	const AGAIN_AFTER = 700;
	const LARGEST_LOGO = 2_000_000;
	const NOT_DONE = "Le programme n’a pas répondu : vérifiez qu’il tourne encore, puis réessayez.";
	const KEPT = "ruptures-familiales-accueil";
	const LOOK = "ruptures-familiales-habits";

	const client = window.client;
	const { $, byId } = client;

	let asked = 0;
	let wayBack;
	let dismissed;
	let entered = false;
	let welcomed = { partner: "", role: "", dossier: 0 };
	let history = [];
	let look = { colour: "", logo: "" };

	function wireWelcoming(element) {
		element.addEventListener("click", clicked);
		element.addEventListener("submit", submitted);
		element.addEventListener("change", changed);
		element.addEventListener("input", ({ target }) => target.id === "couleur" && dress({ colour: target.value }));
		element.addEventListener("keydown", pressed);
		for (const type of ["mouseover", "focusin"]) element.addEventListener(type, ({ target }) => tell(target.closest(".sigle, #bulle") ?? focusedTerm()));
		element.addEventListener("focusout", () => {
			dismissed = undefined;
			tell(undefined);
		});
		window.addEventListener("hashchange", enter);
		look = client.recall(localStorage, LOOK) ?? look;
		byId("couleur").value = look.colour || byId("couleur").value;
		enter();
	}

	// The tab is entered: the dossiers are listed anew; what was shown before a reload comes back
	async function enter() {
		if (!location.hash.startsWith("#/accueil")) return;
		const first = !entered;
		entered = true;
		const listed = await listDossiers();
		const kept = first && listed && client.recall(sessionStorage, KEPT);
		if (!kept) return;
		byId("partenaire").value = kept.partner;
		byId("dossier-accueil").value = String(kept.dossier);
		welcome(kept, false);
	}

	async function listDossiers() {
		const reply = await call({ action: "dossiers" });
		if (!reply || reply.fault) return fault(reply?.fault ?? NOT_DONE);
		const chosen = byId("dossier-accueil").value;
		apply(reply);
		byId("dossier-accueil").value = chosen;
		if (!byId("dossier-accueil").value) byId("dossier-accueil").value = "0";
		return true;
	}

	// Messages

	function call(act) {
		const patience = act.action === "download" ? NO_FILE_AFTER : NO_REPLY_AFTER;
		return client.callOpened("welcoming", { act }, patience, state);
	}

	function apply(reply) {
		client.fill(reply.fragments);
		if (reply.file) client.save(reply.file);
		if (reply.say) state(reply.say);
	}

	function fault(message) {
		client.tell("panne-accueil", message);
		if (message) state("");
	}

	function state(message) {
		client.tell("etat-accueil", message);
	}

	// The kit

	async function welcome(who, focus = true) {
		const mine = ++asked;
		fault("");
		state("Préparation du livret…");
		const reply = await call({ action: "welcome", who });
		if (mine !== asked) return;
		if (!reply || reply.fault) return fault(reply?.fault ?? NOT_DONE);
		const other = who.partner !== welcomed.partner || who.role !== welcomed.role;
		welcomed = who;
		keep(sessionStorage, KEPT, who);
		for (const id of ["boite-livret", "colonne-echange", "bascule-accueil"]) byId(id).hidden = false;
		byId("vue-accueil").dataset.livret = "";
		apply(reply);
		closePassage(false);
		if (other) {
			history = [];
			byId("fil-accueil").innerHTML = "";
		}
		byId("role-accueil").value = who.role;
		dress({});
		if (!focus) return;
		byId("barre-livret").scrollIntoView({ block: "start" });
		client.focus(byId("titre-livret"));
	}

	function submitted(event) {
		event.preventDefault();
		const dossier = Number(byId("dossier-accueil").value);
		if (event.target.id === "dire-qui") welcome({ partner: byId("partenaire").value, role: "", dossier });
		else if (event.target.id === "corriger") correct(dossier);
		else ask(byId("demande-accueil").value);
	}

	function correct(dossier) {
		const role = byId("role-accueil").value;
		if (role) welcome({ partner: welcomed.partner, role, dossier });
		else byId("role-accueil").focus();
	}

	function clicked({ target }) {
		const button = target.closest("button");
		if (!button) return;
		const { partner, question, document: name, start, end, download } = button.dataset;
		if (partner) {
			byId("partenaire").value = partner;
			welcome({ partner, role: "", dossier: Number(byId("dossier-accueil").value) });
		} else if (question) ask(question);
		else if (name) showPassage(button, { document: name, start: Number(start), end: Number(end) });
		else if (download) deliver(download);
		else if ("print" in button.dataset) window.print();
		else if ("closePassage" in button.dataset) closePassage();
		else if ("unlogo" in button.dataset) dress({ logo: "" });
	}

	// The talk

	async function ask(question) {
		if (!question.trim()) return byId("demande-accueil").focus();
		const thread = byId("fil-accueil");
		const turn = document.createElement("section");
		const said = document.createElement("h3");
		said.className = "saisie";
		said.textContent = question;
		turn.className = "tour-accueil";
		turn.append(said);
		turn.insertAdjacentHTML("beforeend", '<p class="attente-accueil">Recherche dans les deux textes…</p>');
		thread.append(turn);
		byId("demande-accueil").value = "";
		turn.scrollIntoView({ block: "start" });
		const reply = await call({ action: "ask", question, history, who: welcomed });
		if (!turn.isConnected) return;
		if (!reply || reply.fault) {
			$(".attente-accueil", turn).textContent = reply?.fault ?? NOT_DONE;
			return;
		}
		history = [...history, question].slice(-8);
		turn.innerHTML = reply.turn;
		turn.scrollIntoView({ block: "start" });
	}

	// The passage of a source, marked in its text

	async function showPassage(button, place) {
		const reply = await call({ action: "source", ...place });
		if (!reply || reply.fault) return fault(reply?.fault ?? NOT_DONE);
		apply(reply);
		wayBack = button;
		const panel = byId("passage");
		panel.hidden = false;
		client.focus(panel);
		const scroller = byId("passage-texte");
		const mark = $("mark", scroller);
		if (mark) client.bringInto(scroller, mark, 1 / 4);
	}

	function closePassage(focus = true) {
		byId("passage").hidden = true;
		if (focus && wayBack?.isConnected) wayBack.focus();
	}

	function pressed(event) {
		if (event.key !== "Escape") return;
		if (!byId("bulle").hidden) dismiss();
		else if (!byId("passage").hidden) closePassage();
	}

	// The definition of a term, beside it while it is pointed at or focused

	// Pointing elsewhere does not hide the definition of the term that has the focus; Escape does
	function focusedTerm() {
		const term = document.activeElement;
		return term !== dismissed && term.matches(".sigle") ? term : undefined;
	}

	function dismiss() {
		dismissed = document.activeElement;
		tell(undefined);
	}

	function tell(term) {
		const bubble = byId("bulle");
		if (term === bubble) return;
		const definition = term && byId(term.getAttribute("aria-describedby"));
		bubble.hidden = !definition;
		if (!definition) return;
		bubble.textContent = definition.closest("dd").innerText;
		const at = term.getBoundingClientRect();
		const width = Math.min(360, window.innerWidth - 24);
		bubble.style.width = `${width}px`;
		bubble.style.left = `${Math.max(12, Math.min(at.left, window.innerWidth - width - 12))}px`;
		const below = at.bottom + bubble.offsetHeight < window.innerHeight;
		bubble.style.top = `${below ? at.bottom : at.top - bubble.offsetHeight}px`;
	}

	// The office's colour and logo, kept by this browser

	function dress(change) {
		look = { ...look, ...change };
		if (Object.keys(change).length) keep(localStorage, LOOK, look);
		if (look.colour) byId("boite-livret").style.setProperty("--bureau", look.colour);
		$("[data-unlogo]").hidden = !look.logo;
		const place = byId("logo-livret");
		if (!place) return;
		place.replaceChildren();
		if (!look.logo) return;
		const image = document.createElement("img");
		image.src = `data:image/png;base64,${look.logo}`;
		image.alt = "Logo de votre CAF";
		place.append(image);
	}

	async function changed({ target }) {
		if (target.id !== "logo-accueil" || !target.files[0]) return;
		const file = target.files[0];
		if (file.size > LARGEST_LOGO) return fault("Le logo dépasse 2\u00a0Mo : réduisez l’image, puis choisissez-la de nouveau.");
		const reply = await call({ action: "logo", content: await client.inBase64(file) });
		target.value = "";
		if (!reply || reply.fault) return fault(reply?.fault ?? NOT_DONE);
		fault("");
		apply(reply);
		dress({ logo: reply.logo });
	}

	async function deliver(kind) {
		fault("");
		state("Préparation du fichier…");
		const reply = await call({ action: "download", kind, who: welcomed, colour: look.colour, logo: look.logo || undefined });
		if (!reply || reply.fault) return fault(reply?.fault ?? NOT_DONE);
		apply(reply);
	}

	function keep(storage, key, value) {
		if (!client.keep(storage, key, value)) state("Ce navigateur ne garde rien : tout est à refaire après un rechargement.");
	}

	Object.assign(window.rupfam, { wireWelcoming });
})();
