package io.gatehouse.fleet.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.fleet.notify.Channel;
import io.gatehouse.fleet.notify.Channels;
import io.gatehouse.fleet.presence.LastDay;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.protocol.GatewayId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is kept of alarms, for how long, what the last day looks like, and where alarms are told. */
class LookingBackTest {

    private static final Instant NOW = Instant.parse("2026-11-26T08:30:00Z");

    private final FleetCore core = TestCore.core();
    private final GatewayId gateway = TestCore.newGateway();
    private final String site = TestCore.siteOf(gateway).value();
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

    @Test
    void what_was_done_with_long_ago_goes_and_what_stands_stays_however_old_it_is() {
        long old = alarm("old", NOW.minus(Duration.ofDays(500)), NOW.minus(Duration.ofDays(401)));
        long fresh = alarm("fresh", NOW.minus(Duration.ofDays(500)), NOW.minus(Duration.ofDays(399)));
        long standing = alarm("standing", NOW.minus(Duration.ofDays(500)), null);
        core.jdbi().useHandle(handle -> handle.execute("update alarm set masked_by = ? where id = ?", old, standing));

        new Forgetting(core.jdbi(), clock).run(Duration.ofDays(400));

        assertThat(ids()).containsExactlyInAnyOrder(fresh, standing);
    }

    @Test
    void the_last_day_says_for_how_long_a_gateway_was_silent_in_each_hour_and_what_began() {
        core.jdbi()
                .useHandle(handle ->
                        handle.execute("update gateway set last_heard = ? where id = ?", at(NOW), gateway.value()));
        presence("OFFLINE", NOW.minus(Duration.ofMinutes(90)));
        presence("ONLINE", NOW.minus(Duration.ofMinutes(20)));
        alarm("began", NOW.minus(Duration.ofHours(5)), null);

        ObjectNode day = new LastDay(core.jdbi(), clock).of(Reach.of(Set.of(site)));
        JsonNode cells = day.at("/items/0/cells");

        assertThat(day.path("items")).hasSize(1);
        assertThat(cells).hasSize(24);
        // 07:00 to 08:00 whole, 08:00 to 08:10, at half past eight
        assertThat(cells.at("/22/silentMinutes").asInt()).isEqualTo(60);
        assertThat(cells.at("/23/silentMinutes").asInt()).isEqualTo(10);
        assertThat(cells.at("/23/level").asInt()).isEqualTo(2);
        assertThat(cells.at("/18/alarms").asInt()).isEqualTo(1);
        assertThat(cells.at("/18/level").asInt()).isEqualTo(1);
        assertThat(cells.at("/10/level").asInt()).isZero();
    }

    @Test
    void the_address_of_a_webhook_lies_sealed_and_an_open_one_of_before_is_sealed() {
        Channels channels = new Channels(core.jdbi(), core.keys(), clock);
        String secret = "https://hooks.example/robot?access_token=" + site;
        channels.put(new Channel(
                "hook-" + site, "Hook", Channel.Kind.DINGTALK, secret, null, "", 0, List.of("RAISED"), "en", true));
        core.jdbi().useHandle(handle -> handle.execute("""
                        insert into notify_channel (id, name, kind, target, steps, language, enabled, changed)
                        values (?, 'Old', 'SLACK', ?, '{RAISED}', 'en', true, now())
                        """, "old-" + site, secret));

        channels.sealOld();

        assertThat(channels.open("hook-" + site).orElseThrow().target()).isEqualTo(secret);
        assertThat(channels.open("old-" + site).orElseThrow().target()).isEqualTo(secret);
        String table = core.jdbi()
                .withHandle(handle -> String.join(
                        "",
                        handle.createQuery("select c::text from notify_channel c")
                                .mapTo(String.class)
                                .list()));
        assertThat(table).doesNotContain("access_token");
        channels.forget("hook-" + site);
        channels.forget("old-" + site);
    }

    private List<Long> ids() {
        return core.jdbi()
                .withHandle(handle -> handle.createQuery("select id from alarm where site = ?")
                        .bind(0, site)
                        .mapTo(Long.class)
                        .list());
    }

    private void presence(String now, Instant at) {
        core.jdbi()
                .useHandle(handle -> handle.execute(
                        "insert into presence_change (site, subject, gateway, at, now, reason) values (?, ?, ?, ?, ?, 'x')",
                        site,
                        "~" + gateway,
                        gateway.value(),
                        at(at),
                        now));
    }

    private long alarm(String key, Instant since, @Nullable Instant closed) {
        return core.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        insert into alarm (key, kind, severity, site, words, since, last, count, closed)
                        values (:key, 'DEVICE_OFFLINE', 'WARNING', :site, '{}', :since, :since, 1, :closed) returning id
                        """)
                        .bind("key", key + site)
                        .bind("site", site)
                        .bind("since", at(since))
                        .bind("closed", closed == null ? null : at(closed))
                        .mapTo(Long.class)
                        .one());
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
