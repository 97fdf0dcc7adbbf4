// What is on screen. Each function gives the content of <main>; what happens on a press is handed in.

import { freshId, h, sign } from "./dom.js";
import { hintsFor } from "./hints.js";
import { day, nextStop, outcomeOf, stopsOf, tallyOf } from "./round.js";
import { PIN_MIN, WRONG_WARN } from "./vault.js";
import { language, t } from "./words.js";

export const SPOKEN = ["yes", "thinking", "curious", "no"];
const NEEDS = ["childcare", "transport", "interpreter", "buddy", "other"];
const COMPENSATIONS = ["money", "expenses", "voucher", "none"];
const ROLES = ["table_talk", "panel", "reading_along"];
const HEARD_MAX = 1000;

const button = (label, onclick, kind = "primary", more = {}) =>
  h("button", { type: "button", class: `utrecht-button utrecht-button--${kind}-action`, onclick, ...more }, label);
const paragraph = (text, kind = "") => h("p", { class: `utrecht-paragraph ${kind}` }, text);
const heading = (text, level = 2, id = null) =>
  h(`h${level}`, { class: `utrecht-heading-${Math.min(level + 1, 4)}`, id }, text);

// --- The lock ----------------------------------------------------------------------------------------------

/** A plain screen: a heading, paragraphs, controls. */
export function plain(title, paragraphs, ...controls) {
  return h(
    "div",
    { class: "sam-app__hart sam-app__alleen sam-stapel sam-stapel--ruim" },
    h("h1", { class: "utrecht-heading-2", tabindex: "-1" }, title),
    paragraphs.map((text) => paragraph(text)),
    controls,
  );
}

function pinField(label, help, name) {
  const id = freshId(name);
  const field = h("input", {
    id,
    name,
    class: "utrecht-textbox utrecht-textbox--html-input sam-app__pin",
    type: "password",
    inputmode: "numeric",
    autocomplete: "off",
    "aria-describedby": help ? `${id}-help` : null,
  });
  const about = help ? h("p", { id: `${id}-help`, class: "utrecht-form-field-description" }, help) : null;
  return { field, node: h("div", { class: "sam-veld" }, h("label", { class: "utrecht-form-label", for: id }, label), about, field) };
}

function form(fields, label, onsubmit) {
  const error = h("p", { class: "utrecht-form-field-error-message", role: "alert" });
  const submit = h("button", { class: "utrecht-button utrecht-button--primary-action sam-knop-breed", type: "submit" }, label);
  const node = h(
    "form",
    {
      class: "sam-stapel sam-stapel--ruim",
      novalidate: true,
      onsubmit: async (event) => {
        event.preventDefault();
        error.textContent = "";
        submit.disabled = true;
        const fault = await onsubmit().catch((failure) => String(failure?.message ?? failure));
        submit.disabled = false;
        if (fault) error.textContent = fault;
      },
    },
    fields,
    error,
    submit,
  );
  return node;
}

/** Choose a PIN, twice. `onchoose(pin)` comes when both are good. */
export function choosePin(firstName, onchoose) {
  const first = pinField(t("pin_choose"), t("pin_choose_help", { number: PIN_MIN }), "pin");
  const second = pinField(t("pin_again"), "", "pin-again");
  return plain(
    firstName ? t("hello_name", { name: firstName }) : t("hello"),
    [t("pin_why")],
    form([first.node, second.node], t("pin_keep"), async () => {
      const pin = first.field.value;
      if (!/^\d+$/.test(pin) || pin.length < PIN_MIN) return t("pin_short", { number: PIN_MIN });
      if (new Set(pin).size === 1 || "01234567890123456789".includes(pin)) return t("pin_easy");
      if (pin !== second.field.value) return t("pin_differs");
      await onchoose(pin);
      return "";
    }),
  );
}

