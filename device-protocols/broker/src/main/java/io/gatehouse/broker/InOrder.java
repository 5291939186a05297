package io.gatehouse.broker;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Lets results be used in the order in which they were asked for, whenever each is known. On one context. */
final class InOrder {

    private record Pending<T>(Future<T> result, Consumer<T> use) {

        boolean settle() {
            if (!result.isComplete()) {
                return false;
            }
            use.accept(result.result());
            return true;
        }
    }

    private final Context context;
    private final Deque<Pending<?>> pending = new ArrayDeque<>();

    InOrder(Context context) {
        this.context = context;
    }

    /** The result must not fail; it is used on the context, at once when it is known and nothing is before it. */
    <T> void add(Future<T> result, Consumer<T> use) {
        Pending<T> next = new Pending<>(result, use);
        if (pending.isEmpty() && next.settle()) {
            return;
        }
        pending.add(next);
        result.onComplete(known -> context.runOnContext(v -> drain()));
    }

    int size() {
        return pending.size();
    }

    private void drain() {
        Pending<?> first = pending.peekFirst();
        while (first != null && first.settle()) {
            pending.pollFirst();
            first = pending.peekFirst();
        }
    }
}
