package io.gatehouse.fleet.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.command.CommandState;
import io.gatehouse.protocol.command.CommandType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Takes commands back that no device has yet. Whether one could still be taken back only its gateway knows: the command is
 * {@code CANCELLED} when that says so, and until then it is only asked for. Blocks; any thread.
 */
public final class Cancellations {

    /** A gateway that is slow to answer is asked for a minute more than the command lives. */
    private static final Duration LONGER = Duration.ofMinutes(1);

    private static final long LONGEST_LIFE = 86_400;

    private final Jdbi jdbi;
    private final Commands commands;
    private final Surroundings surroundings;

    public Cancellations(Jdbi jdbi, Commands commands, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.commands = commands;
        this.surroundings = surroundings;
    }

    /** What became of the wish. */
    public sealed interface Outcome {

        /**
         * The gateway is asked.
         *
         * @param command the one that is taken back, as REST shows it
         * @param order what is to be told to its gateway
         * @param repeated somebody asked before
         */
        record Asked(ObjectNode command, Ordered order, boolean repeated) implements Outcome {}

        record Nothing() implements Outcome {}

        /** It has ended. */
        record Over(String state) implements Outcome {}

        /** It belongs to a rollout or to settings, which are stopped instead. */
        record NotByHand(String type) implements Outcome {}
    }

    public Outcome cancel(String id, String by, @Nullable String why) {
        return jdbi.inTransaction(handle -> cancel(handle, id, by, why));
    }

    /** All commands of a job that have not ended. */
    List<Ordered> cancelOf(Handle handle, String job, String by, @Nullable String why) {
        List<Ordered> orders = new ArrayList<>();
        handle
                .createQuery("select id from command where job = ? order by id for update")
                .bind(0, job)
                .mapTo(String.class)
                .list()
                .stream()
                .map(id -> cancel(handle, id, by, why))
                .forEach(outcome -> {
                    if (outcome instanceof Outcome.Asked asked) {
                        orders.add(asked.order());
                    }
                });
        return orders;
    }

    private Outcome cancel(Handle handle, String id, String by, @Nullable String why) {
        Optional<CommandRow> found = CommandRow.lock(handle, id);
        if (found.isEmpty()) {
            return new Outcome.Nothing();
        }
        CommandRow row = found.get();
        CommandType type = row.order().type();
        if (type.isOfFleet()) {
            return new Outcome.NotByHand(type.wireName());
        }
        if (CommandState.valueOf(row.state()).isFinal()) {
            return new Outcome.Over(row.state());
        }
        ObjectNode data = Json.object()
                .put("command", id)
                .put("subject", row.order().device().value());
        Request request = new Request(CommandType.CANCEL, "cancel-" + id, life(row), why, data);
        Ordered ordered = commands.orderGateway(handle, row.site(), row.gateway(), request, by);
        boolean repeated = ordered instanceof Ordered.Queued queued && queued.repeated();
        if (ordered instanceof Ordered.Queued queued) {
            handle.execute(
                    "update command set cancel = ? where id = ?", queued.order().commandId(), id);
        }
        ObjectNode shown = CommandRow.byId(handle, id)
                .map(now -> CommandRow.json(handle, now))
                .orElseThrow();
        return new Outcome.Asked(shown, ordered, repeated);
    }

    private int life(CommandRow row) {
        long left = row.order().expiresAt() - surroundings.clock().millis() + LONGER.toMillis();
        return (int) Math.max(LONGER.toSeconds(), Math.min(LONGEST_LIFE, left / 1_000));
    }
}
