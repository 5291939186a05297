package io.gatehouse.fleet.diagnosis;

import java.util.Map;

/**
 * One question and its answer.
 *
 * @param subject what was asked about; a {@link Subject} of a device, or one of the installation
 * @param code what was found; the console's strings say it in words ({@code diagnosis.CODE}) and what to do
 *     ({@code diagnosisTodo.CODE})
 * @param facts what was measured, by name; times in RFC 3339
 */
public record Check(String subject, Verdict verdict, String code, Map<String, String> facts) {

    public Check {
        facts = Map.copyOf(facts);
    }

    /** What is asked about a device, in the order in which it is asked: what comes first makes the rest unknowable. */
    public enum Subject {
        GATEWAY,
        CREDENTIAL,
        POWER,
        ADDRESS,
        LINK,
        ENCRYPTION,
        HEARTBEAT,
        CLOCK,
        MESSAGES
    }

    /** What the answer means. */
    public enum Verdict {
        GOOD,
        /** It may be the reason, or become one. */
        DOUBTFUL,
        /** It is a reason. */
        BAD,
        /** Nothing is known of it. */
        UNKNOWN
    }

    public static Check good(Enum<?> subject, String code, Map<String, String> facts) {
        return new Check(subject.name(), Verdict.GOOD, code, facts);
    }

    public static Check doubtful(Enum<?> subject, String code, Map<String, String> facts) {
        return new Check(subject.name(), Verdict.DOUBTFUL, code, facts);
    }

    public static Check bad(Enum<?> subject, String code, Map<String, String> facts) {
        return new Check(subject.name(), Verdict.BAD, code, facts);
    }

    public static Check unknown(Enum<?> subject, String code) {
        return new Check(subject.name(), Verdict.UNKNOWN, code, Map.of());
    }
}
