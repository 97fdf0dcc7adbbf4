// The QR code of a letter leads to a page with the personal code behind the '#': that part of an address never leaves
// the browser, so no server log ever holds a code. This fills the field in and takes the code out of the address bar,
// so that it stays in no history either. Without this script people type the code.
"use strict";

(() => {
  const form = document.querySelector("[data-code-from-address]");
  const field = form && document.getElementById(form.dataset.codeFromAddress);
  const code = decodeURIComponent(location.hash.slice(1)).trim();
  if (!field || field.value || !/^[0-9A-Za-z][0-9A-Za-z -]{9,30}$/.test(code)) return;
  field.value = code.toUpperCase();
  history.replaceState(null, "", location.pathname + location.search);
  const first = form.querySelector("input[type=radio]");
  if (first) first.focus({ preventScroll: true });
})();
