// The fleet's REST, as this console asks it. Refusals are thrown with their code, sentence and hint.
// @ts-check
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

/** @param {string} method @param {string} path @param {any} [body] */
async function ask(method, path, body) {
  const answer = await fetch(`/api/v1${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(method === 'GET' ? {} : { 'X-Gatehouse-CSRF': csrf }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  const json = text ? JSON.parse(text) : {};
  if (!answer.ok) {
    if (answer.status === 401 && path !== '/session') {
      window.dispatchEvent(new Event('gh-signed-out'));
    }
    throw new Refused(answer.status, json);
  }
  return json;
}

/** A query string of what has a value. @param {Record<string, any>} params */
export function query(params) {
  const used = Object.entries(params).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return used.length ? `?${new URLSearchParams(used.map(([name, value]) => [name, String(value)]))}` : '';
}

export const api = {
  get: (/** @type {string} */ path) => ask('GET', path),
  post: (/** @type {string} */ path, /** @type {any} */ body) => ask('POST', path, body),
  put: (/** @type {string} */ path, /** @type {any} */ body) => ask('PUT', path, body),
  remove: (/** @type {string} */ path) => ask('DELETE', path),
};

/** Who is signed in, or nothing. */
export async function session() {
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

/** @param {string} username @param {string} password */
export async function signIn(username, password) {
  return keep(await api.post('/session', { username, password }));
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
