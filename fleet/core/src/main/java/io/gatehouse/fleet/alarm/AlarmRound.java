package io.gatehouse.fleet.alarm;

import io.gatehouse.fleet.store.Json;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * One look at everything that is wrong now, and what it changes about the alarms. Only one node at a time carries out a
 * round; the others find it taken and do nothing. Blocking; any thread.
 */
public final class AlarmRound {

    /** A lock of PostgreSQL, by a number of this purpose's own. */
    private static final long LOCK = 0x6761_7465_616c_0001L;

    /** So late comes a round that a cut line, which is seen 12 s after its last heartbeat, is one alarm at once. */
    private static final String OPEN_OR_LATE =
            "select * from alarm where closed is null or closed > :recent order by id for update";

    private final Jdbi jdbi;
    private final Clock clock;
    private final Supplier<List<Finding>> findings;
    private final News news;

    /** Hears what is worth telling, within the round's transaction. */
    @FunctionalInterface
    public interface News {

        /** @param step {@code RAISED}, {@code RAISED_AGAIN}, {@code CLEARED} or {@code ESCALATED} */
        void tell(Handle handle, long alarm, String step, Instant now);
    }

    /** @param findings what is wrong now */
    public AlarmRound(Jdbi jdbi, Clock clock, Supplier<List<Finding>> findings, News news) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.findings = findings;
        this.news = news;
    }

    /** How many alarms changed; nothing when another node is at it. */
    public int run() {
        List<Finding> found = findings.get();
        return jdbi.inTransaction(handle -> {
            boolean mine = handle.createQuery("select pg_try_advisory_xact_lock(?)")
                    .bind(0, LOCK)
                    .mapTo(Boolean.class)
                    .one();
            return mine ? new One(handle, clock.instant().truncatedTo(ChronoUnit.MILLIS)).carryOut(found) : 0;
        });
    }

    /** A round inside its transaction. */
    private final class One {

        private final Handle handle;
        private final Instant now;
        private final Map<String, AlarmRow> known = new LinkedHashMap<>();
        private final Ladders ladders;
        private int changed;

        One(Handle handle, Instant now) {
            this.handle = handle;
            this.now = now;
            this.ladders = new Ladders(handle);
        }

        int carryOut(List<Finding> found) {
            read();
            Set<String> standing = new HashSet<>();
            known.values().stream().filter(one -> one.life().isActive()).forEach(one -> standing.add(one.key()));
            Causes.Sorted sorted = Causes.of(found, standing);
            Map<String, Long> ids = new HashMap<>();
            sorted.raised().values().forEach(finding -> ids.put(finding.key(), raise(finding)));
            Map<String, Long> silent = silentGateways(found, sorted, ids);
            for (AlarmRow row : List.copyOf(known.values())) {
                if (!sorted.raised().containsKey(row.key())) {
                    quiet(row, causeOf(row, sorted, ids, silent));
                }
            }
            known.values().forEach(this::tick);
            return changed;
        }

        private void read() {
            handle.createQuery(OPEN_OR_LATE)
                    .bind("recent", AlarmRow.at(now.minus(Life.SAME_AGAIN)))
                    .map((row, context) -> AlarmRow.of(row))
                    .list()
                    // the open one of a key, or the one that was closed last
                    .forEach(row -> known.merge(
                            row.key(), row, (before, after) -> before.life().isOpen() ? before : after));
        }

        private long raise(Finding finding) {
            AlarmRow row = known.get(finding.key());
            Ladder ladder = ladders.of(finding.severity());
            if (row == null || !row.life().isSameAgain(now)) {
                return begin(finding, ladder);
            }
            Life life = row.life().there(now, ladder);
            if (row.maskedBy() != null) {
                handle.execute("update alarm set masked_by = null where id = ?", row.id());
                changed++;
            }
            if (!life.equals(row.life())) {
                boolean again = !row.life().isActive();
                AlarmRow.store(handle, row.id(), life);
                AlarmRow.step(handle, row.id(), AlarmRow.Step.byItself(now, "RAISED_AGAIN"));
                if (again && !life.isFlapping(now)) {
                    news.tell(handle, row.id(), "RAISED_AGAIN", now);
                }
                changed++;
            }
            if (!AlarmRow.Said.of(finding).equals(row.said())) {
                describe(row, finding);
            }
            known.put(row.key(), row.with(life, null));
            return row.id();
        }

        private long begin(Finding finding, Ladder ladder) {
            Life life = Life.begin(finding.since(), now, ladder);
            long id = insert(finding, life);
            new Weighing(handle, now).weigh(id, finding);
            AlarmRow.step(handle, id, AlarmRow.Step.byItself(now, "RAISED"));
            news.tell(handle, id, "RAISED", now);
            known.put(
                    finding.key(),
                    new AlarmRow(
                            id,
                            finding.key(),
                            finding.kind(),
                            finding.severity(),
                            finding.subject().site(),
                            finding.subject().gateway(),
                            AlarmRow.Said.of(finding),
                            life,
                            null));
            changed++;
            return id;
        }

        private long insert(Finding finding, Life life) {
            Finding.Subject subject = finding.subject();
            return handle.createQuery("""
                            insert into alarm (key, kind, severity, site, gateway, device, name, params, words, affected,
                                since, last, count, escalates, raises)
                            values (:key, :kind, :severity, :site, :gateway, :device, :name, :params::jsonb, :words::jsonb,
                                :affected, :since, :last, 1, :escalates, :raises::jsonb)
                            returning id
                            """)
                    .bind("key", finding.key())
                    .bind("kind", finding.kind())
                    .bind("severity", finding.severity().name())
                    .bind("site", subject.site())
                    .bind("gateway", subject.gateway())
                    .bind("device", subject.device())
                    .bind("name", subject.name())
                    .bind("params", Json.write(finding.params()))
                    .bind("words", Json.write(finding.words()))
                    .bindArray("affected", String.class, finding.affected().toArray())
                    .bind("since", AlarmRow.at(life.since()))
                    .bind("last", AlarmRow.at(now))
                    .bind("escalates", AlarmRow.at(life.escalates()))
                    .bind("raises", AlarmRow.raises(life))
                    .mapTo(Long.class)
                    .one();
        }

        /** What its words say may change while it stands: how full a disk is, how many devices are gone. */
        private void describe(AlarmRow row, Finding finding) {
            changed += handle.createUpdate("""
                            update alarm set params = :params::jsonb, severity = :severity, affected = :affected::text[]
                            where id = :id and (params <> :params::jsonb or severity <> :severity or affected <> :affected::text[])
                            """)
                    .bind("params", Json.write(finding.params()))
                    .bind("severity", finding.severity().name())
                    .bindArray(
                            "affected",
                            String.class,
                            finding.affected().stream().sorted().toArray())
                    .bind("id", row.id())
                    .execute();
        }

        /** Its condition is not there, or follows from another one. */
        private void quiet(AlarmRow row, @Nullable Long cause) {
            if (cause != null && row.life().isOpen()) {
                if (!cause.equals(row.maskedBy())) {
                    handle.execute("update alarm set masked_by = ? where id = ?", cause, row.id());
                    AlarmRow.step(handle, row.id(), AlarmRow.Step.byItself(now, "MASKED"));
                    known.put(row.key(), row.with(row.life(), cause));
                    changed++;
                }
                return;
            }
            Life life = row.life().gone(now);
            if (row.maskedBy() != null && row.life().isOpen()) {
                handle.execute("update alarm set masked_by = null where id = ?", row.id());
                changed++;
            }
            if (!life.equals(row.life())) {
                AlarmRow.store(handle, row.id(), life);
                if (!life.isActive()) {
                    AlarmRow.step(handle, row.id(), AlarmRow.Step.byItself(now, "CLEARED"));
                    news.tell(handle, row.id(), "CLEARED", now);
                }
                changed++;
            }
            known.put(row.key(), row.with(life, null));
        }

        /** While its gateway is silent nothing is known of a device: its alarm neither stands nor is over. */
        private @Nullable Long causeOf(
                AlarmRow row, Causes.Sorted sorted, Map<String, Long> ids, Map<String, Long> silent) {
            String cause = sorted.masked().get(row.key());
            if (cause != null) {
                return ids.get(cause);
            }
            return row.kind().startsWith("DEVICE_") && row.life().isActive()
                    ? silent.get(String.valueOf(row.gateway()))
                    : null;
        }

        /** The alarm of each gateway that is silent now, or the one into which it was merged. */
        private Map<String, Long> silentGateways(List<Finding> found, Causes.Sorted sorted, Map<String, Long> ids) {
            Map<String, Long> silent = new HashMap<>();
            for (Finding finding : found) {
                String gateway = finding.subject().gateway();
                if (finding.kind().equals("GATEWAY_SILENT") && gateway != null) {
                    String cause = sorted.masked().getOrDefault(finding.key(), finding.key());
                    silent.put(gateway, ids.getOrDefault(cause, 0L));
                }
            }
            return silent;
        }

        private void tick(AlarmRow row) {
            Life life = row.life();
            if (!life.isOpen()) {
                return;
            }
            List<String> steps = new ArrayList<>();
            if (life.shelfEnds(now)) {
                life = life.unshelve(now, ladders.of(row.severity()));
                handle.execute("update alarm set shelved_by = null where id = ?", row.id());
                steps.add("SHELF_ENDED");
            }
            if (row.maskedBy() == null && life.escalatesNow(now)) {
                life = life.escalate(now, ladders.of(row.severity()));
                steps.add("ESCALATED");
            }
            if (!steps.isEmpty()) {
                AlarmRow.store(handle, row.id(), life);
                for (String step : steps) {
                    AlarmRow.step(handle, row.id(), AlarmRow.Step.byItself(now, step));
                    if (step.equals("ESCALATED")) {
                        news.tell(handle, row.id(), step, now);
                    }
                }
                changed++;
            }
        }
    }
}
