package io.gatehouse.emulator.estate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EstateFileTest {

    private static final String SOUND = """
            site: {id: s, name: S, timeZone: Asia/Shanghai}
            gateway: {id: g, name: G}
            schedules: [{id: always, name: Always, weekly: {MON: ["00:00-24:00"]}}]
            profiles: [{id: all, name: All, schedule: always, accessPoints: ["*"]}]
            devices: [{id: lane, kind: TURNSTILE, name: Lane, place: Gate, wire: mqtt5, door: Lane, doorId: d, direction: IN}]
            checkpoints: []
            people: [{id: p, name: P, type: OWNER, profiles: [all], cards: ["1"]}]
            """;

    @Test
    void the_demo_estate_has_every_kind_of_device_on_every_wire() {
        Estate demo = EstateFile.demo();

        assertThat(demo.devices())
                .extracting(Estate.Device::kind)
                .contains("TURNSTILE", "READER", "DOOR_SENSOR", "CHECKPOINT", "CAMERA");
        assertThat(demo.devices()).extracting(Estate.Device::wire).contains("mqtt3", "mqtt5", "coap", "coaps");
    }

    @Test
    void what_does_not_fit_together_is_said_all_at_once() {
        String wrong = SOUND.replace("wire: mqtt5", "wire: zigbee")
                .replace("schedule: always,", "schedule: never,")
                .replace("profiles: [all]", "profiles: [some]");

        assertThatThrownBy(() -> EstateFile.parse(wrong, "estate.yaml"))
                .isInstanceOf(EstateFile.Wrong.class)
                .hasMessageStartingWith("estate.yaml: ")
                .hasMessageContaining("device lane: wire must be one of")
                .hasMessageContaining("profile all: there is no schedule never")
                .hasMessageContaining("person p: there is no profile some");
    }

    @Test
    void a_typing_error_is_named_with_its_line() {
        assertThatThrownBy(() -> EstateFile.parse(SOUND.replace("checkpoints:", "chekpoints:"), "estate.yaml"))
                .isInstanceOf(EstateFile.Wrong.class)
                .hasMessageStartingWith("estate.yaml:")
                .hasMessageContaining("chekpoints");
    }

    @Test
    void two_devices_of_one_name_are_refused() {
        String twice = SOUND.replaceFirst("devices: \\[(.*)]", "devices: [$1, $1]");

        assertThatThrownBy(() -> EstateFile.parse(twice, "e")).hasMessageContaining("device lane stands twice");
    }
}
