package io.gatehouse.fleet.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.rollout.engine.Phase;
import io.gatehouse.fleet.rollout.engine.Plan;
import io.gatehouse.fleet.rollout.engine.Rollout;
import io.gatehouse.fleet.rollout.engine.Unit;
import io.gatehouse.fleet.rollout.engine.UnitKey;
import io.gatehouse.fleet.rollout.engine.UnitState;
import io.gatehouse.fleet.store.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** A rollout's row and its devices' rows, read and written. */
record RolloutRow(
        String id,
        Kind kind,
        @Nullable String artifact,
        @Nullable JsonNode settings,
        Made made,
        Rollout rollout) {

    enum Kind {
        FIRMWARE,
        SETTINGS
    }

    /** Who made it, and why. */
    record Made(String name, String by, String why) {}

    static Optional<RolloutRow> lock(Handle handle, String id, boolean skip) {
        return handle.createQuery("select * from rollout where id = ? for update" + (skip ? " skip locked" : ""))
                .bind(0, id)
                .map((row, context) -> read(row, units(handle, id)))
                .findOne();
    }

    private static RolloutRow read(ResultSet row, List<Unit> units) throws SQLException {
        Plan plan = PlanJson.read(Json.read(row.getString("plan")));
        Rollout.Standing standing = new Rollout.Standing(
                Phase.valueOf(row.getString("phase")),
                row.getInt("wave"),
                instant(row, "since"),
                row.getString("reason"),
                row.getString("approved_by"));
        String settings = row.getString("settings");
        return new RolloutRow(
                row.getString("id"),
                Kind.valueOf(row.getString("kind")),
                row.getString("artifact"),
                settings == null ? null : Json.read(settings),
                new Made(row.getString("name"), row.getString("made_by"), row.getString("why")),
                new Rollout(plan, standing, units));
    }

    private static List<Unit> units(Handle handle, String id) {
        return handle.createQuery("select * from rollout_unit where rollout = ? order by wave, site, device")
                .bind(0, id)
                .map((row, context) -> unit(row))
                .list();
    }

    private static Unit unit(ResultSet row) throws SQLException {
        String[] entrances = (String[]) row.getArray("entrances").getArray();
        int starts = row.getInt("before_starts");
        Unit.Before before = row.wasNull()
                ? null
                : new Unit.Before(row.getString("before_runs"), starts, row.getInt("before_problems"));
        return new Unit(
                new UnitKey(row.getString("site"), row.getString("device")),
                row.getInt("wave"),
                Set.copyOf(Arrays.asList(entrances)),
                UnitState.valueOf(row.getString("state")),
                instant(row, "since"),
                before,
                row.getInt("tries"),
                row.getString("note"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getObject(column, OffsetDateTime.class))
                .toInstant();
    }

    void insert(Handle handle, Instant now) {
        ObjectNode plan = PlanJson.write(rollout.plan());
        handle.createUpdate("""
                        insert into rollout (id, name, kind, target, artifact, settings, plan, phase, wave, since, made_by,
                            made_at, why, looked_at)
                        values (:id, :name, :kind, :target, :artifact, :settings::jsonb, :plan::jsonb, :phase, 0, :now, :by,
                            :now, :why, :now)
                        """)
                .bind("id", id)
                .bind("name", made.name())
                .bind("kind", kind.name())
                .bind("target", rollout.plan().target())
                .bind("artifact", artifact)
                .bind("settings", settings == null ? null : Json.write(settings))
                .bind("plan", Json.write(plan))
                .bind("phase", rollout.phase().name())
                .bind("now", time(now))
                .bind("by", made.by())
                .bind("why", made.why())
                .execute();
        PreparedBatch batch = handle.prepareBatch("""
                insert into rollout_unit (rollout, site, device, wave, entrances, state, since)
                values (:rollout, :site, :device, :wave, :entrances, :state, :since)
                """);
        for (Unit unit : rollout.units()) {
            batch.bind("rollout", id)
                    .bind("site", unit.key().site())
                    .bind("device", unit.key().device())
                    .bind("wave", unit.wave())
                    .bindArray("entrances", String.class, unit.entrances())
                    .bind("state", unit.state().name())
                    .bind("since", time(unit.since()))
                    .add();
        }
        batch.execute();
    }

    /** Writes how it stands, and the devices that changed; a line of the device's own for each new state. */
    void save(Handle handle, Instant now) {
        Rollout.Standing standing = rollout.standing();
        handle.createUpdate("""
                        update rollout set phase = :phase, wave = :wave, since = :since, reason = :reason,
                            approved_by = :approved, looked_at = :now, settled = :settled where id = :id
                        """)
                .bind("phase", standing.phase().name())
                .bind("wave", standing.wave())
                .bind("since", time(standing.since()))
                .bind("reason", standing.reason())
                .bind("approved", standing.approvedBy())
                .bind("now", time(now))
                .bind("settled", isSettled())
                .bind("id", id)
                .execute();
        List<Unit> changed = rollout.changed();
        if (!changed.isEmpty()) {
            write(handle, changed);
        }
    }

    private void write(Handle handle, List<Unit> changed) {
        PreparedBatch batch = handle.prepareBatch("""
                with was as (select state from rollout_unit where rollout = :rollout and site = :site and device = :device),
                now as (update rollout_unit set state = :state, since = :since, note = :note, before_runs = :runs,
                    before_starts = :starts, before_problems = :problems, tries = :tries
                    where rollout = :rollout and site = :site and device = :device)
                insert into rollout_note (rollout, at, site, device, code, detail)
                select :rollout, :since, :site, :device, :state, :note from was where was.state <> :state
                """);
        for (Unit unit : changed) {
            Unit.Before before = unit.before();
            batch.bind("rollout", id)
                    .bind("site", unit.key().site())
                    .bind("device", unit.key().device())
                    .bind("state", unit.state().name())
                    .bind("since", time(unit.since()))
                    .bind("note", unit.note())
                    .bind("tries", unit.tries())
                    .bind("runs", before == null ? null : before.runs())
                    .bind("starts", before == null ? null : (Integer) before.starts())
                    .bind("problems", before == null ? null : (Integer) before.problems())
                    .add();
        }
        batch.execute();
    }

    /** Nobody is left for whom anything could still be done. */
    private boolean isSettled() {
        return rollout.phase().isOver()
                && rollout.units().stream().allMatch(unit -> switch (unit.state()) {
                    case GOOD, RETURNED, LEFT_OUT, FAILED -> true;
                    case PENDING -> rollout.phase() != Phase.DONE;
                    case ORDERED, INSTALLED, SILENT, RETURNING -> false;
                });
    }

    void note(Handle handle, Instant now, String code, String detail, @Nullable String who) {
        handle.execute(
                "insert into rollout_note (rollout, at, code, detail, who) values (?, ?, ?, ?, ?)",
                id,
                time(now),
                code,
                detail.isEmpty() ? null : detail,
                who);
    }

    static OffsetDateTime time(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
