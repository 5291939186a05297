package io.gatehouse.gateway.patrol;

import io.gatehouse.gateway.journal.Journal;
import io.gatehouse.launch.WholeFile;
import io.gatehouse.patrol.live.DeskState;
import io.gatehouse.patrol.wand.WandMark;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Today's rounds over a restart: one small file, replaced in one step, and what the journal has of the time after it was
 * written. Opening and writing block.
 */
public final class PatrolFile {

    private static final Logger LOG = LoggerFactory.getLogger(PatrolFile.class);

    private static final int RECORDS_AT_ONCE = 1_000;
    private static final int BYTES_AT_ONCE = 4 << 20;

    /**
     * What is kept.
     *
     * @param log of the evidence: in another one the numbers begin anew
     * @param upTo number of the last evidence that is worked in
     * @param lowBatteries devices that told of theirs
     */
    record Kept(String log, long upTo, DeskState desk, List<WandMark> marks, List<String> lowBatteries) {}

    /** An event of the journal. */
    record Numbered(long seq, SiteEvent event) {}

    private final Path file;
    private final Kept kept;
    private final List<Numbered> since;

    private PatrolFile(Path file, Kept kept, List<Numbered> since) {
        this.file = file;
        this.kept = kept;
        this.since = since;
    }

    /** Reads the file, and the journal from where it ends. */
    public static PatrolFile open(Path file, Journal journal) throws IOException {
        if (!Files.exists(file)) {
            return new PatrolFile(file, atTheEnd(journal), List.of());
        }
        return WireFormat.CBOR
                .read(Files.readAllBytes(file), Kept.class)
                .fold(kept -> of(file, kept, journal), refusal -> {
                    LOG.error("{} is damaged: today's rounds are judged anew from here on", file);
                    return new PatrolFile(file, atTheEnd(journal), List.of());
                });
    }

    private static Kept atTheEnd(Journal journal) {
        return new Kept(log(journal), journal.newest(Lane.EVIDENCE), DeskState.EMPTY, List.of(), List.of());
    }

    private static String log(Journal journal) {
        return journal.log(Lane.EVIDENCE).hex();
    }

    private static PatrolFile of(Path file, Kept kept, Journal journal) {
        Kept here = kept.log().equals(log(journal))
                ? kept
                : new Kept(log(journal), 0, kept.desk(), kept.marks(), kept.lowBatteries());
        return new PatrolFile(file, here, since(journal, here.upTo()));
    }

    private static List<Numbered> since(Journal journal, long upTo) {
        List<Numbered> events = new ArrayList<>();
        long from = upTo + 1;
        while (true) {
            Journal.Stretch stretch = journal.read(Lane.EVIDENCE, from, RECORDS_AT_ONCE, BYTES_AT_ONCE);
            if (stretch.isEmpty()) {
                return events;
            }
            for (int i = 0; i < stretch.records().size(); i++) {
                long seq = stretch.first() + i;
                SiteEvent.read(stretch.records().get(i))
                        .fold(event -> events.add(new Numbered(seq, event)), refusal -> {
                            LOG.warn("record {} of the journal is no event: {}", seq, refusal.message());
                            return false;
                        });
            }
            from = stretch.last() + 1;
        }
    }

    Kept kept() {
        return kept;
    }

    /** What happened after the file was written, in order. */
    List<Numbered> since() {
        return since;
    }

    void write(Kept now) throws IOException {
        WholeFile.replace(file, WireFormat.CBOR.write(now));
    }
}
