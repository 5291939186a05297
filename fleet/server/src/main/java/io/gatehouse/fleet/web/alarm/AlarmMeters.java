package io.gatehouse.fleet.web.alarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.gatehouse.fleet.core.Watching;
import io.gatehouse.fleet.store.Reach;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.Supplier;

/** How many alarms there are, for monitoring. Read from the database when somebody scrapes, at most every few seconds. */
final class AlarmMeters {

    private static final Duration FRESH = Duration.ofSeconds(5);

    private final Watching watching;
    private final Supplier<ObjectNode> overview;

    /** @param overview how the fleet is, as REST shows it; blocks */
    AlarmMeters(Watching watching, Supplier<ObjectNode> overview) {
        this.watching = watching;
        this.overview = overview;
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
                            "gatehouse.fleet.alarms",
                            counts,
                            cache -> cache.get("").path(shelf).asDouble())
                    .tag("shelf", shelf)
                    .register(registry);
        }
        LoadingCache<String, ObjectNode> state = Caffeine.newBuilder()
                .expireAfterWrite(FRESH)
                .build(key -> (ObjectNode) overview.get().path("counts"));
        for (String presence : new String[] {"online", "offline", "unknown", "never"}) {
            Gauge.builder(
                            "gatehouse.fleet.devices",
                            state,
                            cache ->
                                    cache.get("").path("devices").path(presence).asDouble())
                    .tag("presence", presence)
                    .register(registry);
        }
        registry.gauge(
                "gatehouse.fleet.gateways",
                state,
                cache -> cache.get("").path("gateways").asDouble());
        registry.gauge(
                "gatehouse.fleet.records.waiting",
                state,
                cache -> cache.get("").path("waiting").asDouble());
        registry.gauge("gatehouse.fleet.notifications.waiting", waiting, cache -> cache.get("")[0]);
        registry.gauge("gatehouse.fleet.notifications.failed.day", waiting, cache -> cache.get("")[1]);
    }
}
