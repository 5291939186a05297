package io.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.sitebook.DeviceKind;
import io.gatehouse.protocol.sitebook.SiteBook;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Generated identities, topics and verbs against a real gateway over MQTT 3.1.1, MQTT 5 and CoAP (S3, F12): of all
 * attempts to reach another device none is granted, none delivers anything, none is recorded in another's name.
 */
class AclMatrixTest {

    private static final List<String> DEVICES = List.of(
            "reader-1",
            "reader-10",
            "reader-1.x",
            "READER-1",
            "reader_1",
            "r",
            "gate",
            "gate-east",
            "lift-1",
            "lift-2");
    private static final List<String> LEVELS =
            List.of("event", "telemetry", "state", "ack", "cmd", "error", "", "+", "#", "event/", "cmd/x", "cmd#");
    /** What a topic is bent with; {@code %s} is the topic. */
    private static final List<String> BENDS = List.of(
            "%s",
            "/%s",
            "%s/",
            "$share/g/%s",
            "$share//%s",
            "$share/g/x/../%s",
            "$queue/%s",
            "$SYS/%s",
            "%s\u0000",
            "\uFEFF%s",
            "%s\u200B",
            " %s",
            "./%s",
            "e\u0301/%s",
            "%2F%s");

    private static final int FILTERS_AT_ONCE = 100;

    @TempDir
    Path folder;

    private GatewayStand stand = new GatewayStand(Path.of(""));
    private final List<String> leaks = new CopyOnWriteArrayList<>();
    private final List<Mqtt5AsyncClient> victims = new ArrayList<>();
    private Random random = new Random(0);
    private long seq;
    private int tried;

    @AfterEach
    void end() {
        stand.close();
    }

    @Test
    void four_thousand_attempts_leak_nothing() throws Exception {
        attempt(4_000, 20_261_126);
    }

    @Test
    @Tag("soak")
    void a_hundred_thousand_attempts_leak_nothing() throws Exception {
        attempt(100_000, Long.getLong("gatehouse.seed", 1));
    }

    private void attempt(int count, long seed) throws Exception {
        random = new Random(seed);
        stand = new GatewayStand(folder);
        stand.keep(book());
        stand.start();
        DEVICES.subList(0, 3).forEach(this::listen);

        while (tried < count) {
            switch (random.nextInt(10)) {
                case 0, 1 -> subscribe();
                case 2 -> pretend();
                case 3, 4 -> leaveWill();
                case 5, 6, 7 -> publish();
                default -> overCoap();
            }
        }

        System.out.println("acl matrix: " + tried + " attempts, seed " + seed + ", leaked " + leaks.size());
        stand.stop();
        stand.recorded(io.gatehouse.protocol.Lane.EVIDENCE).stream()
                .filter(event -> "stolen".equals(event.bootId()))
                .forEach(event -> leaks.add("recorded for " + event.device()));
        assertThat(leaks).as("seed " + seed).isEmpty();
    }

    private static SiteBook book() {
        SiteBook plain = GatewayStand.book(1);
        List<SiteBook.Device> devices = DEVICES.stream()
                .map(id -> new SiteBook.Device(new DeviceId(id), DeviceKind.READER, GatewayStand.secret(id), 30))
                .toList();
        return new SiteBook(
                plain.site(),
                plain.gateway(),
                plain.version(),
                plain.compiledAt(),
                plain.timeZone(),
                plain.credentialKey(),
                devices,
                plain.doors(),
                plain.accessPoints(),
                plain.schedules(),
                plain.profiles(),
                plain.people(),
                plain.credentials(),
                plain.checkpoints());
    }

