package io.gatehouse.fleet.diagnosis;

import io.gatehouse.fleet.diagnosis.Check.Subject;
import io.gatehouse.fleet.diagnosis.Check.Verdict;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.uplink.GatewayHeartbeat;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The questions in their order with their answers, and which of them is most likely the reason. Pure.
 *
 * @param reason the first bad answer, else the first doubtful one; nothing when all is well
 */
public record Diagnosis(List<Check> checks, Optional<Check> reason) {

    private static final int MISSED = 2;
    private static final Duration WAY = Duration.ofSeconds(2);
    /** A certificate is believed for so long after its end (docs/decisions/0011). */
    private static final Duration GRACE = Duration.ofDays(90);

    private static final Duration SOON = Duration.ofDays(30);
    private static final double LOW_BATTERY = 20;
    private static final long OFTEN = 5;
    private static final long FAR_MILLIS = 5_000;

    static Diagnosis of(Known known, Instant now) {
        List<Check> checks = List.of(
                gateway(known, now),
                credential(known, now),
                power(known.past()),
                address(known),
                link(known, now),
                encryption(known.device()),
                heartbeat(known, now),
                clock(known),
                messages(known.device()));
        return new Diagnosis(checks, first(checks, Verdict.BAD).or(() -> first(checks, Verdict.DOUBTFUL)));
    }

    private static Optional<Check> first(List<Check> checks, Verdict verdict) {
        return checks.stream().filter(check -> check.verdict() == verdict).findFirst();
    }

    private static Check gateway(Known known, Instant now) {
        Known.Gateway gateway = known.through();
        if (gateway == null) {
            return Check.bad(Subject.GATEWAY, "NO_GATEWAY", Map.of());
        }
        Map<String, String> facts = facts("gateway", gateway.id(), "at", at(gateway.lastHeard()));
        if (gateway.lastHeard() == null) {
            return Check.bad(Subject.GATEWAY, "GATEWAY_NEVER_HEARD", facts);
        }
        if (isLate(gateway.lastHeard(), GatewayHeartbeat.PERIOD_SECONDS, now)) {
            return Check.bad(Subject.GATEWAY, "GATEWAY_SILENT", facts);
        }
        if (gateway.storageFailed()) {
            return Check.bad(Subject.GATEWAY, "GATEWAY_STORAGE", facts);
        }
        if (gateway.book() < gateway.wanted()) {
            facts.put("has", Long.toString(gateway.book()));
            facts.put("wanted", Long.toString(gateway.wanted()));
            return Check.doubtful(Subject.GATEWAY, "GATEWAY_BOOK_OLD", facts);
        }
        return Check.good(Subject.GATEWAY, "GATEWAY_HEARD", facts);
    }

    private static Check credential(Known known, Instant now) {
        Known.Proof proof = known.proof();
        Instant refusedAt = known.past().refusedAt();
        Instant heard = known.device().lastHeard();
        if (refusedAt != null && (heard == null || heard.isBefore(refusedAt))) {
            return Check.bad(
                    Subject.CREDENTIAL,
                    proof.revokedAfter()
                            ? "REFUSED_AS_REVOKED"
                            : refusal(known.past().refusedBy()),
                    facts("at", at(refusedAt), "times", "" + known.past().refusals()));
        }
        if (!proof.claimed()) {
            return Check.bad(Subject.CREDENTIAL, "NOT_CLAIMED", Map.of());
        }
        if (proof.tokenUntil() != null && heard == null) {
            return Check.doubtful(Subject.CREDENTIAL, "TOKEN_WAITS", facts("at", at(proof.tokenUntil())));
        }
        if (proof.revokedAfter()) {
            return Check.bad(Subject.CREDENTIAL, "REVOKED", facts("generation", "" + proof.generation()));
        }
        Instant ends = proof.ends();
        if (ends == null) {
            return Check.good(Subject.CREDENTIAL, "SECRET_ONLY", Map.of());
        }
        if (now.isAfter(ends.plus(GRACE))) {
            return Check.bad(Subject.CREDENTIAL, "CERTIFICATE_OVER", facts("at", at(ends)));
        }
        boolean soon = now.isAfter(ends.minus(SOON));
        return soon
                ? Check.doubtful(Subject.CREDENTIAL, "CERTIFICATE_ENDS", facts("at", at(ends)))
                : Check.good(Subject.CREDENTIAL, "CERTIFICATE_GOOD", facts("at", at(ends)));
    }

    private static String refusal(String by) {
        return switch (by) {
            case "KEY" -> "REFUSED_KEY";
            case "CERTIFICATE" -> "REFUSED_CERTIFICATE";
            default -> "REFUSED_PROOF";
        };
    }

    private static Check power(Known.Past past) {
        Map<String, String> facts = facts("at", at(past.powerAt()));
        if ("PowerLost".equals(past.power())) {
            return Check.bad(Subject.POWER, "POWER_LOST", facts);
        }
        Double battery = past.battery();
        if ("BatteryLow".equals(past.power()) || (battery != null && battery < LOW_BATTERY)) {
            facts.put("percent", battery == null ? "?" : "" + Math.round(battery));
            return Check.doubtful(Subject.POWER, "BATTERY_LOW", facts);
        }
        if (past.starts() >= OFTEN) {
            return Check.doubtful(Subject.POWER, "STARTS_OFTEN", facts("times", "" + past.starts()));
        }
        return battery == null
                ? Check.unknown(Subject.POWER, "POWER_UNTOLD")
                : Check.good(Subject.POWER, "BATTERY_GOOD", facts("percent", "" + Math.round(battery)));
    }

