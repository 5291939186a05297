package io.gatehouse.browser;

import com.microsoft.playwright.Page;
import io.gatehouse.browser.Chromium.Look;
import io.gatehouse.demo.Demo;
import io.gatehouse.demo.DemoOptions;
import io.gatehouse.launch.Surroundings;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One demo and one browser for all test classes that ask for it ({@code @ExtendWith(LivingEstate.Resolver.class)}): a
 * start costs as long as a dozen tests. It stays until the last one is done. What a test leaves behind others see, so a
 * test looks for what it made itself.
 */
final class LivingEstate implements AutoCloseable {

    static final String PASSWORD = "correct-horse-battery";

    private final Path folder;
    private final Chromium chromium;
    private final Demo demo;
    private final int mqttPort;
    private final List<PlayedGateway> neighbours = new ArrayList<>();

    private LivingEstate(Path folder, Chromium chromium, Demo demo, int mqttPort) {
        this.folder = folder;
        this.chromium = chromium;
        this.demo = demo;
        this.mqttPort = mqttPort;
    }

    /** Hands it to whoever has it as a parameter. */
    static final class Resolver implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == LivingEstate.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(LivingEstate.class))
                    .getOrComputeIfAbsent(LivingEstate.class, one -> LivingEstate.open(), LivingEstate.class);
        }
    }

    private static LivingEstate open() {
        Chromium chromium = Chromium.start();
        try {
            Path folder = Files.createTempDirectory("living-estate");
            int port = freePort();
            DemoOptions lively = DemoOptions.lively(folder);
            Map<String, String> settings = new HashMap<>(lively.settings());
            settings.put("gatehouse.fleet.mqtt.port", Integer.toString(port));
            Demo demo = Demo.start(
                    new DemoOptions(folder, lively.seed(), lively.speed(), lively.day(), settings),
                    Surroundings.ofSystem(),
                    line -> {});
            LivingEstate estate = new LivingEstate(folder, chromium, demo, port);
            estate.choosePassword();
            estate.settleNeighbours();
            return estate;
        } catch (Exception e) {
            chromium.close();
            throw new IllegalStateException("there is no living estate", e);
        }
    }

    /** Two gateways with something to look at: one whose backlog shrinks, with holes, and one whose grows. */
    private void settleNeighbours() throws Exception {
        PlayedGateway drains = PlayedGateway.beating(this, "West gate", 400_000, -300, 71);
        neighbours.add(drains);
        neighbours.add(PlayedGateway.beating(this, "Tower B", 300, 40, 96));
        drains.tellWithHoles();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void choosePassword() {
        Page page = chromium.page(Look.DESK);
        page.navigate(demo.console());
        Chromium.signInFirst(page, "admin", demo.adminPassword().orElseThrow(), PASSWORD);
        page.context().close();
    }

    Chromium chromium() {
        return chromium;
    }

    Demo demo() {
        return demo;
    }

    /** Where further gateways of the fleet say what they have to say. */
    int mqttPort() {
        return mqttPort;
    }

    /** A page of somebody who may do everything and has just signed in. */
    Page signedIn(Look look) {
        Page page = chromium.page(look);
        page.navigate(demo.console());
        Chromium.signIn(page, "admin", PASSWORD);
        return page;
    }

    /** What pages complained about so far, but for what was refused on purpose: a browser complains of that, too. */
    List<String> complaints() {
        return chromium.complaints().stream()
                .filter(one -> !(one.contains("/access/") && one.contains("status of 400")))
                .toList();
    }

    @Override
    public void close() throws IOException {
        neighbours.forEach(PlayedGateway::close);
        demo.close();
        chromium.close();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
