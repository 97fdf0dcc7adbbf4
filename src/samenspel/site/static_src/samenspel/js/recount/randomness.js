// Public randomness: how a source is read, and how numbers follow from it (engines/evidence/randomness.py).
import { hex, sha256, sha256Hex } from "./bytes.js";

const SPACE = 1n << 256n;
const AHEAD = 256;
const BALLS_PANELS_MAX = 1000;
// What Python's strip() takes away; trim() takes other characters.
const WHITE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const AROUND = new RegExp(`^${WHITE}+|${WHITE}+$`, "g");

export class SourceRefused extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

function stripped(text) {
  return text.replace(AROUND, "");
}

// {kind, text, key, announcement, number}: balls:417, drand:ROUND:SIGNATURE, numbers:NAME=1 2 3;… or text:…
export async function parseSource(written) {
  let text = stripped(written);
  if (/^[0-9]{3}$/.test(text)) text = `balls:${text}`;
  const colon = text.indexOf(":");
  const kind = text.slice(0, Math.max(colon, 0));
  const rest = text.slice(colon + 1);
  if (kind === "balls") return balls(stripped(rest));
  if (kind === "drand") return drand(stripped(rest));
  if (kind === "numbers") return numbers(rest);
  if (kind === "text") {
    if (!stripped(rest)) throw new SourceRefused("empty_source");
    return { kind, text, key: rest, announcement: "text", number: null };
  }
  throw new SourceRefused("unknown_source");
}

function balls(digits) {
  if (!/^[0-9]{3}$/.test(digits)) throw new SourceRefused("not_three_digits");
  const number = Number(digits);
  return { kind: "balls", text: `balls:${digits}`, key: `${number}./`, announcement: "balls", number };
}

async function drand(rest) {
  const match = /^([1-9][0-9]{0,14}):([0-9a-f]{96})$/.exec(rest.toLowerCase());
  if (!match) throw new SourceRefused("malformed_drand");
  const signature = Uint8Array.from(match[2].match(/../g), (pair) => parseInt(pair, 16));
  const random = hex(await sha256(signature));
  return {
    kind: "drand",
    text: `drand:${match[1]}:${match[2]}`,
    key: `drand/quicknet/${match[1]}/${random}/`,
    announcement: `drand:${match[1]}`,
    number: null,
  };
}

// The published numbers of named sources; the key is that of RFC 3797: each source's numbers in ascending order.
function numbers(rest) {
  const sources = rest.split(";").map((one) => {
    const equals = one.indexOf("=");
    const name = stripped(one.slice(0, Math.max(equals, 0)));
    const found = equals < 0 ? [] : stripped(one.slice(equals + 1)).split(" ");
    if (!name || !found.every((number) => /^(0|[1-9][0-9]{0,8})$/.test(number))) {
      throw new SourceRefused("malformed_numbers");
    }
    return { name, found: found.map(Number) };
  });
  const ascending = (list) => [...list].sort((one, other) => one - other);
  return {
    kind: "numbers",
    text: `numbers:${sources.map(({ name, found }) => `${name}=${found.join(" ")}`).join(";")}`,
    key: sources.map(({ found }) => `${ascending(found).map((number) => `${number}.`).join("")}/`).join(""),
    announcement: `numbers:${sources.map(({ name }) => name).join(";")}`,
    number: null,
  };
}

// Which panel a source points to.
export async function panelNumber(count, source) {
  if (source.number === null) return (await select(source.key, count, 1))[0];
  if (count > BALLS_PANELS_MAX) throw new SourceRefused("too_many_panels_for_balls");
  if (source.number >= count) throw new SourceRefused("number_outside_panels");
  return source.number;
}

// `count` different numbers out of 0 … total − 1, in order: SHA-256 blocks, rejection sampling, Fisher and Yates.
export async function select(key, total, count) {
  if (count > total) throw new SourceRefused("selection_out_of_range");
  const blocks = new Blocks(key);
  const row = Array.from({ length: total }, (_, index) => index);
  for (let i = 0; i < count; i += 1) {
    const j = i + (await below(total - i, blocks));
    [row[i], row[j]] = [row[j], row[i]];
  }
  return row.slice(0, count);
}

// A block that is not below the largest multiple of n is thrown away, so that no number is favoured.
async function below(n, blocks) {
  const limit = SPACE - (SPACE % BigInt(n));
  for (;;) {
    const block = await blocks.next();
    if (block < limit) return Number(block % BigInt(n));
  }
}

class Blocks {
  constructor(key) {
    this.key = key;
    this.first = 0;
    this.at = 0;
    this.ready = [];
  }

  async next() {
    if (this.at === this.ready.length) {
      this.first += this.ready.length;
      const wanted = this.first ? AHEAD : 1;
      const numbered = Array.from({ length: wanted }, (_, index) => this.first + index);
      this.ready = await Promise.all(
        numbered.map((number) => sha256Hex(`samenspel-select-1/${number}/${this.key}`)),
      );
      this.at = 0;
    }
    this.at += 1;
    return BigInt(`0x${this.ready[this.at - 1]}`);
  }
}

