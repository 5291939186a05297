package io.gatehouse.fleet.profile;

import io.gatehouse.protocol.profile.DeviceProfile;
import io.gatehouse.protocol.profile.ProfileFault;
import io.gatehouse.protocol.profile.ProfileReading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The profiles that lie as files in {@code profiles} of the data folder, as they were at the start. A wrong one keeps
 * nothing from starting: it is told in the log and in the console, and the others are in force.
 */
public record ProfileFolder(List<DeviceProfile> profiles, Map<String, List<ProfileFault>> refused) {

    private static final Logger LOG = LoggerFactory.getLogger(ProfileFolder.class);
    private static final long MOST_BYTES = 256 * 1024;

    public ProfileFolder {
        profiles = List.copyOf(profiles);
        refused = Map.copyOf(refused);
    }

    public static ProfileFolder read(Path folder) {
        List<DeviceProfile> good = new ArrayList<>();
        Map<String, List<ProfileFault>> bad = new LinkedHashMap<>();
        for (Path file : files(folder)) {
            reading(file).fold(good::add, faults -> {
                LOG.warn("the device profile {} is refused: {}", file, faults);
                return bad.put(String.valueOf(file.getFileName()), faults) == null;
            });
        }
        return new ProfileFolder(good, bad);
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file ->
                            file.toString().endsWith(".yaml") || file.toString().endsWith(".yml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            LOG.warn("the device profiles in {} cannot be read: {}", folder, e.toString());
            return List.of();
        }
    }

    private static ProfileReading reading(Path file) {
        try {
            return Files.size(file) > MOST_BYTES
                    ? bad("the file is too large for a profile")
                    : ProfileReading.of(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return bad("it cannot be read as UTF-8: " + e.getMessage());
        }
    }

    private static ProfileReading bad(String message) {
        return new ProfileReading.Bad(List.of(new ProfileFault(0, "", message)));
    }
}
