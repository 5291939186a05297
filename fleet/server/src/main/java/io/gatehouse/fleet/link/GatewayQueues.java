package io.gatehouse.fleet.link;

import io.gatehouse.protocol.GatewayId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.WorkerExecutor;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Runs the work of one gateway in its order and of several gateways side by side, on a bounded pool. What may wait is
 * bounded by messages per gateway and by bytes of all: beyond that nothing is taken. Safe from any thread.
 */
final class GatewayQueues {

    /** One gateway may take this part of the room, so that a few cannot keep out the others. */
    private static final int SHARES = 8;

    private final WorkerExecutor workers;
    private final int maxPerGateway;
    private final long maxBytes;
    private final Map<GatewayId, ArrayDeque<Task<?>>> waiting = new HashMap<>();
    private long bytes;

    GatewayQueues(WorkerExecutor workers, int maxPerGateway, long maxBytes) {
        this.workers = workers;
        this.maxPerGateway = maxPerGateway;
        this.maxBytes = maxBytes;
    }

    /** The result of the work when it has run; nothing when there is no room and the work will not run. */
    <T> Optional<Future<T>> submit(GatewayId gateway, int size, Callable<T> work) {
        Task<T> task = new Task<>(work, size, Promise.promise());
        boolean first;
        synchronized (this) {
            ArrayDeque<Task<?>> queue = waiting.computeIfAbsent(gateway, id -> new ArrayDeque<>());
            long own = queue.stream().mapToLong(Task::size).sum();
            boolean overShare = own > 0 && own + size > maxBytes / SHARES;
            if (queue.size() >= maxPerGateway || bytes + size > maxBytes || overShare) {
                if (queue.isEmpty()) {
                    waiting.remove(gateway);
                }
                return Optional.empty();
            }
            first = queue.isEmpty();
            queue.addLast(task);
            bytes += size;
        }
        if (first) {
            run(gateway, task);
        }
        return Optional.of(task.done().future());
    }

    /** How full it is: which part of the bytes is taken, how many gateways and how many messages wait or run. */
    synchronized Load load() {
        int messages = waiting.values().stream().mapToInt(ArrayDeque::size).sum();
        return new Load((double) bytes / maxBytes, waiting.size(), messages);
    }

    record Load(double full, int gateways, int messages) {}

    /** Bytes of what waits or runs. */
    synchronized long bytes() {
        return bytes;
    }

    private <T> void run(GatewayId gateway, Task<T> task) {
        workers.executeBlocking(task.work(), false).onComplete(result -> {
            Task<?> next = afterwards(gateway, task);
            task.done().handle(result);
            if (next != null) {
                run(gateway, next);
            }
        });
    }

    /** Lets go of what has run; the gateway's next, or nothing. */
    private synchronized @Nullable Task<?> afterwards(GatewayId gateway, Task<?> finished) {
        ArrayDeque<Task<?>> queue = waiting.getOrDefault(gateway, new ArrayDeque<>());
        queue.remove(finished);
        bytes -= finished.size();
        if (queue.isEmpty()) {
            waiting.remove(gateway);
        }
        return queue.peekFirst();
    }

    private record Task<T>(Callable<T> work, int size, Promise<T> done) {}
}
