package io.gatehouse.protocol.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.sitebook.DeviceKind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProfileReadingTest {

    private static final String GATE_COUNTER = """
            # a customer's own device
            key: gate-counter
            name: { zh: 计数器, en: Gate counter }
            kind: CHECKPOINT
            capabilities: [count]
            power: { source: BATTERY, heartbeatSeconds: 120 }
            metrics:
              - key: people
                name: { zh: 人数, en: People }
                form: CUMULATIVE
                min: 0
            checks:
              - key: count
                name: { zh: 计数, en: Count }
                how: { zh: 走过去, en: Walk past it }
                mandatory: true
                looks: { at: metric, metric: people, min: 1 }
                causes:
                  - { when: BELOW, key: lens, text: { zh: 擦镜头, en: Clean the lens } }
            """;

    @Test
    void a_customers_profile_needs_no_code() {
        DeviceProfile profile = good(GATE_COUNTER);

        assertThat(profile.name().in("zh-CN")).isEqualTo("计数器");
        assertThat(profile.power().heartbeatSeconds()).isEqualTo(120);
        assertThat(profile.metric("people").map(Metric::form)).contains(Metric.Form.CUMULATIVE);
        assertThat(profile.check("count").flatMap(check -> check.cause(Finding.BELOW)))
                .map(Cause::key)
                .contains("lens");
        assertThat(profile.check("count").orElseThrow().cause(Finding.SILENT)).isEmpty();
    }

    @Test
    void every_kind_of_device_has_a_profile_and_every_mandatory_check_knows_a_cause() {
        for (DeviceKind kind : DeviceKind.values()) {
            assertThat(Profiles.shipped().of(kind).kind()).isEqualTo(kind);
        }
        for (DeviceProfile profile : Profiles.shipped().all()) {
            assertThat(profile.checks()).as(profile.key()).isNotEmpty();
            assertThat(profile.checks())
                    .filteredOn(Check::mandatory)
                    .allSatisfy(check -> assertThat(check.causes())
                            .as(profile.key() + " " + check.key())
                            .isNotEmpty());
        }
        assertThat(Profiles.shipped().all())
                .extracting(DeviceProfile::key)
                .contains("turnstile", "door-sensor", "reader", "checkpoint", "wand-dock", "camera");
    }

    @Test
    void what_is_wrong_is_told_with_its_line_and_what_to_do() {
        String wrong = GATE_COUNTER
                .replace("kind: CHECKPOINT", "kind: COUNTER")
                .replace("metric: people, min: 1", "metric: persons, min: 1")
                .replace("mandatory: true", "mandatroy: true");

        List<String> faults = faults(wrong);

        assertThat(faults).hasSize(3);
        assertThat(faults)
                .anySatisfy(one -> assertThat(one).startsWith("line 4, kind: 'COUNTER' does not fit; give one of"));
        assertThat(faults)
                .anySatisfy(
                        one -> assertThat(one)
                                .isEqualTo(
                                        "line 17, checks[0].looks.metric: this profile has no metric 'persons'; add it to metrics"));
        assertThat(faults)
                .anySatisfy(one -> assertThat(one)
                        .startsWith("line 16, checks[0].mandatroy: this is not known here; known are key,"));
    }

    @Test
    void a_missing_language_a_wrong_limit_and_a_key_twice_are_refused() {
        assertThat(faults(GATE_COUNTER.replace(", en: Gate counter", "")))
                .containsExactly("line 3, name: lacks a language; give { zh: ..., en: ... }");
        assertThat(faults(GATE_COUNTER.replace("    min: 0\n", "    min: 9\n    max: 3\n")))
                .containsExactly("line 11, metrics[0].min: it is greater than max; exchange them");
        assertThat(faults(GATE_COUNTER + "key: another\n"))
                .containsExactly("line 20, key: this stands twice; keep one of them");
    }

    @Test
    void what_is_no_yaml_or_never_ends_is_refused() {
        assertThat(faults("key: [1, 2")).singleElement().asString().startsWith("line 1, this is no YAML");
        assertThat(faults("key: &a { b: *a }")).singleElement().asString().contains("this goes on too far");
        assertThat(faults("x".repeat(70_000))).singleElement().asString().contains("at most 65536");
        assertThat(faults("")).isNotEmpty();
    }

    @Test
    void a_sleeping_device_says_how_it_sleeps() {
        assertThat(faults(GATE_COUNTER.replace("source: BATTERY", "source: SLEEPING")))
                .containsExactly(
                        "line 6, power.sleepSeconds: is missing; give a whole number from 1 to 86400",
                        "line 6, power.wakeSeconds: is missing; give a whole number from 1 to 86400");
        assertThat(faults(GATE_COUNTER.replace("heartbeatSeconds: 120", "heartbeatSeconds: 120, wakeSeconds: 2")))
                .singleElement()
                .asString()
                .contains("only a SLEEPING device has sleepSeconds and wakeSeconds");
    }

    @Test
    void a_command_in_a_check_must_be_one_that_the_device_takes() {
        String check = GATE_COUNTER.replace(
                "{ at: metric, metric: people, min: 1 }", "{ at: command, command: Reset, data: { hard: 1 } }");

        assertThat(faults(check))
                .containsExactly(
                        "line 17, checks[0].looks.command: this profile has no command 'Reset'; add it to commands");
        assertThat(faults(check + """
                commands:
                  - key: Reset
                    name: { zh: 归零, en: Reset }
                    args: [{ key: hard, name: { zh: 彻底, en: Hard }, type: BOOLEAN }]
                """))
                .containsExactly("line 17, checks[0].looks.data: 'hard' must be true or false, was 1");
    }

    @Test
    void a_profile_as_json_says_what_the_yaml_said() {
        JsonNode json = WireFormat.JSON.mapper().valueToTree(good(GATE_COUNTER));

        assertThat(json.at("/checks/0/looks/at").asText()).isEqualTo("metric");
        assertThat(json.at("/checks/0/looks/metric").asText()).isEqualTo("people");
        assertThat(json.at("/power/source").asText()).isEqualTo("BATTERY");
        for (DeviceProfile profile : Profiles.shipped().all()) {
            JsonNode all = WireFormat.JSON.mapper().valueToTree(profile);
            assertThat(all.path("settings"))
                    .allSatisfy(setting -> assertThat(setting.has("default")).isTrue());
        }
    }

    @Test
    void a_later_profile_takes_the_place_of_the_earlier_one_and_no_kind_is_ever_without() {
        DeviceProfile other = good(Profiles.shippedText("camera").orElseThrow().replace("en: Camera", "en: Dome"));
        Profiles both = Profiles.shipped().with(List.of(other, good(GATE_COUNTER)));

        assertThat(both.of(DeviceKind.CAMERA).name().en()).isEqualTo("Dome");
        assertThat(both.of(DeviceKind.CHECKPOINT, Optional.of("gate-counter")).key())
                .isEqualTo("gate-counter");
        assertThat(both.of(DeviceKind.CAMERA, Optional.of("gate-counter")).key())
                .isEqualTo("camera");
        assertThat(both.of(DeviceKind.CAMERA, Optional.of("gone")).key()).isEqualTo("camera");
    }

    @Test
    void a_threshold_has_a_way_back() {
        Threshold low = Profiles.shipped()
                .of(DeviceKind.DOOR_SENSOR)
                .metric("battery")
                .orElseThrow()
                .thresholds()
                .get(0);

        assertThat(low.isCrossedBy(19.9)).isTrue();
        assertThat(low.isCrossedBy(20)).isFalse();
        assertThat(low.isClearAt(22)).isFalse();
        assertThat(low.isClearAt(25)).isTrue();
    }

    private static DeviceProfile good(String yaml) {
        return ProfileReading.of(yaml).fold(profile -> profile, faults -> {
            throw new AssertionError(faults);
        });
    }

    private static List<String> faults(String yaml) {
        return ProfileReading.of(yaml)
                .fold(
                        profile -> List.of(),
                        faults -> faults.stream().map(ProfileFault::toString).toList());
    }
}
