// Small comforts. Every page works without this file.

// The menu closes on Escape and on a click elsewhere.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector(".sam-menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(".sam-menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// Reading aloud with the browser's own voice; the button shows only where there is one.
function offerReadingAloud(root) {
  if (!("speechSynthesis" in window)) return;
  for (const button of root.querySelectorAll("[data-read-aloud]")) button.hidden = false;
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-read-aloud]");
  if (!button) return;
  const label = button.dataset.label || (button.dataset.label = button.textContent);
  if (speechSynthesis.speaking) {
    speechSynthesis.cancel();
    return;
  }
  const target = document.getElementById(button.dataset.readAloud);
  if (!target) return;
  const speech = new SpeechSynthesisUtterance(target.innerText);
  speech.lang = target.closest("[lang]").lang;
  speech.onend = speech.onerror = () => {
    button.textContent = label;
  };
  button.textContent = button.dataset.stop;
  speechSynthesis.speak(speech);
});
window.addEventListener("pagehide", () => "speechSynthesis" in window && speechSynthesis.cancel());
document.addEventListener("DOMContentLoaded", () => offerReadingAloud(document));
document.addEventListener("htmx:load", (event) => offerReadingAloud(event.target));

// On paper everything is open.
window.addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details.sam-open:not([open])")) {
    details.open = true;
    details.dataset.openedForPrint = "";
  }
});
window.addEventListener("afterprint", () => {
  for (const details of document.querySelectorAll("[data-opened-for-print]")) {
    details.open = false;
    delete details.dataset.openedForPrint;
  }
});

// Answers by key: a button with data-keys="e ArrowRight" is pressed by either. Arrows work anywhere on the page,
// letters only while the focus is among the answers, so that they never get in the way of other tools. Whoever
// answered by key keeps the focus there on the next page.
const ANSWERED_BY_KEY = "samenspel-answered-by-key";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.repeat) return;
  if (event.target.closest("input, textarea, select, summary, [contenteditable]")) return;
  const isLetter = event.key.length === 1;
  for (const button of document.querySelectorAll("button[data-keys]")) {
    if (!button.dataset.keys.split(" ").includes(isLetter ? event.key.toLowerCase() : event.key)) continue;
    if (isLetter && !button.closest("[role=group]").contains(document.activeElement)) continue;
    event.preventDefault();
    sessionStorage.setItem(ANSWERED_BY_KEY, "yes");
    button.click();
    return;
  }
});
document.addEventListener("DOMContentLoaded", () => {
  const first = document.querySelector("button[data-keys]");
  if (!first) return;
  for (const hint of document.querySelectorAll(".sam-toets[hidden]")) hint.hidden = false;
  if (sessionStorage.getItem(ANSWERED_BY_KEY)) first.focus();
  sessionStorage.removeItem(ANSWERED_BY_KEY);
});
