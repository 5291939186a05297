package io.gatehouse.fleet.presence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.search.Catalogues;
import io.gatehouse.fleet.search.Condition;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.protocol.profile.Profiles;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Asks for devices by a question of {@link Catalogues#DEVICES}. Blocking; any thread. */
public final class DeviceQuestions {

    private static final int FETCH = 500;

    private final Jdbi jdbi;
    private final Clock clock;
    private final DeviceBoard board;

    /** @param board who says how each of them is */
    public DeviceQuestions(DeviceBoard board) {
        this.board = board;
        this.jdbi = board.jdbi();
        this.clock = board.clock();
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
        Profiles profiles = board.profiles();
        return jdbi.withHandle(handle -> bound(
                        handle,
                        DeviceBoard.SELECT + where(asked, after) + " order by d.site || '/' || d.id limit "
                                + Math.max(1, limit),
                        asked,
                        after,
                        now)
                .map((row, context) -> DeviceBoard.json(row, profiles, now))
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
        Profiles profiles = board.profiles();
        jdbi.useTransaction(handle -> {
            try (Query query = bound(
                                    handle,
                                    DeviceBoard.SELECT + where(asked, null) + " order by d.site || '/' || d.id",
                                    asked,
                                    null,
                                    now)
                            .setFetchSize(FETCH);
                    ResultIterator<ObjectNode> rows = query.map((row, context) -> DeviceBoard.json(row, profiles, now))
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
                        "explain (analyze, timing off) " + DeviceBoard.SELECT + where(asked, null) + " order by d.site || '/' || d.id limit "
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

    private Query bound(Handle handle, String sql, Asked asked, @Nullable String after, Instant now) {
        Condition condition = asked.condition();
        Query query = handle.createQuery(sql).bindMap(condition.values());
        bindPresence(query, condition, now);
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

    /** Presence is computed, by patterns that SQL does not know: the question gets the devices of each that it names, or all others. */
    private void bindPresence(Query query, Condition condition, Instant now) {
        List<Presence> named = Arrays.stream(Presence.values())
                .filter(one -> condition.names(Catalogues.presenceParameter(one.name())))
                .toList();
        if (named.isEmpty()) {
            return;
        }
        Map<Presence, List<String>> devices = new EnumMap<>(Presence.class);
        List<Roll.Seen> seen = board.seen(now);
        seen.forEach(one -> devices.computeIfAbsent(one.standing().presence(), key -> new ArrayList<>())
                .add(one.line().who().key()));
        for (Presence one : named) {
            List<String> these = devices.getOrDefault(one, List.of());
            boolean most = these.size() > seen.size() / 2;
            if (most) {
                these = devices.entrySet().stream()
                        .filter(other -> other.getKey() != one)
                        .flatMap(other -> other.getValue().stream())
                        .toList();
            }
            query.bindArray(Catalogues.presenceParameter(one.name()), String.class, these.toArray());
            query.bind(Catalogues.presenceTurned(one.name()), most);
        }
    }
}
