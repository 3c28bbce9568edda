// The tab "Accueillir un partenaire" in the browser: who is welcomed, the kit, the talk, the files.
(() => {
	"use strict";

	const { $, byId } = client;

	const PATIENCE = { download: 110_000 };
	const LARGEST_LOGO = 2_000_000;
	const NOT_DONE = "Le programme n’a pas répondu : vérifiez qu’il tourne encore, puis réessayez.";
	const KEPT = "ruptures-familiales-accueil";

	let asked = 0;
	let wayBack;
	let dismissed;
	let entered = false;
	let welcomed = { partner: "", role: "", dossier: 0 };
	let history = [];
	let look = { colour: "", logo: "" };

	const say = (message) => client.tell("etat-accueil", message);
	const call = (act) => client.call("welcoming", act, { lost: NOT_DONE, patience: PATIENCE[act.action], say });
	const chosenDossier = () => Number(byId("dossier-accueil").value);

	window.rupfam.wireWelcoming = (element) => {
		client.listen(element, { click, submit, change, keydown, mouseover: point, focusin: point, focusout: () => define((dismissed = undefined)) });
		window.addEventListener("hashchange", enter);
		enter();
	};

	// The tab is entered: the dossiers are listed anew; what was shown before a reload comes back
	async function enter() {
		if (client.place().tab !== "accueil") return;
		const first = !entered;
		entered = true;
		const reply = await call({ action: "dossiers" });
		const list = byId("dossier-accueil");
		const chosen = list.value;
		if (!isDone(reply)) return;
		list.value = chosen;
		if (!list.value) list.value = "0";
		const kept = first && client.recall(sessionStorage, KEPT);
		if (!kept) return;
		byId("partenaire").value = kept.partner;
		list.value = String(kept.dossier);
		welcome(kept, false);
	}

	// What the server replied is shown, or the fault is told
	function isDone(reply) {
		if (reply.fault) fault(reply.fault);
		else client.fill(reply.fragments);
		if (reply.file) client.save(reply.file);
		if (reply.say) say(reply.say);
		if (reply.colour) dress(reply);
		return !reply.fault;
	}

	function fault(message) {
		client.tell("panne-accueil", message);
		if (message) say("");
	}

	async function welcome(who, focus = true) {
		const mine = ++asked;
		fault("");
		say("Préparation du livret…");
		const reply = await call({ action: "welcome", who });
		if (mine !== asked || !isDone(reply)) return;
		const other = who.partner !== welcomed.partner || who.role !== welcomed.role;
		welcomed = who;
		client.keep(sessionStorage, KEPT, who, say);
		for (const id of ["boite-livret", "colonne-echange", "bascule-accueil"]) byId(id).hidden = false;
		byId("vue-accueil").dataset.livret = "";
		closePassage(false);
		if (other) {
			history = [];
			byId("fil-accueil").innerHTML = "";
		}
		byId("role-accueil").value = who.role;
		dress(look);
		if (!focus) return;
		byId("barre-livret").scrollIntoView({ block: "start" });
		client.focus(byId("titre-livret"));
	}

	function submit(event) {
		const role = byId("role-accueil");
		event.preventDefault();
		if (event.target.id === "demander") ask(byId("demande-accueil").value);
		else if (event.target.id === "dire-qui") meet(byId("partenaire").value);
		else if (role.value) welcome({ partner: welcomed.partner, role: role.value, dossier: chosenDossier() });
		else role.focus();
	}

	function meet(partner) {
		byId("partenaire").value = partner;
		welcome({ partner, role: "", dossier: chosenDossier() });
	}

	const click = client.clicks({
		partner: meet,
		question: ask,
		async document(name, button) {
			const { start, end } = button.dataset;
			const reply = await call({ action: "source", document: name, start: Number(start), end: Number(end) });
			if (!isDone(reply)) return;
			const scroller = byId("passage-texte");
			wayBack = button;
			byId("passage").hidden = false;
			client.focus(byId("passage"));
			client.bringInto(scroller, $("mark", scroller), 1 / 4);
		},
		download(kind) {
			fault("");
			say("Préparation du fichier…");
			call({ action: "download", kind, who: welcomed }).then(isDone);
		},
		print: () => window.print(),
		closePassage: () => closePassage(),
		unlogo: () => call({ action: "unlogo" }).then(isDone),
	});

	// The talk
	async function ask(question) {
		if (!question.trim()) return byId("demande-accueil").focus();
		const turn = Object.assign(document.createElement("section"), { className: "tour-accueil" });
		turn.innerHTML = '<h3 class="saisie"></h3><p class="attente-accueil">Recherche dans les deux textes…</p>';
		$("h3", turn).textContent = question;
		byId("fil-accueil").append(turn);
		byId("demande-accueil").value = "";
		turn.scrollIntoView({ block: "start" });
		const reply = await call({ action: "ask", question, history, who: welcomed });
		if (!turn.isConnected) return;
		if (reply.fault) return $("p", turn).replaceChildren(reply.fault);
		history = [...history, question].slice(-8);
		turn.innerHTML = reply.turn;
		turn.scrollIntoView({ block: "start" });
	}

	function closePassage(focus = true) {
		byId("passage").hidden = true;
		if (focus && wayBack?.isConnected) wayBack.focus();
	}

	function keydown({ key }) {
		if (key !== "Escape") return;
		if (byId("bulle").hidden) return closePassage(!byId("passage").hidden);
		dismissed = document.activeElement;
		define(undefined);
	}

	// A term is defined beside it while it is pointed at or focused; pointing elsewhere does not hide the definition of
	// the one that has the focus, Escape does
	function point({ target }) {
		const focused = document.activeElement;
		const term = focused !== dismissed && focused.matches(".sigle") ? focused : undefined;
		define(target.closest(".sigle, #bulle") ?? term);
	}

	function define(term) {
		const bubble = byId("bulle");
		if (term === bubble) return;
		const definition = term && byId(term.getAttribute("aria-describedby"));
		bubble.hidden = !definition;
		if (!definition) return;
		const at = term.getBoundingClientRect();
		const width = Math.min(360, window.innerWidth - 24);
		const left = Math.max(12, Math.min(at.left, window.innerWidth - width - 12));
		bubble.textContent = definition.closest("dd").innerText;
		Object.assign(bubble.style, { width: `${width}px`, left: `${left}px` });
		const isBelow = at.bottom + bubble.offsetHeight < window.innerHeight;
		bubble.style.top = `${isBelow ? at.bottom : at.top - bubble.offsetHeight}px`;
	}

	// The office's colour and logo, kept by the server
	function dress({ colour, logo }) {
		look = { colour, logo };
		byId("couleur").value = colour;
		byId("boite-livret").style.setProperty("--bureau", colour);
		$("[data-unlogo]").hidden = !logo;
		const image = Object.assign(new Image(), { alt: "Logo de votre CAF" });
		if (logo) image.src = `data:image/png;base64,${logo}`;
		byId("logo-livret")?.replaceChildren(...(logo ? [image] : []));
	}

	async function change({ target }) {
		if (target.id === "couleur") return isDone(await call({ action: "dress", colour: target.value }));
		const file = target.id === "logo-accueil" && target.files[0];
		if (!file) return;
		if (file.size > LARGEST_LOGO) return fault("Le logo dépasse 2\u00a0Mo : réduisez l’image, puis reprenez-la.");
		const reply = await call({ action: "dress", logo: await client.inBase64(file) });
		target.value = "";
		if (isDone(reply)) fault("");
	}
})();
