package io.gatehouse.fleet.passkey;

import org.jspecify.annotations.Nullable;

/** What a browser brings from an authenticator, undecoded beyond base64url. Nothing in it is believed yet. */
public sealed interface Shown {

    /** What the browser saw: challenge, origin and kind of ceremony, in JSON. */
    byte[] client();

    /** @param attestation what the authenticator says of the new passkey, in CBOR */
    record New(byte[] client, byte[] attestation) implements Shown {}

    /**
     * A passkey that signed.
     *
     * @param credential which one
     * @param authenticator what the authenticator saw
     * @param handle whose it says that it is, or nothing
     */
    record Signed(byte[] client, byte[] credential, byte[] authenticator, byte[] signature, byte @Nullable [] handle)
            implements Shown {}
}
