package io.gatehouse.fleet.presence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.search.Catalogues;
import io.gatehouse.fleet.search.Condition;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.protocol.uplink.GatewayHeartbeat;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Asks for devices by a question of {@link Catalogues#DEVICES}. Blocking; any thread. */
public final class DeviceQuestions {

    /** Of a gateway, as {@link Standing} has it: two missed heartbeats and a little for the way. */
    private static final int SILENT_SECONDS = 2 * GatewayHeartbeat.PERIOD_SECONDS + 2;

    private static final int FETCH = 500;

    private final Jdbi jdbi;
    private final Clock clock;

    public DeviceQuestions(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * What is looked for.
     *
     * @param site of this site only, or of all
     * @param reach the sites of whoever asks
     */
    public record Asked(Condition condition, @Nullable String site, Reach reach) {}

    /** A page, in the order of site and id, after the device that is named as {@code site/device}. */
    public List<ObjectNode> page(Asked asked, @Nullable String after, int limit) {
        Instant now = clock.instant();
        return jdbi.withHandle(handle -> bound(
                        handle,
                        DeviceBoard.SELECT + where(asked, after) + " order by d.site || '/' || d.id limit "
                                + Math.max(1, limit),
                        asked,
                        after,
                        now)
                .map((row, context) -> DeviceBoard.json(row, now))
                .list());
    }

    /** How many there are. */
    public long count(Asked asked) {
        return jdbi.withHandle(handle -> bound(
                        handle, "select count(*) from device d " + where(asked, null), asked, null, clock.instant())
                .mapTo(Long.class)
                .one());
    }

    /** Hands over every one of them in order, as one snapshot, until the taker says false. */
    public void each(Asked asked, Predicate<ObjectNode> taker) {
        Instant now = clock.instant();
        jdbi.useTransaction(handle -> {
            try (Query query = bound(
                                    handle,
                                    DeviceBoard.SELECT + where(asked, null) + " order by d.site || '/' || d.id",
                                    asked,
                                    null,
                                    now)
                            .setFetchSize(FETCH);
                    ResultIterator<ObjectNode> rows = query.map((row, context) -> DeviceBoard.json(row, now))
                            .iterator()) {
                boolean more = true;
                while (more && rows.hasNext()) {
                    more = taker.test(rows.next());
                }
            }
        });
    }

    /** What PostgreSQL would do for a page; for tests. */
    List<String> plan(Asked asked, int limit) {
        return jdbi.withHandle(handle -> bound(
                        handle,
                        "explain " + DeviceBoard.SELECT + where(asked, null) + " order by d.site || '/' || d.id limit "
                                + limit,
                        asked,
                        null,
                        clock.instant())
                .mapTo(String.class)
                .list());
    }

    private static String where(Asked asked, @Nullable String after) {
        StringBuilder where =
                new StringBuilder(" where ").append(asked.condition().sql());
        if (asked.site() != null) {
            where.append(" and d.site = :onlySite");
        }
        if (!asked.reach().isAll()) {
            where.append(" and d.site = any (string_to_array(:reach, ','))");
        }
        if (after != null) {
            where.append(" and d.site || '/' || d.id > :after");
        }
        return where.toString();
    }

    private static Query bound(Handle handle, String sql, Asked asked, @Nullable String after, Instant now) {
        Condition condition = asked.condition();
        Query query = handle.createQuery(sql).bindMap(condition.values());
        if (condition.names("gatewayHeard")) {
            query.bind("gatewayHeard", at(now.minusSeconds(SILENT_SECONDS)));
        }
        if (condition.names("presentAt")) {
            query.bind("presentAt", at(now));
        }
        if (asked.site() != null) {
            query.bind("onlySite", asked.site());
        }
        if (!asked.reach().isAll()) {
            query.bind("reach", asked.reach().text());
        }
        if (after != null) {
            query.bind("after", after);
        }
        return query;
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
