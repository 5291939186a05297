package io.gatehouse.fleet.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.EventClass;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.gatehouse.protocol.uplink.UplinkBatch;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Real failures of devices, from the batch to what is said about them. */
class OdditiesTest {

    private final FleetCore core = TestCore.core();
    private final GatewayId gateway = TestCore.newGateway();
    private final String site = TestCore.siteOf(gateway).value();
    private final LogId log = TestCore.newLog();
    private long next = 1;

    @Test
    void a_device_that_restarts_again_and_again_is_found_and_its_starts_are_counted() {
        accept(IntStream.range(0, 6)
                .mapToObj(n -> event(EventClass.EVIDENCE, "DoorOpened", "boot-" + n, 1, now(), body("DoorOpened")))
                .toList());

        new Oddities(core.jdbi(), Clock.systemUTC(), core.telemetry().findings()).run();

        assertThat(kinds()).contains("RESTARTS_OFTEN");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(
                                core.telemetry().series().latest(new SeriesStore.Device(site, "reader")))
                        .anySatisfy(one -> {
                            assertThat(one.metric()).isEqualTo("boots");
                            assertThat(one.value()).isEqualTo(6);
                        }));
        assertThat(core.telemetry()
                        .findings()
                        .of(site, "reader")
                        .get(0)
                        .path("over")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void a_device_at_1970_is_heard_dated_by_its_gateway_and_said_to_be_wrong() {
        ObjectNode measured = JsonNodeFactory.instance.objectNode();
        measured.putArray("measurements")
                .addObject()
                .put("n", "battery")
                .put("u", "%EL")
                .put("v", 77);
        accept(List.of(
                event(EventClass.EVIDENCE, "DoorOpened", "boot", 1, 5_000, body("DoorOpened")),
                event(EventClass.HEALTH, "Telemetry", "boot", 2, 6_000, measured)));

        new Oddities(core.jdbi(), Clock.systemUTC(), core.telemetry().findings()).run();

        assertThat(kinds()).containsExactly("CLOCK_1970");
        long before = now() - 60_000;
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(
                                core.telemetry().series().latest(new SeriesStore.Device(site, "reader")))
                        .anySatisfy(one -> {
                            assertThat(one.metric()).isEqualTo("battery");
                            assertThat(one.at()).isGreaterThan(before);
                        }));
    }

    @Test
    void what_a_gateway_without_a_clock_measures_of_itself_is_dated_by_its_arrival() {
        ObjectNode measured = JsonNodeFactory.instance.objectNode();
        measured.putArray("measurements").addObject().put("n", "heap").put("v", 1e6);
        SiteEvent event = SiteEvent.ofGateway(
                EventClass.HEALTH, "Telemetry", null, new SiteEvent.Stamp(7_000, TimeQuality.UNTRUSTED), measured);
        long before = now() - 1_000;
        accept(List.of(event));

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(
                                core.telemetry().series().latest(SeriesStore.Device.ofGateway(site, gateway.value())))
                        .singleElement()
                        .satisfies(one -> assertThat(one.at()).isGreaterThan(before)));
    }

    private List<String> kinds() {
        return core.telemetry().findings().of(site, "reader").stream()
                .map((JsonNode one) -> one.path("kind").asText())
                .toList();
    }

    private void accept(List<SiteEvent> events) {
        List<byte[]> records = events.stream().map(SiteEvent::toBytes).toList();
        long first = next;
        next += records.size();
        core.intake().accept(new UplinkBatch(gateway, Lane.EVIDENCE, log, first, 1, next - 1, true, records));
    }

    private static SiteEvent event(
            EventClass eventClass, String type, String boot, long seq, long deviceTime, ObjectNode body) {
        return new SiteEvent(
                eventClass,
                type,
                new DeviceId("reader"),
                boot,
                seq,
                deviceTime,
                now(),
                TimeQuality.UNTRUSTED,
                false,
                body,
                null);
    }

    private static ObjectNode body(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private static long now() {
        return Clock.systemUTC().millis();
    }
}
