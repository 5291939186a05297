package io.gatehouse.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    @TempDir
    Path folder;

    @Test
    void without_anything_the_defaults_hold() {
        SampleSettings settings = load(null, Map.of(), Map.of());

        assertThat(settings.data()).isEqualTo(Path.of("./data/sample"));
        assertThat(settings.mqtt().port()).isEqualTo(1883);
        assertThat(settings.mqtt().keepAlive()).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.mqtt().whenFull()).isEqualTo(SampleSettings.WhenFull.PUSH_BACK);
        assertThat(settings.names()).containsExactly("localhost");
        assertThat(settings.id()).isEmpty();
    }

    @Test
    void an_option_wins_over_the_environment_which_wins_over_the_file() throws IOException {
        Path file = file("gatehouse:\n  gateway:\n    mqtt:\n      port: 1\n      tls-port: 1\n      keep-alive: 1s\n");
        Map<String, String> environment =
                Map.of("GATEHOUSE_GATEWAY_MQTT_PORT", "2", "GATEHOUSE_GATEWAY_MQTT_TLS_PORT", "2");
        Map<String, String> options = Map.of("gatehouse.gateway.mqtt.port", "3");

        SampleSettings settings = load(file, environment, options);

        assertThat(settings.mqtt().port()).isEqualTo(3);
        assertThat(settings.mqtt().tlsPort()).isEqualTo(2);
        assertThat(settings.mqtt().keepAlive()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void a_list_may_be_given_in_the_file_or_by_commas() throws IOException {
        Path file = file("gatehouse:\n  gateway:\n    names: [a.example, b.example]\n");

        assertThat(load(file, Map.of(), Map.of()).names()).containsExactly("a.example", "b.example");

        Map<String, String> environment = Map.of("GATEHOUSE_GATEWAY_NAMES", "c.example,d.example");
        assertThat(load(null, environment, Map.of()).names()).containsExactly("c.example", "d.example");
    }

    @Test
    void an_unknown_name_in_the_file_is_refused_naming_the_nearest() throws IOException {
        Path file = file("gatehouse:\n  gateway:\n    mqtt:\n      prot: 1\n");

        assertThatThrownBy(() -> load(file, Map.of(), Map.of()))
                .isInstanceOf(StartRefusal.class)
                .hasMessageContaining("gatehouse.gateway.mqtt.prot is not known")
                .hasMessageContaining("the nearest is gatehouse.gateway.mqtt.port")
                .hasMessageContaining(file.toString());
    }

    @Test
    void a_misspelt_root_in_the_file_is_refused_too() throws IOException {
        Path file = file("gatehose:\n  gateway:\n    mqtt:\n      port: 1\n");

        assertThatThrownBy(() -> load(file, Map.of(), Map.of()))
                .isInstanceOf(StartRefusal.class)
                .hasMessageContaining("the nearest is gatehouse.gateway.mqtt.port");
    }

    @Test
    void another_servers_settings_may_stand_in_the_same_file() throws IOException {
        Path file = file("gatehouse:\n  fleet:\n    anything: 1\n  gateway:\n    id: gate\n");

        assertThat(load(file, Map.of(), Map.of()).id()).contains("gate");
    }

    @Test
    void an_unknown_variable_of_this_server_is_refused_naming_the_nearest() {
        Map<String, String> environment = Map.of("GATEHOUSE_GATEWAY_MQTT_PORTS", "1");

        assertThatThrownBy(() -> load(null, environment, Map.of()))
                .isInstanceOf(StartRefusal.class)
                .hasMessageContaining("the environment variable GATEHOUSE_GATEWAY_MQTT_PORTS is not known")
                .hasMessageContaining("the nearest is GATEHOUSE_GATEWAY_MQTT_PORT ");
    }

    @Test
    void variables_of_others_and_empty_ones_are_nobodys_business() {
        Map<String, String> environment = Map.of(
                "GATEHOUSE_FLEET_ANYTHING", "1",
                "GATEHOUSE_LOG", "json",
                "GATEHOUSE_GATEWAY_MQTT_PORT", "",
                "PATH", "/bin");

        assertThat(load(null, environment, Map.of()).mqtt().port()).isEqualTo(1883);
    }

    @Test
    void an_unknown_option_is_refused_and_a_short_name_finds_its_long_one() {
        assertThatThrownBy(() -> load(null, Map.of(), Map.of("mqtt.tls-port", "1")))
                .isInstanceOf(StartRefusal.class)
                .hasMessage("the setting mqtt.tls-port is not known; the nearest is gatehouse.gateway.mqtt.tls-port"
                        + " (change --set mqtt.tls-port)");
    }

    @Test
    void a_value_that_does_not_fit_is_refused_naming_the_setting() {
        Map<String, String> options = Map.of("gatehouse.gateway.mqtt.port", "many");

        assertThatThrownBy(() -> load(null, Map.of(), options))
                .isInstanceOfSatisfying(
                        StartRefusal.class,
                        refusal -> assertThat(refusal.option()).isEqualTo("gatehouse.gateway.mqtt.port"))
                .hasMessage("the value \"many\" does not fit: Expected an integer value, got \"many\""
                        + " (change gatehouse.gateway.mqtt.port)");
    }

    @Test
    void a_required_setting_that_is_not_set_is_refused_naming_it() {
        assertThatThrownBy(() -> Settings.load(Needy.class, null, Map.of(), Map.of()))
                .isInstanceOf(StartRefusal.class)
                .hasMessage("gatehouse.gateway.key is required and not set (change gatehouse.gateway.key)");
    }

    /** Settings of which one must be given. */
    @ConfigMapping(prefix = "gatehouse.gateway")
    public interface Needy {

        String key();
    }

    @Test
    void a_file_that_is_missing_or_no_yaml_is_refused_in_one_line() throws IOException {
        assertThatThrownBy(() -> load(folder.resolve("none.yaml"), Map.of(), Map.of()))
                .isInstanceOf(StartRefusal.class)
                .hasMessageContaining("none.yaml cannot be read");

        Path broken = file("gatehouse: [\n");
        assertThatThrownBy(() -> load(broken, Map.of(), Map.of()))
                .isInstanceOf(StartRefusal.class)
                .hasMessageContaining("is not valid YAML")
                .hasMessageNotContaining("\n");
    }

    @Test
    void the_listing_names_sources_and_shows_no_secret() throws IOException {
        Path file = file("gatehouse:\n  gateway:\n    fleet:\n      secret: rain\n");
        Map<String, String> environment = Map.of("GATEHOUSE_GATEWAY_ID", "gate");
        Map<String, String> options = Map.of("gatehouse.gateway.mqtt.port", "5");

        var lines =
                Settings.read(SampleSettings.class, file, environment, options).effective();

        assertThat(lines)
                .contains(
                        "gatehouse.gateway.id: gate # environment",
                        "gatehouse.gateway.mqtt.port: 5 # option",
                        "gatehouse.gateway.mqtt.tls-port: 8883 # default",
                        "gatehouse.gateway.fleet.secret: ******** # " + file);
        assertThat(lines).noneMatch(line -> line.contains("rain"));
    }

    private Path file(String text) throws IOException {
        Path file = folder.resolve("settings.yaml");
        Files.writeString(file, text);
        return file;
    }

    private static SampleSettings load(
            @Nullable Path file, Map<String, String> environment, Map<String, String> options) {
        return Settings.load(SampleSettings.class, file, environment, options);
    }
}
