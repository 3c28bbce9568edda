// What the tabs share: which one is shown, messages to the server, what it says put in the page, the keyboard, files.
(() => {
	"use strict";

	// Gradio speaks, and says that the page speaks, the browser's language; this page is French whatever the browser
	Object.defineProperties(navigator, { language: { get: () => "fr-FR" }, languages: { get: () => ["fr-FR", "fr"] } });

	const TABS = ["questions", "redaction", "verification", "accueil"];
	const AGAIN_AFTER = 700;
	const NO_REPLY_AFTER = 30_000;

	const $ = (selector, within = document) => within.querySelector(selector);
	const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
	const byId = (id) => document.getElementById(id);
	const { user = "" } = document.documentElement.dataset;

	// Which tab, which dossier: the address says it
	function place() {
		const [, tab, dossier] = location.hash.match(/^#\/(\w+)(?:\/(\d+))?$/) ?? [];
		return { tab: TABS.includes(tab) ? tab : "questions", dossier: Number(dossier ?? 0) };
	}

	function showTab() {
		const { tab } = place();
		document.documentElement.dataset.tab = tab;
		for (const link of $$("#rubriques a")) link.ariaCurrent = link.hash.startsWith(`#/${tab}`) ? "page" : null;
		const name = tab !== "questions" && $("#rubriques [aria-current]")?.textContent;
		const steps = byId(`pas-${tab}`);
		if (steps && !recall(localStorage, `ruptures-pas-${tab}`)) steps.showPopover();
		if (steps) keep(localStorage, `ruptures-pas-${tab}`, true);
		document.title = name ? `${name} – Ruptures familiales` : "Ruptures familiales – assistant";
	}

	// Messages: JSON both ways
	async function post(path, message, signal) {
		const headers = { "Content-Type": "application/json", "Rupfam-User": encodeURIComponent(user) };
		const response = await fetch(`api/${path}`, { method: "POST", headers, body: JSON.stringify(message), signal });
		if (response.status === 401) location.reload();
		return response;
	}

	// The reply, waited for while the assistant opens, which `say` tells; without one in time, the fault `lost`
	async function call(path, message, { lost, patience = NO_REPLY_AFTER, say }) {
		try {
			const response = await post(path, message, AbortSignal.timeout(patience));
			const reply = await response.json();
			if (!reply.wait) return reply;
			say?.(reply.wait);
		} catch {
			return { fault: lost, lost: true };
		}
		await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER));
		return call(path, message, { lost, patience, say });
	}

	// A reply in several parts, a line each
	async function* stream(path, message) {
		const response = await post(path, message);
		const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
		let waiting = "";
		try {
			for (let part = await reader.read(); !part.done; part = await reader.read()) {
				const lines = (waiting + part.value).split("\n");
				waiting = lines.pop();
				for (const line of lines) yield JSON.parse(line);
			}
			if (waiting) yield JSON.parse(waiting);
		} finally {
			reader.cancel();
		}
	}

	// What the server says, in the page
	function fill(fragments) {
		for (const [id, html] of Object.entries(fragments ?? {})) byId(id).innerHTML = html;
	}

	function tell(id, message) {
		const element = byId(id);
		if (element.textContent !== message) element.textContent = message;
		if (element.getAttribute("role") === "alert") element.hidden = !message;
	}

	// Said again even when it was said before
	function announce(id, message) {
		byId(id).textContent = "";
		requestAnimationFrame(() => tell(id, message));
	}

	function focus(element, block) {
		if (block) element.scrollIntoView({ block });
		element.focus({ preventScroll: true });
	}

	const scrolls = (box) => getComputedStyle(box).overflowY === "auto";

	// Scrolls a box, not the page, so that an element stands at a share of its height
	function bringInto(box, element, share) {
		if (!element || !scrolls(box)) return;
		box.scrollTop += element.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight * share;
	}

	function listen(element, handlers) {
		for (const [type, handler] of Object.entries(handlers)) element.addEventListener(type, handler);
	}

	// Answers a click: the first of these gestures that the data of the button, or of the link, names
	function clicks(gestures) {
		return ({ target }) => {
			const pressed = target.closest("button, a");
			const name = pressed && Object.keys(gestures).find((key) => key in pressed.dataset);
			if (name) gestures[name](pressed.dataset[name], pressed);
		};
	}

	// Of the buttons side by side, the one that is pressed
	function choose(button) {
		for (const other of button.parentElement.children) other.setAttribute("aria-pressed", String(other === button));
	}

	// Of these elements, the one where an arrow, Home or End leads; `around`: the last is before the first
	function reached(event, all, from, step, around = false) {
		const last = all.length - 1;
		const at = { Home: 0, End: last }[event.key] ?? all.indexOf(from) + step[event.key];
		if (Number.isNaN(at)) return undefined;
		event.preventDefault();
		return all[around ? (at + all.length) % all.length : Math.min(Math.max(at, 0), last)];
	}

	// Of these elements, the only one where Tab leads
	function rove(all, element) {
		for (const other of all) other.tabIndex = other === element ? 0 : -1;
	}

	function save(file) {
		const href = `data:application/octet-stream;base64,${file.content}`;
		Object.assign(document.createElement("a"), { href, download: file.name }).click();
	}

	function inBase64(file) {
		return new Promise((resolve) => {
			const reader = new FileReader();
			reader.onloadend = () => resolve(reader.result?.split(",")[1] ?? "");
			reader.readAsDataURL(file);
		});
	}

	// Copies a text and says so; whether it could
	async function copy(text, done, say) {
		const written = await navigator.clipboard?.writeText(text).then(() => true, () => false);
		const copied = written || copiedTheOldWay(text);
		say(copied ? done : "Le navigateur refuse la copie : sélectionnez le texte.");
		return copied;
	}

	function copiedTheOldWay(text) {
		const area = Object.assign(document.createElement("textarea"), { value: text });
		const focused = document.activeElement;
		document.body.append(area);
		area.select();
		const copied = document.execCommand("copy");
		area.remove();
		focused?.focus();
		return copied;
	}

	// What this browser keeps, of each user apart; `say` tells that it refuses to
	const mine = (key) => [user, key].filter(Boolean).join("/");
	const kept = (storage, start) => Object.keys(storage).filter((key) => key.startsWith(mine(start)));
	const keys = (start) => kept(localStorage, start).map((key) => key.slice(mine(start).length - start.length));

	function keep(storage, key, value, say) {
		try {
			if (value === undefined) storage.removeItem(mine(key));
			else storage.setItem(mine(key), JSON.stringify(value));
		} catch {
			say?.("Ce navigateur ne garde rien : ne fermez pas la page avant d’avoir fini.");
		}
	}

	function recall(storage, key) {
		try {
			return JSON.parse(storage.getItem(mine(key))) ?? undefined;
		} catch {
			return undefined;
		}
	}

	// Who logs out leaves nothing here, and leaves every tab
	const leaving = new BroadcastChannel("ruptures-depart");
	function leave(then) {
		for (const store of [localStorage, sessionStorage]) kept(store, "ruptures-").forEach((key) => store.removeItem(key));
		then();
	}

	document.addEventListener("submit", ({ target }) => target.id === "deconnexion" && leave(() => leaving.postMessage(user)));
	leaving.onmessage = ({ data }) => data === user && leave(() => byId("deconnexion").submit());

	// Links within the page, menus
	function jump(event) {
		const link = event.target.closest?.("a[href^='#']");
		const target = link && byId(decodeURIComponent(link.hash.slice(1)));
		if (!target || event.defaultPrevented) return;
		event.preventDefault();
		const within = target.matches("#question, #panneau") && $("textarea, [role=tab][aria-selected=true]", target);
		target.scrollIntoView({ block: "start" });
		focus(within || target);
	}

	function closeMenu(menu) {
		menu.open = false;
		$("summary", menu).focus();
	}

	document.addEventListener("click", jump);
	document.addEventListener("click", ({ target }) => {
		for (const menu of $$("details.menu[open]")) menu.open = menu.contains(target);
	});
	document.addEventListener("keydown", ({ key, target }) => {
		const menu = key === "Escape" && target.closest?.("details.menu[open]");
		if (menu) closeMenu(menu);
	});
	window.addEventListener("hashchange", showTab);
	showTab();

	// The foot of what is printed
	window.addEventListener("beforeprint", () => {
		const day = new Date().toLocaleDateString("fr-FR", { dateStyle: "long" });
		document.documentElement.style.setProperty("--pied", `"${document.title}, imprimé le ${day}"`);
	});

	const elements = { $, $$, byId, focus, scrolls, bringInto, listen, clicks, choose, reached, rove, closeMenu };
	window.client = { call, stream, fill, tell, announce, ...elements, place, showTab, save, inBase64, copy, keep, recall, keys };
	window.rupfam = {};
})();
