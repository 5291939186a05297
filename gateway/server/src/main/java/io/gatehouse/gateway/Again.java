package io.gatehouse.gateway;

import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that comes again and again, on the context that asks for it. */
record Again(Vertx vertx) {

    private static final Logger LOG = LoggerFactory.getLogger(Again.class);

    /** Re-armed after each run, so that a slow run never stacks up. */
    void every(long millis, Runnable work) {
        vertx.setTimer(millis, timer -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.error("a timer's work failed; this must not happen and is a bug", e);
            }
            every(millis, work);
        });
    }
}
