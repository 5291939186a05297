// Keeps the console's own files, and what technicians looked at, for places without a network. Writes are not here: they
// wait in the page's outbox. Network first, always: what is kept is only shown when nothing else can be had.
// @ts-check
const FILES = 'gatehouse-files';
const SEEN = 'gatehouse-seen';
const SHELL = '/index.html';
const PATIENCE = 4000;
/** What a technician's pages read. Nothing of people, events or passes is kept on a phone. */
const READ = /^\/api\/v1\/(session$|sites$|labels\/|positions|work$|device-profiles|sites\/[^/]+\/(readiness$|positions\/))/;

const worker = /** @type {any} */ (self);

worker.addEventListener('install', (/** @type {any} */ event) => {
  event.waitUntil(caches.open(FILES).then((cache) => cache.add(SHELL)).then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));

// The page tells which files it is made of: it was loaded before there was anybody to keep them.
worker.addEventListener('message', (/** @type {any} */ event) => {
  if (event.data?.keep) {
    event.waitUntil(keepAll(event.data.keep));
  } else if (event.data === 'forget') {
    event.waitUntil(caches.delete(SEEN));
  }
});

worker.addEventListener('fetch', (/** @type {any} */ event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) {
    return;
  }
  if (request.mode === 'navigate' && !url.pathname.startsWith('/api/')) {
    event.respondWith(networkFirst(request, FILES, SHELL));
  } else if (url.pathname.startsWith('/app/') || url.pathname.startsWith('/kit/')) {
    event.respondWith(networkFirst(request, FILES, url.pathname));
  } else if (READ.test(url.pathname)) {
    event.respondWith(networkFirst(request, SEEN, url.pathname + url.search));
  }
});

/**
 * One after the other: a browser has six connections to a server, and a hundred files at once would make what somebody does
 * right after signing in wait behind them all. @param {string[]} paths
 */
async function keepAll(paths) {
  const cache = await caches.open(FILES);
  for (const path of paths) {
    await cache.add(path).catch(() => {});
  }
}

/** @param {Request} request @param {string} where @param {string} key */
async function networkFirst(request, where, key) {
  const cache = await caches.open(where);
  try {
    const answer = await inTime(fetch(request), Boolean(await cache.match(key)));
    if (answer.ok) {
      await cache.put(key, answer.clone());
    }
    return answer;
  } catch (gone) {
    const kept = await cache.match(key);
    if (!kept) {
      throw gone;
    }
    const headers = new Headers(kept.headers);
    headers.set('X-Gatehouse-Kept', 'yes');
    return new Response(await kept.blob(), { status: kept.status, headers });
  }
}

/** A network that hangs is none, when there is something to show instead. @param {Promise<Response>} answer @param {boolean} kept */
function inTime(answer, kept) {
  return kept
    ? Promise.race([answer, new Promise((good, bad) => setTimeout(() => bad(new Error('too slow')), PATIENCE))])
    : answer;
}
