package io.gatehouse.gateway.journal;

import io.gatehouse.protocol.WireFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record was not kept; whoever sent it must send it again. Without a stack trace: a journal that is full refuses thousands
 * a second, and where the refusal was made says nothing of why.
 */
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
        super(message, null, false, false);
        this.code = code;
    }

    public JournalRefusal(Code code, String message, Throwable cause) {
        super(message, cause, false, false);
        this.code = code;
    }

    /** The refusal of records that may not be written together, or nothing when they may. */
    static @Nullable JournalRefusal ofSize(List<JournalEntry> together) {
        if (together.isEmpty()) {
            throw new IllegalArgumentException("nothing to append");
        }
        long bytes = 0;
        for (JournalEntry entry : together) {
            int size = entry.record().length;
            if (size > WireFormat.MAX_JOURNAL_RECORD) {
                return new JournalRefusal(Code.TOO_LARGE, "a record has " + size + " bytes");
            }
            bytes += size;
        }
        return together.size() > Journal.MAX_TOGETHER || bytes > Journal.MAX_BYTES_TOGETHER
                ? new JournalRefusal(Code.TOO_LARGE, together.size() + " records have " + bytes + " bytes")
                : null;
    }

    public Code code() {
        return code;
    }
}
