package io.gatehouse.proof.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.emulator.EmulatedSite;
import io.gatehouse.emulator.device.EmulatedDevice;
import io.gatehouse.emulator.fault.FaultProxy;
import io.gatehouse.emulator.ledger.Ledger;
import io.gatehouse.emulator.replay.BadgeLogEstate;
import io.gatehouse.emulator.verify.FleetCheck;
import io.gatehouse.emulator.verify.FleetRow;
import io.gatehouse.emulator.verify.Verdict;
import io.gatehouse.proof.road.ForkedGateway;
import io.gatehouse.protocol.WireFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** A site of a row's own: readers and cards, a gateway in a process of its own, and a line to the fleet that can fail. */
final class FaultSite implements AutoCloseable {

    static final int CARDS = 200;
    /** A guest's card; its time was over half an hour before the site was made. */
    static final String GUESTS_CARD = "20000";
    /** In a setting: where the port of the line to the fleet goes. */
    static final String LINE_PORT = "LINE-PORT";

    private static final String GUEST = "guest";
    private static final Duration OVER = Duration.ofMinutes(30);

    private final FaultStand.FleetAt fleet;
    private final String id;
    private final Path folder;
    private final Map<String, String> secrets;
    private final Map<String, String> settings;
    private final FaultProxy line;
    private final ForkedGateway gateway;
    private @Nullable EmulatedSite devices;
    private @Nullable Ledger ledger;
    private final List<Load> loads = new ArrayList<>();

    private FaultSite(
            FaultStand.FleetAt fleet, String id, Path folder, Map<String, String> secrets, Map<String, String> more) {
        this.fleet = fleet;
        this.id = id;
        this.folder = folder;
        this.secrets = secrets;
        this.line = FaultProxy.local(fleet.mqttPort());
        String secret = fleet.rest()
                .put(
                        "/gateways/gw-" + id,
                        JsonNodeFactory.instance.objectNode().put("site", id).put("name", id))
                .path("secret")
                .asText();
        fleet.rest().put("/sites/" + id + "/estate", JsonNodeFactory.instance.objectNode());
        settings = new LinkedHashMap<>(Map.of(
                "gatehouse.gateway.id",
                "gw-" + id,
                "gatehouse.gateway.fleet.secret",
                secret,
                "gatehouse.gateway.fleet.key",
                fleet.publicKey(),
                "gatehouse.gateway.fleet.http",
                fleet.url(),
                "gatehouse.gateway.fleet.mqtt",
                "tcp://127.0.0.1:" + line.port(),
                "gatehouse.gateway.audit.period",
                "5s"));
        settings.putAll(more);
        settings.replaceAll((name, value) -> value.replace(LINE_PORT, Integer.toString(line.port())));
        gateway = new ForkedGateway(folder, settings);
    }

    /** Tells the fleet of a site with so many readers; nothing runs yet. */
    static FaultSite at(FaultStand stand, String row, int readers, Map<String, String> more) throws Exception {
        return at(stand.fleet(), stand.folder(row), row, readers, more);
    }

    static FaultSite at(FaultStand.FleetAt fleet, Path folder, String row, int readers, Map<String, String> more) {
        String id = row.toLowerCase(Locale.ROOT);
        Map<String, String> secrets = BadgeLogEstate.provision(fleet.rest(), id, "Asia/Shanghai", estate(readers));
        return new FaultSite(fleet, id, folder, secrets, more);
    }

    /** A site whose gateway runs and has its site book. */
    static FaultSite running(FaultStand stand, String row, int readers) throws Exception {
        FaultSite site = at(stand, row, readers, Map.of());
        site.start();
        return site;
    }

