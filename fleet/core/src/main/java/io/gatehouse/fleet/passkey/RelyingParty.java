package io.gatehouse.fleet.passkey;

/**
 * What this fleet is to an authenticator. A passkey works for this name and at this address only.
 *
 * @param id the host's name, to which passkeys are bound
 * @param origin scheme, host and port of the pages that may ask for one
 */
public record RelyingParty(String id, String origin) {

    /** What authenticators call it. */
    public static final String NAME = "Gatehouse";
}
