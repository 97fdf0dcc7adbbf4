// Ringing doorbells: opens with a PIN, works without a connection, sends by itself. This file decides what is shown.

import { h } from "./dom.js";
import { useHints } from "./hints.js";
import { takeRounds, tellWiped, useAddresses, whoIsHere } from "./link.js";
import { countQueue, queue, sendAll, startSending, watchQueue } from "./queue.js";
import * as round from "./round.js";
import * as screens from "./screens.js";
import { useStore } from "./store.js";
import * as vault from "./vault.js";
import { chooseLanguage, language, loadWords, t } from "./words.js";

const config = JSON.parse(document.getElementById("doorstep-config").textContent);
const main = document.getElementById("content");
const said = document.getElementById("said");
const IDLE_MILLISECONDS = 5 * 60 * 1000;

let lastTouched = Date.now();
let installing = null;
let net = null;
let noteNode = null;
// What was kept last, and on which screen that is told: {outcome, hash}.
let kept = null;
let keptNode = null;

// --- Showing -----------------------------------------------------------------------------------------------

function show(title, ...nodes) {
  main.replaceChildren(...nodes.filter(Boolean));
  document.title = `${title} – ${t("app")}`;
  scrollTo(0, 0);
  main.querySelector("h1")?.focus({ preventScroll: true });
}

function say(text) {
  said.textContent = text;
}

function framed(title, { of, stop, content }) {
  net = h("span", { class: "sam-net" });
  noteNode = h("div", { class: "sam-app__noot", role: "status" });
  keptNode = h("div", { class: "sam-app__noot" });
  show(title, screens.bar({ title: of?.name ?? config.neighbourhood, round: of, stop, net, onlist: () => {} }), noteNode, keptNode, content);
  showQueue();
}

const NET = {
  idle: () => (navigator.onLine ? "net_on" : "net_off"),
  sending: () => "net_sending",
  offline: () => "net_off",
  fault: () => "net_fault",
  sign_in: () => "net_sign_in",
  no_role: () => "net_sign_in",
  other_person: () => "net_sign_in",
  locked: () => "net_on",
};

/** Only the bar and the note: what someone is typing stays as it is. */
function showQueue() {
  if (!net || !vault.isOpen()) return;
  const word = (NET[queue.state] ?? NET.idle)();
  net.textContent = t(word);
  net.classList.toggle("is-weg", !["net_on", "net_sending"].includes(word));
  const found = screens.note(queue.state, queue.waiting, { onsignin: signInAddress() });
  const text = found?.textContent ?? "";
  if (noteNode.textContent !== text) noteNode.replaceChildren(...(found ? [found] : []));
  const line = kept && location.hash === kept.hash ? screens.keptLine({ outcome: kept.outcome, isSent: queue.waiting === 0 }) : null;
  if (keptNode.textContent !== (line?.textContent ?? "")) keptNode.replaceChildren(...(line ? [line] : []));
}

function signInAddress() {
  return config.addresses.roles || config.addresses.sign_in;
}

// --- Locked and unlocked -----------------------------------------------------------------------------------

async function start() {
  if (!vault.canLock()) {
    show(t("not_safe"), screens.plain(t("not_safe"), [t("not_safe_told")]));
    return;
  }
  await navigator.serviceWorker?.register(config.addresses.worker).catch(() => {});
  await route();
}

async function welcome() {
  const here = await whoIsHere();
  if (here.state === "ok") {
    const choose = screens.choosePin(here.first_name, async (pin) => {
      await vault.createLock(pin);
      await round.loadDay();
      await fetchRounds();
      location.hash = "#/";
      await route();
    });
    show(t("app"), choose);
    return;
  }
  const told = { sign_in: "first_sign_in", no_role: "first_no_role" }[here.state] ?? "first_offline";
  const link = h("p", {}, h("a", { class: "utrecht-button utrecht-button--primary-action", href: signInAddress() }, t("sign_in")));
  const again = h("p", {}, h("button", { type: "button", class: "utrecht-button utrecht-button--secondary-action", onclick: route }, t("try_again")));
  show(t("app"), screens.plain(t("hello"), [t("first"), t(told)], here.state === "offline" ? again : link));
}

