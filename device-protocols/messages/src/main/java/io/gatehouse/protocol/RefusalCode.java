package io.gatehouse.protocol;

/** Stable codes of refusals on the device wire; the names are the wire codes. */
public enum RefusalCode {
    /** Not well-formed JSON or CBOR. */
    BAD_ENCODING,
    /** Well-formed, but not the shape that is asked for (a text where a number belongs). */
    BAD_TYPE,
    MISSING_FIELD,
    OUT_OF_RANGE,
    /** More than 64 KiB. */
    TOO_LARGE,
    /** No such device in the site book, or its secret does not match. */
    UNKNOWN_DEVICE,
    /** The topic or resource belongs to another device. */
    FOREIGN_TOPIC,
    /** No such topic or resource. */
    UNKNOWN_TOPIC,
    /** The gateway cannot keep the event now; try again later. */
    BUSY
}