/** Open with the PIN. `onopen(pin)` gives a sentence when it is wrong. */
export function openPin({ waiting, left, onopen, onwipe }) {
  const { field, node } = pinField(t("pin_your"), "", "pin");
  const warning = left <= WRONG_WARN ? h("p", { class: "sam-app__let-op", role: "alert" }, t("pin_warning", { number: left })) : null;
  const entry = form([warning, node].filter(Boolean), t("pin_open"), async () => {
    const pin = field.value;
    field.value = "";
    const fault = await onopen(pin);
    if (fault) field.focus();
    return fault;
  });
  return plain(
    t("locked"),
    [waiting > 0 ? t("locked_waiting", { number: waiting }) : t("locked_nothing_lost")],
    entry,
    h("p", {}, h("button", { type: "button", class: "sam-app__stil", onclick: onwipe }, t("pin_forgotten"))),
  );
}

export function confirmWipe({ waiting, onwipe, onback }) {
  return plain(
    t("wipe_ask"),
    [t("wipe_what"), waiting > 0 ? t("wipe_waiting", { number: waiting }) : t("wipe_nothing_waits")],
    h("div", { class: "sam-rij" }, button(t("wipe_do"), onwipe), button(t("back"), onback, "secondary")),
  );
}

// --- The frame ---------------------------------------------------------------------------------------------

/** The bar above: where we are, the connection, the dots of the route. */
export function bar({ title, round, stop, net, onlist }) {
  const stops = round ? stopsOf(round) : [];
  const done = stops.filter((one) => outcomeOf(one.id)).length;
  const place = stop ? t("address_of", { number: stops.indexOf(stop) + 1, total: stops.length }) : "";
  const told = stop ? place : t("doors_done", { done, total: stops.length });
  return h(
    "header",
    { class: "sam-app__kop" },
    h("div", { class: "sam-app__lijn" }, h("b", {}, title), net),
    round &&
      h(
        "div",
        { class: "sam-app__lijn" },
        h("span", {}, told),
        stop && h("a", { href: "#/", onclick: onlist }, t("all_addresses")),
      ),
    round &&
      h(
        "ol",
        { class: "sam-route__stip", "aria-label": stop ? place : told },
        stops.map((one) => h("li", { class: one === stop ? "nu" : outcomeOf(one.id) ? "klaar" : "" })),
      ),
  );
}

/** The yellow note while visits wait on the phone. */
export function note(state, waiting, { onsignin }) {
  const about = {
    sign_in: () => [t("note_sign_in"), onsignin],
    no_role: () => [t("note_no_role")],
    other_person: () => [t("note_other_person"), onsignin],
  }[state]?.() ?? [waiting > 0 ? t("note_by_itself") : ""];
  if (waiting === 0 && !about[0]) return null;
  const [text, address] = about;
  return h(
    "div",
    { class: "sam-offline" },
    sign("phone"),
    h(
      "p",
      {},
      waiting > 0 && h("b", {}, t("note_waiting", { number: waiting }), " "),
      text,
      address && [" ", h("a", { class: "utrecht-link", href: address }, t("sign_in"))],
    ),
  );
}

/** A quiet line above the next door: what was just kept, and that it was sent; while it waits the note tells so. */
export function keptLine({ outcome, isSent }) {
  const told = [t("kept", { outcome: t(`outcome_${outcome}`) }), isSent && t("kept_sent")].filter(Boolean).join(" ");
  return h("p", { class: "sam-app__bewaard" }, sign("yes"), told);
}

/** A door in a list: two people at one address are told apart by the year that also stands on their letters. */
function label(stop, round) {
  if (!stop.address) return t("address_number", { number: stop.position });
  const isShared = round.stops.some((one) => one !== stop && one.address === stop.address);
  return isShared ? t("address_year", { address: stop.address, year: stop.birth_year }) : stop.address;
}

function statusOf(stop, drafted) {
  const known = outcomeOf(stop.id);
  if (drafted.includes(stop.id)) return t("unfinished");
  if (!known) return t("to_do");
  return known.sent ? t(`outcome_${known.outcome}`) : t("outcome_waits", { outcome: t(`outcome_${known.outcome}`) });
}

