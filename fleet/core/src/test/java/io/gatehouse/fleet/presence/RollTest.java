package io.gatehouse.fleet.presence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.profile.Profiles;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept of all devices says at each moment what a reading of all of them would. */
class RollTest {

    private static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");
    private static final Profiles PROFILES = Profiles.shipped();

    private final FleetCore core = TestCore.core();
    private final GatewayId gateway = TestCore.newGateway();
    private final String site = TestCore.siteOf(gateway).value();
    private final Roll roll = new Roll(core.jdbi());

    @BeforeEach
    void devices() {
        for (String id : List.of("one", "two", "three")) {
            insert(id);
        }
        alive(NOW);
        heard(NOW, "one", "two", "three");
    }

    private static Roll.Seen of(Map<String, Roll.Seen> seen, String device) {
        return Objects.requireNonNull(seen.get(device), device);
    }

    @Test
    void signs_of_life_are_no_news_and_silence_is_seen_all_the_same() {
        Map<String, Roll.Seen> first = look(NOW.plusSeconds(1));

        alive(NOW.plusSeconds(30));
        heard(NOW.plusSeconds(30), "one", "two");
        Map<String, Roll.Seen> then = look(NOW.plusSeconds(31));
        alive(NOW.plusSeconds(62));
        heard(NOW.plusSeconds(60), "one", "two");
        Map<String, Roll.Seen> late = look(NOW.plusSeconds(63));

        assertThat(presences(first)).containsOnly(Map.entry("one", Presence.ONLINE), online("two"), online("three"));
        assertThat(of(then, "one").news()).isEqualTo(of(first, "one").news());
        assertThat(presences(late)).contains(online("one"), Map.entry("three", Presence.OFFLINE));
        assertThat(of(late, "three").isSure()).isTrue();
    }

    @Test
    void coming_back_a_new_name_and_going_for_good_are_news() {
        look(NOW.plusSeconds(1));
        alive(NOW.plusSeconds(100));
        Map<String, Roll.Seen> silent = look(NOW.plusSeconds(101));

        heard(NOW.plusSeconds(102), "one");
        update("update device set name = 'Renamed' where site = ? and id = 'two'");
        update("delete from device where site = ? and id = 'three'");
        insert("four");
        Map<String, Roll.Seen> after = look(NOW.plusSeconds(103));

        assertThat(after).containsOnlyKeys("one", "two", "four");
        assertThat(presences(after)).contains(online("one"), Map.entry("four", Presence.NEVER_SEEN));
        assertThat(of(after, "two").line().name()).isEqualTo("Renamed");
        assertThat(of(after, "one").news()).isGreaterThan(of(silent, "one").news());
        assertThat(of(after, "two").news()).isGreaterThan(of(silent, "two").news());
    }

    @Test
    void what_another_transaction_commits_late_is_seen() throws Exception {
        try (var late = core.jdbi().open()) {
            late.begin();
            late.execute("update device set name = 'Late' where site = ? and id = 'one'", site);
            Map<String, Roll.Seen> before = look(NOW.plusSeconds(1));
            update("update device set name = 'Meanwhile' where site = ? and id = 'two'");
            look(NOW.plusSeconds(2));
            late.commit();

            assertThat(of(before, "one").line().name()).isEqualTo("one");
            assertThat(of(look(NOW.plusSeconds(3)), "one").line().name()).isEqualTo("Late");
        }
    }

    @Test
    void while_its_gateway_is_cut_off_nothing_is_sure() {
        alive(NOW.plusSeconds(61));
        Map<String, Roll.Seen> seen = look(NOW.plusSeconds(63));

        assertThat(of(seen, "one").standing().presence()).isEqualTo(Presence.OFFLINE);
        assertThat(of(seen, "one").isSure()).isFalse();
        assertThat(presences(look(NOW.plusSeconds(80)))).containsEntry("one", Presence.UNKNOWN);
    }

    @Test
    void whoever_listens_is_told_what_changed_and_nothing_at_first() {
        DeviceNews news = new DeviceNews(board(NOW.plusSeconds(1)));

        assertThat(news.read().devices()).isEmpty();
        heard(NOW.plusSeconds(1), "one");
        assertThat(news.read().devices()).isEmpty();
        update("update device set place = 'Yard' where site = ? and id = 'two'");
        DeviceNews.Told told = news.read();
        update("delete from device where site = ? and id = 'two'");

        assertThat(mine(told.devices()))
                .extracting(one -> one.path("place").asText())
                .containsExactly("Yard");
        assertThat(told.presence()).isFalse();
        assertThat(mine(news.read().devices()))
                .extracting(one -> one.path("gone").asBoolean())
                .containsExactly(true);
    }

    private List<ObjectNode> mine(List<ObjectNode> devices) {
        return devices.stream()
                .filter(one -> one.path("site").asText().equals(site))
                .toList();
    }

    private DeviceBoard board(Instant now) {
        return new DeviceBoard(core.jdbi(), Clock.fixed(now, ZoneOffset.UTC), () -> PROFILES);
    }

    private Map<String, Roll.Seen> look(Instant now) {
        return roll.look(PROFILES, now).stream()
                .filter(one -> one.line().who().site().equals(site))
                .collect(Collectors.toMap(one -> one.line().who().id(), one -> one));
    }

    private static Map.Entry<String, Presence> online(String id) {
        return Map.entry(id, Presence.ONLINE);
    }

    private static Map<String, Presence> presences(Map<String, Roll.Seen> seen) {
        return seen.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, one -> one.getValue().standing().presence()));
    }

    private void insert(String id) {
        core.jdbi()
                .useHandle(handle -> handle.execute(
                        "insert into device (site, id, kind, name, secret_sealed, heartbeat_seconds, gateway)"
                                + " values (?, ?, 'READER', ?, '', 30, ?)",
                        site,
                        id,
                        id,
                        gateway.value()));
    }

    private void alive(Instant at) {
        core.jdbi()
                .useHandle(handle ->
                        handle.execute("update gateway set last_heard = ? where id = ?", time(at), gateway.value()));
    }

    private void heard(Instant at, String... ids) {
        for (String id : ids) {
            core.jdbi()
                    .useHandle(handle -> handle.execute(
                            "update device set last_heard = ? where site = ? and id = ?", time(at), site, id));
        }
    }

    private void update(String sql) {
        core.jdbi().useHandle(handle -> handle.execute(sql, site));
    }

    private static OffsetDateTime time(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
