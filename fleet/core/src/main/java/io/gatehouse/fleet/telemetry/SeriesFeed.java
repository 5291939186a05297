package io.gatehouse.fleet.telemetry;

import java.util.List;
import org.jdbi.v3.core.Jdbi;

/**
 * Carries measurements from the database's waiting room to the series store: first into the store, then out of the room,
 * so that a crash in between repeats and never loses. Call {@link #run} about once a second, from one thread.
 */
public final class SeriesFeed {

    private static final int MOST = 5_000;

    private final Jdbi jdbi;
    private final SeriesStore store;

    public SeriesFeed(Jdbi jdbi, SeriesStore store) {
        this.jdbi = jdbi;
        this.store = store;
    }

    private record Waiting(long id, Point point) {}

    /** Carries what waits, a page at a time; returns how many points. Throws when one of the two stores is away. */
    public int run() {
        int sum = 0;
        List<Waiting> page = page();
        while (!page.isEmpty()) {
            store.append(page.stream().map(Waiting::point).toList());
            remove(page);
            sum += page.size();
            page = page.size() < MOST ? List.of() : page();
        }
        return sum;
    }

    /** Exactly these: one with a smaller id may be committed after the page was read. */
    private void remove(List<Waiting> page) {
        Object[] ids = page.stream().map(Waiting::id).toArray();
        jdbi.useHandle(handle -> handle.createUpdate("delete from measurement_waiting where id = any (:ids)")
                .bindArray("ids", Long.class, ids)
                .execute());
    }

    private List<Waiting> page() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select id, site, device, metric, unit, at, value from measurement_waiting
                        order by id limit :most
                        """)
                .bind("most", MOST)
                .map((row, context) -> new Waiting(
                        row.getLong("id"),
                        new Point(
                                row.getString("site"),
                                row.getString("device"),
                                row.getString("metric"),
                                row.getString("unit"),
                                row.getLong("at"),
                                row.getDouble("value"))))
                .list());
    }
}