function routeList(round, { stop, drafted }) {
  return h(
    "ul",
    {},
    stopsOf(round).map((one) =>
      h(
        "li",
        { "aria-current": one === stop ? "true" : null, class: outcomeOf(one.id) ? "is-klaar" : "" },
        one.address ? h("a", { href: `#/deur/${one.id}` }, h("b", {}, label(one, round))) : h("b", {}, label(one, round)),
        h("span", {}, one === stop ? t("at_the_door") : statusOf(one, drafted)),
      ),
    ),
  );
}

// --- The list ----------------------------------------------------------------------------------------------

export function list({ rounds, drafted, refused, actions, installable }) {
  const body = rounds.map((round) => {
    const next = nextStop(round, "");
    const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    const from = new Intl.DateTimeFormat(language(), { weekday: "long", ...time });
    const isOneDay = new Date(round.starts_at).toDateString() === new Date(round.ends_at).toDateString();
    const until = new Intl.DateTimeFormat(language(), isOneDay ? time : { day: "numeric", month: "long", ...time });
    return h(
      "section",
      { class: "sam-stapel sam-stapel--krap sam-app__ronde" },
      heading(round.name),
      h(
        "p",
        { class: "sam-meta" },
        [
          t("round_until", { from: from.format(new Date(round.starts_at)), until: until.format(new Date(round.ends_at)) }),
          round.with.length > 0 && t("round_with", { names: round.with.join(", ") }),
          round.meeting_place && t("round_meet", { place: round.meeting_place }),
        ]
          .filter(Boolean)
          .join(" · "),
      ),
      next
        ? h("p", {}, h("a", { class: "utrecht-button utrecht-button--primary-action sam-knop-breed", href: `#/deur/${next.id}` }, t("go_to", { address: next.address ?? label(next, round) })))
        : thanks(round),
      h("div", { class: "sam-app__deuren" }, routeList(round, { drafted })),
    );
  });
  return h(
    "div",
    { class: "sam-app__hart sam-stapel sam-stapel--ruim" },
    h("h1", { class: "utrecht-heading-2", tabindex: "-1" }, rounds.length > 0 ? t("your_route") : t("no_round")),
    rounds.length === 0 && paragraph(t("no_round_told")),
    body,
    refused.length > 0 && refusedPart(refused, actions),
    h(
      "section",
      { class: "sam-stapel sam-stapel--krap sam-app__telefoon" },
      heading(t("this_phone")),
      h(
        "div",
        { class: "sam-app__knoppen" },
        button(rounds.length > 0 ? t("fetch_again") : t("fetch"), actions.fetch, rounds.length > 0 ? "secondary" : "primary"),
        button(t("lock_now"), actions.lock, "secondary"),
        installable && button(t("install"), actions.install, "secondary"),
        button(t("wipe_phone"), actions.askWipe, "secondary"),
        button(t("other_language"), actions.language, "secondary", { lang: language() === "nl" ? "en" : "nl" }),
      ),
      h("p", { class: "sam-meta" }, t("wiped_after_sending")),
    ),
  );
}

/** After the last door: thanks, how it went by number, and what happens next. */
function thanks(round) {
  const { counts, unsent, words } = tallyOf(round);
  return h(
    "div",
    { class: "sam-app__dank sam-stapel sam-stapel--krap" },
    heading(t("round_thanks"), 3),
    paragraph(t("round_done", { number: round.stops.length })),
    h("dl", {}, counts.map(([outcome, number]) => h("div", {}, h("dt", {}, t(`outcome_${outcome}`)), h("dd", {}, String(number))))),
    unsent > 0 ? paragraph(t("round_unsent", { number: unsent })) : paragraph(t("round_sent")),
    words > 0 && paragraph(t("round_words", { number: words })),
    counts.some(([outcome]) => outcome === "not_home") && paragraph(t("round_again")),
  );
}

