package io.gatehouse.fleet.web.alarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.gatehouse.fleet.core.Watching;
import io.gatehouse.fleet.store.Reach;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/** How many alarms there are, for monitoring. Read from the database when somebody scrapes, at most every few seconds. */
final class AlarmMeters {

    private static final Duration FRESH = Duration.ofSeconds(5);

    private final Watching watching;

    AlarmMeters(Watching watching) {
        this.watching = watching;
    }

    void register(MeterRegistry registry) {
        LoadingCache<String, ObjectNode> counts = Caffeine.newBuilder()
                .expireAfterWrite(FRESH)
                .build(key -> watching.alarms().book().counts(Reach.all()));
        LoadingCache<String, long[]> waiting = Caffeine.newBuilder()
                .expireAfterWrite(FRESH)
                .build(key -> watching.outbox().counts());
        for (String shelf : new String[] {"open", "critical", "shelved", "masked"}) {
            Gauge.builder(
                            "gatehouse.fleet.alarms", counts, cache -> cache.get("").path(shelf).asDouble())
                    .tag("shelf", shelf)
                    .register(registry);
        }
        registry.gauge("gatehouse.fleet.notifications.waiting", waiting, cache -> cache.get("")[0]);
        registry.gauge("gatehouse.fleet.notifications.failed.day", waiting, cache -> cache.get("")[1]);
    }
}
