package io.gatehouse.fleet.alarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Reach;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What people do about alarms. Each alarm is a row that is locked meanwhile, so two people are one after the other. Blocking. */
public final class AlarmDesk {

    private final Jdbi jdbi;
    private final Clock clock;
    private final AlarmRound.News news;

    public AlarmDesk(Jdbi jdbi, Clock clock, AlarmRound.News news) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.news = news;
    }

    /**
     * Does it to each of them, each by itself. Answers by id: {@code DONE}, or a refusal: {@code NOT_FOUND},
     * {@code NOTE_MISSING}, {@code SHELF_WITHOUT_END}, {@code CLOSED}, {@code STANDS} (what is still there cannot be done
     * with), {@code NO_ACCOUNT}.
     *
     * @param reach the sites at which whoever asks may do so
     */
    public Map<Long, String> carryOut(List<Long> alarms, Act act, String who, Reach reach) {
        Map<Long, String> results = new LinkedHashMap<>();
        String refusal = act.refusal();
        for (long alarm : alarms) {
            results.put(
                    alarm,
                    refusal != null ? refusal : jdbi.inTransaction(handle -> carryOut(handle, alarm, act, who, reach)));
        }
        return results;
    }

    private String carryOut(Handle handle, long alarm, Act act, String who, Reach reach) {
        Optional<AlarmRow> found = handle.createQuery("select * from alarm where id = ? for update")
                .bind(0, alarm)
                .map((row, context) -> AlarmRow.of(row))
                .findOne()
                .filter(row -> reach.covers(row.site()));
        if (found.isEmpty()) {
            return "NOT_FOUND";
        }
        AlarmRow row = found.get();
        if (!row.life().isOpen() && act.what() != Act.What.COMMENT) {
            return "CLOSED";
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        String refusal = refusal(handle, row, act);
        if (refusal != null) {
            return refusal;
        }
        Life life = after(row, act, now, new Ladders(handle).of(row.severity()));
        if (!life.equals(row.life())) {
            AlarmRow.store(handle, alarm, life);
        }
        sideEffects(handle, row, act, who);
        AlarmRow.step(
                handle,
                alarm,
                new AlarmRow.Step(now, act.what().name(), who, blankIsNothing(act.note()), data(act, life)));
        if (act.what() == Act.What.ESCALATE) {
            news.tell(handle, alarm, "ESCALATED", now);
        }
        return "DONE";
    }

    private static @Nullable String refusal(Handle handle, AlarmRow row, Act act) {
        if (act.what() == Act.What.ASSIGN && act.to() != null) {
            boolean there = handle.createQuery(
                            "select exists (select from account where name = ? and disabled is null)")
                    .bind(0, act.to())
                    .mapTo(Boolean.class)
                    .one();
            return there ? null : "NO_ACCOUNT";
        }
        if (act.what() == Act.What.RESOLVE && row.life().isActive() && !endsByWord(handle, row)) {
            return "STANDS";
        }
        return null;
    }

    /** What an event began is over when somebody says so; what is measured is over when it is. */
    private static boolean endsByWord(Handle handle, AlarmRow row) {
        return handle.execute("""
                        delete from problem p using alarm a where a.id = ? and p.site = a.site and p.kind = a.kind
                            and p.device = coalesce(a.device, a.gateway)
                        """, row.id()) > 0;
    }

    private static Life after(AlarmRow row, Act act, Instant now, Ladder ladder) {
        Life life = row.life();
        return switch (act.what()) {
            case ACKNOWLEDGE -> life.acknowledge(now);
            case SHELVE -> life.shelve(now.plus(act.length() == null ? java.time.Duration.ofHours(1) : act.length()));
            case UNSHELVE -> life.isShelved() ? life.unshelve(now, ladder) : life;
            case RESOLVE -> life.resolve(now);
            case ESCALATE -> life.escalate(now, ladder);
            case ASSIGN, COMMENT -> life;
        };
    }

    private static void sideEffects(Handle handle, AlarmRow row, Act act, String who) {
        switch (act.what()) {
            case ACKNOWLEDGE ->
                handle.execute(
                        "update alarm set acknowledged_by = coalesce(acknowledged_by, ?) where id = ?", who, row.id());
            case ASSIGN -> handle.execute("update alarm set owner = ? where id = ?", act.to(), row.id());
            case SHELVE -> handle.execute("update alarm set shelved_by = ? where id = ?", who, row.id());
            case UNSHELVE -> handle.execute("update alarm set shelved_by = null where id = ?", row.id());
            case RESOLVE ->
                handle.execute(
                        "update alarm set acknowledged_by = coalesce(acknowledged_by, ?), masked_by = null where id = ?",
                        who,
                        row.id());
            case COMMENT, ESCALATE -> {}
        }
    }

    private static ObjectNode data(Act act, Life life) {
        ObjectNode data = Json.object();
        if (act.what() == Act.What.ASSIGN && act.to() != null) {
            data.put("to", act.to());
        }
        if (act.what() == Act.What.SHELVE && life.shelved() != null) {
            data.put("until", Json.time(life.shelved()));
        }
        if (act.what() == Act.What.ESCALATE) {
            data.put("level", life.level());
        }
        return data;
    }

    private static @Nullable String blankIsNothing(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
