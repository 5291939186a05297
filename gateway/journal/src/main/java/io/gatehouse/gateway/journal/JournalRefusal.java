package io.gatehouse.gateway.journal;

/** A record was not kept; whoever sent it must send it again. */
public final class JournalRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why; the names are stable. */
    public enum Code {
        /** The lane's quota, or the disk, is full. */
        FULL,
        /** More is waiting to be written than the queue bears. */
        BUSY,
        /** The disk reports errors. */
        STORAGE_FAILED,
        TOO_LARGE,
        CLOSED
    }

    private final Code code;

    public JournalRefusal(Code code, String message) {
        super(message);
        this.code = code;
    }

    public JournalRefusal(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
