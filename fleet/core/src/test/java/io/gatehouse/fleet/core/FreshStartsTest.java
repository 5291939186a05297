package io.gatehouse.fleet.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.fleet.store.DatabaseSettings;
import io.gatehouse.launch.Surroundings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two fleets that start for the first time have no secret in common, and nobody else on the machine reads theirs (S1). */
class FreshStartsTest {

    @TempDir
    Path folder;

    private static Map<String, String> secrets(Path data) throws IOException {
        Map<String, String> secrets = new HashMap<>();
        try (Stream<Path> files = Files.walk(data.resolve("keys"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                secrets.put(String.valueOf(file.getFileName()), Files.readString(file, StandardCharsets.ISO_8859_1));
                if (!file.toString().matches(".*\\.(pub|crt)")) {
                    Set<PosixFilePermission> may = Files.getPosixFilePermissions(file);
                    assertThat(may)
                            .as(file.toString())
                            .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
                }
            }
        }
        return secrets;
    }

    @Test
    void two_fresh_starts_share_no_secret() throws IOException {
        Map<String, String> one = secrets(TestCore.folder());
        String first = String.valueOf(TestCore.core().adminPassword());
        try (FleetCore core = FleetCore.open(folder, DatabaseSettings.bundled(), Surroundings.ofSystem())) {
            Map<String, String> other = secrets(folder);

            assertThat(other.keySet()).contains("master.key", "site-books.key", "ca.key", "ca.crt");
            // there are no people yet, and so no keys of theirs
            other.values().removeIf(String::isEmpty);
            other.forEach((name, content) -> assertThat(content).as(name).isNotEqualTo(one.get(name)));
            assertThat(core.adminPassword()).isPresent();
            assertThat(String.valueOf(core.adminPassword())).isNotEqualTo(first);
            assertThat(core.authority().fingerprint())
                    .isNotEqualTo(TestCore.core().authority().fingerprint());
        }
    }
}
