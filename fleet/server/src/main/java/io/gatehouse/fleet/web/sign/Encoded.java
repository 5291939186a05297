package io.gatehouse.fleet.web.sign;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Bytes as browsers bring them (base64url without padding); the contract has checked the letters. */
final class Encoded {

    private Encoded() {}

    /** No bytes at all for what cannot be one: that is no passkey's. */
    static byte[] bytes(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    static byte @Nullable [] bytesIfAny(@Nullable String text) {
        return text == null || text.isEmpty() ? null : bytes(text);
    }
}
