package io.gatehouse.fleet.enrol;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Requests that a phone may send again because an answer was lost: the first transaction that names one carries it out.
 * The phone makes the name (a UUID), once for each thing that somebody did.
 */
public final class Once {

    private static final Duration KEPT = Duration.ofDays(180);

    private Once() {}

    /** Whether this is the first time; then it must be carried out in this very transaction. */
    public static boolean first(Handle handle, String request, String what, String by, OffsetDateTime now) {
        return handle.execute(
                        "insert into request_done (id, what, by, at) values (?, ?, ?, ?) on conflict do nothing",
                        request,
                        what,
                        by,
                        now)
                == 1;
    }

    /** What no phone will send again. */
    public static void forgetOld(Jdbi jdbi, Instant now) {
        jdbi.useHandle(handle -> handle.execute(
                "delete from request_done where at < ?", OffsetDateTime.ofInstant(now.minus(KEPT), ZoneOffset.UTC)));
    }

    /** Whether the same person had it carried out before. */
    static boolean isDone(Handle handle, String request, String by) {
        return handle.createQuery("select exists (select from request_done where id = ? and by = ?)")
                .bind(0, request)
                .bind(1, by)
                .mapTo(Boolean.class)
                .one();
    }

    /** It was refused after all: nothing was done under this name. */
    static void forget(Handle handle, String request) {
        handle.execute("delete from request_done where id = ?", request);
    }
}
