package io.gatehouse.fleet.whatif;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.access.Proof;
import io.gatehouse.access.Read;
import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.LevelsInBook;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.sitebook.Factor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An event of the past with what a door's rules read of it.
 *
 * @param outcome what was decided then, or nothing when it was no read
 * @param pinGiven the decision names the right PIN among its proofs
 * @param pinKnown the trace says that every factor was given; of decisions that name no proofs yet
 * @param fault why its bits were no card, or nothing
 */
record Past(
        Key key,
        String type,
        @Nullable String device,
        long gatewayTime,
        @Nullable Long ownTime,
        boolean replayed,
        @Nullable Outcome outcome,
        @Nullable ReasonCode reason,
        @Nullable String accessPoint,
        @Nullable String credential,
        boolean timeUncertain,
        boolean pinGiven,
        boolean pinKnown,
        @Nullable ReasonCode fault,
        JsonNode body) {

    /** Which event it is. */
    record Key(String gateway, String log, long seq) {}

    /** The columns that {@link #of} reads; of the trace only what is asked for, since it is the most of a decision. */
    static final String COLUMNS = """
            e.gateway, e.log, e.seq, e.type, e.device, e.gateway_time, e.device_time, e.time_quality, e.replayed, e.outcome,
                e.reason, e.access_point, e.decision ->> 'credentialRef' as ref,
                coalesce(jsonb_exists(e.decision -> 'details', 'timeUncertain'), false) as uncertain,
                'PIN' = any(string_to_array(coalesce(e.decision -> 'details' ->> 'by', ''), ' + ')) as pin,
                jsonb_path_exists(e.decision, '$.trace[*] ? (@.rule == "all factors given" && @.passed == true)') as given,
                jsonb_path_query_first(e.decision,
                    '$.trace[*] ? (@.rule == "well formed" && @.passed == false).reason') #>> '{}' as fault, e.body
            """;

    static Past of(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        String reason = row.getString("reason");
        String fault = row.getString("fault");
        long deviceTime = row.getLong("device_time");
        boolean own = !row.wasNull() && !row.getString("time_quality").equals(TimeQuality.UNTRUSTED.name());
        return new Past(
                new Key(row.getString("gateway"), row.getString("log"), row.getLong("seq")),
                row.getString("type"),
                row.getString("device"),
                row.getLong("gateway_time"),
                own ? (Long) deviceTime : null,
                row.getBoolean("replayed"),
                outcome == null ? null : Outcome.valueOf(outcome),
                reason == null ? null : ReasonCode.named(reason),
                row.getString("access_point"),
                row.getString("ref"),
                row.getBoolean("uncertain"),
                row.getBoolean("pin"),
                row.getBoolean("given"),
                fault == null ? null : ReasonCode.named(fault),
                Json.read(row.getString("body")));
    }

    /** When it is judged: by its own clock only if it was told later and that clock can be believed. */
    long at() {
        Long own = ownTime;
        return replayed && own != null ? own : gatewayTime;
    }

    /** Whether it is a read that rules decided about. */
    boolean isRead() {
        return outcome != null && credential != null && device != null;
    }

    /**
     * The read, at the access point that its reader belongs to in a book.
     *
     * @param known the rules as they are: they tell what else was asked for then
     */
    Read read(AccessBook book, AccessBook known) {
        String ref = Objects.requireNonNull(credential);
        Factor factor = Objects.requireNonNullElse(
                LevelsInBook.factor(body.path("credential").path("type").asText("CARD")), Factor.CARD);
        Read read = Read.of(point(book), ref, at())
                .by(factor)
                .pin(pin(factor, known))
                .match(match())
                .fault(fault)
                .timeTrusted(!timeUncertain);
        return replayed ? read.late() : read;
    }

    private int point(AccessBook book) {
        String named = body.path("accessPoint").textValue();
        return book.pointOf(new DeviceId(String.valueOf(device)), named);
    }

    /** The PIN itself is kept nowhere; what came of it is in the decision. */
    private Proof pin(Factor factor, AccessBook known) {
        if (reason == ReasonCode.PIN_INVALID) {
            return Proof.WRONG;
        }
        if (outcome == Outcome.GRANTED_DURESS) {
            return Proof.DURESS;
        }
        boolean given = factor == Factor.PIN || pinGiven || pinKnown && asksForPin(factor, known);
        return given ? Proof.MATCH : Proof.NONE;
    }

    /** Whether every factor was given there only if a PIN came with it. */
    private boolean asksForPin(Factor factor, AccessBook known) {
        int point = point(known);
        int[] ways = point == AccessBook.NOTHING ? null : known.waysAt(point, known.moment(at()));
        boolean asked = false;
        for (int way : ways == null ? new int[0] : ways) {
            if ((way & ~AccessBook.bit(factor)) == 0) {
                return false;
            }
            asked |= (way & AccessBook.bit(Factor.PIN)) != 0;
        }
        return asked;
    }

    private Proof match() {
        JsonNode credentialBody = body.path("credential");
        if (credentialBody.path("live").isBoolean()
                && !credentialBody.path("live").booleanValue()) {
            return Proof.NOT_LIVING;
        }
        return switch (credentialBody.path("match").asText("")) {
            case "YES" -> Proof.MATCH;
            case "NO" -> Proof.WRONG;
            case "WEAK" -> Proof.WEAK;
            default -> Proof.NONE;
        };
    }
}
