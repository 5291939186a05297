package io.gatehouse.fleet.alarm;

import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Jdbi;

/** Deletes alarms that were done with long ago, with their history and what was told of them. Blocking; any thread. */
public final class Forgetting {

    /** So many in one transaction: the tables are in use. */
    private static final int TOGETHER = 5_000;

    private final Jdbi jdbi;
    private final Clock clock;

    public Forgetting(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** How many alarms went. One that stands is never forgotten, however old it is. */
    public int run(Duration kept) {
        OffsetDateTime before =
                OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).minus(kept);
        int all = 0;
        int gone = TOGETHER;
        while (gone == TOGETHER) {
            gone = some(before);
            all += gone;
        }
        jdbi.useHandle(
                handle -> handle.execute("delete from notification where created < ? and state <> 'WAITING'", before));
        return all;
    }

    /** What follows from an alarm that goes keeps standing by itself. */
    private int some(OffsetDateTime before) {
        return jdbi.inTransaction(handle -> {
            Long[] old = handle.createQuery("select id from alarm where closed < :before order by closed limit "
                            + TOGETHER + " for update skip locked")
                    .bind("before", before)
                    .mapTo(Long.class)
                    .list()
                    .toArray(Long[]::new);
            handle.createUpdate("update alarm set masked_by = null where masked_by = any (:old)")
                    .bindArray("old", Long.class, (Object[]) old)
                    .execute();
            return handle.createUpdate("delete from alarm where id = any (:old)")
                    .bindArray("old", Long.class, (Object[]) old)
                    .execute();
        });
    }
}
