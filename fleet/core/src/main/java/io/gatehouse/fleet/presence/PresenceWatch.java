package io.gatehouse.fleet.presence;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Looks who came and who went since it looked last, keeps that as history and tells it. What was true before a start of
 * the fleet is read from the history, so that a restart changes nothing. Call {@link #look} every two seconds, from one
 * thread; a listener may be added from any.
 */
public final class PresenceWatch {

    private static final int KEPT_DAYS = 400;

    private final DeviceBoard board;
    private final Jdbi jdbi;
    private final Clock clock;
    private final List<PresenceListener> listeners = new CopyOnWriteArrayList<>();
    private final Map<Who, Presence> before = new HashMap<>();
    private boolean begun;
    private Instant cleaned = Instant.MIN;

    public PresenceWatch(DeviceBoard board) {
        this.board = board;
        this.jdbi = board.jdbi();
        this.clock = board.clock();
    }

    /** A device, or with {@code ~} and its id a gateway. */
    private record Who(String site, String subject) {}

    private record Seen(
            Who who, @Nullable String device, @Nullable String gateway, Standing standing) {}

    public void listen(PresenceListener listener) {
        listeners.add(listener);
    }

    public void look() {
        Instant now = clock.instant();
        Roll.Through gateways = jdbi.withHandle(handle -> {
            if (!begun) {
                handle.createQuery("select distinct on (site, subject) site, subject, now from presence_change"
                                + " order by site, subject, at desc")
                        .map((row, context) -> before.put(
                                new Who(row.getString(1), row.getString(2)), Presence.valueOf(row.getString(3))))
                        .list();
                begun = true;
            }
            return Roll.Through.read(handle);
        });
        List<PresenceChange> changes = changes(seen(gateways, now), now);
        if (!changes.isEmpty()) {
            keep(changes);
            List<PresenceChange> told = Storm.merged(changes);
            listeners.forEach(listener -> listener.changed(told));
        }
        if (Duration.between(cleaned, now).toHours() >= 1) {
            cleaned = now;
            jdbi.useHandle(handle -> handle.execute(
                    "delete from presence_change where at < ?", at(now.minus(Duration.ofDays(KEPT_DAYS)))));
        }
    }

    private List<PresenceChange> changes(List<Seen> seen, Instant now) {
        List<PresenceChange> changes = new ArrayList<>();
        for (Seen one : seen) {
            Presence is = one.standing.presence();
            Presence was = before.get(one.who);
            // of a device behind a silent gateway nothing is known: that is no change of its own
            boolean says = is != Presence.UNKNOWN && is != Presence.NEVER_SEEN;
            if (says && is != was) {
                before.put(one.who, is);
                changes.add(
                        new PresenceChange(one.who.site, one.device, one.gateway, was, one.standing, now, List.of()));
            }
        }
        return changes;
    }

    private List<Seen> seen(Roll.Through gateways, Instant now) {
        List<Seen> all = new ArrayList<>();
        gateways.byId()
                .forEach((id, one) -> all.add(new Seen(new Who(one.site(), "~" + id), null, id, one.standing(now))));
        for (Roll.Seen one : board.seen(gateways, now)) {
            Line.Who who = one.line().who();
            all.add(new Seen(new Who(who.site(), who.id()), who.id(), one.through(), one.standing()));
        }
        return all;
    }

    private void keep(List<PresenceChange> changes) {
        jdbi.useTransaction(handle -> {
            PreparedBatch batch = handle.prepareBatch("""
                    insert into presence_change (site, subject, gateway, at, was, now, reason, since)
                    values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                    """);
            for (PresenceChange one : changes) {
                batch.add(
                        one.site(),
                        one.device() == null ? "~" + one.gateway() : one.device(),
                        one.gateway(),
                        at(one.at()),
                        one.was() == null ? null : one.was().name(),
                        one.now().presence().name(),
                        one.now().reason(),
                        one.now().since() == null ? null : at(one.now().since()));
            }
            batch.execute();
        });
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    /** A column of times; none when the column is null. */
    static List<Instant> times(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return array == null
                ? List.of()
                : Arrays.stream((Timestamp[]) array.getArray())
                        .filter(Objects::nonNull)
                        .map(Timestamp::toInstant)
                        .toList();
    }
}
