package io.gatehouse.fleet.presence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.search.Catalogues;
import io.gatehouse.fleet.search.Condition;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.protocol.profile.Profiles;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Asks for devices by a question of {@link Catalogues#DEVICES}. Blocking; any thread. */
public final class DeviceQuestions {

    private static final int FETCH = 500;
    private static final String ORDER = " order by d.site || '/' || d.id";

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

    /**
     * Some of them.
     *
     * @param total how many there are, or -1 when nobody asked
     */
    public record Found(List<ObjectNode> devices, long total) {

        public Found {
            devices = List.copyOf(devices);
        }
    }

    /** A page, in the order of site and id, after the device that is named as {@code site/device}. */
    public List<ObjectNode> page(Asked asked, @Nullable String after, int limit) {
        return find(asked, after, limit, false).devices();
    }

    /** The same, and how many there are, by one look at who is there. */
    public Found find(Asked asked, @Nullable String after, int limit, boolean counted) {
        Instant now = clock.instant();
        Profiles profiles = board.profiles();
        Picked picked = Picked.of(board, asked.condition(), now);
        return jdbi.withHandle(handle -> new Found(
                bound(handle, pageOf(asked, after, limit), asked, after, picked)
                        .map((row, context) -> DeviceBoard.json(row, profiles, now))
                        .list(),
                counted ? count(handle, asked, picked) : -1));
    }

    private static long count(Handle handle, Asked asked, Picked picked) {
        return bound(handle, "select count(*) from device d " + where(asked, null), asked, null, picked)
                .mapTo(Long.class)
                .one();
    }

    /** The devices of the page first, and then who speaks for each of them. */
    private static String pageOf(Asked asked, @Nullable String after, int limit) {
        return DeviceBoard.select("(select d.* from device d" + where(asked, after) + ORDER + " limit "
                        + Math.max(1, limit) + ")")
                + ORDER;
    }

    /** How many there are. */
    public long count(Asked asked) {
        Picked picked = Picked.of(board, asked.condition(), clock.instant());
        return jdbi.withHandle(handle -> count(handle, asked, picked));
    }

    /** Hands over every one of them in order, as one snapshot, until the taker says false. */
    public void each(Asked asked, Predicate<ObjectNode> taker) {
        Instant now = clock.instant();
        Profiles profiles = board.profiles();
        Picked picked = Picked.of(board, asked.condition(), now);
        jdbi.useTransaction(handle -> {
            try (Query query = bound(handle, DeviceBoard.SELECT + where(asked, null) + ORDER, asked, null, picked)
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
                        "explain " + pageOf(asked, null, limit),
                        asked,
                        null,
                        Picked.of(board, asked.condition(), clock.instant()))
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

    private static Query bound(Handle handle, String sql, Asked asked, @Nullable String after, Picked picked) {
        Query query = handle.createQuery(sql).bindMap(picked.others());
        picked.bind(query);
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
}
