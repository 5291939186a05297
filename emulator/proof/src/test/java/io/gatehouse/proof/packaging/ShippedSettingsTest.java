package io.gatehouse.proof.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.fleet.FleetSettings;
import io.gatehouse.gateway.GatewaySettings;
import io.gatehouse.launch.Settings;
import io.gatehouse.proof.docs.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** A name that no server knows would be refused at the operator's first start: it is refused here instead. */
class ShippedSettingsTest {

    private static final Pattern COMMENTED_SETTING = Pattern.compile("^( *)# ( *[a-z][a-z-]*:( .*)?)$");

    @TempDir
    Path folder;

    @Test
    void every_variable_of_the_compose_file_is_known_to_its_server() throws IOException {
        Map<String, Object> compose = new Yaml().load(ProjectFiles.read("docker-compose.yml"));

        Map<String, String> fleet = environment(compose, "fleet");
        Map<String, String> gateway = environment(compose, "gateway");

        FleetSettings fleetSettings = Settings.load(FleetSettings.class, null, fleet, Map.of());
        assertThat(fleetSettings.database().url()).contains("jdbc:postgresql://database:5432/gatehouse");
        GatewaySettings gatewaySettings = Settings.load(GatewaySettings.class, null, gateway, Map.of());
        assertThat(gatewaySettings.fleet().mqtt())
                .as("the gateway talks to the broker that the fleet listens at")
                .isEqualTo(fleetSettings.broker().url());
        assertThat(fleet.keySet()).allMatch(name -> name.startsWith("GATEHOUSE_FLEET_"));
        assertThat(gateway.keySet()).allMatch(name -> name.startsWith("GATEHOUSE_GATEWAY_"));
    }

    @Test
    void every_variable_of_the_images_is_known_to_its_server() throws IOException {
        assertThat(Settings.load(FleetSettings.class, null, ofImage("fleet/Dockerfile"), Map.of())
                        .host())
                .isEqualTo("0.0.0.0");
        assertThat(ofImage("gateway/Dockerfile")).containsEntry("GATEHOUSE_GATEWAY_HOST", "0.0.0.0");
    }

    @Test
    void every_line_of_the_example_files_is_known_also_the_commented_ones() throws IOException {
        Path fleet = uncommented("fleet/server/src/dist/conf/fleet.yaml");
        Path gateway = uncommented("gateway/server/src/dist/conf/gateway.yaml");

        assertThat(Settings.load(FleetSettings.class, fleet, Map.of(), Map.of()).data())
                .isEqualTo(Path.of("/var/lib/gatehouse-fleet"));
        assertThat(Settings.load(GatewaySettings.class, gateway, Map.of(), Map.of())
                        .id())
                .isEqualTo("gate-1");
    }

    /** What the container gets, with every ${NAME} filled in. */
    @SuppressWarnings("unchecked")
    private static Map<String, String> environment(Map<String, Object> compose, String service) {
        var services = (Map<String, Map<String, Object>>) compose.get("services");
        Map<String, String> found = new HashMap<>();
        ((Map<String, Object>) services.get(service).get("environment"))
                .forEach((name, value) -> found.put(name, String.valueOf(value).replaceAll("\\$\\{[^}]*}", "given")));
        return found;
    }

    private static Map<String, String> ofImage(String file) throws IOException {
        Map<String, String> found = new HashMap<>();
        ProjectFiles.read(file).lines().filter(line -> line.startsWith("ENV ")).forEach(line -> {
            for (String pair : line.substring(4).split(" ")) {
                found.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
            }
        });
        return found;
    }

    private Path uncommented(String file) throws IOException {
        StringBuilder text = new StringBuilder();
        ProjectFiles.read(file)
                .lines()
                .map(line -> COMMENTED_SETTING.matcher(line).replaceAll("$1$2"))
                .forEach(line -> text.append(line).append('\n'));
        return Files.writeString(folder.resolve(Path.of(file).getFileName()), text);
    }
}
