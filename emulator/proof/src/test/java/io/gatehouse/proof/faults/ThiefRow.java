package io.gatehouse.proof.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.emulator.verify.FleetRow;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * F12: a device of the site, let in by its own secret, publishes to others' topics, subscribes to them, and asks for their
 * resources, while the others work. What topics can be bent with is the matter of the gateway's ACL matrix; here it is the
 * whole road: it is cut off, nothing of it is kept in another's name, and the fleet is told.
 */
final class ThiefRow {

    private static final int HONEST = 4;
    private static final String THIEF = FaultSite.reader(HONEST);
    private static final List<String> CHANNELS = List.of("event", "telemetry", "state", "ack", "cmd", "error");
    private static final int FILTERS_AT_ONCE = 100;

    private ThiefRow() {}

    static Finding thief(FaultStand stand, boolean whole) throws Exception {
        int attempts = whole ? 100_000 : 2_000;
        try (FaultSite site = FaultSite.running(stand, "f12", HONEST + 1)) {
            Load load = site.load(HONEST, 40, "mqtt5", "coap", "mqtt3").start();
            Attempts thefts = new Attempts(site, attempts);
            CompletableFuture.runAsync(thefts).get(30, TimeUnit.MINUTES);
            load.stop();
            boolean answered = load.awaitAnswered(Duration.ofMinutes(3));
            Judgement judgement = site.judgement(Duration.ofSeconds(60));
            long inOthersName;
            try (Stream<FleetRow> rows = site.rows()) {
                inOthersName = rows.filter(row -> "stolen".equals(row.bootId())).count();
            }
            return new Finding.Notes()
                    .say("%d attempts, %d cut off, %d leaks", thefts.tried, thefts.cutOff, thefts.leaks)
                    .must(thefts.leaks == 0 && thefts.cutOff > 0, "no attempt comes to anything")
                    .say("%d events kept in others' names", inOthersName)
                    .must(inOthersName == 0, "nothing is kept in another's name")
                    .judge(judgement)
                    .must(answered, "the others are answered meanwhile")
                    .say("the fleet was told of %d", told(site))
                    .must(told(site) > 0 && isAlarmed(site), "the fleet is told and shows it")
                    .done();
        }
    }

    /** How many attempts the fleet knows of. */
    private static long told(FaultSite site) {
        JsonNode events = site.fleet()
                .rest()
                .get("/events?site=" + site.id() + "&device=" + THIEF + "&type=ForeignTopicTried&limit=500")
                .path("items");
        long told = 0;
        for (JsonNode one : events) {
            told += one.path("body").path("count").asLong(1);
        }
        return told;
    }

    private static boolean isAlarmed(FaultSite site) {
        for (JsonNode one : site.fleet().rest().get("/overview").path("attention")) {
            if (one.toString().contains("FOREIGN_TOPIC_TRIED") && one.toString().contains(THIEF)) {
                return true;
            }
        }
        return false;
    }

    /** Carries them out, one after the other. */
    private static final class Attempts implements Runnable {

        private final FaultSite site;
        private final int count;
        private final SplittableRandom random = new SplittableRandom(12);
        private long tried;
        private long cutOff;
        private long leaks;

        Attempts(FaultSite site, int count) {
            this.site = site;
            this.count = count;
        }

        @Override
        public void run() {
            InetSocketAddress mqtt = site.gateway().at().mqtt();
            try (CoapThief coap = new CoapThief(site.gateway().at().coap())) {
                while (tried < count) {
                    try (Thief thief = Thief.as(mqtt, THIEF, site.secretOf(THIEF))) {
                        leaks += thief.subscribe(filters());
                        tried += FILTERS_AT_ONCE;
                        for (int i = 0; i < 20; i++) {
                            leaks += coap.postIsTaken(victim(), channel(), site.secretOf(THIEF), payload()) ? 1 : 0;
                            tried++;
                        }
                        // it ends the connection: the last word of each
                        boolean taken = thief.publishIsTaken("gh/v1/" + victim() + "/" + channel(), payload());
                        leaks += (taken ? 1 : 0) + thief.heard();
                        cutOff += taken ? 0 : 1;
                        tried++;
                    }
                }
            } catch (IOException e) {
                throw new IllegalStateException("the thief's own line: " + e, e);
            }
        }

        private List<String> filters() {
            List<String> filters = new ArrayList<>();
            while (filters.size() < FILTERS_AT_ONCE) {
                String own = "gh/v1/" + victim() + "/" + channel();
                filters.add(
                        switch (random.nextInt(6)) {
                            case 0 -> "gh/v1/+/" + channel();
                            case 1 -> "gh/v1/" + victim() + "/#";
                            case 2 -> "$share/g/" + own;
                            case 3 -> "#";
                            case 4 -> "+/+/" + victim() + "/+";
                            default -> own;
                        });
            }
            return filters;
        }

        private String victim() {
            return FaultSite.reader(random.nextInt(HONEST));
        }

        private String channel() {
            return CHANNELS.get(random.nextInt(CHANNELS.size()));
        }

        private String payload() {
            return "{\"type\":\"DoorForced\",\"bootId\":\"stolen\",\"seq\":" + tried + "}";
        }
    }
}
