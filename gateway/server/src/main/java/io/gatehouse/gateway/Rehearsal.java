package io.gatehouse.gateway;

import io.gatehouse.gateway.sitebook.SiteBookStore;
import io.gatehouse.launch.Settings;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.access.CredentialRef;
import io.gatehouse.protocol.device.PresentedCredential;
import io.gatehouse.protocol.sitebook.DeviceKind;
import io.gatehouse.protocol.sitebook.SignedSiteBook;
import io.gatehouse.protocol.sitebook.SiteBook;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * {@code Rehearsal FOLDER}: a gateway in an empty folder, on free ports and without a fleet, that decides one badge over
 * MQTT and one over CoAP and stops. The start script runs it once in the background, and the JVM keeps the classes that
 * this needed for the starts to come. Ends with an exit code other than 0 when a badge was not answered.
 */
public final class Rehearsal {

    private static final GatewayId GATEWAY = new GatewayId("rehearsal");
    private static final RehearsedBadge BADGE = new RehearsedBadge("reader", "secret", "1");
    private static final long WITHIN_SECONDS = 120;
    private static final byte[] SITE_KEY = new byte[32];

    private Rehearsal() {}

    public static void main(String[] arguments) {
        try {
            run(Path.of(arguments[0]));
            System.exit(0);
        } catch (Exception e) {
            System.err.println("the rehearsal failed: " + e);
            System.exit(1);
        }
    }

    /** Answers how many badges were decided. */
    static int run(Path into) throws Exception {
        Foresight.begin();
        Path folder = Files.createDirectories(into);
        KeyPair fleet = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        keepBook(folder, fleet);
        Map<String, String> options = options(folder, fleet);
        printSettings(options);
        GatewaySettings settings = Settings.load(GatewaySettings.class, null, Map.of(), options);
        Gateway gateway = Gateway.start(settings, Surroundings.ofSystem()).await(WITHIN_SECONDS, TimeUnit.SECONDS);
        try {
            BADGE.overMqtt(gateway.mqttPort());
            BADGE.overCoap(gateway.coapPort());
            return 2;
        } finally {
            gateway.stop().await(WITHIN_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static void keepBook(Path folder, KeyPair fleet) throws IOException {
        new SiteBookStore(GATEWAY, fleet.getPublic(), folder.resolve("site-books"))
                .apply(SignedSiteBook.sign(book(), fleet.getPrivate()).toBytes(), 0);
    }

    private static SiteBook book() {
        String card = CredentialRef.of(SITE_KEY, new PresentedCredential("CARD", "RAW", 0, BADGE.card()));
        DeviceId reader = new DeviceId(BADGE.reader());
        return new SiteBook(
                new SiteId("rehearsal"),
                GATEWAY,
                1,
                0,
                "UTC",
                SITE_KEY,
                List.of(new SiteBook.Device(reader, DeviceKind.READER, BADGE.secret(), 30)),
                List.of(new SiteBook.Door("door", "door", SiteBook.DoorMode.LOCKED, 3000, 30, null)),
                List.of(new SiteBook.AccessPoint("in", "door", SiteBook.Direction.IN, reader, true)),
                List.of(new SiteBook.Schedule("always", "always", Map.of("MON", List.of("00:00-24:00")))),
                List.of(new SiteBook.AccessProfile(
                        "all", "all", List.of(new SiteBook.AccessPolicy("always", List.of("in"))))),
                List.of(new SiteBook.Person("p", "p", "STAFF", true)),
                List.of(new SiteBook.Credential(
                        card, "p", SiteBook.CredentialState.ENABLED, null, null, List.of("all"))),
                List.of());
    }

    private static Map<String, String> options(Path folder, KeyPair fleet) {
        Map<String, String> options = new LinkedHashMap<>();
        String prefix = "gatehouse.gateway.";
        options.put(prefix + "data", folder.toString());
        options.put(prefix + "id", GATEWAY.value());
        options.put(prefix + "fleet.secret", "rehearsal");
        options.put(
                prefix + "fleet.key",
                Base64.getEncoder().encodeToString(fleet.getPublic().getEncoded()));
        // the discard port: nobody answers there
        options.put(prefix + "fleet.mqtt", "tcp://127.0.0.1:9");
        options.put(prefix + "fleet.http", "http://127.0.0.1:9");
        for (String port : List.of("mqtt.port", "mqtt.tls-port", "coap.port", "coaps.port", "web.port")) {
            options.put(prefix + port, "0");
        }
        return options;
    }

    /** The command line's part of a start, which reads the settings and ends. */
    private static void printSettings(Map<String, String> options) {
        CommandLine line = new GatewayMain().commandLine(Map.of());
        line.setOut(new PrintWriter(Writer.nullWriter()));
        line.execute(Stream.concat(
                        Stream.of("--print-settings"),
                        options.entrySet().stream().map(one -> "--set=" + one.getKey() + "=" + one.getValue()))
                .toArray(String[]::new));
    }
}
