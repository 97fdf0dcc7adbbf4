// Looks for what should not be written down: health, debts, names, numbers to reach someone. A hint, never a lock.

let lists = { health: [], debt: [], before_name: [] };

export function useHints(found) {
  lists = found;
}

const wordsOf = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** The kinds of hint for a text: "health", "debt", "name", "contact". */
export function hintsFor(text) {
  const words = wordsOf(text);
  const found = [];
  for (const kind of ["health", "debt"]) {
    if (words.some((word) => lists[kind].some((stem) => word.startsWith(stem)))) found.push(kind);
  }
  if (hasName(text)) found.push("name");
  if (/\S+@\S+|(?:\d[\s-]?){8,}/.test(text)) found.push("contact");
  return found;
}

/** A capital within a sentence after a word that a name follows ('mevrouw Jansen', 'mijn buurman Henk'). */
function hasName(text) {
  const either = (word) => `[${word[0]}${word[0].toUpperCase()}]${word.slice(1)}`;
  const before = lists.before_name.map(either).join("|");
  return before !== "" && new RegExp(`(?:^|[^\\p{L}])(?:${before})\\s+\\p{Lu}\\p{Ll}+`, "u").test(text);
}
