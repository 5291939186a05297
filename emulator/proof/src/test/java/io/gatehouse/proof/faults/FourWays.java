package io.gatehouse.proof.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gatehouse.patrol.wand.UploadBatch;
import io.gatehouse.patrol.wand.WandBinary;
import io.gatehouse.patrol.wand.WandCsv;
import io.gatehouse.patrol.wand.WandFile;
import io.gatehouse.patrol.wand.WandMessage;
import io.gatehouse.patrol.wand.WandRecord;
import io.gatehouse.proof.faults.WalkedRound.Stop;
import io.gatehouse.proof.faults.WalkedRound.Told;
import io.gatehouse.proof.faults.WalkedRound.Way;
import io.gatehouse.protocol.SiteId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * Rounds that are walked at once, by checkpoint devices over CoAP and MQTT, readers, doors, wands and phones, through whole
 * servers: phones are off line at random, the line to the fleet is cut for a third of the time, and what is said at the
 * gateway and at the fleet is compared with what is right, while it goes on and when all is in.
 */
final class FourWays implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    /** How often a tag had been read when somebody recorded it, and when the guard really reads it. */
    private static final int RECORDED = 57;

    private static final int GENUINE = 100;

    private final List<WalkedRound> rounds;
    private final Instant start;
    private final GuardedServers servers;
    private final Map<WalkedRound, String> keys = new HashMap<>();
    private final Map<Integer, List<Runnable>> happenings = new TreeMap<>();
    private final List<String> pictures = new ArrayList<>();
    private final Map<String, Duration> took = new LinkedHashMap<>();
    private int compared;

    private FourWays(Path folder, int many) throws Exception {
        rounds = IntStream.range(0, many).mapToObj(WalkedRound::new).toList();
        GuardedServers.Leaping clock = new GuardedServers.Leaping();
        // long enough ahead that the plan is there before the first window, whatever the machine does
        start = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofMinutes(30));
        servers = new GuardedServers(folder, rounds, clock, start);
    }

    /** Verdicts that were compared, each right; fails with the first that never became so. */
    static int walk(Path folder, int many) throws Exception {
        long began = System.nanoTime();
        try (FourWays ways = new FourWays(folder, many)) {
            ways.took("servers and plan", began);
            ways.timed("wands and phones", ways::begin);
            ways.plan();
            ways.happenings.forEach((second, all) -> {
                ways.servers.clock().to(ways.at(second));
                all.forEach(Runnable::run);
            });
            ways.took("all", began);
            System.out.printf("%d pictures; took %s%n", ways.pictures.size(), ways.took);
            return ways.compared;
        }
    }

    private void timed(String what, Runnable step) {
        long began = System.nanoTime();
        step.run();
        took(what, began);
    }

    private void took(String what, long began) {
        took.merge(what, Duration.ofMillis((System.nanoTime() - began) / 1_000_000), Duration::plus);
    }

    private Instant at(int second) {
        return start.plusSeconds(second);
    }

    private void on(int second, Runnable what) {
        happenings.computeIfAbsent(second, key -> new ArrayList<>()).add(what);
    }

    /** Devices connect, two of them go again; each guard has a wand and pairs a phone. */
    private void begin() {
        servers.connect(GuardedEstate.COAP, "coap");
        List.of(GuardedEstate.MQTT, GuardedEstate.DOWN, GuardedEstate.FLAT)
                .forEach(device -> servers.connect(device, "mqtt5"));
        servers.tell(GuardedEstate.COAP, "Heartbeat", "");
        servers.tell(GuardedEstate.DOWN, "Heartbeat", "");
        servers.tell(GuardedEstate.FLAT, "BatteryLow", ",'percent':3");
        servers.disconnect(GuardedEstate.DOWN);
        servers.disconnect(GuardedEstate.FLAT);
        for (WalkedRound round : rounds) {
            if (round.stops.stream().anyMatch(stop -> stop.way() == Way.READER || stop.way() == Way.DOOR)) {
                servers.connect(GuardedEstate.reader(round), "coap");
            }
            servers.rest.put(
                    "/sites/" + GuardedEstate.SITE + "/wand-custody/" + GuardedEstate.wand(round),
                    JsonNodeFactory.instance.objectNode().put("officer", GuardedEstate.officer(round)));
            String officer = "{'officer':'" + GuardedEstate.officer(round) + "'}";
            String code = servers.post(servers.gatewayUrl() + "/guard/codes", "", officer)
                    .path("code")
                    .asText();
            keys.put(
                    round,
                    servers.post(servers.gatewayUrl() + "/guard/pair", "", "{'code':'" + code + "'}")
                            .path("key")
                            .asText());
            phone(round, -60, servers.gatewayUrl(), before(round));
        }
        Awaitility.await("the fleet knows the phones")
                .atMost(PATIENCE)
                .until(() -> servers.isDrained()
                        && servers.fleet
                                .core()
                                .patrol()
                                .phones()
                                .find(String.valueOf(keys.get(rounds.get(rounds.size() - 1))))
                                .isPresent());
    }

    /** Duty begins; and whoever will play a reading back has read the tag once, twice in a row. */
    private List<String> before(WalkedRound round) {
        List<String> items = new ArrayList<>(List.of("'kind':'ON_DUTY','id':'on'," + moment(-60)));
        for (int i = 0; i < WalkedRound.STOPS; i++) {
            if (round.stops.get(i).played() != null) {
                items.add("'kind':'SCAN','id':'y" + i + "','method':'NFC','tag':'"
                        + GuardedEstate.counted(round, i, RECORDED) + "'," + moment(-60));
            }
        }
        return items;
    }

    private String moment(int second) {
        return "'deviceTime':" + at(second).toEpochMilli() + ",'mono':" + (second + 7_200) * 1_000L
                + ",'session':'page'";
    }

    private void phone(WalkedRound round, int now, String url, List<String> items) {
        String all = items.isEmpty() ? "" : "{" + String.join("},{", items) + "}";
        servers.post(
                url + "/guard/outbox",
                String.valueOf(keys.get(round)),
                "{" + moment(now) + ",'left':0,'items':[" + all + "]}");
    }

    private void plan() {
        on(WalkedRound.CUT, () -> {
            // what the fleet was told before the cut is on its way, which takes a moment on a busy machine
            Awaitility.await("the gateway has heard").atMost(PATIENCE).until(servers::hasHeard);
            servers.cut();
        });
        on(WalkedRound.MENDED, servers::mend);
        for (WalkedRound round : rounds) {
            Map<Integer, List<Integer>> told = new TreeMap<>();
            for (int i = 0; i < WalkedRound.STOPS; i++) {
                Stop stop = round.stops.get(i);
                Integer there = stop.played() == null ? stop.there() : stop.played();
                if (there != null && stop.way() == Way.PHONE) {
                    told.computeIfAbsent(round.told(stop, there), key -> new ArrayList<>())
                            .add(i);
                } else if (there != null && stop.way() != Way.WAND) {
                    int number = i;
                    on(there, () -> timed("devices", () -> device(round, number, stop)));
                }
            }
            told.forEach((second, stops) -> on(second, () -> timed("phones", () -> tell(round, second, stops))));
            on(round.docked, () -> timed("docks", () -> dock(round)));
        }
        on(1_800, () -> timed("checks", () -> check(1_800, false)));
        on(2_700, () -> timed("checks", () -> check(2_700, true)));
        on(WalkedRound.END + 360, () -> timed("checks", () -> check(WalkedRound.END + 360, true)));
        on(WalkedRound.END + 1_800, () -> timed("checks", () -> check(WalkedRound.END + 1_800, true)));
        on(WalkedRound.END + 1_801, this::lookAtPictures);
    }

    private void device(WalkedRound round, int number, Stop stop) {
        String reader = GuardedEstate.reader(round);
        switch (stop.way()) {
            case COAP, MQTT ->
                servers.tell(
                        GuardedEstate.device(stop),
                        "CheckpointScanned",
                        ",'tag':'" + GuardedEstate.tag(round, number) + "','officer':'" + GuardedEstate.officer(round)
                                + "'");
            case READER ->
                servers.tell(
                        reader,
                        "CredentialPresented",
                        ",'credential':{'type':'CARD','number':'" + GuardedEstate.card(round) + "'}");
            case DOOR -> servers.tell(reader, "DoorOpened", ",'door':'" + reader + "-door'");
            case WAND, PHONE -> throw new IllegalStateException("no device tells of " + stop);
        }
    }

    /** To one of both or to both: the same things are the same there. */
    private void tell(WalkedRound round, int second, List<Integer> stops) {
        for (int number : stops) {
            Stop stop = round.stops.get(number);
            List<String> item = scan(round, second, number);
            if (stop.told() != Told.FLEET) {
                phone(round, second, servers.gatewayUrl(), item);
            }
            if (stop.told() != Told.GATEWAY) {
                phone(round, second, servers.fleetUrl(), item);
            }
        }
    }

    /**
     * What was read; or the same count again, or the one before it. With a picture when only the gateway hears of it and the
     * line is cut.
     */
    private List<String> scan(WalkedRound round, int second, int number) {
        Stop stop = round.stops.get(number);
        Integer played = stop.played();
        int there = played != null ? played : Optional.ofNullable(stop.there()).orElse(0);
        int count = played == null ? GENUINE : RECORDED - played % 2;
        String what = "'kind':'SCAN','id':'s" + number + "','method':'NFC','tag':'"
                + GuardedEstate.counted(round, number, count) + "'," + moment(there);
        boolean cut = second >= WalkedRound.CUT && second < WalkedRound.MENDED;
        if (played != null || !cut || stop.told() != Told.GATEWAY) {
            return List.of(what);
        }
        String picture = "p" + round.number + "-" + number;
        pictures.add(picture);
        String data = Base64.getEncoder().encodeToString(bytes(picture));
        return List.of(
                "'kind':'PHOTO','id':'" + picture + "','mediaType':'image/jpeg','data':'" + data + "'," + moment(there),
                what + ",'photos':['" + picture + "']");
    }

    private static byte[] bytes(String picture) {
        return ("picture " + picture).getBytes(StandardCharsets.UTF_8);
    }

    /** Its file at the gateway, in either form, or at the fleet; or a dock's message over CoAP. */
    private void dock(WalkedRound round) {
        List<WandRecord> records = new ArrayList<>();
        records.add(new WandRecord(1, at(-300).toEpochMilli(), GuardedEstate.button(round)));
        IntStream.range(0, WalkedRound.STOPS)
                .filter(i -> round.stops.get(i).way() == Way.WAND
                        && round.stops.get(i).there() != null)
                .boxed()
                .sorted(Comparator.comparing(
                        i -> Optional.ofNullable(round.stops.get(i).there()).orElse(0)))
                .forEach(i -> records.add(new WandRecord(
                        records.size() + 1L,
                        at(Optional.ofNullable(round.stops.get(i).there()).orElse(0))
                                .toEpochMilli(),
                        GuardedEstate.tag(round, i))));
        long now = at(round.docked).toEpochMilli();
        String wand = GuardedEstate.wand(round);
        String key = "key of " + wand;
        UploadBatch batch = new UploadBatch(wand, "", now, now, "", 1, records.size(), 0);
        if (round.dock == WalkedRound.Dock.COAP) {
            StringBuilder all = new StringBuilder();
            records.forEach(one -> all.append(all.isEmpty() ? "" : ",")
                    .append("[" + one.seq() + "," + one.rawTime() + ",'" + one.tag() + "']"));
            String hmac = WandFile.signature(WandMessage.content(batch, records, false), key);
            servers.tell(
                    GuardedEstate.COAP,
                    "WandRead",
                    ",'wand':'" + wand + "','erase':1,'wandTime':" + now + ",'dockTime':" + now
                            + ",'more':false,'hmac':'" + hmac + "','records':[" + all + "]");
        } else {
            byte[] file = round.ordered ? WandCsv.write(batch, records, key) : WandBinary.write(batch, records, key);
            Consumer<byte[]> where = round.dock == WalkedRound.Dock.FLEET ? servers::uploadAtFleet : servers::upload;
            where.accept(file);
            where.accept(file);
        }
    }

    /** By its last outbox, or, one phone in twenty, when it asks for its shift: the fleet judges all rounds for an answer. */
    private void keepsNothing(WalkedRound round, int second, String url) {
        if (round.number % 20 == 0) {
            servers.keepsNothing(url, String.valueOf(keys.get(round)));
        } else {
            phone(round, second, url, List.of());
        }
    }

    /** All that is said becomes what is right, at the gateway and, when the line is whole, at the fleet. */
    private void check(int second, boolean line) {
        for (WalkedRound round : rounds) {
            if (round.synced <= second) {
                keepsNothing(round, second, servers.gatewayUrl());
                if (line) {
                    keepsNothing(round, second, servers.fleetUrl());
                }
            }
        }
        compare(
                "the gateway at " + second,
                second,
                true,
                () -> said(servers.today().path("rounds")));
        if (line) {
            Awaitility.await("the fleet has all").atMost(PATIENCE).until(servers::isDrained);
            compare("the fleet at " + second, second, false, this::saidAtFleet);
        }
    }

    /** What the gateway was given while the line was cut is at the fleet. */
    private void lookAtPictures() {
        for (String picture : pictures) {
            Awaitility.await(picture)
                    .atMost(PATIENCE)
                    .until(() -> servers.fleet
                            .core()
                            .patrol()
                            .phones()
                            .photo(new SiteId(GuardedEstate.SITE), picture)
                            .filter(photo -> Arrays.equals(photo.bytes(), bytes(picture)))
                            .isPresent());
        }
    }

    private interface Saying {
        Map<String, List<String>> all();
    }

    private void compare(String who, int second, boolean atGateway, Saying saying) {
        Map<String, List<String>> right = new TreeMap<>();
        rounds.forEach(round -> right.put(GuardedEstate.round(round, start), round.right(second, atGateway)));
        Awaitility.await(who)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(
                        () -> assertThat(different(right, saying.all())).as(who).isEmpty());
        compared += right.values().stream().mapToInt(List::size).sum();
    }

    /** Only what is otherwise: nobody reads five hundred rounds. */
    private static List<String> different(Map<String, List<String>> right, Map<String, List<String>> said) {
        List<String> different = new ArrayList<>();
        Set<String> all = new TreeSet<>(right.keySet());
        all.addAll(said.keySet());
        for (String round : all) {
            List<String> wanted = right.getOrDefault(round, List.of());
            List<String> told = said.getOrDefault(round, List.of());
            if (!wanted.equals(told)) {
                different.add(round + " is " + wanted + " and was said to be " + told);
            }
        }
        return different;
    }

    private Map<String, List<String>> saidAtFleet() {
        Map<String, List<String>> said = new TreeMap<>();
        LocalDate day = LocalDate.ofInstant(start, ZoneOffset.UTC);
        servers.fleet
                .core()
                .patrol()
                .rounds()
                .on(new SiteId(GuardedEstate.SITE), Optional.of(day))
                .forEach(round -> said.put(round.path("id").asText(), stops(round)));
        return said;
    }

    private static Map<String, List<String>> said(JsonNode rounds) {
        Map<String, List<String>> said = new TreeMap<>();
        rounds.forEach(round -> said.put(round.path("id").asText(), stops(round)));
        return said;
    }

    private static List<String> stops(JsonNode round) {
        List<String> all = new ArrayList<>();
        round.path("stops").forEach(stop -> {
            StringBuilder one = new StringBuilder(stop.path("status").asText());
            stop.path("flags").forEach(flag -> one.append(' ').append(flag.asText()));
            if (stop.has("cause")) {
                one.append(' ').append(stop.path("cause").asText());
            }
            all.add(one + (stop.path("provisional").asBoolean() ? "?" : ""));
        });
        return all;
    }

    @Override
    public void close() throws Exception {
        servers.close();
    }
}