    /** A victim hears all that is its own; what a thief has put there would be among it. */
    private void listen(String device) {
        Mqtt5AsyncClient victim = stand.mqtt5(device);
        GatewayStand.await(victim.subscribeWith()
                .topicFilter("gh/v1/" + device + "/#")
                .callback(message -> {
                    if (new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8).contains("stolen")) {
                        leaks.add("delivered to " + message.getTopic());
                    }
                })
                .send());
        victims.add(victim);
    }

    /** Victims say something, which is answered: what a thief has subscribed to would hear it. */
    private void speak() {
        for (int i = 0; i < victims.size(); i++) {
            GatewayStand.await(victims.get(i)
                    .publishWith()
                    .topic("gh/v1/" + DEVICES.get(i) + "/event")
                    .payload(GatewayStand.badge(++seq, "1").getBytes(StandardCharsets.UTF_8))
                    .qos(com.hivemq.client.mqtt.datatypes.MqttQos.AT_LEAST_ONCE)
                    .send());
        }
    }

    private String any(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Another device's topic, bent in every way. */
    private String foreign(String thief) {
        String victim = Stream.generate(() -> any(DEVICES))
                .filter(one -> !one.equals(thief))
                .findFirst()
                .orElseThrow();
        String id = switch (random.nextInt(8)) {
            case 0 -> "+";
            case 1 -> thief + "/../" + victim;
            case 2 -> victim.toUpperCase(Locale.ROOT);
            case 3 -> thief + "/" + victim;
            default -> victim;
        };
        // a device that is called so in capitals must not become the thief's own
        String owner = id.equals(thief) ? victim : id;
        String topic = random.nextInt(12) == 0
                ? any(List.of("#", "+/#", "gh/#", "gh/v1/#", "gh/+/+/+", "+/+/+/+", "gh/v1/+/+"))
                : "gh/v1/" + owner + "/" + any(LEVELS);
        return any(BENDS).replace("%s", topic);
    }

    private static boolean isOwn(String filter, String thief) {
        String plain = filter.startsWith("$share/") ? filter.replaceFirst("^\\$share/[^/]+/", "") : filter;
        return plain.startsWith("gh/v1/" + thief + "/");
    }

    private AclThief.Name named(String thief, String will) {
        String client = any(List.of(thief, any(DEVICES), "+", "#", "+/#", "gh/v1/" + any(DEVICES), "c" + tried));
        return new AclThief.Name(client, thief, GatewayStand.secret(thief), will);
    }

    private void subscribe() throws IOException {
        String thief = DEVICES.get(3 + random.nextInt(DEVICES.size() - 3));
        List<String> filters =
                Stream.generate(() -> foreign(thief)).limit(FILTERS_AT_ONCE).toList();
        AclThief client = thief(thief);
        for (String filter : filters) {
            if (client.isHungUp()) {
                // what no filter may contain ends the connection
                client.close();
                client = thief(thief);
            }
            judge(thief, filter, client.exchange(client.subscribe(1, List.of(filter))));
            tried++;
        }
        speak();
        judge(thief, "nothing", client.exchange());
        client.close();
    }

    private AclThief thief(String device) throws IOException {
        AclThief client = new AclThief(stand.gateway().mqttPort(), random.nextBoolean());
        client.exchange(client.connect(new AclThief.Name("c" + tried, device, GatewayStand.secret(device), "")));
        return client;
    }

    private void judge(String thief, String filter, List<AclThief.Packet> came) {
        for (AclThief.Packet packet : came) {
            boolean granted =
                    packet.type() == AclThief.SUBACK && (packet.body()[packet.body().length - 1] & 0xFF) < 0x80;
            if (granted && !isOwn(filter, thief)) {
                leaks.add(thief + " was granted " + filter);
            }
            if (packet.type() == AclThief.PUBLISH && !isOwn(packet.topic(), thief)) {
                leaks.add(thief + " heard " + packet.topic());
            }
        }
    }

    private void publish() throws IOException {
        String thief = any(DEVICES);
        String topic = foreign(thief);
        byte[] payload = random.nextInt(50) == 0
                ? ("stolen" + "x".repeat(65_536)).getBytes(StandardCharsets.UTF_8)
                : ("{\"type\":\"DoorForced\",\"bootId\":\"stolen\",\"seq\":" + tried + "}")
                        .getBytes(StandardCharsets.UTF_8);
        try (AclThief client = new AclThief(stand.gateway().mqttPort(), random.nextBoolean())) {
            client
                    .exchange(
                            client.connect(named(thief, "")),
                            client.publish(7, topic, payload, random.nextBoolean(), random.nextInt(4) == 0))
                    .stream()
                    .filter(packet -> packet.type() == AclThief.PUBACK)
                    .filter(packet -> topic.startsWith("gh/v1/") && packet.body().length < 3)
                    .filter(packet -> !isOwn(topic, thief))
                    .forEach(packet -> leaks.add(thief + " was acknowledged " + topic));
        }
        tried++;
    }

    private void leaveWill() throws IOException {
        String thief = any(DEVICES);
        String topic = foreign(thief);
        try (AclThief client = new AclThief(stand.gateway().mqttPort(), random.nextBoolean())) {
            boolean admitted = isAdmitted(client.exchange(client.connect(named(thief, topic))));
            if (admitted && topic.startsWith("gh/v1/") && !isOwn(topic, thief)) {
                leaks.add(thief + " left a will at " + topic);
            }
        }
        tried++;
    }

    /** Comes as somebody else, with what is its own. */
    private void pretend() throws IOException {
        String thief = any(DEVICES);
        String victim = any(List.of("+", "#", "", "gate\u0000", thief + " ", "nobody", "r\u0065\u0301"));
        String user = random.nextBoolean()
                ? victim
                : DEVICES.get((DEVICES.indexOf(thief) + 1 + random.nextInt(DEVICES.size() - 1)) % DEVICES.size());
        try (AclThief client = new AclThief(stand.gateway().mqttPort(), random.nextBoolean())) {
            if (isAdmitted(
                    client.exchange(client.connect(new AclThief.Name(thief, user, GatewayStand.secret(thief), ""))))) {
                leaks.add(thief + " came in as " + user);
            }
        }
        tried++;
    }

    private static boolean isAdmitted(List<AclThief.Packet> came) {
        return came.stream().anyMatch(packet -> packet.type() == AclThief.CONNACK && packet.body()[1] == 0);
    }

    private void overCoap() throws IOException {
        try (CoapThief thief = new CoapThief(stand.gateway().coapPort())) {
            for (int i = 0; i < 20; i++) {
                String own = any(DEVICES);
                String victim =
                        DEVICES.get((DEVICES.indexOf(own) + 1 + random.nextInt(DEVICES.size() - 1)) % DEVICES.size());
                List<String> path = new ArrayList<>(List.of("gh", "v1", victim, any(LEVELS)));
                switch (random.nextInt(5)) {
                    case 0 -> path.set(2, own + "/../" + victim);
                    case 1 -> path.addAll(2, List.of(own, ".."));
                    case 2 -> path.set(2, victim + "/" + path.get(3));
                    default -> {}
                }
                String query = any(
                        List.of("key=" + GatewayStand.secret(own), "key=", "", "KEY=" + GatewayStand.secret(victim)));
                Code code = List.of(Code.GET, Code.POST, Code.PUT, Code.DELETE, Code.FETCH)
                        .get(random.nextInt(5));
                int answered = thief.ask(code, path, query, random.nextBoolean());
                if (answered >> 5 == 2) {
                    leaks.add(own + " was answered " + (answered & 0x1F) + " at " + path + " over CoAP");
                }
                tried++;
            }
        }
    }
}
