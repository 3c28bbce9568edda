// What the tabs share: which one is shown, the messages to the server, what it says put in the page, files, the clipboard.
(() => {
	"use strict";

	// Gradio speaks, and says that the page speaks, the language of the browser; this page is French whatever the browser.
	Object.defineProperty(navigator, "language", { get: () => "fr-FR" });
	Object.defineProperty(navigator, "languages", { get: () => ["fr-FR", "fr"] });

	const TITLES = {
		questions: "Ruptures familiales – assistant",
		redaction: "Rédiger la convention – Ruptures familiales",
		verification: "Vérifier un projet – Ruptures familiales",
		accueil: "Accueillir un partenaire – Ruptures familiales",
	};
	const AGAIN_AFTER = 700;
	const NO_REPLY_AFTER = 30_000;

	const $ = (selector, within = document) => within.querySelector(selector);
	const byId = (id) => document.getElementById(id);

	// Which tab, which dossier: the address says it

	function place() {
		const [, tab, dossier] = location.hash.match(/^#\/(\w+)(?:\/(\d+))?$/) ?? [];
		return { tab: Object.hasOwn(TITLES, tab) ? tab : "questions", dossier: Number(dossier ?? 0) };
	}

	function showTab() {
		const { tab } = place();
		document.documentElement.dataset.tab = tab;
		document.title = TITLES[tab];
		for (const link of document.querySelectorAll("#rubriques a")) {
			if (link.hash.startsWith(`#/${tab}`)) link.setAttribute("aria-current", "page");
			else link.removeAttribute("aria-current");
		}
	}

	// Messages: JSON both ways; without a reply in time, undefined

	function post(path, message, signal) {
		const body = JSON.stringify(message);
		return fetch(`api/${path}`, { method: "POST", headers: { "Content-Type": "application/json" }, body, signal });
	}

	async function call(path, message, patience = NO_REPLY_AFTER) {
		try {
			const response = await post(path, message, AbortSignal.timeout(patience));
			if (response.status === 401) location.reload();
			return await response.json();
		} catch {
			return undefined;
		}
	}

	// The reply, waited for while the assistant opens
	async function callOpened(path, message, patience, tell) {
		for (;;) {
			const reply = await call(path, message, patience);
			if (!reply?.wait) return reply;
			tell(reply.wait);
			await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER));
		}
	}

	// A reply in several parts, a line each
	async function* stream(path, message) {
		const response = await post(path, message);
		if (response.status === 401) location.reload();
		const reader = response.body.getReader();
		const decoder = new TextDecoder();
		let waiting = "";
		try {
			for (let part = await reader.read(); !part.done; part = await reader.read()) {
				const lines = (waiting + decoder.decode(part.value, { stream: true })).split("\n");
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

	// Scrolls a box, not the page, so that an element stands at a share of its height
	function bringInto(box, element, share) {
		box.scrollTop += element.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight * share;
	}

	// Files and the clipboard

	function save(file) {
		const bytes = Uint8Array.from(atob(file.content), (c) => c.charCodeAt(0));
		const link = document.createElement("a");
		link.href = URL.createObjectURL(new Blob([bytes]));
		link.download = file.name;
		link.click();
		setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
	}

	function inBase64(file) {
		return new Promise((resolve) => {
			const reader = new FileReader();
			reader.onload = () => resolve(reader.result.split(",")[1] ?? "");
			reader.onerror = () => resolve("");
			reader.readAsDataURL(file);
		});
	}

	async function isCopied(text) {
		try {
			await navigator.clipboard.writeText(text);
			return true;
		} catch {
			return copiedTheOldWay(text);
		}
	}

	function copiedTheOldWay(text) {
		const area = document.createElement("textarea");
		const focused = document.activeElement;
		area.value = text;
		document.body.append(area);
		area.select();
		const copied = document.execCommand("copy");
		area.remove();
		focused?.focus();
		return copied;
	}

	// What this browser keeps

	function keep(storage, key, value) {
		try {
			if (value === undefined) storage.removeItem(key);
			else storage.setItem(key, JSON.stringify(value));
			return true;
		} catch {
			return false;
		}
	}

	function recall(storage, key) {
		try {
			return JSON.parse(storage.getItem(key)) ?? undefined;
		} catch {
			return undefined;
		}
	}

	// Links within the page, menus

	function jump(event) {
		const link = event.target.closest?.("a[href^='#']");
		const target = link && byId(decodeURIComponent(link.hash.slice(1)));
		if (!target) return;
		event.preventDefault();
		const within = target.matches("#question, #panneau") && $("textarea, [role=tab][aria-selected=true]", target);
		target.scrollIntoView({ block: "start" });
		focus(within || target);
	}

	function closeMenus({ target }) {
		for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(target)) menu.open = false;
	}

	function escapeMenu({ key, target }) {
		const menu = key === "Escape" && target.closest?.("details.menu[open]");
		if (menu) closeMenu(menu);
	}

	function closeMenu(menu) {
		menu.open = false;
		$("summary", menu).focus();
	}

	document.addEventListener("click", jump);
	document.addEventListener("click", closeMenus);
	document.addEventListener("keydown", escapeMenu);
	window.addEventListener("hashchange", showTab);
	showTab();

	window.rupfam = {};
	window.client = { $, byId, place, showTab, call, callOpened, stream, fill, tell, announce, focus, bringInto, save, inBase64, isCopied, keep, recall, closeMenu };
})();
