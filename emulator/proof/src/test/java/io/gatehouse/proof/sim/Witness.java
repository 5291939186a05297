package io.gatehouse.proof.sim;

import io.gatehouse.gateway.journal.Journal;
import io.gatehouse.gateway.journal.JournalGap;
import io.gatehouse.gateway.seen.EventKey;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Sees everything and forgets nothing: what was promised, under which number it lies, and what the fleet kept of it. */
final class Witness {

    /** A record's number, for ever. */
    record Place(LogId log, long seq) {}

    private static final int ENOUGH = 5;

    private final Map<Long, EventKey> written = new HashMap<>();
    private final Map<Place, Long> numbers = new HashMap<>();
    private final Map<EventKey, Place> places = new HashMap<>();
    private final Set<EventKey> thinned = new HashSet<>();
    private final Map<EventKey, Lane> promised = new LinkedHashMap<>();
    private final Map<EventKey, String> evidenceNotKept = new LinkedHashMap<>();
    private final Map<EventKey, Place> kept = new HashMap<>();
    private final Map<LogId, IntervalSet> keptNumbers = new HashMap<>();
    private final List<String> wrongs = new ArrayList<>();

    private static long contentOf(byte[] record) {
        CRC32C one = new CRC32C();
        one.update(record, 0, record.length);
        CRC32 other = new CRC32();
        other.update(record, 0, record.length);
        return one.getValue() << 32 | other.getValue();
    }

    void wrong(String what) {
        if (wrongs.size() < ENOUGH) {
            wrongs.add(what);
        }
    }

    List<String> wrongs() {
        return wrongs;
    }

    int promises() {
        return promised.size();
    }

    int kept() {
        return kept.size();
    }

    /** A record is made of a device's message. */
    void wrote(byte[] record, EventKey key) {
        written.put(contentOf(record), key);
    }

    /** A number has been told, to a device or upwards: it means this record from now on. */
    void numbered(LogId log, long seq, byte[] record) {
        Place place = new Place(log, seq);
        long content = contentOf(record);
        Long before = numbers.putIfAbsent(place, content);
        if (before != null && before != content) {
            wrong("number " + seq + " used again, for " + written.get(content) + " after " + written.get(before));
        }
        EventKey key = written.get(content);
        if (key != null) {
            places.put(key, place);
        }
    }

    /** The journal has thinned telemetry: a device's late copy may count as new after the next start. */
    void thinned(JournalGap gap) {
        for (long seq = gap.from(); gap.reason() == JournalGap.Reason.EVICTED && seq <= gap.to(); seq++) {
            Long content = numbers.get(new Place(gap.log(), seq));
            EventKey key = content == null ? null : written.get(content);
            if (key != null) {
                thinned.add(key);
            }
        }
    }

    /** The fleet's second guard dropped a message that the gateway should have recognised. */
    void repeated(Place place, byte[] record) {
        EventKey key = written.get(contentOf(record));
        keptNumbers.merge(place.log(), IntervalSet.of(place.seq(), place.seq()), IntervalSet::union);
        if (!thinned.contains(key)) {
            wrong("journaled twice: " + key + " at " + place.seq + " after " + places.get(key));
        }
    }

    /** A device was told that its message is safe, or a lock has moved for it. */
    void promised(Message message, String how) {
        promised.putIfAbsent(message.key(), message.kind().lane());
        if (message.kind().lane() == Lane.EVIDENCE && !kept.containsKey(message.key())) {
            evidenceNotKept.putIfAbsent(message.key(), how);
        }
    }

    /** The fleet has committed a record. */
    void kept(Place place, byte[] record) {
        numbered(place.log(), place.seq(), record);
        IntervalSet before = keptNumbers.getOrDefault(place.log(), IntervalSet.EMPTY);
        EventKey key = written.get(contentOf(record));
        if (before.contains(place.seq())) {
            wrong("twice at the fleet: number " + place.seq() + ", " + key);
        }
        keptNumbers.put(place.log(), before.plus(place.seq()));
        if (key != null) {
            Place other = kept.put(key, place);
            if (other != null) {
                wrong("twice at the fleet: " + key + " as " + other.seq + " and " + place.seq);
            }
            evidenceNotKept.remove(key);
        }
    }

    IntervalSet keptOf(LogId log) {
        return keptNumbers.getOrDefault(log, IntervalSet.EMPTY);
    }

    /** A gateway has started and found this journal: what was promised and is not at the fleet must be in it. */
    void reopened(Journal journal) {
        Set<EventKey> found = found(journal, Lane.EVIDENCE);
        found.addAll(found(journal, Lane.TELEMETRY));
        evidenceNotKept.forEach((key, how) -> {
            if (!found.contains(key)) {
                wrong("lost at the gateway: " + key + " at " + places.get(key) + ", " + how);
            }
        });
    }

    private Set<EventKey> found(Journal journal, Lane lane) {
        Set<EventKey> found = new HashSet<>();
        long next = journal.oldest(lane);
        while (true) {
            Journal.Stretch stretch = journal.read(lane, next, 1_000, 1 << 20);
            if (stretch.isEmpty()) {
                return found;
            }
            for (int i = 0; i < stretch.records().size(); i++) {
                byte[] record = stretch.records().get(i);
                numbered(journal.log(lane), stretch.first() + i, record);
                EventKey key = written.get(contentOf(record));
                if (key != null && !found.add(key) && !thinned.contains(key)) {
                    wrong("twice in the journal: " + key);
                }
            }
            next = stretch.last() + 1;
        }
    }

    /**
     * The end.
     *
     * @param journal what the gateway still has
     * @param gaps what will never come, as the fleet was told, by log
     */
    void close(@Nullable Journal journal, Map<LogId, IntervalSet> gaps) {
        Set<EventKey> stillThere = new HashSet<>();
        if (journal != null) {
            reopened(journal);
            stillThere.addAll(found(journal, Lane.EVIDENCE));
            stillThere.addAll(found(journal, Lane.TELEMETRY));
        }
        promised.forEach((key, lane) -> {
            if (kept.containsKey(key) || stillThere.contains(key)) {
                return;
            }
            Place place = places.get(key);
            boolean told = place != null
                    && (gaps.getOrDefault(place.log, IntervalSet.EMPTY).contains(place.seq)
                            || journal != null && isGone(journal, place));
            if (lane == Lane.EVIDENCE || !told) {
                wrong("lost: " + key + " of " + lane + " at " + place);
            }
        });
        checkOrder();
    }

    /** Dropped for want of room: the fleet learns of it with the next batch, or with the gap's own event. */
    private static boolean isGone(Journal journal, Place place) {
        return journal.log(Lane.TELEMETRY).equals(place.log) && place.seq < journal.oldest(Lane.TELEMETRY);
    }

    private void checkOrder() {
        Map<String, List<EventKey>> boots = new LinkedHashMap<>();
        promised.forEach((key, lane) -> {
            if (kept.containsKey(key) && !thinned.contains(key)) {
                boots.computeIfAbsent(key.device() + " " + key.bootId() + " " + lane, each -> new ArrayList<>())
                        .add(key);
            }
        });
        boots.values().forEach(this::checkOrder);
    }

    private void checkOrder(List<EventKey> boot) {
        boot.sort((one, other) -> Long.compare(one.seq(), other.seq()));
        Place last = null;
        for (EventKey key : boot) {
            Place place = kept.get(key);
            if (last != null && place != null && last.log.equals(place.log) && last.seq >= place.seq) {
                wrong("out of order: " + key + " at " + place.seq + " after " + last.seq);
            }
            last = place;
        }
    }
}
