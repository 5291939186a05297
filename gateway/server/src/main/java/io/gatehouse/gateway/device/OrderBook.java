package io.gatehouse.gateway.device;

import com.fasterxml.jackson.core.type.TypeReference;
import io.gatehouse.launch.WholeFile;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.command.CommandOrder;
import io.gatehouse.protocol.command.CommandType;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which orders were taken, so that one that comes again after a restart is known. A small file, replaced in one step
 * before the order is reported as taken; orders are forgotten a day after their end.
 */
public final class OrderBook {

    private static final Logger LOG = LoggerFactory.getLogger(OrderBook.class);
    private static final long REMEMBERED_MILLIS = Duration.ofDays(1).toMillis();

    /** One order, whether its end was reported, and whether a device may have it. */
    record Entry(CommandOrder order, boolean finished, boolean handed) {}

    private final Context context;
    private final Path file;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    // of those that come while the file is written, all get their turn together
    private @Nullable Promise<Void> next;
    private boolean writing;

    private OrderBook(Context context, Path file) {
        this.context = context;
        this.file = file;
    }

    /** Reads the file; blocks. */
    public static OrderBook open(Context context, Path file, long nowMillis) {
        OrderBook book = new OrderBook(context, file);
        if (Files.exists(file)) {
            try {
                List<Entry> read =
                        WireFormat.CBOR.mapper().readValue(Files.readAllBytes(file), new TypeReference<>() {});
                read.stream()
                        .filter(entry -> entry.order.expiresAt() + REMEMBERED_MILLIS > nowMillis)
                        .forEach(entry -> book.entries.put(entry.order.commandId(), entry));
            } catch (IOException e) {
                LOG.warn(
                        "{} cannot be read; commands that come again may be carried out again: {}", file, e.toString());
            }
        }
        return book;
    }

    /** Whether the order was taken before, by its id or by its key for the same device, or taken back before it came. */
    boolean isKnown(CommandOrder order) {
        return entries.containsKey(order.commandId())
                || entries.values().stream().anyMatch(entry -> Cancel.of(entry.order, order.commandId()))
                || entries.values().stream()
                        .anyMatch(entry -> entry.order.device().equals(order.device())
                                && entry.order.idempotencyKey().equals(order.idempotencyKey()));
    }

    void note(CommandOrder order) {
        entries.put(order.commandId(), new Entry(order, false, false));
    }

    /** Whether an order of the name came. */
    boolean hasSeen(String commandId) {
        return entries.containsKey(commandId);
    }

    /** A device may have it from now on. */
    void handed(String commandId) {
        Entry entry = entries.get(commandId);
        if (entry != null && !entry.handed) {
            entries.put(commandId, new Entry(entry.order, entry.finished, true));
            save();
        }
    }

    boolean isHanded(String commandId) {
        Entry entry = entries.get(commandId);
        return entry != null && entry.handed;
    }

    void finished(String commandId) {
        Entry entry = entries.get(commandId);
        if (entry != null) {
            entries.put(commandId, new Entry(remembered(entry.order), true, entry.handed));
            save();
        }
    }

    /** What was asked is not needed any more; that it was asked is, and what an order took back. */
    private static CommandOrder remembered(CommandOrder order) {
        return order.type() == CommandType.CANCEL
                ? order
                : new CommandOrder(
                        order.commandId(),
                        order.idempotencyKey(),
                        order.device(),
                        order.type(),
                        order.issuedAt(),
                        order.expiresAt(),
                        order.operator(),
                        null,
                        null);
    }

    List<CommandOrder> unfinished(long nowMillis) {
        return entries.values().stream()
                .filter(entry -> !entry.finished && nowMillis < entry.order.expiresAt())
                .map(Entry::order)
                .toList();
    }

    /**
     * Durable when it completes. A rollout brings hundreds of orders in a second: whoever comes while the file is written waits
     * for the next writing together with the others, else a site of 500 devices would write its file 1,500 times.
     */
    Future<Void> save() {
        Promise<Void> mine = next;
        if (mine == null) {
            mine = Promise.promise();
            next = mine;
        }
        if (!writing) {
            write(mine);
        }
        return mine.future();
    }

    private void write(Promise<Void> those) {
        next = null;
        writing = true;
        List<Entry> copy = new ArrayList<>(entries.values());
        context.<Void>executeBlocking(() -> {
                    WholeFile.replace(file, WireFormat.CBOR.write(copy));
                    return null;
                })
                .onComplete(done -> {
                    writing = false;
                    Promise<Void> later = next;
                    if (later != null) {
                        write(later);
                    }
                    if (done.succeeded()) {
                        those.complete();
                    } else {
                        those.fail(done.cause());
                    }
                });
    }
}
