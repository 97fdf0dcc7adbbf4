// The checks of a draw, a lot and a log, one by one as engines/verification does them. Each gives
// {name, ok, code, params, found}: `code` and `params` tell what is good, `found` lists what differs.
import { canonicalText, hex, sha256, utf8 } from "./bytes.js";
import { panelNumber, parseSource, select, SourceRefused } from "./randomness.js";

const DECIMALS = 12n;

function check(name, found, params = {}, code = name) {
  return { name, ok: found.length === 0, code, params, found };
}

function differs(code, params = {}) {
  return { code, params };
}

function written(number) {
  return String(number).padStart(3, "0");
}

function countsOf(items) {
  const counts = new Map();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

export async function drawChecks(bundle) {
  const people = new Map(bundle.pool.map((person) => [person.id, person]));
  const members = check("panel-members", [...wrongMembers(bundle, people)], {
    panels: bundle.panels.length,
    seats: bundle.seats,
  });
  return [
    poolCheck(bundle, people),
    members,
    ...(members.ok ? [targetsCheck(bundle, people), householdsCheck(bundle, people)] : []),
    chancesCheck(bundle, new Set(people.keys())),
    await pickCheck(bundle),
  ];
}

// Members left: who could come in, how near every completion is to the targets, and the pick.
export async function replacementChecks(bundle) {
  const people = new Map(bundle.pool.map((person) => [person.id, person]));
  const gone = new Set([...bundle.staying, ...bundle.left_out]);
  const candidates = new Set([...people.keys()].filter((id) => !gone.has(id)));
  const named = check("candidates", [...wrongNames(bundle, people, gone)], { people: candidates.size });
  return [
    poolCheck(bundle, people),
    named,
    ...(named.ok ? [mendingCheck(bundle, people), newHouseholdsCheck(bundle, people)] : []),
    chancesCheck(bundle, candidates),
    await pickCheck(bundle),
  ];
}

function* wrongNames(bundle, people, gone) {
  for (const [id, times] of countsOf([...bundle.staying, ...bundle.left_out])) {
    if (!people.has(id)) yield differs("candidate-wrong", { id });
    if (times > 1) yield differs("pool-twice", { id, times });
  }
  const size = bundle.panels.length ? bundle.panels[0].length : 0;
  if (size < 1 || size > bundle.seats - bundle.staying.length) {
    yield differs("panel-size", { panel: "000", people: size, seats: bundle.seats - bundle.staying.length });
  }
  for (const [number, panel] of bundle.panels.entries()) {
    const where = { panel: written(number) };
    if (panel.length !== size) yield differs("panel-size", { ...where, people: panel.length, seats: size });
    if (new Set(panel).size !== panel.length) yield differs("panel-twice", where);
    for (const id of panel) if (!people.has(id) || gone.has(id)) yield differs("candidate-wrong", { id });
  }
}

function mendingCheck(bundle, people) {
  const features = new Map([...people].map(([id, person]) => [id, new Map(Object.entries(person.features))]));
  const found = [];
  for (const [number, panel] of bundle.panels.entries()) {
    let missed = 0;
    for (const { feature, value, min, max } of bundle.targets) {
      const having = [...bundle.staying, ...panel].filter((id) => features.get(id).get(feature) === value).length;
      missed += Math.max(0, min - having) + Math.max(0, having - max);
    }
    if (missed !== bundle.deviation) {
      found.push(differs("mending-differs", { panel: written(number), people: missed, stated: bundle.deviation }));
    }
  }
  return check("mending", found, { people: bundle.deviation });
}

function newHouseholdsCheck(bundle, people) {
  if (!bundle.one_per_household) return check("households", [], {}, "households-free");
  const homesOf = (ids) => ids.map((id) => people.get(id).household).filter((home) => home !== null);
  const taken = new Set(homesOf(bundle.staying));
  const found = [];
  for (const [number, panel] of bundle.panels.entries()) {
    for (const [household, times] of countsOf(homesOf(panel))) {
      const together = times + (taken.has(household) ? 1 : 0);
      if (together > 1) found.push(differs("household-twice", { panel: written(number), household, people: together }));
    }
  }
  return check("households", found);
}

function poolCheck(bundle, people) {
  const found = [...countsOf(bundle.pool.map((person) => person.id))]
    .filter(([, times]) => times > 1)
    .map(([id, times]) => differs("pool-twice", { id, times }));
  if (!bundle.panels.length) found.push(differs("no-panels"));
  return check("pool", found, { people: people.size });
}

function* wrongMembers(bundle, people) {
  for (const [number, panel] of bundle.panels.entries()) {
    const where = { panel: written(number) };
    if (panel.length !== bundle.seats) {
      yield differs("panel-size", { ...where, people: panel.length, seats: bundle.seats });
    }
    if (new Set(panel).size !== panel.length) yield differs("panel-twice", where);
    for (const id of panel) if (!people.has(id)) yield differs("panel-stranger", { ...where, id });
  }
}

function targetsCheck(bundle, people) {
  const features = new Map([...people].map(([id, person]) => [id, new Map(Object.entries(person.features))]));
  const found = [];
  for (const [number, panel] of bundle.panels.entries()) {
    for (const target of bundle.targets) {
      const having = panel.filter((id) => features.get(id).get(target.feature) === target.value).length;
      if (having < target.min || having > target.max) {
        found.push(differs("target-missed", { ...target, panel: written(number), people: having }));
      }
    }
  }
  return check("targets", found, { panels: bundle.panels.length, targets: bundle.targets.length });
}

function householdsCheck(bundle, people) {
  if (!bundle.one_per_household) return check("households", [], {}, "households-free");
  const found = [];
  for (const [number, panel] of bundle.panels.entries()) {
    const households = panel.map((id) => people.get(id).household).filter((household) => household !== null);
    for (const [household, times] of countsOf(households)) {
      if (times > 1) found.push(differs("household-twice", { panel: written(number), household, people: times }));
    }
  }
  return check("households", found);
}

function chancesCheck(bundle, ids) {
  if (!bundle.panels.length) return check("chances", [differs("no-panels")]);
  const counts = countsOf(bundle.panels.flat());
  const stated = new Map(Object.entries(bundle.chances));
  const found = [];
  for (const id of ids) {
    const share = decimalShare(counts.get(id) ?? 0, bundle.panels.length);
    if (stated.get(id) !== share) found.push(differs("chance-differs", { id, share, stated: stated.get(id) ?? "–" }));
  }
  for (const id of stated.keys()) if (!ids.has(id)) found.push(differs("chance-stranger", { id }));
  return check("chances", found);
}

// part / whole with up to 12 decimals, halves upwards, no trailing zeros.
function decimalShare(part, whole) {
  const scale = 10n ** DECIMALS;
  const units = (2n * BigInt(part) * scale + BigInt(whole)) / (2n * BigInt(whole));
  const decimals = String(units % scale).padStart(Number(DECIMALS), "0");
  return `${units / scale}.${decimals}`.replace(/0+$/, "").replace(/\.$/, "");
}

async function pickCheck(bundle) {
  const { picked, panel, randomness, announced } = bundle;
  if (randomness === null) {
    const named = picked !== null || panel !== null;
    return check("pick", named ? [differs("pick-without-source")] : [], {}, "pick-waits");
  }
  const found = [];
  let source;
  let number;
  try {
    source = await parseSource(randomness);
    if (announced !== null && announced !== source.announcement) {
      found.push(differs("other-source", { announced, used: source.announcement }));
    }
    number = await panelNumber(bundle.panels.length, source);
  } catch (error) {
    if (!(error instanceof SourceRefused)) throw error;
    return check("pick", [...found, differs("source-unusable", { source: randomness.slice(0, 60) })]);
  }
  if (randomness !== source.text) found.push(differs("source-written", { source: source.text.slice(0, 60) }));
  if (picked !== number) {
    found.push(differs("pick-other", { panel: written(number), stated: picked === null ? "–" : written(picked) }));
  } else if (canonicalText(panel) !== canonicalText(bundle.panels[number])) {
    found.push(differs("panel-other", { panel: written(number) }));
  }
  const params = { source: source.text.slice(0, 60), panel: written(number) };
  return { ...check("pick", found, params), unproved: source.kind === "drand" };
}

export async function lotChecks(bundle) {
  const found = [];
  if (!bundle.tickets.length) found.push(differs("no-tickets"));
  for (const [index, commitment] of bundle.tickets.entries()) {
    if (!/^[0-9a-f]{64}$/.test(commitment)) found.push(differs("ticket-malformed", { ticket: index + 1 }));
  }
  for (const times of countsOf(bundle.tickets).values()) if (times > 1) found.push(differs("ticket-twice", { times }));
  const outside = bundle.count < 1 || bundle.count > bundle.tickets.length || !fillingFits(bundle.filling);
  const numbers = { count: bundle.count, tickets: bundle.tickets.length };
  return [
    check("tickets", found, numbers),
    check("count", outside ? [differs("count-outside", numbers)] : [], numbers),
    await orderCheck(bundle),
  ];
}

// How seats are filled from who says yes: in the order of the lot with so many seats, or by a mirror draw.
function fillingFits({ rule, seats, answer_hours, attempts, letter_days }) {
  if (rule !== "in_order" && rule !== "mirror") return false;
  const hasSeats = seats !== null && seats >= 1;
  return (rule === "in_order") === hasSeats && Math.min(answer_hours, attempts, letter_days) >= 1;
}

async function orderCheck(bundle) {
  const { randomness, order, announced, tickets } = bundle;
  if (randomness === null) {
    return check("order", order === null ? [] : [differs("order-without-source")], {}, "order-waits");
  }
  const found = [];
  let source;
  try {
    source = await parseSource(randomness);
    if (source.kind === "balls") throw new SourceRefused("source_too_small");
  } catch (error) {
    if (!(error instanceof SourceRefused)) throw error;
    return check("order", [differs("source-unusable", { source: randomness.slice(0, 60) })]);
  }
  if (announced !== source.announcement) {
    found.push(differs("other-source", { announced: announced.slice(0, 60), used: source.announcement }));
  }
  if (randomness !== source.text) found.push(differs("source-written", { source: source.text.slice(0, 60) }));
  const expected = (await select(source.key, tickets.length, tickets.length)).map((index) => index + 1);
  if (order === null || order.length !== expected.length) {
    found.push(differs("order-length", { tickets: expected.length, stated: order === null ? 0 : order.length }));
  } else {
    for (const [index, right] of expected.entries()) {
      if (order[index] !== right) {
        found.push(differs("order-other", { place: index + 1, ticket: right, stated: order[index] }));
      }
    }
  }
  const params = { source: source.text.slice(0, 60), tickets: tickets.length };
  return { ...check("order", found, params), unproved: source.kind === "drand" };
}

export async function trailChecks(bundle) {
  const gaps = [];
  for (const [index, act] of bundle.acts.entries()) {
    const number = Object.hasOwn(act.content, "sequence") ? act.content.sequence : null;
    if (number !== index + 1) gaps.push(differs("act-missing", { act: index + 1 }));
  }
  if (bundle.size !== bundle.acts.length) {
    gaps.push(differs("acts-counted", { stated: bundle.size, acts: bundle.acts.length }));
  }
  const leaves = await Promise.all(bundle.acts.map((act) => leafHash(canonicalText(act.content))));
  const changed = bundle.acts.flatMap((act, index) =>
    act.leaf === hex(leaves[index]) ? [] : [differs("act-changed", { act: index + 1 })],
  );
  const root = hex(await treeRoot(leaves));
  return [
    check("sequence", gaps, { acts: bundle.acts.length }),
    check("leaves", changed),
    check("root", root === bundle.root ? [] : [differs("root-other", { root })], { root }),
  ];
}

function leafHash(text) {
  const data = utf8(text);
  const bytes = new Uint8Array(data.length + 1);
  bytes.set(data, 1);
  return sha256(bytes);
}

// The Merkle tree of RFC 9162: pairs are joined level by level, an odd one goes up as it is.
async function treeRoot(leaves) {
  if (!leaves.length) return sha256(new Uint8Array());
  let level = leaves;
  while (level.length > 1) {
    const pairs = [];
    for (let index = 0; index + 1 < level.length; index += 2) {
      pairs.push(sha256(new Uint8Array([1, ...level[index], ...level[index + 1]])));
    }
    const joined = await Promise.all(pairs);
    level = level.length % 2 ? [...joined, level[level.length - 1]] : joined;
  }
  return level[0];
}