async function locked(fault = "") {
  const waiting = queue.waiting;
  const left = await vault.triesLeft();
  const onopen = async (pin) => {
    const opened = await vault.openLock(pin);
    if (opened.state === "wrong") {
      await locked(t("pin_wrong", { number: opened.left }));
      return "";
    }
    if (opened.state === "wiped") {
      await countQueue();
      show(t("wiped"), screens.plain(t("wiped"), [t("wiped_told")], h("p", {}, h("button", { type: "button", class: "utrecht-button utrecht-button--primary-action", onclick: route }, t("start_again")))));
      return "";
    }
    lastTouched = Date.now();
    await round.loadDay();
    await route();
    sendAll();
    return "";
  };
  show(t("locked"), screens.openPin({ waiting, left, onopen, onwipe: askWipe }));
  main.querySelector(".utrecht-form-field-error-message").textContent = fault;
  main.querySelector("input")?.focus();
}

function lockNow() {
  vault.lock();
  kept = null;
  round.forgetDay();
  net = null;
  route();
}

function watchIdle() {
  for (const kind of ["pointerdown", "keydown"]) {
    addEventListener(kind, () => {
      lastTouched = Date.now();
    });
  }
  const look = () => {
    if (vault.isOpen() && Date.now() - lastTouched > IDLE_MILLISECONDS) lockNow();
  };
  setInterval(look, 15_000);
  document.addEventListener("visibilitychange", look);
}

function askWipe() {
  const onwipe = async () => {
    const rounds = round.day.rounds.map((one) => one.id);
    await vault.wipe();
    round.forgetDay();
    net = null;
    await countQueue();
    if (rounds.length > 0) tellWiped(rounds);
    say(t("wiped"));
    location.hash = "#/";
    await route();
  };
  net = null;
  show(t("wipe_ask"), screens.confirmWipe({ waiting: queue.waiting, onwipe, onback: route }));
}

// --- The screens -------------------------------------------------------------------------------------------

async function fetchRounds() {
  const here = await whoIsHere();
  if (here.state === "ok" && round.day.owner && here.person !== round.day.owner && queue.waiting > 0) {
    say(t("note_other_person"));
    return;
  }
  const fetched = here.state === "ok" ? await takeRounds() : here;
  if (fetched.state === "ok") {
    await round.keepDay(fetched, here);
    say(t("fetched"));
  } else {
    say(t(fetched.state === "offline" ? "fetch_offline" : "fetch_refused"));
    if (fetched.state === "sign_in") {
      queue.state = "sign_in";
      showQueue();
    }
  }
}

async function showList() {
  const actions = {
    fetch: async () => {
      await fetchRounds();
      await route();
    },
    lock: lockNow,
    askWipe,
    install: async () => {
      await installing?.prompt();
      installing = null;
    },
    language: () => {
      chooseLanguage(language() === "nl" ? "en" : "nl");
      route();
    },
    dropRefused: async (key) => {
      await round.dropRefused(key);
      await route();
    },
  };
  const drafted = await round.draftedStops();
  const content = screens.list({
    rounds: round.day.rounds,
    drafted,
    refused: await round.refusedVisits(),
    actions,
    installable: Boolean(installing),
  });
  framed(t("your_route"), { of: round.day.rounds[0], content });
}

async function showDoor(stop) {
  const of = round.roundOf(stop.id);
  const onchoose = async (outcome) => {
    if (screens.SPOKEN.includes(outcome)) {
      const draft = (await round.draftOf(stop.id)) ?? emptyDraft();
      await round.keepDraft(stop.id, { ...draft, outcome });
      location.hash = `#/deur/${stop.id}/${outcome}`;
    } else {
      await finish(of, stop, { ...emptyDraft(), outcome });
    }
  };
  const [draft, drafted] = [await round.draftOf(stop.id), await round.draftedStops()];
  framed(stop.address, { of, stop, content: screens.door({ round: of, stop, drafted, draft, onchoose }) });
}

