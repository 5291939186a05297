/**
 * Passkeys (WebAuthn Level 3): what people's authenticators show in place of password and code. The one room that knows
 * the library which checks them. Blocking; call on workers.
 */
@NullMarked
package io.gatehouse.fleet.passkey;

import org.jspecify.annotations.NullMarked;
