// The day's doors, what is being written down, and what waits to be sent: all of it sealed on the phone.

import { countOf, keysOf, read, write } from "./store.js";
import { seal, unseal } from "./vault.js";

const EMPTY = { owner: "", firstName: "", rounds: [], themes: [], care: null };
// At these doors nobody rings again today; once that is sent the address may go.
const SETTLED = new Set(["yes", "thinking", "curious", "no", "moved", "care_concern"]);

export let day = EMPTY;
let outcomes = {};

/** Read everything after unlocking. */
export async function loadDay() {
  day = (await unseal("day", await read("sealed", "day"))) ?? EMPTY;
  outcomes = (await unseal("outcomes", await read("sealed", "outcomes"))) ?? {};
}

/** Forget in memory what a locked screen must not know. */
export function forgetDay() {
  day = EMPTY;
  outcomes = {};
}

/** Keep what was fetched. A door where something waits to be sent keeps what this phone knows of it. */
export async function keepDay(fetched, person) {
  const waiting = new Set((await waitingVisits()).map((visit) => visit.stop));
  const next = {};
  for (const stop of fetched.rounds.flatMap((round) => round.stops)) {
    const known = outcomes[stop.id];
    if (known && (waiting.has(stop.id) || known.outcome === "care_concern")) next[stop.id] = known;
    else if (stop.outcome) next[stop.id] = { outcome: stop.outcome, sent: true, words: known?.words };
  }
  outcomes = next;
  const taken = fetched.rounds.map((round) => round.id);
  const unsent = new Set([...waiting, ...(await draftedStops())].map((id) => roundOf(id)?.id));
  // A round that is no longer handed out stays while something of it waits or is being written down.
  const left = day.rounds.filter((round) => !taken.includes(round.id) && unsent.has(round.id));
  day = {
    owner: person.person,
    firstName: person.first_name,
    rounds: [...fetched.rounds, ...left],
    themes: fetched.themes,
    care: fetched.care,
  };
  scrub();
  await keep();
}

async function keep() {
  await write(
    ["sealed", "day", await seal("day", day)],
    ["sealed", "outcomes", await seal("outcomes", outcomes)],
  );
}

export function roundOf(stopId) {
  return day.rounds.find((round) => round.stops.some((stop) => stop.id === stopId));
}

export function stopOf(stopId) {
  return roundOf(stopId)?.stops.find((stop) => stop.id === stopId);
}

/** {outcome, sent, key} of a door, or undefined. */
export function outcomeOf(stopId) {
  return outcomes[stopId];
}

/** The doors in route order. */
export function stopsOf(round) {
  return [...round.stops].sort((a, b) => a.position - b.position);
}

/** The next door of the round without an outcome, after this one and then from the start. */
export function nextStop(round, stopId) {
  const stops = stopsOf(round);
  const here = stops.findIndex((stop) => stop.id === stopId);
  return [...stops.slice(here + 1), ...stops.slice(0, Math.max(here, 0))].find((stop) => !outcomes[stop.id]);
}

/** Of a round: [outcome, number] of the doors, how many of them wait to be sent, and how often words were noted. */
export function tallyOf(round) {
  const known = round.stops.map((stop) => outcomes[stop.id]).filter(Boolean);
  const order = ["yes", "thinking", "curious", "no", "not_home", "moved", "care_concern"];
  const counts = order.map((outcome) => [outcome, known.filter((one) => one.outcome === outcome).length]);
  return {
    counts: counts.filter(([, number]) => number > 0),
    unsent: known.filter((one) => !one.sent).length,
    words: known.filter((one) => one.words).length,
  };
}

// --- What is being written down ----------------------------------------------------------------------------

let writing = Promise.resolve();
const pending = new Map();

/**
 * Keep a draft. Called at every keystroke: one is written at a time, and of those that came meanwhile only the last,
 * so that the phone is never more than a moment behind whoever types.
 */
export function keepDraft(stopId, draft) {
  const name = `draft:${stopId}`;
  const isWaiting = pending.has(name);
  pending.set(name, structuredClone(draft));
  if (!isWaiting) {
    writing = writing
      .catch(() => {})
      .then(async () => {
        const latest = pending.get(name);
        pending.delete(name);
        await write(["sealed", name, await seal(name, latest)]);
      });
  }
  return writing;
}

export async function draftOf(stopId) {
  const name = `draft:${stopId}`;
  return unseal(name, await read("sealed", name));
}

export async function draftedStops() {
  return (await keysOf("sealed")).filter((key) => key.startsWith("draft:")).map((key) => key.slice("draft:".length));
}

