// Passkeys: shows the buttons where the browser knows them, and hands each form to allauth's own functions.
document.addEventListener("DOMContentLoaded", () => {
  const known = "PublicKeyCredential" in window && window.allauth;
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  for (const part of document.querySelectorAll("[data-passkey]")) {
    const without = document.getElementById(part.dataset.without || "");
    if (!known) continue;
    part.hidden = false;
    if (without) without.hidden = true;
    const forms = window.allauth.webauthn.forms;
    const ids = { credential: part.dataset.credential };
    const kind = part.dataset.passkey;
    if (kind === "login") forms.loginForm({ ids: { ...ids, login: part.dataset.button } });
    if (kind === "authenticate") {
      forms.authenticateForm({ ids: { ...ids, authenticate: part.dataset.button }, data: read("js_data") });
    }
    if (kind === "add") {
      forms.addForm({
        ids: { ...ids, add: part.dataset.button, passwordless: part.dataset.passwordless },
        data: read("js_data"),
      });
    }
  }
  document.addEventListener("allauth.error", () => {
    const told = document.querySelector("[data-passkey-failed]");
    if (told) told.hidden = false;
  });
});
