package io.gatehouse.fleet.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.SiteId;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Asks the same of several devices of a site. What is dangerous waits for a second person, who is another one; its commands
 * are made when that one agrees, and their time begins then. Blocks; any thread.
 */
public final class Jobs {

    /** Nobody agrees the next morning to what was meant for yesterday. */
    public static final Duration WAITS = Duration.ofHours(1);

    static final String WAITING = "WAITING";
    static final String RUNNING = "RUNNING";
    static final String REFUSED = "REFUSED";
    static final String LAPSED = "LAPSED";
    static final String CANCELLED = "CANCELLED";

    private final Jdbi jdbi;
    private final Commands commands;
    private final Surroundings surroundings;
    private final Cancellations cancellations;

    public Jobs(Jdbi jdbi, Commands commands, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.commands = commands;
        this.surroundings = surroundings;
        this.cancellations = new Cancellations(jdbi, commands, surroundings);
    }

    /** Taking single commands back. */
    public Cancellations cancellations() {
        return cancellations;
    }

    /** Makes the job; the same key with the same wish is the same job. */
    public JobOutcome make(SiteId site, JobWish wish, String by) {
        return jdbi.inTransaction(handle -> {
            Optional<String> missing = missing(handle, site, wish);
            if (missing.isPresent()) {
                return new JobOutcome.Nothing("device " + missing.get());
            }
            boolean second = wish.needsSecond();
            String id = surroundings.ids().next();
            boolean made = insert(handle, id, site, wish, second ? WAITING : RUNNING, by) == 1;
            JobRow row =
                    JobRow.byKey(handle, site.value(), wish.idempotencyKey()).orElseThrow();
            if (!made) {
                return row.wish().isSame(wish)
                        ? new JobOutcome.Done(row.shown(handle), List.of(), true)
                        : new JobOutcome.KeyTaken();
            }
            List<Ordered> orders = second ? List.of() : order(handle, row);
            return new JobOutcome.Done(row.shown(handle), orders, false);
        });
    }

    /**
     * A second person agrees or refuses.
     *
     * @param said why, or nothing
     */
    public JobOutcome decide(SiteId site, String id, boolean agreed, String by, @Nullable String said) {
        return jdbi.inTransaction(handle -> {
            Optional<JobRow> found = JobRow.lock(handle, site.value(), id);
            if (found.isEmpty()) {
                return new JobOutcome.Nothing("job " + id);
            }
            JobRow row = found.get();
            if (!row.state().equals(WAITING)) {
                return new JobOutcome.NotWaiting(row.state());
            }
            if (agreed && row.madeBy().equals(by)) {
                return new JobOutcome.SamePerson(row.madeBy());
            }
            handle.execute(
                    "update job set state = ?, decided_by = ?, decided_at = ?, decision = ? where id = ?",
                    agreed ? RUNNING : REFUSED,
                    by,
                    now(),
                    said,
                    id);
            List<Ordered> orders = agreed ? order(handle, row) : List.of();
            ObjectNode shown =
                    JobRow.find(handle, site.value(), id).orElseThrow().shown(handle);
            return new JobOutcome.Done(shown, orders, false);
        });
    }

    /** Takes it back: nobody has to agree any more, and of its commands those end that no device has yet. */
    public JobOutcome cancel(SiteId site, String id, String by, @Nullable String why) {
        return jdbi.inTransaction(handle -> {
            Optional<JobRow> found = JobRow.lock(handle, site.value(), id);
            if (found.isEmpty()) {
                return new JobOutcome.Nothing("job " + id);
            }
            String state = found.get().state();
            if (!state.equals(WAITING) && !state.equals(RUNNING)) {
                return new JobOutcome.Done(found.get().shown(handle), List.of(), true);
            }
            handle.execute(
                    "update job set state = ?, decided_by = ?, decided_at = ?, decision = ? where id = ?",
                    CANCELLED,
                    by,
                    now(),
                    why,
                    id);
            List<Ordered> orders = cancellations.cancelOf(handle, id, by, why);
            ObjectNode shown =
                    JobRow.find(handle, site.value(), id).orElseThrow().shown(handle);
            return new JobOutcome.Done(shown, orders, false);
        });
    }

    /** Newest first. */
    public List<ObjectNode> newest(Reach reach, @Nullable String site, int limit) {
        lapse();
        return jdbi.withHandle(handle -> JobRow.newest(handle, reach.text(), site, limit).stream()
                .map(row -> row.shown(handle))
                .toList());
    }

    public Optional<ObjectNode> find(SiteId site, String id) {
        lapse();
        return jdbi.withHandle(handle -> JobRow.find(handle, site.value(), id).map(row -> row.shown(handle)));
    }

    /** Ends those that waited too long for somebody. */
    public void lapse() {
        jdbi.useHandle(handle -> handle.execute(
                "update job set state = ? where state = ? and made_at < ?", LAPSED, WAITING, now().minus(WAITS)));
    }

    private List<Ordered> order(Handle handle, JobRow row) {
        List<Ordered> orders = new ArrayList<>();
        JobWish wish = row.wish();
        for (String device : wish.devices()) {
            Request request =
                    new Request(wish.type(), "job-" + row.id(), wish.lifeSeconds(), wish.reason(), wish.data());
            orders.add(commands.order(handle, new SiteId(row.site()), new DeviceId(device), request, row.madeBy()));
        }
        handle.execute(
                "update command set job = ? where site = ? and idempotency_key = ?",
                row.id(),
                row.site(),
                "job-" + row.id());
        return orders;
    }

    private int insert(Handle handle, String id, SiteId site, JobWish wish, String state, String by) {
        return handle.createUpdate("""
                        insert into job (id, site, type, data, devices, idempotency_key, life_seconds, reason, state,
                            needs_second, made_by, made_at)
                        values (:id, :site, :type, :data::jsonb, :devices, :key, :life, :reason, :state, :second, :by, :at)
                        on conflict (site, idempotency_key) do nothing
                        """)
                .bind("id", id)
                .bind("site", site.value())
                .bind("type", wish.type().wireName())
                .bind("data", wish.data() == null ? null : Json.write(wish.data()))
                .bindArray("devices", String.class, wish.devices())
                .bind("key", wish.idempotencyKey())
                .bind("life", wish.lifeSeconds())
                .bind("reason", wish.reason())
                .bind("state", state)
                .bind("second", state.equals(WAITING))
                .bind("by", by)
                .bind("at", now())
                .execute();
    }

    private static Optional<String> missing(Handle handle, SiteId site, JobWish wish) {
        List<String> there = handle.createQuery("select id from device where site = :site and id = any (:ids)")
                .bind("site", site.value())
                .bindArray("ids", String.class, wish.devices())
                .mapTo(String.class)
                .list();
        return wish.devices().stream().filter(one -> !there.contains(one)).findFirst();
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(surroundings.clock().instant(), ZoneOffset.UTC);
    }
}
