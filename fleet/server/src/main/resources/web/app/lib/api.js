// The fleet's REST, as this console asks it. Refusals are thrown with their code, sentence and hint.
// @ts-check
import { save } from './files.js';

/** Says that somebody signed in here: only then it is worth asking who. */
const HERE = 'gatehouse.signedIn';

let csrf = '';

export class Refused extends Error {
  /** @param {number} status @param {{code?: string, message?: string, hint?: string, findings?: any[]}} body */
  constructor(status, body) {
    super(body.message ?? `HTTP ${status}`);
    this.status = status;
    this.code = body.code ?? 'FAILED';
    this.hint = body.hint ?? '';
    this.findings = body.findings ?? [];
  }
}

/** @param {string} method @param {string} path @param {any} [body] @param {string} [reason] why, for the record of changes */
function send(method, path, body, reason) {
  return fetch(`/api/v1${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(method === 'GET' ? {} : { 'X-Gatehouse-CSRF': csrf }),
      ...(reason ? { 'X-Gatehouse-Reason': encodeURIComponent(reason) } : {}),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

/** @param {string} method @param {string} path @param {any} [body] @param {string} [reason] */
async function ask(method, path, body, reason) {
  const answer = await send(method, path, body, reason);
  const text = await answer.text();
  const json = text ? JSON.parse(text) : {};
  if (!answer.ok) {
    if (json.code === 'SIGNED_OUT' && path !== '/session') {
      window.dispatchEvent(new Event('gh-signed-out'));
    }
    throw new Refused(answer.status, json);
  }
  return answer.headers.get('X-Gatehouse-Kept') ? { ...json, kept: true } : json;
}

/** A query string of what has a value. @param {Record<string, any>} params */
export function query(params) {
  const used = Object.entries(params).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return used.length ? `?${new URLSearchParams(used.map(([name, value]) => [name, String(value)]))}` : '';
}

/** What is answered is a file for the person. @param {string} path @param {any} body @param {string} name */
async function file(path, body, name) {
  const answer = await send(body === undefined ? 'GET' : 'POST', path, body);
  if (!answer.ok) {
    throw new Refused(answer.status, JSON.parse(await answer.text()));
  }
  save(await answer.blob(), name);
}

export const api = {
  file,
  get: (/** @type {string} */ path) => ask('GET', path),
  post: (/** @type {string} */ path, /** @type {any} */ body) => ask('POST', path, body),
  put: (/** @type {string} */ path, /** @type {any} */ body, /** @type {string|undefined} */ reason = undefined) => ask('PUT', path, body, reason),
  remove: (/** @type {string} */ path, /** @type {any} */ body = undefined, /** @type {string|undefined} */ reason = undefined) => ask('DELETE', path, body, reason),
};

/** Who is signed in, or nothing. */
export async function session() {
  if (location.hash === '#signed-in') {
    // back from the identity provider
    localStorage.setItem(HERE, 'yes');
    history.replaceState(null, '', location.pathname);
  }
  if (!localStorage.getItem(HERE)) {
    return null;
  }
  try {
    return keep(await api.get('/session'));
  } catch (refused) {
    if (refused instanceof Refused && refused.status === 401) {
      localStorage.removeItem(HERE);
      return null;
    }
    throw refused;
  }
}

/** @param {string} username @param {string} password @param {string} [code] of the second factor */
export async function signIn(username, password, code) {
  return keep(await api.post('/session', { username, password, ...(code ? { code } : {}) }));
}

/** @param {any} shown what the device signed */
export async function signInWithPasskey(shown) {
  return keep(await api.post('/session/passkey', shown));
}

/** Whether somebody has one of the roles, anywhere. @param {any} who @param {string[]} roles */
export function may(who, roles) {
  return Boolean(who?.roles?.some((/** @type {any} */ one) => roles.includes(one.role)));
}

export async function signOut() {
  await api.remove('/session');
  localStorage.removeItem(HERE);
  csrf = '';
}

/** @param {any} who */
function keep(who) {
  csrf = who.csrfToken;
  localStorage.setItem(HERE, 'yes');
  return who;
}
