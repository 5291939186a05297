package io.gatehouse.fleet.alarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * An alarm as it lies in the table. Immutable.
 *
 * @param gateway behind which it is, or which it is about
 * @param said what its words say, which may change while it stands
 * @param maskedBy the alarm from which it follows
 */
record AlarmRow(
        long id,
        String key,
        String kind,
        Severity severity,
        String site,
        @Nullable String gateway,
        Said said,
        Life life,
        @Nullable Long maskedBy) {

    /** How grave it is, with which parameters, and what is touched. */
    record Said(Severity severity, JsonNode params, Set<String> affected) {

        static Said of(Finding finding) {
            return new Said(finding.severity(), finding.params(), finding.affected());
        }
    }

    AlarmRow with(Life now, @Nullable Long cause) {
        return new AlarmRow(id, key, kind, severity, site, gateway, said, now, cause);
    }

    static AlarmRow of(ResultSet row) throws SQLException {
        long masked = row.getLong("masked_by");
        Long maskedBy = row.wasNull() ? null : masked;
        return new AlarmRow(
                row.getLong("id"),
                row.getString("key"),
                row.getString("kind"),
                Severity.of(row.getString("severity")),
                row.getString("site"),
                row.getString("gateway"),
                new Said(Severity.of(row.getString("severity")), Json.read(row.getString("params")), Set.of((String[])
                        row.getArray("affected").getArray())),
                life(row),
                maskedBy);
    }

    private static Life life(ResultSet row) throws SQLException {
        List<Instant> raises = new ArrayList<>();
        for (JsonNode at : Json.read(row.getString("raises"))) {
            raises.add(Instant.ofEpochMilli(at.asLong()));
        }
        Instant since = instant(row, "since");
        Instant last = instant(row, "last");
        return new Life(
                since == null ? Instant.EPOCH : since,
                last == null ? Instant.EPOCH : last,
                row.getLong("count"),
                instant(row, "absent"),
                instant(row, "cleared"),
                instant(row, "acknowledged"),
                instant(row, "shelved_until"),
                instant(row, "closed"),
                row.getInt("level"),
                instant(row, "escalates"),
                raises);
    }

    /** Writes how it stands. */
    static void store(Handle handle, long id, Life life) {
        handle.createUpdate("""
                        update alarm set last = :last, count = :count, absent = :absent, cleared = :cleared,
                            acknowledged = :acknowledged, shelved_until = :shelved, closed = :closed, level = :level,
                            escalates = :escalates, raises = :raises::jsonb
                        where id = :id
                        """)
                .bind("last", at(life.last()))
                .bind("count", life.count())
                .bind("absent", at(life.absent()))
                .bind("cleared", at(life.cleared()))
                .bind("acknowledged", at(life.acknowledged()))
                .bind("shelved", at(life.shelved()))
                .bind("closed", at(life.closed()))
                .bind("level", life.level())
                .bind("escalates", at(life.escalates()))
                .bind("raises", raises(life))
                .bind("id", id)
                .execute();
    }

    static String raises(Life life) {
        ArrayNode raises = Json.array();
        life.raises().forEach(at -> raises.add(at.toEpochMilli()));
        return raises.toString();
    }

    static void step(Handle handle, long alarm, Step step) {
        handle.execute(
                "insert into alarm_step (alarm, at, step, who, note, data) values (?, ?, ?, ?, ?, ?::jsonb)",
                alarm,
                at(step.at),
                step.what,
                step.who,
                step.note,
                Json.write(step.data));
    }

    /** What happened to it. */
    record Step(
            Instant at, String what, String who, @Nullable String note, ObjectNode data) {

        static Step byItself(Instant at, String what) {
            return new Step(at, what, "fleet", null, Json.object());
        }
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static @Nullable OffsetDateTime at(@Nullable Instant instant) {
        return instant == null ? null : OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