export async function dropDraft(stopId) {
  await writing.catch(() => {});
  await write(["sealed", `draft:${stopId}`, undefined]);
}

// --- What waits to be sent --------------------------------------------------------------------------------

/** A visit is finished: into the queue, its draft away, its door marked; all at once or not at all. */
export async function finishVisit(stop, visit) {
  await writing.catch(() => {});
  const earlier = outcomes[stop.id];
  // Ringing again where nobody was home is a second visit; anything else at the same door stands in for the first.
  const corrects = earlier && earlier.outcome !== "not_home" ? (earlier.key ?? null) : null;
  const ready = { ...visit, key: crypto.randomUUID(), corrects };
  if (visit.outcome === "care_concern") {
    // Nothing of a care concern leads to the door, not even here.
    ready.stop = "";
    ready.corrects = null;
  }
  const next = { ...outcomes, [stop.id]: { outcome: visit.outcome, sent: false, key: ready.stop ? ready.key : undefined, words: ready.heard !== "" } };
  await write(
    ["queue", ready.key, await seal(ready.key, ready)],
    ["sealed", `draft:${stop.id}`, undefined],
    ["sealed", "outcomes", await seal("outcomes", next)],
  );
  outcomes = next;
  return ready;
}

export async function waitingVisits() {
  const found = [];
  for (const key of await keysOf("queue")) found.push(await unseal(key, await read("queue", key)));
  return found.sort((a, b) => a.visited_at.localeCompare(b.visited_at));
}

export function waitingCount() {
  return countOf("queue");
}

/** What the server said of visits: those that arrived leave the phone, those that were refused stay to be seen. */
export async function settle(results, doors) {
  const entries = [];
  const next = { ...outcomes };
  for (const result of results) {
    const visit = await unseal(result.key, await read("queue", result.key));
    if (!visit) continue;
    entries.push(["queue", result.key, undefined]);
    if (result.state === "refused") {
      const name = `refused:${result.key}`;
      entries.push(["sealed", name, await seal(name, { ...visit, code: result.code, message: result.message })]);
      // The door is open again: what was noted there did not count.
      if (next[visit.stop]?.key === result.key) delete next[visit.stop];
      continue;
    }
    for (const [id, known] of Object.entries(next)) {
      if (known.key === result.key || (!visit.stop && known.outcome === "care_concern")) next[id] = { ...known, sent: true };
    }
  }
  const waiting = new Set((await waitingVisits()).map((visit) => visit.stop));
  for (const [id, outcome] of Object.values(doors).flatMap((found) => Object.entries(found))) {
    const known = next[id];
    // What a colleague's phone sent; what this phone still has to send goes first.
    if (!known || (known.sent && known.outcome !== "care_concern" && !waiting.has(id))) {
      next[id] = { ...known, outcome, sent: true };
    }
  }
  outcomes = next;
  scrub();
  entries.push(["sealed", "day", await seal("day", day)], ["sealed", "outcomes", await seal("outcomes", outcomes)]);
  await write(...entries);
}

/** Take away what is no longer needed: the address of a door that is settled and sent. */
function scrub() {
  for (const stop of day.rounds.flatMap((round) => round.stops)) {
    const known = outcomes[stop.id];
    if (known?.sent && SETTLED.has(known.outcome)) {
      for (const name of ["address", "birth_year", "language", "hint", "attempts"]) delete stop[name];
    }
  }
}

/** Rounds that are over and of which nothing waits leave the phone. Returns their ids. */
export async function dropPast(now) {
  const waiting = new Set((await waitingVisits()).map((visit) => visit.round));
  const drafted = new Set((await draftedStops()).map((id) => roundOf(id)?.id));
  const past = day.rounds.filter(
    (round) => new Date(round.ends_at) < now && !waiting.has(round.id) && !drafted.has(round.id),
  );
  if (past.length === 0) return [];
  const gone = new Set(past.flatMap((round) => round.stops.map((stop) => stop.id)));
  day = { ...day, rounds: day.rounds.filter((round) => !past.includes(round)) };
  outcomes = Object.fromEntries(Object.entries(outcomes).filter(([id]) => !gone.has(id)));
  await keep();
  return past.map((round) => round.id);
}

export async function refusedVisits() {
  const names = (await keysOf("sealed")).filter((key) => key.startsWith("refused:"));
  return Promise.all(names.map(async (name) => unseal(name, await read("sealed", name))));
}

export function dropRefused(key) {
  return write(["sealed", `refused:${key}`, undefined]);
}
