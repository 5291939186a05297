package io.gatehouse.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** One log of a gateway's journal: 128 random bits in lower-case hex, created with the log and never reused. */
public record LogId(@JsonValue String hex) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");

    @JsonCreator
    public LogId {
        if (!FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException("LogId must be 32 lower-case hex digits, was '" + hex + "'");
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