async function showTalk(stop, outcome) {
  const of = round.roundOf(stop.id);
  const draft = { ...((await round.draftOf(stop.id)) ?? emptyDraft()), outcome };
  const onchange = () => round.keepDraft(stop.id, draft);
  await onchange();
  const onsave = async () => {
    await finish(of, stop, draft);
    return "";
  };
  const drafted = await round.draftedStops();
  framed(t(`outcome_${outcome}`), { of, stop, content: screens.talk({ round: of, stop, drafted, draft, onchange, onsave }) });
}

function showCare(stop) {
  const of = round.roundOf(stop.id);
  const onfollowed = () => finish(of, stop, { ...emptyDraft(), outcome: "care_concern" });
  framed(t("care"), { of, stop, content: screens.care({ stop, onfollowed }) });
}

function emptyDraft() {
  return { outcome: "", heard: "", theme: "", consent: false, took_part: "unknown", needs: [], compensation: "", lighter_role: "", contact: "" };
}

/** What is sent of a draft: only what belongs to its outcome. */
function visitOf(of, stop, draft) {
  const isSpoken = screens.SPOKEN.includes(draft.outcome);
  const isNo = isSpoken && draft.outcome !== "yes";
  const heard = isSpoken ? draft.heard.trim() : "";
  return {
    round: of.id,
    stop: stop.id,
    outcome: draft.outcome,
    visited_at: new Date().toISOString(),
    took_part_before: isSpoken ? { yes: true, no: false }[draft.took_part] ?? null : null,
    needs: isSpoken && draft.outcome !== "curious" ? draft.needs : [],
    compensation: ["yes", "thinking"].includes(draft.outcome) ? draft.compensation : "",
    lighter_role: isNo ? draft.lighter_role : "",
    heard,
    theme: heard ? draft.theme : "",
    consent: heard ? draft.consent : false,
    contact: heard && isNo && draft.lighter_role === "reading_along" ? draft.contact.trim() : "",
  };
}

async function finish(of, stop, draft) {
  const next = round.nextStop(of, stop.id);
  await round.finishVisit(stop, visitOf(of, stop, draft));
  say(t("kept", { outcome: t(`outcome_${draft.outcome}`) }));
  await countQueue();
  const hash = next ? `#/deur/${next.id}` : "#/";
  kept = { outcome: draft.outcome, hash };
  if (location.hash === hash) await route();
  else location.replace(hash);
  sendAll();
}

/** After sending, the list may show less: what was settled has lost its address. */
async function refreshList() {
  if (vault.isOpen() && location.hash.replace("#/", "") === "" && !main.contains(document.activeElement?.closest("form"))) {
    await showList();
  }
}

async function route() {
  if (kept?.hash !== location.hash) kept = null;
  await countQueue();
  if (!vault.isOpen()) {
    if (await vault.hasLock()) await locked();
    else await welcome();
    return;
  }
  const [, kind, id, outcome] = location.hash.split("/");
  const stop = id ? round.stopOf(id) : undefined;
  if (stop?.address && kind === "deur" && screens.SPOKEN.includes(outcome)) await showTalk(stop, outcome);
  else if (stop?.address && kind === "deur") await showDoor(stop);
  else if (stop?.address && kind === "zorg") showCare(stop);
  else await showList();
}

loadWords(config.words);
useStore(config.slug);
useAddresses(config.addresses);
useHints(config.hints);
watchQueue(showQueue, refreshList);
startSending();
watchIdle();
addEventListener("hashchange", route);
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  installing = event;
  if (vault.isOpen()) refreshList();
});
start();