function refusedPart(refused, actions) {
  return h(
    "section",
    { class: "sam-stapel sam-stapel--krap" },
    heading(t("refused")),
    paragraph(t("refused_told")),
    h(
      "ul",
      { class: "sam-app__geweigerd" },
      refused.map((visit) =>
        h(
          "li",
          {},
          h("b", {}, t(`outcome_${visit.outcome}`)),
          h("span", {}, visit.message || t("refused_malformed")),
          visit.heard && h("q", { lang: "nl" }, visit.heard),
          button(t("refused_seen"), () => actions.dropRefused(visit.key), "secondary"),
        ),
      ),
    ),
  );
}

// --- At the door -------------------------------------------------------------------------------------------

export function door({ round, stop, drafted, draft, onchoose }) {
  const choice = (outcome, name, { strong = false, row = false, help = "" } = {}) =>
    h(
      "button",
      {
        type: "button",
        class: `sam-keuze${strong ? " sam-keuze--ja" : ""}${row ? " sam-keuze--rij" : ""}`,
        "data-outcome": outcome,
        onclick: () => onchoose(outcome),
      },
      sign(name),
      h("span", {}, t(`choice_${outcome}`), help && h("small", {}, t(help))),
    );
  const known = outcomeOf(stop.id);
  const facts = [
    [t("fact_who"), t("fact_who_value", { year: stop.birth_year })],
    stop.language && [t("fact_language"), stop.language],
    [t("fact_earlier"), stop.attempts > 0 ? t("fact_attempts", { number: stop.attempts }) : t("fact_no_attempts")],
  ].filter(Boolean);
  const heart = h(
    "div",
    { class: "sam-app__hart sam-stapel sam-stapel--ruim" },
    h(
      "article",
      { class: "sam-eerst sam-adres" },
      h("h1", { tabindex: "-1", lang: "nl" }, stop.address),
      stop.hint && h("p", { lang: "nl" }, stop.hint),
      h("dl", {}, facts.map(([term, value]) => h("div", {}, h("dt", {}, term), h("dd", {}, value)))),
    ),
    draft &&
      h(
        "p",
        { class: "sam-app__let-op" },
        h("a", { class: "utrecht-link", href: `#/deur/${stop.id}/${draft.outcome}` }, t("go_on_with", { outcome: t(`outcome_${draft.outcome}`) })),
      ),
    known && !draft && h("p", { class: "sam-app__let-op" }, t("kept_as", { outcome: t(`outcome_${known.outcome}`) })),
    h(
      "section",
      { class: "sam-stapel sam-stapel--krap" },
      h("h2", { class: "utrecht-heading-3" }, t("how_did_it_go")),
      h(
        "div",
        { class: "sam-keuzes sam-keuzes--deur" },
        choice("yes", "yes", { strong: true }),
        choice("thinking", "clock", { help: "choice_thinking_help" }),
        choice("curious", "eye", { help: "choice_curious_help" }),
        choice("no", "cross", { row: true, help: "choice_no_help" }),
      ),
      h("h3", { class: "utrecht-heading-4 sam-lucht" }, t("nobody_spoken")),
      h("div", { class: "sam-keuzes sam-keuzes--deur" }, choice("not_home", "away", {}), choice("moved", "moved", {})),
      h("p", { class: "sam-app__zorg" }, h("a", { class: "utrecht-link", href: `#/zorg/${stop.id}` }, t("worried"))),
    ),
  );
  const guide = h(
    "aside",
    { class: "sam-gids", "aria-labelledby": "guide" },
    h("h2", { class: "utrecht-heading-3", id: "guide" }, t("guide")),
    h(
      "ol",
      { class: "sam-stapel sam-stapel--krap" },
      [1, 2, 3, 4, 5].map((number) => h("li", {}, t(`guide_${number}`, { name: day.firstName }))),
    ),
    h("p", { class: "sam-meta" }, t("guide_listen")),
  );
  return h("div", { class: "sam-app__twee sam-app__drie" }, routeAside(round, stop, drafted), heart, guide);
}

