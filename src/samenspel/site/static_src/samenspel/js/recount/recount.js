// Any published bundle: its bytes and seal first, then its form, the code that was published, and its own checks.
import { canonicalText, openSealed, sha256Hex } from "./bytes.js";
import { drawChecks, lotChecks, replacementChecks, trailChecks } from "./checks.js";

const EACH = "*";
const DRAW = {
  kind: "text",
  version: "whole",
  software: "text",
  algorithm: "text",
  seats: "whole",
  one_per_household: "truth",
  targets: [{ feature: "text", value: "text", min: "whole", max: "whole" }],
  pool: [{ id: "text", features: { [EACH]: "text" }, household: "whole?" }],
  panels: [["text"]],
  chances: { [EACH]: "text" },
  announced: "text?",
  picked: "whole?",
  panel: new Set([["text"], null]),
  randomness: "text?",
};
const REPLACEMENT = {
  kind: "text",
  version: "whole",
  software: "text",
  rule: "text",
  follows: "text",
  seats: "whole",
  one_per_household: "truth",
  targets: [{ feature: "text", value: "text", min: "whole", max: "whole" }],
  pool: [{ id: "text", features: { [EACH]: "text" }, household: "whole?" }],
  staying: ["text"],
  left_out: ["text"],
  panels: [["text"]],
  deviation: "whole",
  chances: { [EACH]: "text" },
  announced: "text?",
  picked: "whole?",
  panel: new Set([["text"], null]),
  randomness: "text?",
};
const LOT = {
  kind: "text",
  version: "whole",
  software: "text",
  tickets: ["text"],
  count: "whole",
  announced: "text",
  filling: { rule: "text", seats: "whole?", answer_hours: "whole", attempts: "whole", letter_days: "whole" },
  randomness: "text?",
  order: new Set([["whole"], null]),
};
const TRAIL = {
  kind: "text",
  version: "whole",
  municipality: "text",
  size: "whole",
  root: "text",
  acts: [{ content: "object", leaf: "text" }],
};

const KINDS = new Map([
  ["samenspel-draw", { shape: DRAW, checks: drawChecks, outcome: ["picked", "panel", "randomness"] }],
  [
    "samenspel-replacement",
    { shape: REPLACEMENT, checks: replacementChecks, outcome: ["picked", "panel", "randomness"] },
  ],
  ["samenspel-lot", { shape: LOT, checks: lotChecks, outcome: ["randomness", "order"] }],
  ["samenspel-trail", { shape: TRAIL, checks: trailChecks, root: true }],
]);
// What only the program counts again: here the seal alone is looked at, and that is said.
const ELSEWHERE = new Set(["samenspel-filling", "samenspel-vote", "samenspel-book", "samenspel-account"]);
const VERSION = 1;
const PART_OF_CODE = 16;

// {verdict, kind, commitment, checks, document}: verdict is "good", "bad", "partly" (good as far as a browser can see:
// the proof of a drand round is not checked here) or "elsewhere" (a kind that only the program counts again).
export async function recount(bytes, published = "") {
  const { document, fault } = await openSealed(bytes);
  const checks = [seal(fault)];
  if (document === null) return report(checks, "", "", null);
  const name = Object.hasOwn(document, "kind") ? document.kind : null;
  if (ELSEWHERE.has(name)) {
    const told = { name: "kind", ok: true, code: "kind-elsewhere", params: {}, found: [], elsewhere: true };
    return report([...checks, told], name, "", document);
  }
  const kind = KINDS.get(name);
  if (kind === undefined) {
    checks.push(bad("kind", "kind-unknown", { kind: String(name).slice(0, 60) }));
    return report(checks, "", "", document);
  }
  const places = [...misshapen(document, kind.shape, "")];
  if (!places.length && document.version !== VERSION) places.push("version");
  const found = places.map((place) => ({ code: "shape-wrong", params: { place } }));
  checks.push({ name: "shape", ok: !found.length, code: "shape", params: {}, found });
  if (found.length) return report(checks, name, "", document);
  const own = kind.root
    ? document.root
    : await sha256Hex(canonicalText({ ...document, ...Object.fromEntries(kind.outcome.map((one) => [one, null])) }));
  const wanted = published.replace(/\s+/g, "").toLowerCase();
  if (wanted) {
    // Whoever wrote down the first blocks of a code alone can compare these.
    const same = wanted.length >= PART_OF_CODE ? own.startsWith(wanted) : own === wanted;
    const other = same ? [] : [{ code: "commitment-other", params: { own } }];
    checks.push({ name: "commitment", ok: !other.length, code: "commitment", params: {}, found: other });
  }
  checks.push(...(await kind.checks(document)));
  return report(checks, name, own, document);
}

function seal(fault) {
  return fault ? bad("seal", `seal-${fault.replaceAll("_", "-")}`, {}) : { ...bad("seal", "seal", {}), ok: true, found: [] };
}

function bad(name, code, params) {
  return { name, ok: false, code: name, params: {}, found: [{ code, params }] };
}

function report(checks, kind, commitment, document) {
  let verdict = "good";
  if (checks.some((one) => !one.ok)) verdict = "bad";
  else if (checks.some((one) => one.elsewhere)) verdict = "elsewhere";
  else if (checks.some((one) => one.unproved)) verdict = "partly";
  return { verdict, kind, commitment, checks, document };
}

// Each place where a value is not of the shape.
function* misshapen(value, shape, place) {
  if (shape instanceof Set) {
    if (value !== null) yield* misshapen(value, [...shape][0], place);
  } else if (Array.isArray(shape)) {
    if (!Array.isArray(value)) yield place;
    else for (const [index, item] of value.entries()) yield* misshapen(item, shape[0], `${place}[${index}]`);
  } else if (typeof shape === "object") {
    if (!isObject(value)) yield place;
    else yield* fieldsOf(value, shape, place);
  } else if (!fits(value, shape)) {
    yield place;
  }
}

function* fieldsOf(value, shape, place) {
  if (Object.hasOwn(shape, EACH)) {
    for (const [name, item] of Object.entries(value)) yield* misshapen(item, shape[EACH], `${place}.${name}`);
    return;
  }
  for (const [name, expected] of Object.entries(shape)) {
    const here = place ? `${place}.${name}` : name;
    if (!Object.hasOwn(value, name)) yield here;
    else yield* misshapen(value[name], expected, here);
  }
  for (const name of Object.keys(value)) if (!Object.hasOwn(shape, name)) yield place ? `${place}.${name}` : name;
}

function isObject(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function fits(value, shape) {
  if (shape.endsWith("?")) return value === null || fits(value, shape.slice(0, -1));
  if (shape === "text") return typeof value === "string";
  if (shape === "whole") return Number.isInteger(value);
  if (shape === "truth") return typeof value === "boolean";
  return isObject(value);
}
