// Counting a published file again, in the visitor's own browser. After the page has come in, nothing is sent or
// fetched: a file is read from the visitor's disk, or stands in the page already.
import { recount } from "./recount.js";

const SHOWN = 5;
const CODE_LENGTH = 64;
const LISTED = 20;
const TITLES = { good: "good", bad: "bad", partly: "partly", elsewhere: "elsewhere" };

function start(root) {
  const words = JSON.parse(document.getElementById("recount-words").textContent);
  const file = root.querySelector("[data-recount-file]");
  const code = root.querySelector("[data-recount-code]");
  const button = root.querySelector("[data-recount-start]");
  const state = root.querySelector("[data-recount-state]");
  const outcome = root.querySelector("[data-recount-outcome]");
  const held = document.querySelector("template[data-recount-bundle]");
  let dropped = null;

  root.hidden = false;
  for (const warning of document.querySelectorAll("[data-recount-without]")) warning.hidden = true;
  if (!globalThis.crypto?.subtle) {
    state.textContent = words["no-webcrypto"];
    button.disabled = true;
    return;
  }

  async function run() {
    outcome.replaceChildren();
    const bytes = await chosen();
    if (bytes === null) {
      state.textContent = words["no-file"];
      file?.focus();
      return;
    }
    button.disabled = true;
    state.textContent = words.busy;
    // The sentence must be on screen before the work begins.
    await new Promise((resolve) => setTimeout(resolve, 30));
    const began = performance.now();
    try {
      const typed = code.value.replace(/\s+/g, "");
      show(await recount(bytes, typed), typed, (performance.now() - began) / 1000);
    } catch {
      state.textContent = words.failed;
    } finally {
      button.disabled = false;
    }
  }

  async function chosen() {
    const picked = dropped ?? file?.files[0];
    if (picked) return new Uint8Array(await picked.arrayBuffer());
    if (held) return Uint8Array.from(atob(held.content.textContent.trim()), (letter) => letter.charCodeAt(0));
    return null;
  }

  function show(report, typed, seconds) {
    const locale = document.documentElement.lang;
    const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(seconds);
    state.textContent = sentence(words, "done", { seconds: tenths });
    const stamp = node("div", `recount-stamp recount-stamp--${report.verdict}`);
    stamp.append(node("b", "", words[`verdict-${TITLES[report.verdict]}`]), node("span", "", explanation(report, typed)));
    const list = node("ol", "recount-checks");
    for (const check of report.checks) list.append(line(words, check));
    outcome.append(stamp, list, ...told(words, report));
    stamp.tabIndex = -1;
    stamp.focus();
  }

  function explanation(report, typed) {
    const said = words[`explained-${report.verdict}`];
    if (report.verdict !== "good" && report.verdict !== "partly") return said;
    if (!typed) return `${said} ${words["no-code"]}`;
    return typed.length < CODE_LENGTH ? `${said} ${sentence(words, "part-of-code", { characters: typed.length })}` : said;
  }

  button.addEventListener("click", run);
  code.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      run();
    }
  });
  const name = root.querySelector("[data-recount-name]");
  file?.addEventListener("change", () => {
    dropped = null;
    if (name) name.textContent = file.files[0]?.name ?? "";
  });
  root.addEventListener("dragover", (event) => event.preventDefault());
  root.addEventListener("drop", (event) => {
    event.preventDefault();
    dropped = event.dataTransfer.files[0] ?? null;
    if (name && dropped) name.textContent = dropped.name;
    if (dropped) run();
  });
}

function line(words, check) {
  const item = node("li", check.ok ? (check.unproved || check.elsewhere ? "recount-open" : "recount-good") : "recount-bad");
  const sign = check.ok ? "good-sign" : "bad-sign";
  item.append(node("span", "recount-said", words[sign]), ` ${words[`name-${check.name}`] ?? check.name}. `);
  if (check.ok) {
    item.append(sentence(words, `ok-${check.code}`, check.params));
    if (check.unproved) item.append(` ${words["drand-unproved"]}`);
    return item;
  }
  const differences = node("ul", "");
  for (const { code, params } of check.found.slice(0, SHOWN)) {
    differences.append(node("li", "", sentence(words, `no-${code}`, params)));
  }
  const more = check.found.length - SHOWN;
  if (more > 0) differences.append(node("li", "", sentence(words, "and-more", { more })));
  item.append(differences);
  return item;
}

// What follows from the file, to compare with what was said in public.
function told(words, { document: bundle, commitment, kind, verdict }) {
  const lines = [];
  if (commitment) lines.push([words["the-code"], commitment]);
  if (bundle && verdict !== "bad" && verdict !== "elsewhere") {
    if (Array.isArray(bundle.panel)) {
      const number = String(bundle.picked).padStart(3, "0");
      lines.push([sentence(words, "the-panel", { panel: number }), bundle.panel.join(", ")]);
    }
    if (kind === "samenspel-lot" && Array.isArray(bundle.order)) {
      lines.push([sentence(words, "the-order", { count: LISTED }), bundle.order.slice(0, LISTED).join(", ")]);
    }
  }
  const list = node("dl", "recount-facts");
  for (const [label, value] of lines) list.append(node("dt", "", label), node("dd", "", value));
  return lines.length ? [list] : [];
}

function sentence(words, key, params) {
  return (words[key] ?? key).replace(/%\((\w+)\)s/g, (whole, name) => params[name] ?? whole);
}

function node(name, css, text = "") {
  const made = document.createElement(name);
  if (css) made.className = css;
  if (text) made.textContent = text;
  return made;
}

for (const root of document.querySelectorAll("[data-recount]")) start(root);
