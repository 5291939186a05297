package io.gatehouse.browser;

import com.microsoft.playwright.Page;
import io.gatehouse.demo.EmptyFleet;
import io.gatehouse.demo.FleetApi;
import io.gatehouse.fleet.Fleet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One fleet without any gateway or device, and one browser whose camera plays a film, for all test classes that ask for it
 * ({@code @ExtendWith(QuietFleet.Resolver.class)}). It stays until the last one is done; a test makes a site of its own.
 */
final class QuietFleet implements AutoCloseable {

    static final String PASSWORD = "correct-horse-battery";

    private final Path folder;
    private final PlayedCamera camera;
    private final Chromium chromium;
    private final EmptyFleet fleet;
    private boolean hasOwnPassword;

    private QuietFleet(Path folder, PlayedCamera camera, Chromium chromium, EmptyFleet fleet) {
        this.folder = folder;
        this.camera = camera;
        this.chromium = chromium;
        this.fleet = fleet;
    }

    /** Hands it to whoever has it as a parameter. */
    static final class Resolver implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == QuietFleet.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(QuietFleet.class))
                    .getOrComputeIfAbsent(QuietFleet.class, one -> QuietFleet.open(), QuietFleet.class);
        }
    }

    private static QuietFleet open() {
        try {
            Path folder = Files.createTempDirectory("quiet-fleet");
            PlayedCamera camera = PlayedCamera.in(folder);
            Chromium chromium = Chromium.start(camera.flags());
            return new QuietFleet(folder, camera, chromium, started(folder, chromium));
        } catch (IOException e) {
            throw new IllegalStateException("there is no room for a fleet", e);
        }
    }

    private static EmptyFleet started(Path folder, Chromium chromium) {
        try {
            EmptyFleet fleet = EmptyFleet.start(folder.resolve("fleet"), Map.of());
            // before somebody changes the one-time password
            fleet.token();
            return fleet;
        } catch (Exception e) {
            chromium.close();
            throw new IllegalStateException("the fleet does not start", e);
        }
    }

    Chromium chromium() {
        return chromium;
    }

    PlayedCamera camera() {
        return camera;
    }

    Fleet fleet() {
        return fleet.fleet();
    }

    FleetApi api() {
        return fleet.api();
    }

    /** The admin's, for REST. */
    String token() {
        return fleet.token();
    }

    /** The address of a page. */
    String at(String path) {
        return fleet.url() + path;
    }

    /** Opens a page that asks who it is, and signs in as the admin there. */
    void signInAt(Page page, String path) {
        page.navigate(at(path));
        if (hasOwnPassword) {
            Chromium.signIn(page, "admin", PASSWORD);
        } else {
            Chromium.signInFirst(page, "admin", fleet.oneTime(), PASSWORD);
            hasOwnPassword = true;
        }
    }

    /** What pages complained about from then on: errors of the console and of scripts. */
    List<String> complaintsSince(int count) {
        List<String> all = chromium.complaints();
        return all.subList(count, all.size());
    }

    @Override
    public void close() throws Exception {
        chromium.close();
        fleet.close();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
