package io.gatehouse.broker;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The owner's hooks, behind a wall: what goes wrong in one is counted and hurts nobody else. */
final class GuardedHooks {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedHooks.class);

    private final Context context;
    private final BrokerHooks hooks;
    private final Counts counts;

    GuardedHooks(Context context, BrokerHooks hooks, Counts counts) {
        this.context = context;
        this.hooks = hooks;
        this.counts = counts;
    }

    Future<SignIn> signIn(ConnectAttempt attempt) {
        try {
            return hooks.signIn(attempt);
        } catch (RuntimeException e) {
            failed(e);
            return Future.failedFuture(e);
        }
    }

    boolean mayPublish(Client client, String topic) {
        return test(() -> hooks.mayPublish(client, topic));
    }

    boolean maySubscribe(Client client, String filter) {
        return test(() -> hooks.maySubscribe(client, filter));
    }

    boolean knows(String identity) {
        return test(() -> hooks.knows(identity));
    }

    /** Never fails: what goes wrong becomes {@code BUSY}, so that nothing is acknowledged. */
    Future<Verdict> onPublish(Client client, InboundPublish publish) {
        try {
            Future<Verdict> verdict = hooks.onPublish(client, publish);
            return verdict.succeeded()
                    ? verdict
                    : verdict.recover(failure -> {
                        context.runOnContext(v -> failed(failure));
                        return Future.succeededFuture(Verdict.BUSY);
                    });
        } catch (RuntimeException e) {
            failed(e);
            return Future.succeededFuture(Verdict.BUSY);
        }
    }

    void onConnected(Client client) {
        run(() -> hooks.onConnected(client));
    }

    void onSubscribed(Client client, String filter) {
        run(() -> hooks.onSubscribed(client, filter));
    }

    void onDisconnected(Client client, String reason) {
        run(() -> hooks.onDisconnected(client, reason));
    }

    void onForeignTopic(Client client, String topic) {
        counts.foreignTopics++;
        run(() -> hooks.onForeignTopic(client, topic));
    }

    private void run(Runnable hook) {
        try {
            hook.run();
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private boolean test(BooleanSupplier hook) {
        try {
            return hook.getAsBoolean();
        } catch (RuntimeException e) {
            failed(e);
            return false;
        }
    }

    private void failed(Throwable failure) {
        counts.hookFailures++;
        LOG.error("a hook failed; this must not happen and is a bug", failure);
    }
}