    /** Whether anything of it ever reached the gateway; where that listens is what to compare the device with. */
    private static Check address(Known known) {
        Known.Gateway gateway = known.through();
        Map<String, String> facts = facts(
                "listens",
                gateway == null
                        ? ""
                        : String.join(
                                "  ",
                                gateway.addresses().values().stream().sorted().toList()));
        Instant heard = known.device().lastHeard();
        Instant refused = known.past().refusedAt();
        if (heard == null && refused == null) {
            return Check.bad(Subject.ADDRESS, "NOTHING_ARRIVED", facts);
        }
        facts.put("at", at(heard == null ? refused : heard));
        return Check.good(Subject.ADDRESS, "ARRIVED", facts);
    }

    private static Check link(Known known, Instant now) {
        Known.Past past = known.past();
        Known.Device device = known.device();
        Map<String, String> facts = facts(
                "session", device.session(),
                "times", "" + past.disconnects(),
                "at", at(past.disconnectedAt()),
                "why", past.disconnectReason());
        if (device.lastHeard() == null) {
            return Check.unknown(Subject.LINK, "NEVER_CONNECTED");
        }
        if (device.session() == null) {
            return isLate(device.lastHeard(), device.heartbeatSeconds(), now)
                    ? Check.bad(Subject.LINK, past.disconnectedAt() == null ? "NOT_CONNECTED" : "DISCONNECTED", facts)
                    : Check.good(Subject.LINK, "BETWEEN_MESSAGES", facts);
        }
        return past.disconnects() >= OFTEN
                ? Check.doubtful(Subject.LINK, "COMES_AND_GOES", facts)
                : Check.good(Subject.LINK, "CONNECTED", facts);
    }

    private static Check encryption(Known.Device device) {
        String session = device.session();
        if (session == null) {
            return Check.unknown(Subject.ENCRYPTION, "NO_SESSION");
        }
        return session.equals("coap")
                ? Check.doubtful(Subject.ENCRYPTION, "PLAIN", facts("session", session))
                : Check.good(
                        Subject.ENCRYPTION,
                        session.equals("dtls") ? "DTLS" : "MQTT_SESSION",
                        facts("session", session));
    }

    private static Check heartbeat(Known known, Instant now) {
        Known.Device device = known.device();
        Instant heard = device.lastHeard();
        Map<String, String> facts = facts("seconds", "" + device.heartbeatSeconds(), "at", at(heard));
        if (heard == null) {
            return Check.unknown(Subject.HEARTBEAT, "NEVER_HEARD");
        }
        Double gap = known.past().gapSeconds();
        if (gap != null) {
            facts.put("usual", "" + Math.round(gap));
        }
        if (!isLate(heard, device.heartbeatSeconds(), now)) {
            return Check.good(Subject.HEARTBEAT, "IN_TIME", facts);
        }
        facts.put("missed", "" + Duration.between(heard, now).toSeconds() / Math.max(1, device.heartbeatSeconds()));
        return gap != null && gap > device.heartbeatSeconds() * 1.5
                ? Check.bad(Subject.HEARTBEAT, "SPEAKS_SELDOMER", facts)
                : Check.bad(Subject.HEARTBEAT, "SILENT", facts);
    }

    private static Check clock(Known known) {
        Long own = known.past().clockOffsetMillis();
        Known.Gateway gateway = known.through();
        if (gateway != null && "UNTRUSTED".equals(gateway.clock())) {
            return Check.doubtful(
                    Subject.CLOCK, "GATEWAY_CLOCK_WRONG", facts("millis", "" + gateway.clockOffsetMillis()));
        }
        if (own == null) {
            return Check.unknown(Subject.CLOCK, "CLOCK_UNTOLD");
        }
        Map<String, String> facts = facts("millis", own.toString());
        return Math.abs(own) > FAR_MILLIS
                ? Check.doubtful(Subject.CLOCK, "CLOCK_OFF", facts)
                : Check.good(Subject.CLOCK, "CLOCK_RIGHT", facts);
    }

    private static Check messages(Known.Device device) {
        return device.refused() == 0
                ? Check.good(Subject.MESSAGES, "MESSAGES_TAKEN", Map.of())
                : Check.doubtful(
                        Subject.MESSAGES,
                        "MESSAGES_REFUSED",
                        facts("times", "" + device.refused(), "why", device.lastRefusal()));
    }

    private static boolean isLate(Instant heard, int heartbeatSeconds, Instant now) {
        return now.isAfter(heard.plusSeconds((long) MISSED * heartbeatSeconds).plus(WAY));
    }

    private static @Nullable String at(@Nullable Instant instant) {
        return instant == null ? null : Json.time(instant);
    }

    private static Map<String, String> facts(@Nullable String... namesAndValues) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            String value = namesAndValues[i + 1];
            if (value != null && !value.isEmpty()) {
                facts.put(String.valueOf(namesAndValues[i]), value);
            }
        }
        return facts;
    }
}
