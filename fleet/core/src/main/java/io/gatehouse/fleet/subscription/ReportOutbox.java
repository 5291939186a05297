package io.gatehouse.fleet.subscription;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.SiteId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Reports that are due and have still to leave, and what became of the others. A period's report is written down once, with
 * a mail for each recipient; several nodes do not take the same mail. Blocks.
 */
public final class ReportOutbox {

    /** Ten tries over about half a day; then a person has to look. */
    public static final int TRIES = 10;

    /** After a long standstill the reports of so many periods come late; what is older has the console. */
    private static final int MOST_LATE = 35;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofHours(2);
    /** Whoever took a mail and says nothing for so long is gone. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private final Jdbi jdbi;
    private final Surroundings surroundings;

    public ReportOutbox(Jdbi jdbi, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.surroundings = surroundings;
    }

    /**
     * A mail to be sent now.
     *
     * @param run the report's number
     * @param of what it is a report of
     * @param file as it was made for all recipients, or nothing when it is still to be made
     */
    public record Due(
            long run,
            SiteId site,
            Subscription of,
            LocalDate first,
            LocalDate last,
            String recipient,
            int attempts,
            @Nullable File file) {}

    /** A report as it is sent. */
    public record File(String name, byte[] bytes) {}

    /** Writes down what has become due. */
    public void begin() {
        OffsetDateTime now = at(surroundings.clock().instant());
        jdbi.useTransaction(handle -> handle.createQuery(
                        "select * from report_subscription where enabled and next_day < :day for update skip locked")
                .bind("day", now.toLocalDate().plusDays(1))
                .map((row, context) -> new Waiting(
                        new SiteId(row.getString("site")),
                        Subscriptions.subscription(row),
                        row.getObject("next_day", LocalDate.class)))
                .list()
                .forEach(one -> begin(handle, one, now)));
    }

    private record Waiting(SiteId site, Subscription of, LocalDate next) {}

    private void begin(Handle handle, Waiting waiting, OffsetDateTime now) {
        ZoneId zone = Subscriptions.zone(handle, waiting.site);
        LocalDate first = waiting.next;
        for (int i = 0; i < MOST_LATE && !waiting.of.due(first, zone).isAfter(now.toInstant()); i++) {
            LocalDate last = waiting.of.every().last(first);
            handle.createQuery("""
                            insert into report_run (site, subscription, first_day, last_day, due) values (?, ?, ?, ?, ?)
                            on conflict do nothing returning id
                            """)
                    .bind(0, waiting.site.value())
                    .bind(1, waiting.of.id())
                    .bind(2, first)
                    .bind(3, last)
                    .bind(4, at(waiting.of.due(first, zone)))
                    .mapTo(Long.class)
                    .findOne()
                    .ifPresent(run -> waiting.of.recipients().stream()
                            .distinct()
                            .forEach(recipient -> handle.execute(
                                    "insert into report_mail (run, recipient, state, next) values (?, ?, 'WAITING', ?)",
                                    run,
                                    recipient,
                                    now)));
            first = last.plusDays(1);
        }
        handle.execute(
                "update report_subscription set next_day = ? where site = ? and id = ?",
                first,
                waiting.site.value(),
                waiting.of.id());
    }

    /** Takes some that are due; another node does not take the same. */
    public List<Due> take(int most) {
        OffsetDateTime now = at(surroundings.clock().instant());
        return jdbi.inTransaction(handle -> handle.createQuery("""
                        with due as (select run, recipient from report_mail where state = 'WAITING' and next <= :now
                            order by next limit :most for update skip locked),
                        taken as (update report_mail m set next = :lease, attempts = attempts + 1 from due
                            where m.run = due.run and m.recipient = due.recipient returning m.*)
                        select t.run, t.recipient, t.attempts, r.first_day, r.last_day, r.file_name, r.file, s.*
                        from taken t join report_run r on r.id = t.run
                            join report_subscription s on s.site = r.site and s.id = r.subscription
                        """)
                .bind("now", now)
                .bind("lease", now.plus(LEASE))
                .bind("most", most)
                .map((row, context) -> due(row))
                .list());
    }

    private static Due due(ResultSet row) throws SQLException {
        byte[] bytes = row.getBytes("file");
        return new Due(
                row.getLong("run"),
                new SiteId(row.getString("site")),
                Subscriptions.subscription(row),
                row.getObject("first_day", LocalDate.class),
                row.getObject("last_day", LocalDate.class),
                row.getString("recipient"),
                row.getInt("attempts"),
                bytes == null ? null : new File(row.getString("file_name"), bytes));
    }

