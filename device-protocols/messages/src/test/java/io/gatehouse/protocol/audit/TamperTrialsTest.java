package io.gatehouse.protocol.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.protocol.audit.AuditVerdict.Faulty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One thousand seeded forgeries of a log: each is found, and the record is named at which it begins. */
class TamperTrialsTest {

    private static final int TRIALS = 1_000;

    private enum Forgery {
        EDIT,
        DELETE,
        DELETE_AND_RENUMBER,
        INSERT,
        INSERT_AND_RENUMBER,
        SWAP_BYTES,
        SWAP_LINES,
        TRUNCATE
    }

    private final SplittableRandom random = new SplittableRandom(20_261_125);

    @Test
    void every_forgery_is_found_and_its_place_named() {
        Map<Forgery, Map<Fault, Integer>> found = new EnumMap<>(Forgery.class);

        for (int trial = 0; trial < TRIALS; trial++) {
            Forgery forgery = Forgery.values()[trial % Forgery.values().length];
            List<ObjectNode> lines = new ArrayList<>(log().lines());

            long expected = forge(lines, forgery);
            AuditVerdict verdict = SampleLog.verdict(lines);

            assertThat(verdict).as("trial %s, %s", trial, forgery).isInstanceOf(Faulty.class);
            Faulty faulty = (Faulty) verdict;
            assertThat(faulty.seq())
                    .as("trial %s, %s: %s", trial, forgery, faulty)
                    .isEqualTo(expected);
            assertThat(faulty.provenTo()).isLessThan(expected);
            found.computeIfAbsent(forgery, each -> new EnumMap<>(Fault.class)).merge(faulty.fault(), 1, Integer::sum);
        }

        System.out.println("audit: " + TRIALS + " forgeries, " + TRIALS + " found, place named: " + found);
    }

    private SampleLog log() {
        SampleLog log = new SampleLog();
        int intervals = 2 + random.nextInt(4);
        for (int i = 0; i < intervals; i++) {
            log.events(1 + random.nextInt(20)).checkpoint();
        }
        return log;
    }

    /** Changes the lines and says the number at which it must show. */
    private long forge(List<ObjectNode> lines, Forgery forgery) {
        int[] places = IntStream.range(0, lines.size())
                .filter(i -> isRecord(lines.get(i)))
                .toArray();
        int one = places[random.nextInt(places.length - 1)];
        int other = places[places.length - 1];
        long seq = seq(lines.get(one));
        switch (forgery) {
            case EDIT -> lines.get(one).put("record", flipped(lines.get(one)));
            case DELETE -> lines.remove(one);
            case DELETE_AND_RENUMBER -> {
                lines.remove(one);
                renumber(lines, one, -1);
            }
            case INSERT -> lines.add(one, ExportLines.record(seq, new byte[] {1, 2, 3}));
            case INSERT_AND_RENUMBER -> {
                renumber(lines, one, 1);
                lines.add(one, ExportLines.record(seq, new byte[] {1, 2, 3}));
            }
            case SWAP_BYTES -> {
                var bytes = lines.get(one).get("record");
                lines.get(one).set("record", lines.get(other).get("record"));
                lines.get(other).set("record", bytes);
            }
            case SWAP_LINES -> {
                ObjectNode line = lines.get(one);
                lines.set(one, lines.get(other));
                lines.set(other, line);
            }
            case TRUNCATE -> lines.subList(one, lines.size()).clear();
        }
        long records = lines.stream().filter(TamperTrialsTest::isRecord).count();
        if (forgery != Forgery.TRUNCATE) {
            lines.set(lines.size() - 1, ExportLines.end(1, records));
        }
        return seq;
    }

    private void renumber(List<ObjectNode> lines, int from, int by) {
        for (ObjectNode line : lines.subList(from, lines.size())) {
            if (isRecord(line)) {
                line.put("seq", seq(line) + by);
            }
        }
    }

    private byte[] flipped(ObjectNode line) {
        try {
            byte[] bytes = line.get("record").binaryValue().clone();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isRecord(ObjectNode line) {
        return line.path("kind").asText().equals("record");
    }

    private static long seq(ObjectNode line) {
        return line.path("seq").asLong();
    }
}
