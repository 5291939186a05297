// Passkeys: what the fleet asks, put to the browser, and its answer as the fleet takes it (WebAuthn).
// @ts-check

/** @param {string} text base64url */
function bytes(text) {
  return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));
}

/** @param {ArrayBuffer} buffer */
function text(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
}

/** @param {string[]} ids @returns {PublicKeyCredentialDescriptor[]} */
function keys(ids) {
  return ids.map((id) => ({ type: 'public-key', id: bytes(id) }));
}

/** Whether this browser, at this address, can have passkeys of the fleet. @param {string|undefined} origin where they work */
export function passkeysHere(origin) {
  return Boolean(window.PublicKeyCredential) && origin === location.origin;
}

/** Lets the device make one. @param {any} asked */
export async function make(asked) {
  const made = /** @type {any} */ (await navigator.credentials.create({ publicKey: {
    challenge: bytes(asked.challenge),
    rp: asked.rp,
    user: { ...asked.user, id: bytes(asked.user.id) },
    pubKeyCredParams: asked.algorithms.map((/** @type {number} */ alg) => ({ type: 'public-key', alg })),
    excludeCredentials: keys(asked.exclude),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
    attestation: 'none',
    timeout: asked.timeoutMillis,
  } }));
  return { clientDataJSON: text(made.response.clientDataJSON), attestationObject: text(made.response.attestationObject) };
}

/** Lets the device sign. @param {any} asked @param {string} [username] */
export async function show(asked, username) {
  const shown = /** @type {any} */ (await navigator.credentials.get({ publicKey: {
    challenge: bytes(asked.challenge),
    rpId: asked.rpId,
    allowCredentials: keys(asked.allow),
    userVerification: 'required',
    timeout: asked.timeoutMillis,
  } }));
  return {
    ...(username ? { username } : {}),
    id: text(shown.rawId),
    clientDataJSON: text(shown.response.clientDataJSON),
    authenticatorData: text(shown.response.authenticatorData),
    signature: text(shown.response.signature),
    ...(shown.response.userHandle?.byteLength ? { userHandle: text(shown.response.userHandle) } : {}),
  };
}

/** What went wrong at the device, in a key of our words; nothing when it was the fleet that refused. @param {any} failure */
export function deviceSaid(failure) {
  return failure instanceof DOMException ? (failure.name === 'InvalidStateError' ? 'passkeys.hasOne' : 'passkeys.notDone') : '';
}
