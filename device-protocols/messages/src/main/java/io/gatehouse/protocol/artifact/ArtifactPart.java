package io.gatehouse.protocol.artifact;

import java.util.Objects;

/**
 * A stretch of an artifact on its way to a gateway.
 *
 * @param sha256 of the whole
 * @param total bytes of the whole
 * @param from where the part begins, from 0
 * @param signed the signed manifest of the whole
 */
public record ArtifactPart(String sha256, long total, long from, byte[] part, byte[] signed) {

    /** Bytes from outside that miss a part are malformed, and not a null. */
    public ArtifactPart {
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(part, "part");
        Objects.requireNonNull(signed, "signed");
    }
}
