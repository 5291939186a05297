package io.gatehouse.protocol.patrol;

import org.jspecify.annotations.Nullable;

/**
 * A guard's own phone, as gateways and the fleet know it: only hashes of what proves it.
 *
 * @param id unique at the site; scans of the phone carry it before their own id
 * @param keyHash hexadecimal SHA-256 of the key that the phone was given, or nothing before it is paired
 * @param codeHash hexadecimal SHA-256 of the code that pairs it, or nothing once it was used
 * @param codeEnds milliseconds since 1970: the code pairs until then, or nothing without a code
 * @param revoked it was lost or taken back: whoever knew it before forgets it
 */
public record GuardPhone(
        String id,
        String officer,
        @Nullable String keyHash,
        @Nullable String codeHash,
        @Nullable Long codeEnds,
        boolean revoked) {

    /** One that is paired and speaks. */
    public static GuardPhone paired(String id, String officer, String keyHash) {
        return new GuardPhone(id, officer, keyHash, null, null, false);
    }
}
