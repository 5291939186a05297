// What a guard records, on the phone until the server has said that it is safe there. Nothing is lost, and nothing is told
// twice: each thing has an id of its own, and the server knows which it has.
// @ts-check
const TOGETHER = 40;
/** The page's own clock runs on when somebody sets the phone's; it begins anew when the page is closed. */
const session = uuid();

/** @type {Promise<IDBDatabase>|undefined} */
let opened;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open('gatehouse-guard', 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore('outbox', { keyPath: 'n', autoIncrement: true });
      asked.result.createObjectStore('kept');
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

/** @param {string} store @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest} ask */
async function within(store, mode, ask) {
  const db = await database();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(store, mode, /** @type {any} */ ({ durability: 'strict' }));
    const asked = ask(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

/** Something that is kept under a name. @param {string} name @returns {Promise<any>} */
export function recall(name) {
  return within('kept', 'readonly', (store) => store.get(name));
}

/** @param {string} name @param {any} value */
export function keep(name, value) {
  return within('kept', 'readwrite', (store) => store.put(value, name));
}

export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((one) => one.toString(16).padStart(2, '0')).join('');
}

/** Now, by the phone's clock and by the page's. */
export function moment() {
  return { deviceTime: Date.now(), mono: Math.round(performance.now()), session };
}

/** Keeps something to be told; it is safe on the phone when this is done. @param {Record<string, any>} what */
export async function record(what) {
  const item = { id: uuid(), ...moment(), ...what };
  await within('outbox', 'readwrite', (store) => store.add(item));
  return item;
}

export async function waiting() {
  return within('outbox', 'readonly', (store) => store.count());
}

let sending = false;

/**
 * Tells what waits, oldest first, until nothing waits or the network ends. Says how it went: "sent", "offline", "unknown"
 * (the phone was taken back) or "busy".
 * @param {string} key
 */
export async function send(key) {
  if (sending) {
    return 'busy';
  }
  sending = true;
  try {
    for (;;) {
      const items = await within('outbox', 'readonly', (store) => store.getAll(undefined, TOGETHER));
      if (!items.length) {
        return 'sent';
      }
      const some = bounded(items);
      const answer = await fetch('/guard/outbox', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` },
        body: JSON.stringify({ ...moment(), left: (await waiting()) - some.length, items: some.map(({ n, ...item }) => item) }),
      });
      if (answer.status === 401) {
        return 'unknown';
      }
      if (!answer.ok) {
        return 'offline';
      }
      const { taken } = await answer.json();
      for (const item of some.filter((one) => taken.includes(one.id))) {
        await within('outbox', 'readwrite', (store) => store.delete(item.n));
      }
    }
  } catch {
    return 'offline';
  } finally {
    sending = false;
  }
}

/** A photo is large: it goes with few others. @param {any[]} items */
function bounded(items) {
  let room = 4_000_000;
  const some = [];
  for (const item of items) {
    room -= item.data?.length ?? 1000;
    if (some.length && room < 0) {
      break;
    }
    some.push(item);
  }
  return some;
}