function routeAside(round, stop, drafted) {
  return h(
    "aside",
    { class: "sam-app__lijst", "aria-labelledby": "route" },
    h("h2", { class: "utrecht-heading-3", id: "route" }, t("your_route")),
    routeList(round, { stop, drafted }),
    h("p", { class: "sam-meta" }, t("wiped_after_sending")),
  );
}

// --- What was heard ----------------------------------------------------------------------------------------

function chips(legend, name, type, options, chosen, onchange, help = "") {
  const id = freshId(name);
  return h(
    "fieldset",
    { "aria-describedby": help ? `${id}-help` : null },
    h("legend", { class: "utrecht-form-label" }, legend),
    help && h("p", { id: `${id}-help`, class: "utrecht-form-field-description" }, help),
    h(
      "div",
      { class: "sam-chips" },
      options.map(([value, text, lang]) =>
        h(
          "label",
          { class: "sam-chip", lang },
          h("input", { type, name: id, value, checked: chosen.includes(value), onchange: (event) => onchange(value, event.target.checked) }),
          text,
        ),
      ),
    ),
  );
}

/** The form after a talk. `draft` is changed in place; `onchange()` keeps it; `onsave()` gives a sentence on a fault. */
export function talk({ round, stop, drafted, draft, onchange, onsave }) {
  const set = (name) => (value) => {
    draft[name] = value;
    onchange();
  };
  const warning = h("div", { class: "sam-app__hints", role: "status" });
  const consentBox = h("input", { type: "checkbox", checked: draft.consent, onchange: (event) => set("consent")(event.target.checked) });
  const consent = h("label", { class: "sam-vink" }, consentBox, h("span", {}, t("consent")));
  const words = h("textarea", {
    id: "heard",
    class: "utrecht-textarea utrecht-textarea--html-textarea",
    rows: 4,
    maxlength: HEARD_MAX,
    lang: "nl",
    "aria-describedby": "heard-help",
  });
  words.value = draft.heard;
  const about = () => {
    consent.hidden = draft.heard.trim() === "";
    const found = hintsFor(draft.heard).map((kind) => h("p", {}, t(`hint_${kind}`)));
    if (warning.childElementCount !== found.length || found.some((one, n) => one.textContent !== warning.children[n].textContent)) {
      warning.replaceChildren(...found);
    }
  };
  words.addEventListener("input", () => {
    draft.heard = words.value;
    about();
    onchange();
  });
  about();
  const contact = contactField(draft, set("contact"));
  const next = nextStop(round, stop.id);
  const heard = [
    h(
      "div",
      { class: "sam-stapel sam-stapel--krap" },
      h("label", { class: "utrecht-form-label", for: "heard" }, t("heard")),
      h("p", { class: "utrecht-form-field-description", id: "heard-help" }, t("heard_help")),
      words,
      warning,
      consent,
    ),
    day.themes.length > 0 &&
      chips(t("about_what"), "theme", "radio", day.themes.map((name) => [name, name, "nl"]), [draft.theme], set("theme"), t("about_what_help")),
  ];
  const rather = [
    draft.outcome !== "yes" &&
      chips(t("rather"), "role", "radio", [...ROLES.map((key) => [key, t(`role_${key}`)]), ["", t("role_nothing")]], [draft.lighter_role], (value) => {
        set("lighter_role")(value);
        contact.hidden = value !== "reading_along";
      }),
    draft.outcome !== "yes" && contact,
  ];
  const parts = [
    // Whoever is curious is asked first what would suit; else what was said comes first.
    ...(draft.outcome === "curious" ? [...rather, ...heard] : [...heard, ...rather]),
    chips(
      t("took_part"),
      "before",
      "radio",
      [["no", t("took_part_no")], ["yes", t("took_part_yes")], ["unknown", t("took_part_unknown")]],
      [draft.took_part],
      set("took_part"),
    ),
    draft.outcome !== "curious" &&
      chips(t("needed"), "needs", "checkbox", NEEDS.map((key) => [key, t(`need_${key}`)]), draft.needs, (value, on) => {
        set("needs")(on ? [...draft.needs, value] : draft.needs.filter((one) => one !== value));
      }, t("needed_help")),
    ["yes", "thinking"].includes(draft.outcome) &&
      chips(t("compensation"), "compensation", "radio", COMPENSATIONS.map((key) => [key, t(`compensation_${key}`)]), [draft.compensation], set("compensation"), t("compensation_help")),
  ];
  const save = form(parts.filter(Boolean), next ? t("save_next", { number: stopsOf(round).indexOf(next) + 1 }) : t("save_last"), async () => {
    if (draft.heard.trim() && !draft.consent) {
      consentBox.focus();
      return t("consent_first");
    }
    return onsave();
  });
  // The button stays in reach of a thumb.
  const [submit, below] = [save.querySelector("button[type=submit]"), h("div", { class: "sam-app__onder" })];
  submit.replaceWith(below);
  below.append(submit);
  return h(
    "div",
    { class: "sam-app__twee" },
    routeAside(round, stop, drafted),
    h(
      "div",
      { class: "sam-app__hart sam-stapel sam-stapel--ruim" },
      h(
        "div",
        {},
        h("p", { class: "sam-meta" }, stop.address),
        h("h1", { class: "utrecht-heading-2", tabindex: "-1" }, t(`outcome_${draft.outcome}`)),
        h("p", {}, h("a", { class: "utrecht-link", href: `#/deur/${stop.id}` }, t("other_outcome"))),
      ),
      save,
    ),
  );
}

