package io.gatehouse.fleet.commission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.enrol.Once;
import io.gatehouse.fleet.presence.DeviceBoard;
import io.gatehouse.fleet.profile.ProfileShelf;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.profile.Cause;
import io.gatehouse.protocol.profile.Check;
import io.gatehouse.protocol.profile.DeviceProfile;
import io.gatehouse.protocol.profile.Look;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The checklist of a position's box: what its profile asks for, and how each line stands. Whoever looks settles what is
 * decided by then, so that a check that ran while a phone was away is judged by what the gateway saw meanwhile.
 */
public final class Checklist {

    /** A phone that was without a network may tell of checks of up to this long ago. */
    private static final Duration OLDEST = Duration.ofDays(2);

    private final Jdbi jdbi;
    private final ProfileShelf shelf;
    private final DeviceBoard board;
    private final MetricsNow metrics;
    private final Clock clock;

    public Checklist(Jdbi jdbi, ProfileShelf shelf, DeviceBoard board, MetricsNow metrics, Clock clock) {
        this.jdbi = jdbi;
        this.shelf = shelf;
        this.board = board;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * A check that somebody begins.
     *
     * @param request the phone's own name for it; sent again it is not begun again
     * @param started when the technician began it, by the phone; now when nothing is said
     * @param command the command that was ordered for it, or nothing
     */
    public record Begin(
            SiteId site,
            DeviceId position,
            String check,
            String request,
            @Nullable Instant started,
            @Nullable String command) {}

    /**
     * What a person says of a check.
     *
     * @param seen whether it was seen or heard; nothing when it is skipped
     * @param reason why it is skipped; nothing otherwise
     */
    public record Said(
            SiteId site,
            DeviceId position,
            String check,
            String request,
            @Nullable Boolean seen,
            @Nullable String reason) {}

    /** The check of the position's profile, if there is one. */
    public Optional<Check> check(SiteId site, DeviceId id, String check) {
        return jdbi.withHandle(handle -> Position.find(handle, site, id, false))
                .flatMap(position -> position.profile(shelf.inForce()).check(check));
    }

    /** The position must have the check. */
    public void begin(Begin begin, String by) {
        Instant now = clock.instant();
        Instant said = begin.started() == null ? now : begin.started();
        Instant started = said.isAfter(now) || said.isBefore(now.minus(OLDEST)) ? now : said;
        jdbi.useTransaction(handle -> {
            Position position =
                    Position.find(handle, begin.site(), begin.position(), true).orElseThrow();
            if (Once.first(handle, begin.request(), "check", by, at(now))) {
                CheckRow.begun(begin.check(), started, begin.command(), by).write(handle, position);
            }
        });
    }

    /** The position must have the check. */
    public void say(Said said, String by) {
        Instant now = clock.instant();
        jdbi.useTransaction(handle -> {
            Position position =
                    Position.find(handle, said.site(), said.position(), true).orElseThrow();
            if (Once.first(handle, said.request(), "answer", by, at(now))) {
                CheckRow row = CheckRow.of(handle, position, said.check())
                        .orElseGet(() -> CheckRow.begun(said.check(), now, null, by));
                Boolean seen = said.seen();
                String reason = said.reason();
                if (seen != null) {
                    row.confirmed(seen, by).write(handle, position);
                } else if (reason != null) {
                    row.skipped(reason, by, now).write(handle, position);
                }
            }
        });
    }

    /** As REST shows it; nothing when there is no such position. */
    public Optional<ObjectNode> look(SiteId site, DeviceId id) {
        return jdbi.inTransaction(handle -> Position.find(handle, site, id, true)
                .map(position -> {
                    DeviceProfile profile = position.profile(shelf.inForce());
                    Map<String, CheckRow> rows = CheckRow.of(handle, position);
                    Instant now = clock.instant();
                    Sight sight = new Sight(handle, position, board, metrics, now);
                    ObjectNode json = head(position, profile, now);
                    for (Check check : profile.checks()) {
                        CheckRow row = rows.get(check.key());
                        ObjectNode line =
                                line(check, row == null ? null : settled(handle, position, sight, check, row));
                        unit(profile, check, line);
                        json.withArray("checks").add(line);
                    }
                    return json;
                }));
    }

    private static ObjectNode head(Position position, DeviceProfile profile, Instant now) {
        ObjectNode json = Json.object()
                .put("site", position.site().value())
                .put("id", position.id().value())
                .put("name", position.name())
                .put("kind", position.kind().name())
                .put("profile", profile.key())
                .put("service", position.service().name())
                .put("round", position.round())
                .put("now", Json.time(now));
        json.putArray("checks");
        return json;
    }

    private CheckRow settled(Handle handle, Position position, Sight sight, Check check, CheckRow row) {
        if (row.outcome().isFinal() && row.decided() != null) {
            return row;
        }
        Seen seen = sight.of(check, row);
        Verdict verdict = Judge.of(check, seen);
        String cause = verdict.finding() == null
                ? null
                : check.cause(verdict.finding()).map(Cause::key).orElse(null);
        ObjectNode shown = Sight.shown(check, seen);
        if (verdict.outcome() != Outcome.RUNNING) {
            sight.snapshot(check, row)
                    .filter(photo -> Photos.insert(handle, position, photo, row.by()) == Photos.Kept.YES)
                    .ifPresent(photo -> shown.put("photo", photo.id()));
        }
        CheckRow now = row.settled(verdict, cause, shown, clock.instant());
        if (now.outcome() != row.outcome()) {
            now.write(handle, position);
        }
        return now;
    }

    private static ObjectNode line(Check check, @Nullable CheckRow row) {
        ObjectNode line = WireFormat.JSON.mapper().valueToTree(check);
        line.remove("causes");
        line.put("outcome", row == null ? Outcome.OPEN.name() : row.outcome().name());
        if (row == null) {
            return line;
        }
        line.put("started", Json.time(row.started())).put("by", row.by());
        put(line, "finding", row.finding());
        put(line, "reason", row.reason());
        String cause = row.cause();
        if (cause != null) {
            JsonNode words = check.causes().stream()
                    .filter(one -> one.key().equals(cause))
                    .findFirst()
                    .<JsonNode>map(one -> WireFormat.JSON.mapper().valueToTree(one.text()))
                    .orElseGet(Json::object);
            line.putObject("cause").put("key", cause).set("text", words);
        }
        if (row.seen() != null) {
            line.set("seen", row.seen());
        }
        if (row.decided() != null) {
            line.put("decided", Json.time(row.decided()));
        }
        return line;
    }

    private static void unit(DeviceProfile profile, Check check, ObjectNode line) {
        if (check.looks() instanceof Look.MetricWithin looks) {
            profile.metric(looks.metric())
                    .filter(metric -> !metric.unit().isEmpty())
                    .ifPresent(metric -> line.put("unit", metric.unit()));
        }
    }

    private static void put(ObjectNode line, String field, @Nullable String text) {
        if (text != null) {
            line.put(field, text);
        }
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
