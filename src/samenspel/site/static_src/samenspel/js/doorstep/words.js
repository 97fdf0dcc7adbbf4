// Every word on screen, in the language that was chosen on this phone.

const CHOICE = "samenspel-aanbellen-taal";
let catalogues = {};
let chosen = "nl";

/** Take the catalogues of the page; the language of last time, else the page's own. */
export function loadWords(found) {
  catalogues = found;
  const kept = localStorage.getItem(CHOICE);
  useLanguage(kept in found ? kept : document.documentElement.lang);
}

export function useLanguage(language) {
  chosen = language in catalogues ? language : "nl";
  document.documentElement.lang = chosen;
}

/** Change the language, and keep the choice: it says nothing about anyone. */
export function chooseLanguage(language) {
  localStorage.setItem(CHOICE, language);
  useLanguage(language);
}

export function language() {
  return chosen;
}

/** The text with this key; {name} stands for values.name. With values.number there may be a text for one. */
export function t(key, values = {}) {
  const words = catalogues[chosen];
  const found = (values.number === 1 && words[`${key}_one`]) || words[key];
  if (found === undefined) throw new Error(`no words for ${key}`);
  return found.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");
}
