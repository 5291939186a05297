// Keeps the pages for places without a network, where the browser can do that, and knows how far its clock is off.
// @ts-check

let offset = 0;

/**
 * Registers the worker that keeps pages; not on plain addresses of other machines, where browsers do not allow it. Done
 * while somebody signs in, so that it does not take the page over in the middle of the first thing that is sent.
 */
export async function startWorker() {
  await navigator.serviceWorker?.register('/sw.js');
}

/** Has the worker keep what the page is made of. */
export async function startKeeping() {
  if (!navigator.serviceWorker) {
    return;
  }
  await startWorker();
  const ready = await navigator.serviceWorker.ready;
  const files = performance.getEntriesByType('resource').map((one) => new URL(one.name)).filter((url) => /^\/(app|kit)\//.test(url.pathname));
  ready.active?.postMessage({ keep: ['/index.html', ...new Set(files.map((url) => url.pathname))] });
}

/** Nobody who comes after is shown what somebody else looked at. */
export function forgetSeen() {
  navigator.serviceWorker?.controller?.postMessage('forget');
}

/** What the server's clock said just now. @param {string} iso */
export function serverSaid(iso) {
  offset = Date.parse(iso) - Date.now();
}

/** Now, by the server's clock as far as it is known. */
export function serverNow() {
  return new Date(Date.now() + offset).toISOString();
}
