// Keeps the whole page, so that it opens without a network. The script that builds it fills in both lines.

const VERSION = "@VERSION@";
const FILES = ["@FILES@"];

addEventListener("install", (/** @type {any} */ event) => {
  event.waitUntil(caches.open(VERSION).then((kept) => kept.addAll(FILES)).then(() => /** @type {any} */ (self).skipWaiting()));
});

addEventListener("activate", (/** @type {any} */ event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((n) => n !== VERSION).map((n) => caches.delete(n))));
  event.waitUntil(old.then(() => /** @type {any} */ (self).clients.claim()));
});

addEventListener("fetch", (/** @type {any} */ event) => {
  const asked = event.request;
  if (asked.method !== "GET" || new URL(asked.url).origin !== location.origin) return;
  event.respondWith(caches.open(VERSION).then((kept) => kept.match(asked, { ignoreSearch: true })).then((found) => found ?? fetch(asked)));
});
