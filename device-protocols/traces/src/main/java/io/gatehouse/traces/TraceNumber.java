package io.gatehouse.traces;

import io.gatehouse.protocol.LogId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Which trace a record has: both servers know its log and its number, so no field on the wire has to say it. The SHA-256 of
 * {@code LOG/SEQ} in ASCII; its first 16 bytes are the trace, the next 8 the span of the way as a whole.
 */
record TraceNumber(String trace, String whole) {

    private static final int TRACE_BYTES = 16;
    private static final int SPAN_BYTES = 8;

    static TraceNumber of(LogId log, long seq) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((log.hex() + "/" + seq).getBytes(StandardCharsets.US_ASCII));
            HexFormat hex = HexFormat.of();
            return new TraceNumber(
                    hex.formatHex(digest, 0, TRACE_BYTES),
                    hex.formatHex(digest, TRACE_BYTES, TRACE_BYTES + SPAN_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
