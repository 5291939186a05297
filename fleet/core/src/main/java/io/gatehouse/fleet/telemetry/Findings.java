package io.gatehouse.fleet.telemetry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Jdbi;

/**
 * What is odd about a device though it works: counters that jump, clocks in 1970, restarts again and again. A finding is
 * a row with a beginning and a count; one that was not seen for a day is over. Blocking; any thread.
 */
public final class Findings {

    private static final Duration OVER_AFTER = Duration.ofDays(1);
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(90);

    private final Jdbi jdbi;
    private final Clock clock;
    private final List<FindingListener> listeners = new CopyOnWriteArrayList<>();

    public Findings(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * One thing that was seen.
     *
     * @param kind {@code COUNTER_RESET}, {@code COUNTER_BACKWARDS}, {@code COUNTER_JUMPED}, {@code CLOCK_1970}, {@code
     *     RESTARTS_OFTEN}
     * @param metric which one it is about, empty for none
     */
    public record Finding(String site, String device, String kind, String metric, Map<String, String> params) {

        public Finding {
            params = Map.copyOf(params);
        }
    }

    /** Hears of findings that begin, and of those that are seen again; on the thread that saw them. */
    public interface FindingListener {

        /** @param begins whether it was not there in the last day */
        void found(Finding finding, boolean begins);
    }

    public void listen(FindingListener listener) {
        listeners.add(listener);
    }

    /** Notes it, and tells. */
    public void note(Finding finding) {
        OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        OffsetDateTime over = now.minus(OVER_AFTER);
        boolean begins = jdbi.withHandle(handle -> handle.createQuery("""
                        insert into finding (site, device, kind, metric, since, last, count, params)
                        values (:site, :device, :kind, :metric, :now, :now, 1, :params::jsonb)
                        on conflict (site, device, kind, metric) do update set last = excluded.last, params = excluded.params,
                            since = case when finding.last < :over then excluded.since else finding.since end,
                            count = case when finding.last < :over then 1 else finding.count + 1 end
                        returning count = 1
                        """)
                .bind("site", finding.site)
                .bind("device", finding.device)
                .bind("kind", finding.kind)
                .bind("metric", finding.metric)
                .bind("now", now)
                .bind("over", over)
                .bind("params", Json.write(finding.params))
                .mapTo(Boolean.class)
                .one());
        listeners.forEach(listener -> listener.found(finding, begins));
    }

    /** Those of a device, the newest first; {@code over} is said of those that were not seen in the last day. */
    public List<ObjectNode> of(String site, String device) {
        Instant over = clock.instant().minus(OVER_AFTER);
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from finding where site = ? and device = ? order by last desc, kind, metric")
                .bind(0, site)
                .bind(1, device)
                .map((row, context) -> json(row, over))
                .list());
    }

    private static ObjectNode json(ResultSet row, Instant over) throws SQLException {
        Instant last = row.getObject("last", OffsetDateTime.class).toInstant();
        ObjectNode json = Json.object()
                .put("kind", row.getString("kind"))
                .put(
                        "since",
                        Json.time(row.getObject("since", OffsetDateTime.class).toInstant()))
                .put("last", Json.time(last))
                .put("count", row.getLong("count"))
                .put("over", last.isBefore(over));
        if (!row.getString("metric").isEmpty()) {
            json.put("metric", row.getString("metric"));
        }
        json.set("params", Json.read(row.getString("params")));
        return json;
    }

    /** Forgets what was over long ago; call now and then. */
    public void forget() {
        OffsetDateTime before = OffsetDateTime.ofInstant(clock.instant().minus(FORGOTTEN_AFTER), ZoneOffset.UTC);
        jdbi.useHandle(handle -> handle.execute("delete from finding where last < ?", before));
    }
}
