package io.gatehouse.fleet.commission;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.store.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * How one check of a box stands, as its row says.
 *
 * @param command the command that belongs to it, or nothing
 * @param seen what was seen when it was decided
 * @param by who began it, or answered it last
 */
record CheckRow(
        String key,
        Instant started,
        @Nullable String command,
        Outcome outcome,
        @Nullable String finding,
        @Nullable String cause,
        @Nullable JsonNode seen,
        @Nullable Boolean confirmed,
        @Nullable String reason,
        String by,
        @Nullable Instant decided) {

    static CheckRow begun(String key, Instant started, @Nullable String command, String by) {
        return new CheckRow(key, started, command, Outcome.RUNNING, null, null, null, null, null, by, null);
    }

    CheckRow confirmed(boolean seenByPerson, String person) {
        return new CheckRow(key, started, command, outcome, finding, cause, seen, seenByPerson, reason, person, null);
    }

    CheckRow skipped(String why, String person, Instant now) {
        return new CheckRow(key, started, command, Outcome.SKIPPED, null, null, seen, null, why, person, now);
    }

    CheckRow settled(Verdict verdict, @Nullable String likely, JsonNode sight, Instant now) {
        boolean done = verdict.outcome().isFinal();
        String found = verdict.finding() == null ? null : verdict.finding().name();
        return new CheckRow(
                key,
                started,
                command,
                verdict.outcome(),
                found,
                likely,
                sight,
                confirmed,
                reason,
                by,
                done ? now : null);
    }

    /** All of the box that is in the position, by the check's key. */
    static Map<String, CheckRow> of(Handle handle, Position position) {
        return handle.createQuery(
                        "select * from check_result where site = :site and device = :device and round = :round")
                .bind("site", position.site().value())
                .bind("device", position.id().value())
                .bind("round", position.round())
                .map((row, context) -> read(row))
                .collect(Collectors.toMap(CheckRow::key, row -> row));
    }

    static Optional<CheckRow> of(Handle handle, Position position, String key) {
        return Optional.ofNullable(of(handle, position).get(key));
    }

    private static CheckRow read(ResultSet row) throws SQLException {
        String seen = row.getString("seen");
        Object confirmed = row.getObject("confirmed");
        OffsetDateTime decided = row.getObject("decided", OffsetDateTime.class);
        return new CheckRow(
                row.getString("check_key"),
                row.getObject("started", OffsetDateTime.class).toInstant(),
                row.getString("command"),
                Outcome.valueOf(row.getString("outcome")),
                row.getString("finding"),
                row.getString("cause"),
                seen == null ? null : Json.read(seen),
                (Boolean) confirmed,
                row.getString("reason"),
                row.getString("by"),
                decided == null ? null : decided.toInstant());
    }

    /** Takes the place of what was there. */
    void write(Handle handle, Position position) {
        handle.createUpdate("""
                        insert into check_result (site, device, round, check_key, started, command, outcome, finding,
                            cause, seen, confirmed, reason, by, decided)
                        values (:site, :device, :round, :key, :started, :command, :outcome, :finding, :cause,
                            :seen::jsonb, :confirmed, :reason, :by, :decided)
                        on conflict (site, device, round, check_key) do update set started = :started,
                            command = :command, outcome = :outcome, finding = :finding, cause = :cause,
                            seen = :seen::jsonb, confirmed = :confirmed, reason = :reason, by = :by, decided = :decided
                        """)
                .bind("site", position.site().value())
                .bind("device", position.id().value())
                .bind("round", position.round())
                .bind("key", key)
                .bind("started", at(started))
                .bind("command", command)
                .bind("outcome", outcome.name())
                .bind("finding", finding)
                .bind("cause", cause)
                .bind("seen", seen == null ? null : Json.write(seen))
                .bind("confirmed", confirmed)
                .bind("reason", reason)
                .bind("by", by)
                .bind("decided", decided == null ? null : at(decided))
                .execute();
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
