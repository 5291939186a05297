package io.gatehouse.fleet.commission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.fleet.enrol.Claimed;
import io.gatehouse.fleet.enrol.Claiming;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.identity.ShortCode;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.DeviceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What waits for a technician is told in the order of a walk, with what it waits for; and is no problem of anybody else's. */
class WorkListTest {

    private final FleetCore core = TestCore.core();
    private final GatewayId gateway = TestCore.newGateway();
    private final SiteId site = TestCore.siteOf(gateway);
    private final WorkList work = core.commission().work();

    private DeviceId claimed(String name, String floor) {
        ShortCode code =
                core.labels().make(1, DeviceKind.READER, site, "office").get(0).code();
        return ((Claimed.Done) core.labels()
                        .claim(
                                code,
                                new Claiming(site, null, name, "Tower 1", floor, "East door"),
                                "li",
                                Surroundings.ofSystem().ids().next()))
                .device();
    }

    private void check(DeviceId device, String check, String outcome) {
        core.jdbi()
                .useHandle(handle -> handle.execute(
                        "insert into check_result (site, device, round, check_key, started, outcome, by, decided)"
                                + " values (?, ?, 1, ?, now(), ?, 'li', now())",
                        site.value(),
                        device.value(),
                        check,
                        outcome));
    }

    private void heard(DeviceId device, String service, int secondsAgo) {
        core.jdbi()
                .useHandle(handle -> handle.execute(
                        "update device set service = ?, last_heard = now() - make_interval(secs => ?) where site = ? and id = ?",
                        service,
                        secondsAgo,
                        site.value(),
                        device.value()));
    }

    private ObjectNode list() {
        return work.of(site.value(), Reach.all(), 100);
    }

    private static List<String> each(JsonNode list, String field) {
        List<String> found = new ArrayList<>();
        list.path("items").forEach(one -> found.add(one.path(field).asText()));
        return found;
    }

    private JsonNode item(String name) {
        for (JsonNode one : list().path("items")) {
            if (one.path("name").asText().equals(name)) {
                return one;
            }
        }
        throw new AssertionError("no " + name);
    }

    private static List<String> blocks(JsonNode item) {
        List<String> codes = new ArrayList<>();
        item.path("blocks").forEach(one -> codes.add(one.path("code").asText()));
        return codes;
    }

    @Test
    void what_waits_stands_in_the_order_of_a_walk() {
        Stream.of("10F", "2F", "1F").forEach(floor -> claimed("Reader " + floor, floor));

        assertThat(each(list(), "floor")).containsExactly("1F", "2F", "10F");
        assertThat(list().at("/counts/TO_COMMISSION").asInt()).isEqualTo(3);
        assertThat(work.of(site.value(), Reach.all(), 1).path("items")).hasSize(1);
        assertThat(PlaceOrder.compare("", "1F")).isPositive();
        assertThat(PlaceOrder.compare("Gate 2 b", "gate 2 B")).isZero();
    }

    @Test
    void each_says_what_keeps_it_from_being_done() {
        DeviceId fresh = claimed("Fresh", "1F");
        DeviceId failed = claimed("Failed", "1F");
        check(failed, "door", "FAILED");
        DeviceId done = claimed("Done", "1F");
        Stream.of("power", "link", "identify", "read-test", "door", "unlock")
                .forEach(one -> check(done, one, "PASSED"));
        DeviceId empty = claimed("Empty", "1F");
        core.swaps().takeOut(site, empty, "chen", "water in it");

        assertThat(blocks(item("Fresh"))).containsExactly("NEVER_HEARD", "CHECKS_MISSING");
        assertThat(item("Fresh").at("/blocks/1/checks/0/en").asText()).isNotEmpty();
        assertThat(item("Fresh").path("action").asText()).isEqualTo("/commission/" + site + "/" + fresh);
        assertThat(item("Failed").path("kind").asText()).isEqualTo("FAILED_CHECKS");
        assertThat(blocks(item("Failed"))).contains("CHECKS_FAILED");
        assertThat(blocks(item("Done"))).containsExactly("NEVER_HEARD", "NOT_SIGNED");
        assertThat(item("Empty").path("kind").asText()).isEqualTo("NEEDS_BOX");
        assertThat(item("Empty").at("/blocks/0/reason").asText()).isEqualTo("water in it");
    }

    @Test
    void somebody_is_told_of_their_own_sites_only() {
        claimed("Reader", "1F");

        assertThat(work.of(null, Reach.of(Set.of("elsewhere")), 100).path("items"))
                .isEmpty();
        assertThat(each(work.of(null, Reach.of(Set.of(site.value())), 100), "name"))
                .containsExactly("Reader");
    }

    @Test
    void whoever_is_not_in_service_yet_is_work_and_no_problem_until_it_is_in_service() {
        DeviceId reader = claimed("Reader", "1F");
        core.jdbi()
                .useHandle(handle -> handle.execute(
                        "update gateway set last_heard = now(), online_since = now() where id = ?", gateway.value()));
        heard(reader, "TO_COMMISSION", 3_600);
        Reach here = Reach.of(Set.of(site.value()));

        ObjectNode before = core.overview().now(here);
        heard(reader, "IN_SERVICE", 3_600);
        ObjectNode after = core.overview().now(here);

        assertThat(before.path("attention")).isEmpty();
        assertThat(before.at("/counts/toPutInService").asInt()).isEqualTo(1);
        assertThat(before.at("/counts/devices/offline").asInt()).isZero();
        assertThat(after.at("/attention/0/kind").asText()).isEqualTo("DEVICE_OFFLINE");
        assertThat(after.at("/counts/toPutInService").asInt()).isZero();
        assertThat(each(list(), "kind")).containsExactly("OFFLINE");
    }

    @Test
    void a_door_that_is_forced_while_it_is_installed_is_a_problem_all_the_same() {
        DeviceId reader = claimed("Reader", "1F");
        core.jdbi()
                .useHandle(handle -> Stream.of("DOOR_FORCED", "BATTERY_LOW")
                        .forEach(kind -> handle.execute(
                                "insert into problem (site, device, kind, since, last, count, params) values (?, ?, ?, now(), now(), 1, ?::jsonb)",
                                site.value(),
                                reader.value(),
                                kind,
                                Json.object().toString())));

        JsonNode attention = core.overview().now(Reach.of(Set.of(site.value()))).path("attention");

        assertThat(attention)
                .singleElement()
                .satisfies(one -> assertThat(one.path("kind").asText()).isEqualTo("DOOR_FORCED"));
    }
}
