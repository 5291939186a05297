package io.gatehouse.fleet.web.call;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The named pool on which blocking calls run, with a bound on how many may wait: beyond it a call fails at once with
 * {@link RejectedExecutionException}, which is answered as busy. Safe from any thread.
 */
public final class Work {

    private final WorkerExecutor workers;
    private final int bound;
    private final AtomicInteger open = new AtomicInteger();

    public Work(WorkerExecutor workers, int bound) {
        this.workers = workers;
        this.bound = bound;
    }

    /** Runs the call on a worker; its result comes back on the context that asked. */
    public <T> Future<T> call(Callable<T> blocking) {
        if (open.incrementAndGet() > bound) {
            open.decrementAndGet();
            return Future.failedFuture(new RejectedExecutionException("more than " + bound + " calls are waiting"));
        }
        return workers.executeBlocking(blocking, false).onComplete(done -> open.decrementAndGet());
    }

    /** Calls that wait or run. */
    public int open() {
        return open.get();
    }
}
