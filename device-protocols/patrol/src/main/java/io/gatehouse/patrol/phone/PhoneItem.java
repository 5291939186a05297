package io.gatehouse.patrol.phone;

import io.gatehouse.protocol.patrol.CheckpointScan;
import java.util.function.Function;

/** One thing that a phone kept until somebody could be told. */
public sealed interface PhoneItem {

    /** Somebody was at a tag. */
    record Scanned(CheckpointScan scan) implements PhoneItem {}

    /**
     * A picture; scans and reports name it.
     *
     * @param id unique at the site
     */
    record Photo(String id, String mediaType, byte[] bytes) implements PhoneItem {}

    /** Anything else. */
    record Reported(PhoneReport report) implements PhoneItem {}

    /** What it is decides. */
    default <T> T fold(
            Function<Scanned, ? extends T> scanned,
            Function<Photo, ? extends T> photo,
            Function<Reported, ? extends T> reported) {
        if (this instanceof Scanned one) {
            return scanned.apply(one);
        }
        return this instanceof Photo one ? photo.apply(one) : reported.apply((Reported) this);
    }
}
