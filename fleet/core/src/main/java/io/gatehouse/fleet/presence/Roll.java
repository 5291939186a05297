package io.gatehouse.fleet.presence;

import io.gatehouse.protocol.profile.Profiles;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Every device with what its presence follows from, kept in memory and read anew only where it may be different: what was
 * touched since the last look, and whose patience, as it was known, is over. A look at ten thousand devices that all are
 * well reads some hundred rows (docs/decisions/0024). Any thread, one at a time; blocks. Not for a transaction that changes devices itself: what it
 * takes back would stay here.
 */
final class Roll {

    /** One that is silent is looked at again so often; its coming back is a touch and is seen at once. */
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private static final int FETCH = 2_000;

    private final Jdbi jdbi;

    private final Map<Line.Who, Kept> lines = new LinkedHashMap<>();
    private @Nullable Profiles readWith;
    private String touchedFrom = "0";
    private long looks;

    Roll(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A line, in which look it was read as something new, and when it has to be read again. */
    private record Kept(Line line, long news, Instant due) {}

    /**
     * A device as it is at a moment.
     *
     * @param through the gateway that speaks for it
     * @param news rises when something of the device changed that is more than a sign of life
     * @param gatewayHeard when that gateway was heard last
     */
    record Seen(
            Line line,
            @Nullable String through,
            Standing standing,
            @Nullable Instant gatewayHeard,
            long news) {

        /** Whether the gateway spoke after the device should have: else it may be the gateway that is cut off. */
        boolean isSure() {
            Instant last = line.known().heard().last();
            Instant heard = gatewayHeard;
            return last == null
                    || heard == null
                    || !heard.isBefore(last.plus(
                            line.known().pattern().patience(line.known().heartbeat())));
        }
    }

    /** All of them, in no order. */
    List<Seen> look(Profiles profiles, Instant now) {
        return look(profiles, now, jdbi.withHandle(Through::read));
    }

    List<Seen> look(Profiles profiles, Instant now, Through gateways) {
        // the connection first: whoever waits for the other look has one, and whoever looks needs no other
        return jdbi.withHandle(handle -> look(handle, profiles, now, gateways));
    }

    private synchronized List<Seen> look(Handle handle, Profiles profiles, Instant now, Through gateways) {
        looks++;
        refresh(handle, profiles, now);
        List<Seen> seen = new ArrayList<>(lines.size());
        IdentityHashMap<Through.Gateway, Standing> through = new IdentityHashMap<>();
        for (Kept kept : lines.values()) {
            Line line = kept.line;
            Through.Gateway gateway = gateways.of(line);
            Standing its = through.computeIfAbsent(gateway, one -> one.standing(now));
            Standing standing = Standing.ofDevice(line.known(), its, now);
            seen.add(new Seen(line, gateway.id(), standing, gateway.heard().last(), kept.news));
        }
        return seen;
    }

    private void refresh(Handle handle, Profiles profiles, Instant now) {
        // taken first: whoever commits later than this is read again by the next look
        String from = handle.createQuery("select pg_snapshot_xmin(pg_current_snapshot())::text")
                .mapTo(String.class)
                .one();
        if (profiles != readWith) {
            lines.clear();
            touchedFrom = "0";
        }
        // a number of another cluster's, from before a restore, may be higher than any of this one's
        handle.createQuery(Line.SELECT + """
                         where d.touched >= :from::text::xid8
                            and (:all or d.touched < pg_snapshot_xmax(pg_current_snapshot()))
                        """)
                .bind("from", touchedFrom)
                .bind("all", lines.isEmpty())
                .setFetchSize(FETCH)
                .map((row, context) -> Line.of(row, profiles))
                .forEach(line -> put(line, now));
        long there = handle.createQuery("select count(*) from device")
                .mapTo(Long.class)
                .one();
        if (there != lines.size()) {
            Set<Line.Who> left = new HashSet<>(handle.createQuery("select site, id from device")
                    .map((row, context) -> new Line.Who(row.getString(1), row.getString(2)))
                    .list());
            lines.keySet().retainAll(left);
        }
        readAgain(handle, profiles, now);
        touchedFrom = from;
        readWith = profiles;
    }

    private void put(Line line, Instant now) {
        Kept before = lines.get(line.who());
        long news = before != null && before.line.isSame(line) ? before.news : looks;
        lines.put(line.who(), new Kept(line, news, due(line, now)));
    }

    private void readAgain(Handle handle, Profiles profiles, Instant now) {
        List<Line.Who> due = lines.values().stream()
                .filter(kept -> kept.due.isBefore(now))
                .map(kept -> kept.line.who())
                .toList();
        if (due.isEmpty()) {
            return;
        }
        handle.createQuery(Line.SELECT + " join unnest(:sites::text[], :ids::text[]) w (site, id)"
                        + " on d.site = w.site and d.id = w.id")
                .bindArray(
                        "sites", String.class, due.stream().map(Line.Who::site).toArray())
                .bindArray("ids", String.class, due.stream().map(Line.Who::id).toArray())
                .setFetchSize(FETCH)
                .map((row, context) -> Line.of(row, profiles))
                .forEach(line -> put(line, now));
    }

    private static Instant due(Line line, Instant now) {
        Instant last = line.known().heard().last();
        if (last == null) {
            // its first word is a touch
            return Instant.MAX;
        }
        Instant due = last.plus(line.known().pattern().patience(line.known().heartbeat()));
        return due.isBefore(now) ? now.plus(AGAIN) : due;
    }

    /** The gateways, by themselves and by their sites. */
    record Through(Map<String, Gateway> byId, Map<String, Gateway> bySite) {

        private static final Gateway NOBODY = new Gateway(null, "", new Standing.Heard(null, null));

        record Gateway(@Nullable String id, String site, Standing.Heard heard) {

            Standing standing(Instant now) {
                return Standing.ofGateway(heard, GatewayBoard.HEARTBEAT, now);
            }
        }

        static Through read(Handle handle) {
            Map<String, Gateway> byId = new HashMap<>();
            Map<String, Gateway> bySite = new HashMap<>();
            handle.createQuery("select id, site, last_heard, online_since from gateway order by last_heard nulls first")
                    .map((row, context) -> new Gateway(
                            row.getString("id"),
                            row.getString("site"),
                            new Standing.Heard(
                                    Columns.instant(row, "last_heard"), Columns.instant(row, "online_since"))))
                    .forEach(one -> {
                        byId.put(Objects.requireNonNull(one.id), one);
                        bySite.put(one.site, one);
                    });
            return new Through(byId, bySite);
        }

        /** The gateway of a device: the one that spoke for it, or the one of its site that was heard last. */
        Gateway of(Line line) {
            String own = line.gateway();
            if (own == null) {
                return bySite.getOrDefault(line.who().site(), NOBODY);
            }
            return byId.getOrDefault(own, new Gateway(own, line.who().site(), NOBODY.heard));
        }
    }
}
