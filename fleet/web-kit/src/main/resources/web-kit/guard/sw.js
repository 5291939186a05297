// Keeps the guards' page on the phone: it opens and works without a network. What guards record is not here but in outbox.js.
// @ts-check
const KEPT = 'gatehouse-guard-3';
const PAGE = [
  '/guard/', '/guard/guard.js', '/guard/outbox.js', '/guard/shift.js', '/guard/readers.js', '/guard/guard.css', '/guard/icon.svg', '/guard/manifest.webmanifest',
  '/kit/kit.js', '/kit/kit.css', '/kit/words.js', '/kit/theme.js', '/kit/element.js', '/kit/storage.js',
  '/kit/vendor/lit-3.3.3.js', '/kit/vendor/intl-messageformat-12.1.5.js', '/kit/i18n/zh-CN.json', '/kit/i18n/en.json',
];
const worker = /** @type {any} */ (self);

worker.addEventListener('install', (/** @type {any} */ event) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(PAGE)).then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (/** @type {any} */ event) => {
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((name) => name.startsWith('gatehouse-guard-') && name !== KEPT).map((name) => caches.delete(name))))
    .then(() => worker.clients.claim()));
});

worker.addEventListener('fetch', (/** @type {any} */ event) => {
  const url = new URL(event.request.url);
  if (event.request.method === 'GET' && url.origin === location.origin && PAGE.includes(url.pathname)) {
    event.respondWith(answer(event, url.pathname));
  }
});

/** What is kept, at once; and what is newer, for the next time. @param {any} event @param {string} path */
async function answer(event, path) {
  const kept = await caches.open(KEPT);
  const fresh = fetch(path).then(async (answer) => {
    if (answer.ok) {
      await kept.put(path, answer.clone());
    }
    return answer;
  });
  const known = await kept.match(path);
  if (known) {
    event.waitUntil(fresh.catch(() => {}));
    return known;
  }
  return fresh;
}
