package io.gatehouse.fleet.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Reach;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The commands of the whole fleet: what is on its way, and how the rest ended. Blocks; any thread. */
public final class CommandQueue {

    /** A gateway that is there has taken an order by then, or did not hear of it. */
    private static final Duration SAY_AGAIN = Duration.ofSeconds(10);

    private final Jdbi jdbi;
    private final Clock clock;

    public CommandQueue(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * What is looked for; nothing means any.
     *
     * @param open only what has not ended
     */
    public record Filter(
            Reach reach,
            @Nullable String site,
            @Nullable String state,
            @Nullable String type,
            @Nullable String job,
            boolean open) {}

    /** Newest first. */
    public List<ObjectNode> list(Filter filter, OffsetDateTime before, int limit) {
        return jdbi.withHandle(handle -> handle
                .createQuery("""
                        select * from command where (:reach::text is null or site = any (string_to_array(:reach, ',')))
                            and (:site::text is null or site = :site) and (:state::text is null or state = :state)
                            and (:type::text is null or type = :type) and (:job::text is null or job = :job)
                            and (not :open or state not in ('DONE', 'FAILED', 'EXPIRED', 'CANCELLED'))
                            and (:type::text is not null or type <> 'CancelCommand') and issued_at < :before
                        order by issued_at desc, id limit :limit
                        """)
                .bind("reach", filter.reach().text())
                .bind("site", filter.site())
                .bind("state", filter.state())
                .bind("type", filter.type())
                .bind("job", filter.job())
                .bind("open", filter.open())
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> CommandRow.read(row))
                .list()
                .stream()
                .map(row -> CommandRow.json(handle, row))
                .toList());
    }

    /** What was told once and not taken, though its gateway is there: it may be at another node. */
    public List<Ordered> unheard() {
        OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        return jdbi.withHandle(handle -> handle
                .createQuery("""
                        select c.* from command c join gateway g on g.id = c.gateway
                        where c.state = 'QUEUED' and c.cancel is null and c.expires_at > :now and c.issued_at < :told
                            and g.last_heard > :heard order by c.issued_at, c.id limit 500
                        """)
                .bind("now", now)
                .bind("told", now.minus(SAY_AGAIN))
                .bind("heard", now.minusMinutes(1))
                .map((row, context) -> CommandRow.read(row))
                .list()
                .stream()
                .<Ordered>map(row -> new Ordered.Queued(CommandRow.json(handle, row), row.gateway(), row.order(), true))
                .toList());
    }
}