    /** Keeps a report as it was made, unless another node was faster; answers the one that is sent. */
    public File keep(long run, File made) {
        return jdbi.inTransaction(handle -> {
            handle.execute(
                    "update report_run set file_name = ?, file = ? where id = ? and file is null",
                    made.name(),
                    made.bytes(),
                    run);
            return handle.createQuery("select file_name, file from report_run where id = ?")
                    .bind(0, run)
                    .map((row, context) -> new File(row.getString(1), row.getBytes(2)))
                    .findOne()
                    .orElse(made);
        });
    }

    public void sent(Due due) {
        end(due, "SENT", null);
    }

    /** It did not go out: again later, each time twice as late and a little by chance, or never when it was tried too often. */
    public void failed(Due due, String error, boolean hopeless) {
        if (hopeless || due.attempts() >= TRIES) {
            end(due, "FAILED", error);
            return;
        }
        long wait = Math.min(
                LONGEST_WAIT.toMillis(), FIRST_WAIT.toMillis() << Math.min(20, Math.max(0, due.attempts() - 1)));
        long chance = Math.floorMod(surroundings.random().nextLong(), Math.max(1, wait / 4));
        jdbi.useHandle(handle -> handle.execute(
                "update report_mail set next = ?, error = ? where run = ? and recipient = ?",
                at(surroundings.clock().instant().plusMillis(wait + chance)),
                error,
                due.run(),
                due.recipient()));
    }

    private void end(Due due, String state, @Nullable String error) {
        jdbi.useHandle(handle -> handle.execute(
                "update report_mail set state = ?, ended = ?, next = null, error = ? where run = ? and recipient = ?",
                state,
                at(surroundings.clock().instant()),
                error,
                due.run(),
                due.recipient()));
    }

    /** Tries again at once what was given up or waits for long; answers how many. What is just being sent is left alone. */
    public int retry(SiteId site, String subscription) {
        OffsetDateTime now = at(surroundings.clock().instant());
        return jdbi.withHandle(handle -> handle.execute("""
                update report_mail set state = 'WAITING', next = ?, attempts = 0, ended = null
                where (state = 'FAILED' or (state = 'WAITING' and next > ?))
                    and run in (select id from report_run where site = ? and subscription = ?)
                """, now, now.plus(LEASE), site.value(), subscription));
    }

    /** The newest reports of one, each with what became of its mails. */
    public List<ObjectNode> log(SiteId site, String subscription) {
        return jdbi.withHandle(handle -> handle
                .createQuery("""
                        select r.id, r.first_day, r.last_day, r.due, r.file_name, length(r.file) as bytes from report_run r
                        where r.site = ? and r.subscription = ? order by r.first_day desc limit 40
                        """)
                .bind(0, site.value())
                .bind(1, subscription)
                .map((row, context) -> {
                    ObjectNode run = Json.object()
                            .put("run", row.getLong("id"))
                            .put("from", row.getString("first_day"))
                            .put("to", row.getString("last_day"))
                            .put("due", time(row, "due"));
                    if (row.getString("file_name") != null) {
                        run.put("file", row.getString("file_name")).put("bytes", row.getLong("bytes"));
                    }
                    return run;
                })
                .list()
                .stream()
                .map(run -> mails(handle, run))
                .toList());
    }

    private static ObjectNode mails(Handle handle, ObjectNode run) {
        run.putArray("mails");
        handle.createQuery("select * from report_mail where run = ? order by recipient")
                .bind(0, run.path("run").asLong())
                .map((row, context) -> {
                    ObjectNode mail = Json.object()
                            .put("recipient", row.getString("recipient"))
                            .put("state", row.getString("state"))
                            .put("attempts", row.getInt("attempts"));
                    if (row.getString("error") != null) {
                        mail.put("error", row.getString("error"));
                    }
                    for (String name : List.of("next", "ended")) {
                        if (row.getObject(name) != null) {
                            mail.put(name, time(row, name));
                        }
                    }
                    return mail;
                })
                .forEach(mail -> run.withArray("mails").add(mail));
        return run;
    }

    /** The file of a run, as it was sent. */
    public Optional<File> file(SiteId site, long run) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select file_name, file from report_run where site = ? and id = ? and file is not null")
                .bind(0, site.value())
                .bind(1, run)
                .map((row, context) -> new File(row.getString(1), row.getBytes(2)))
                .findOne());
    }

    private static String time(ResultSet row, String column) throws SQLException {
        return Json.time(row.getObject(column, OffsetDateTime.class).toInstant());
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
