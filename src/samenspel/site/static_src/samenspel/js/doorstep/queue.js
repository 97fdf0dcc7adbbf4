// Sends what waits, by itself: at once, when the connection is back, and again after a while when it failed.

import { sendVisits, tellWiped, whoIsHere } from "./link.js";
import { day, dropPast, settle, waitingCount, waitingVisits } from "./round.js";
import { isOpen } from "./vault.js";

const PER_DELIVERY = 50;
const WAIT_SECONDS = [3, 10, 30, 60, 120, 300];

let sending = null;
let failed = 0;
let timer = 0;
let tell = () => {};
let arrived = () => {};
export const queue = { state: "idle", waiting: 0 };

/** Say who wants to know how it stands, and when everything arrived. */
export function watchQueue(listener, whenArrived) {
  tell = listener;
  arrived = whenArrived;
}

function now(state) {
  queue.state = state;
  tell();
}

export async function countQueue() {
  queue.waiting = await waitingCount();
  tell();
}

/** Send everything that waits. Two calls at once are one. */
export function sendAll() {
  sending ??= deliver().finally(() => {
    sending = null;
  });
  return sending;
}

async function deliver() {
  clearTimeout(timer);
  await countQueue();
  if (!isOpen()) return;
  if (queue.waiting > 0) {
    now("sending");
    // Locked or wiped meanwhile: what arrived is known there, and what did not is still here.
    const state = await deliverAll().catch(() => "locked");
    await countQueue();
    if (state !== "sent") {
      now(state);
      if (state === "offline" || state === "fault") again();
      return;
    }
    arrived();
  }
  failed = 0;
  now("idle");
  if (!isOpen()) return;
  const gone = await dropPast(new Date());
  if (gone.length > 0) await tellWiped(gone);
}

async function deliverAll() {
  const here = await whoIsHere();
  if (here.state !== "ok") return here.state;
  // Someone else signed in on this phone: these visits are not theirs to send.
  if (day.owner && here.person !== day.owner) return "other_person";
  while (isOpen()) {
    const visits = (await waitingVisits()).slice(0, PER_DELIVERY);
    if (visits.length === 0) return "sent";
    const answer = await sendVisits(visits);
    if (answer.state !== "ok") return answer.state;
    const asked = new Set(visits.map((visit) => visit.key));
    const told = answer.results.filter((result) => asked.has(result.key));
    if (told.length === 0) return "fault";
    await settle(told, answer.doors);
    await countQueue();
  }
  return "locked";
}

function again() {
  const seconds = WAIT_SECONDS[Math.min(failed, WAIT_SECONDS.length - 1)];
  failed += 1;
  // Phones that lost the same mast do not come back in the same second.
  timer = setTimeout(sendAll, 1000 * seconds * (0.75 + Math.random() / 2));
  askWorker();
}

/** Where the browser can wake the worker when there is a connection again, ask it to. */
async function askWorker() {
  const registration = await navigator.serviceWorker?.ready.catch(() => undefined);
  await registration?.sync?.register("visits").catch(() => {});
}

export function startSending() {
  addEventListener("online", () => {
    failed = 0;
    sendAll();
  });
  addEventListener("offline", () => now("offline"));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") sendAll();
  });
  navigator.serviceWorker?.addEventListener("message", (event) => {
    if (event.data === "send") sendAll();
  });
}
