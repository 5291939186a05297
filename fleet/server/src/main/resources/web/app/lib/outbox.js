// Writes that must not be lost when the network is: each is kept in the browser first, under a name of its own, and sent in
// order as soon as that is possible. The server carries out each name once, so that sending twice does nothing twice.
// @ts-check
import { api, Refused, session } from './api.js';

const STORE = 'outbox';
const AGAIN = 10_000;

/** @typedef {{seq?: number, request: string, user: string, path: string, body: any, what: string, name: string, at: string, refused?: string}} Entry */

let user = '';
/** @type {Entry[]} */
let entries = [];
/** @type {Promise<any>} */
let turn = Promise.resolve();
let started = false;

/** @type {Promise<IDBDatabase>|null} */
let opened = null;

/** @returns {Promise<IDBDatabase>} */
function open() {
  opened ??= new Promise((good, bad) => {
    const asked = indexedDB.open('gatehouse', 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: 'seq', autoIncrement: true });
    asked.onsuccess = () => good(asked.result);
    asked.onerror = () => bad(asked.error);
  });
  return opened;
}

/** Durable when it is over: it ends with the transaction. @param {'readonly'|'readwrite'} mode @param {(store: IDBObjectStore) => IDBRequest} work */
async function within(mode, work) {
  const db = await open();
  return new Promise((good, bad) => {
    const change = db.transaction(STORE, mode, { durability: 'strict' });
    const asked = work(change.objectStore(STORE));
    change.oncomplete = () => good(asked.result);
    change.onerror = () => bad(change.error);
    change.onabort = () => bad(change.error);
  });
}

async function recount() {
  entries = (await within('readonly', (store) => store.getAll())).filter((/** @type {Entry} */ one) => one.user === user);
  window.dispatchEvent(new Event('gh-outbox'));
}

/** A name that nobody else makes. */
export function newRequest() {
  if (crypto.randomUUID) {
    return crypto.randomUUID();
  }
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What waits, oldest first, and what was refused. */
export function waiting() {
  return entries;
}

/** From now on things wait for this person. @param {string} name */
export async function startOutbox(name) {
  user = name;
  await recount();
  if (!started) {
    started = true;
    window.addEventListener('online', () => flush());
    setInterval(() => entries.some((one) => !one.refused) && flush(), AGAIN);
  }
  flush();
}

/**
 * Sends a write, or keeps it until it can be sent. Answers what the server said, or nothing while it waits; throws when the
 * server refuses it now.
 * @param {string} path @param {any} body without its request @param {{what: string, name: string, request?: string}} about
 */
export async function send(path, body, about) {
  const request = about.request ?? newRequest();
  /** @type {Entry} */
  const entry = { request, user, path, body: { ...body, request }, what: about.what, name: about.name, at: new Date().toISOString() };
  await within('readwrite', (store) => store.add(entry));
  await recount();
  const outcomes = await flush();
  const outcome = outcomes.get(request);
  if (outcome?.refused) {
    await drop(request);
    throw outcome.refused;
  }
  return outcome?.answer;
}

/** Forgets one that was refused. @param {string} request */
export async function drop(request) {
  const entry = entries.find((one) => one.request === request);
  if (entry?.seq !== undefined) {
    await within('readwrite', (store) => store.delete(/** @type {number} */ (entry.seq)));
  }
  await recount();
}

/** One after the other, and one page at a time. @returns {Promise<Map<string, any>>} */
export function flush() {
  const next = turn.then(() => (navigator.locks ? navigator.locks.request('gatehouse-outbox', sendAll) : sendAll()));
  turn = next.catch(() => {});
  return next;
}

async function sendAll() {
  /** @type {Map<string, any>} */
  const outcomes = new Map();
  await recount();
  for (const entry of entries.filter((one) => !one.refused)) {
    const outcome = await one(entry);
    outcomes.set(entry.request, outcome);
    if (outcome.later) {
      break;
    }
    if (outcome.refused) {
      const refused = { ...entry, refused: `${outcome.refused.message} ${outcome.refused.hint ?? ''}` };
      await within('readwrite', (store) => store.put(refused));
    } else {
      await within('readwrite', (store) => store.delete(/** @type {number} */ (entry.seq)));
    }
  }
  await recount();
  return outcomes;
}

/** @param {Entry} entry @param {boolean} [again] */
async function one(entry, again = false) {
  try {
    return { answer: await api.post(entry.path, entry.body) };
  } catch (failed) {
    if (!(failed instanceof Refused) || failed.status >= 500 || [401, 408, 429].includes(failed.status)) {
      return { later: failed };
    }
    if (failed.code === 'CSRF_TOKEN_MISSING') {
      // the session that was kept is not the one of now
      return again || !(await session().catch(() => null)) ? { later: failed } : one(entry, true);
    }
    return { refused: failed };
  }
}
