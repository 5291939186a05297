package io.gatehouse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Where the fleet is and with which token to ask it; kept in {@code cli.yaml}, which only its owner may read.
 *
 * @param fleet the address, without {@code /api/v1}
 */
record SignIn(String fleet, @Nullable String token) {

    static final String STANDARD_FLEET = "http://127.0.0.1:8080";

    /** Later wins: the file, the environment, the options. */
    static SignIn of(Terminal terminal, @Nullable String fleetOption, @Nullable String tokenOption) throws IOException {
        Map<String, String> kept = read(file(terminal));
        String fleet = first(fleetOption, terminal.environment().get("GATEHOUSE_FLEET_URL"), kept.get("fleet"));
        String token = first(tokenOption, terminal.environment().get("GATEHOUSE_FLEET_TOKEN"), kept.get("token"));
        return new SignIn(fleet == null ? STANDARD_FLEET : fleet.replaceAll("/+$", ""), token);
    }

    private static @Nullable String first(@Nullable String... candidates) {
        for (String candidate : candidates) {
            if (candidate != null && !candidate.isBlank()) {
                return candidate;
            }
        }
        return null;
    }

    static Path file(Terminal terminal) {
        return terminal.settingsFolder().resolve("cli.yaml");
    }

    private static Map<String, String> read(Path file) throws IOException {
        Map<String, String> found = new TreeMap<>();
        if (Files.exists(file)) {
            try {
                Object kept = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
                if (kept instanceof Map<?, ?> map) {
                    map.forEach((key, value) -> found.put(String.valueOf(key), String.valueOf(value)));
                }
            } catch (YAMLException e) {
                throw new IOException(file + " is not valid YAML; delete it and sign in again", e);
            }
        }
        return found;
    }

    void keep(Terminal terminal) throws IOException {
        Path file = file(terminal);
        Files.createDirectories(file.getParent());
        Path next = Files.createTempFile(
                file.getParent(),
                "cli",
                ".next",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(next, "fleet: \"" + fleet + "\"\ntoken: \"" + token + "\"\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public String toString() {
        return fleet;
    }
}