function contactField(draft, onset) {
  const field = h("input", {
    id: "contact",
    type: "email",
    class: "utrecht-textbox utrecht-textbox--html-input",
    autocomplete: "off",
    maxlength: 150,
    "aria-describedby": "contact-help",
    oninput: (event) => onset(event.target.value),
  });
  field.value = draft.contact;
  return h(
    "div",
    { class: "sam-veld", hidden: draft.lighter_role !== "reading_along" },
    h("label", { class: "utrecht-form-label", for: "contact" }, t("contact")),
    h("p", { class: "utrecht-form-field-description", id: "contact-help" }, t("contact_help")),
    field,
  );
}

// --- Worried about someone ----------------------------------------------------------------------------------

export function care({ stop, onfollowed }) {
  const route = day.care;
  const phone = route?.phone.replace(/[^\d+]/g, "");
  return h(
    "div",
    { class: "sam-app__hart sam-stapel sam-stapel--ruim" },
    h("h1", { class: "utrecht-heading-2", tabindex: "-1" }, t("care")),
    h(
      "div",
      { class: "sam-app__let-op sam-app__bel" },
      h("b", {}, t("care_danger")),
      h("a", { class: "utrecht-button utrecht-button--secondary-action", href: "tel:112" }, "112"),
    ),
    route
      ? [
          h("p", { class: "utrecht-paragraph--lead", lang: "nl" }, route.name),
          h("p", {}, h("a", { class: "utrecht-button utrecht-button--primary-action sam-knop-breed", href: `tel:${phone}` }, t("care_call", { phone: route.phone }))),
          route.hours && h("p", { class: "sam-meta", lang: "nl" }, route.hours),
          h("ol", { class: "sam-app__stappen", lang: "nl" }, route.steps.map((step) => h("li", {}, step))),
        ]
      : paragraph(t("care_no_route")),
    paragraph(t("care_nothing_kept")),
    h(
      "div",
      { class: "sam-app__knoppen" },
      button(t("care_followed"), onfollowed, "secondary"),
      h("a", { class: "utrecht-button utrecht-button--secondary-action", href: `#/deur/${stop.id}` }, t("back")),
    ),
  );
}
