package io.gatehouse.broker;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Lets acknowledgements leave in the order in which the messages came, whenever their verdicts are known. */
final class AckOrder {

    private record Pending(Future<Verdict> verdict, Consumer<Verdict> answer) {}

    private final Context context;
    private final Deque<Pending> pending = new ArrayDeque<>();

    AckOrder(Context context) {
        this.context = context;
    }

    /** The verdict must not fail; the answer runs on the context. */
    void add(Future<Verdict> verdict, Consumer<Verdict> answer) {
        if (pending.isEmpty() && verdict.isComplete()) {
            answer.accept(verdict.result());
            return;
        }
        pending.add(new Pending(verdict, answer));
        verdict.onComplete(known -> context.runOnContext(v -> drain()));
    }

    int size() {
        return pending.size();
    }

    private void drain() {
        Pending first = pending.peekFirst();
        while (first != null && first.verdict.isComplete()) {
            pending.pollFirst();
            first.answer.accept(first.verdict.result());
            first = pending.peekFirst();
        }
    }
}