    private static ObjectNode estate(int readers) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ArrayNode wanted = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < readers; i++) {
            String reader = reader(i);
            document.withArray("devices")
                    .addObject()
                    .put("id", reader)
                    .put("kind", "READER")
                    .put("name", reader);
            document.withArray("doors").addObject().put("id", reader + "-door").put("name", reader + " door");
            document.withArray("accessPoints")
                    .addObject()
                    .put("id", reader + "-point")
                    .put("door", reader + "-door")
                    .put("direction", "IN")
                    .put("reader", reader);
            wanted.add(reader + "-point");
        }
        ObjectNode weekly = document.withArray("schedules")
                .addObject()
                .put("id", "always")
                .put("name", "always")
                .putObject("weekly");
        List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
                .forEach(day -> weekly.putArray(day).add("00:00-24:00"));
        ObjectNode profile =
                document.withArray("profiles").addObject().put("id", "all").put("name", "all");
        profile.putArray("policies").addObject().put("schedule", "always").set("accessPoints", wanted);
        for (int i = 0; i < CARDS; i++) {
            document.withArray("people")
                    .addObject()
                    .put("id", "p" + i)
                    .put("name", "Person " + i)
                    .put("type", "STAFF");
            document.withArray("credentials")
                    .addObject()
                    .put("type", "CARD")
                    .put("format", "RAW")
                    .put("number", card(i))
                    .put("person", "p" + i)
                    .putArray("profiles")
                    .add("all");
        }
        addGuest(document);
        return document;
    }

    private static void addGuest(ObjectNode document) {
        document.withArray("people")
                .addObject()
                .put("id", GUEST)
                .put("name", "Guest")
                .put("type", "VISITOR");
        document.withArray("credentials")
                .addObject()
                .put("type", "CARD")
                .put("format", "RAW")
                .put("number", GUESTS_CARD)
                .put("person", GUEST)
                .put("validTo", Instant.now().minus(OVER).toString())
                .putArray("profiles")
                .add("all");
    }

    static String reader(int i) {
        return "reader-" + i;
    }

    static String card(int i) {
        return Integer.toString(10_000 + i % CARDS);
    }

    /** A card that nobody was given; each number another one. */
    static String strangersCard(int i) {
        return Integer.toString(10_000_000 + i);
    }

    String secretOf(String device) {
        return secrets.getOrDefault(device, "");
    }

    /** Starts the gateway and waits for its site book. */
    void start() throws IOException {
        gateway.start();
        Awaitility.await("the gateway has its site book, see " + gateway.log())
                .atMost(Duration.ofMinutes(3))
                .until(() -> gateway.status()
                        .filter(status ->
                                status.path("siteBook").path("version").asLong() > 0)
                        .isPresent());
    }

    /** Connects readers; the wires go round. */
    EmulatedSite connect(int readers, String... wires) throws IOException {
        return connect(gateway.at(), readers, wires);
    }

    EmulatedSite connect(EmulatedSite.GatewayAt at, int readers, String... wires) throws IOException {
        Ledger notes = Ledger.on(ledgerFile());
        ledger = notes;
        EmulatedSite made = EmulatedSite.at(at, notes, Clock.systemUTC(), 1);
        devices = made;
        for (int i = 0; i < readers; i++) {
            made.add(reader(i), wires[i % wires.length], WireFormat.JSON, secretOf(reader(i)));
        }
        made.start(false);
        return made;
    }

    /** Readers that show cards, the wires going round; {@code perSecond} of them together. */
    Load load(int readers, double perSecond, String... wires) throws IOException {
        EmulatedSite site = connect(readers, wires);
        List<EmulatedDevice> all = new ArrayList<>();
        site.devices().forEach(all::add);
        Load load = new Load(site, all, perSecond);
        loads.add(load);
        return load;
    }

    /** Connects one more reader over MQTT, beside those that are there. */
    EmulatedDevice connectOneMore(String reader) throws IOException {
        EmulatedSite site = devices;
        if (site == null) {
            throw new IllegalStateException("connect the others first");
        }
        EmulatedDevice device = site.add(reader, "mqtt5", WireFormat.JSON, secretOf(reader));
        device.start(false);
        return device;
    }

    /** All events of the site, as the fleet's export tells them. */
    Stream<FleetRow> rows() {
        return fleet.rest().lines("/events/export?site=" + id).map(FleetRow::of);
    }

    Path ledgerFile() {
        return folder.resolve("ledger.ndjson");
    }

    Verdict verdict(Duration patience) throws IOException, InterruptedException {
        return FleetCheck.run(fleet.rest(), id, Ledger.read(ledgerFile()), patience);
    }

    /** The same, with the doors and the proof of the evidence: what is asked at a row's end. The devices say no more. */
    Judgement judgement(Duration patience) throws IOException, InterruptedException {
        LastLook look = LastLook.at(new Ended(), patience);
        Verdict verdict = FleetCheck.run(fleet.rest(), id, look.ledger(), patience);
        long strangers = loads.stream().mapToLong(Load::strangers).sum();
        return new Judgement(
                verdict,
                look.settled(),
                look.doors(strangers),
                Proof.of(fleet.rest(), id, look.rows().size()));
    }

    /** This site when its row is over. */
    private final class Ended implements LastLook.Place {

        @Override
        public void stopDevices() {
            FaultSite.this.stopDevices();
        }

        @Override
        public boolean awaitSettled(Duration patience) {
            try {
                Awaitility.await()
                        .atMost(patience)
                        .pollInterval(Duration.ofMillis(100))
                        .until(() -> backlog() == 0 && held() == 0 && isConnected());
                return true;
            } catch (ConditionTimeoutException e) {
                return false;
            }
        }

        @Override
        public List<Ledger.Line> ledger() throws IOException {
            return Ledger.read(ledgerFile());
        }

        @Override
        public List<FleetRow> rows() {
            try (Stream<FleetRow> all = FaultSite.this.rows()) {
                return all.toList();
            }
        }
    }

    private void stopDevices() {
        loads.forEach(Load::stop);
        if (devices != null) {
            devices.close();
            devices = null;
        }
        if (ledger != null) {
            ledger.close();
            ledger = null;
        }
    }

    /** Records that are in the gateway's memory only; -1 when it says nothing. */
    private long held() {
        return gateway.status()
                .map(status -> status.path("journal").path("held").asLong())
                .orElse(-1L);
    }

    /** Records that the fleet does not hold yet, as the gateway says; -1 when it says nothing. */
    long backlog() {
        return gateway.status()
                .map(status -> status.path("journal").path("evidence").asLong())
                .orElse(-1L);
    }

    boolean isConnected() {
        return gateway.status()
                .map(status -> status.path("link").path("connected").asBoolean())
                .orElse(false);
    }

    /** The site's events as the API tells them, newest first, up to {@code most}. */
    JsonNode events(int most) {
        return fleet.rest().get("/events?site=" + id + "&limit=" + most);
    }

    /** The same of the guest, whose time is over. */
    JsonNode guestsEvents() {
        return fleet.rest().get("/events?site=" + id + "&person=" + GUEST + "&limit=500");
    }

    /** Open alarms of the site. */
    int alarms() {
        return fleet.rest().get("/alarms?site=" + id).path("items").size();
    }

    FaultStand.FleetAt fleet() {
        return fleet;
    }

    ForkedGateway gateway() {
        return gateway;
    }

    /** Processor time that the gateway has used since its start. */
    Duration processorTime() {
        return gateway.handle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    FaultProxy line() {
        return line;
    }

    Path folder() {
        return folder;
    }

    String id() {
        return id;
    }

    Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    @Override
    public void close() throws InterruptedException {
        stopDevices();
        gateway.close();
        line.close();
    }
}
