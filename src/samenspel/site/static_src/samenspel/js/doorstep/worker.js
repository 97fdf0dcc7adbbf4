// Keeps the app's own files, so that it opens without a connection. It keeps no data: SHELL stands above these lines.

const CACHE = `${SHELL.name}-${SHELL.version}`;

self.addEventListener("install", (event) => {
  const fresh = SHELL.files.map((address) => new Request(address, { cache: "reload" }));
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(fresh))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const isOld = (name) => name.startsWith(`${SHELL.name}-`) && name !== CACHE;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  const isPage = request.mode === "navigate" && address.pathname === SHELL.app;
  if (!isPage && !SHELL.files.includes(address.pathname)) return;
  event.respondWith(
    caches
      .open(CACHE)
      .then((cache) => cache.match(isPage ? SHELL.app : address.pathname))
      .then((kept) => kept ?? fetch(request)),
  );
});

// The browser found a connection: whoever has the app open and unlocked sends. Only the page has the key.
self.addEventListener("sync", (event) => {
  if (event.tag !== "visits") return;
  event.waitUntil(
    self.clients.matchAll({ type: "window" }).then((pages) => {
      for (const page of pages) page.postMessage("send");
    }),
  );
});
