// One value, one sequence of bytes: the canonical form of engines/evidence/canonical.py, in the browser.
// Objects, arrays, strings, integers within ±(2^53 − 1), true, false and null; compact, UTF-8, keys sorted by UTF-16
// code units, strings in Unicode NFC. A sealed document has one more field, sha256, as the last.

const DEPTH_MAX = 64;
const TEXTS = /"[^"\\]*(?:\\.[^"\\]*)*"/gs;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

export class Unreadable extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

// The canonical text of a value that JSON.parse gave.
export function canonicalText(value, depth = 0) {
  if (value === null || value === true || value === false) return String(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new Unreadable("not_canonical");
    return String(value);
  }
  if (typeof value === "string") return quoted(value);
  if (depth >= DEPTH_MAX) throw new Unreadable("not_canonical");
  if (Array.isArray(value)) return `[${value.map((item) => canonicalText(item, depth + 1)).join(",")}]`;
  const fields = new Map();
  for (const [name, item] of Object.entries(value)) {
    const key = name.normalize("NFC");
    if (fields.has(key)) throw new Unreadable("not_canonical");
    fields.set(key, item);
  }
  // The default order of sort() is that of UTF-16 code units.
  const names = [...fields.keys()].sort();
  return `{${names.map((name) => `${quoted(name)}:${canonicalText(fields.get(name), depth + 1)}`).join(",")}}`;
}

function quoted(text) {
  if (LONE_SURROGATE.test(text)) throw new Unreadable("not_canonical");
  return JSON.stringify(text.normalize("NFC"));
}

export function utf8(text) {
  return new TextEncoder().encode(text);
}

export async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

export function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function sha256Hex(text) {
  return hex(await sha256(utf8(text)));
}

// {document, fault}: the document without its seal (null when nothing can be read), and what is wrong with its bytes
// ("" when they are canonical and the seal fits).
export async function openSealed(bytes) {
  let text;
  let document;
  try {
    // A byte order mark stays where it is, and is refused by JSON.parse.
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    document = parseObject(text);
  } catch (error) {
    return { document: null, fault: error instanceof Unreadable ? error.code : "not_json" };
  }
  const stated = Object.hasOwn(document, "sha256") ? document.sha256 : undefined;
  delete document.sha256;
  let body;
  try {
    body = canonicalText(document);
  } catch {
    return { document: null, fault: "not_canonical" };
  }
  if (typeof stated !== "string") return { document, fault: "seal_missing" };
  const expected = `${body.slice(0, -1)}${body === "{}" ? "" : ","}"sha256":"${stated}"}`;
  if (expected !== text) return { document, fault: "not_canonical" };
  return { document, fault: (await sha256Hex(body)) === stated ? "" : "seal_broken" };
}

// JSON.parse would read 1.0 and 1e3 as whole numbers, and lose digits of large ones.
function parseObject(text) {
  const bare = text.replace(TEXTS, '""');
  let depth = 0;
  for (const bracket of bare.matchAll(/[[\]{}]/g)) {
    depth += "[{".includes(bracket[0]) ? 1 : -1;
    if (depth > DEPTH_MAX) throw new Unreadable("not_json");
  }
  const document = JSON.parse(text);
  if (document === null || typeof document !== "object" || Array.isArray(document)) throw new Unreadable("not_json");
  if (/[0-9][.eE]|[0-9]{17}/.test(bare)) throw new Unreadable("not_canonical");
  return document;
}
