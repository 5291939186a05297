package io.gatehouse.proof.sim;

import io.gatehouse.gateway.journal.Fill;
import io.gatehouse.gateway.journal.Journal;
import io.gatehouse.gateway.journal.JournalEntry;
import io.gatehouse.gateway.journal.JournalGap;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.Urgency;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A mutant of the journal: shows records before they are synced, under the numbers that they will probably get. */
final class EagerJournal implements Journal {

    private final Journal journal;
    private final Map<Lane, List<byte[]>> unsynced = new EnumMap<>(Lane.class);

    EagerJournal(Journal journal) {
        this.journal = journal;
        for (Lane lane : Lane.values()) {
            unsynced.put(lane, new ArrayList<>());
        }
    }

    private List<byte[]> unsynced(Lane lane) {
        return unsynced.getOrDefault(lane, List.of());
    }

    @Override
    public CompletableFuture<Run> append(Lane lane, List<JournalEntry> together) {
        together.forEach(entry -> unsynced(lane).add(entry.record()));
        return journal.append(lane, together)
                .whenComplete((numbers, failure) ->
                        unsynced(lane).removeIf(each -> together.stream().anyMatch(entry -> entry.record() == each)));
    }

    @Override
    public Stretch read(Lane lane, long from, int maxRecords, int maxBytes) {
        long durable = journal.newest(lane);
        int skip = (int) Math.max(0, from - durable - 1);
        if (from <= durable || unsynced(lane).size() <= skip) {
            return journal.read(lane, from, maxRecords, maxBytes);
        }
        List<byte[]> ahead = unsynced(lane);
        return new Stretch(durable + 1 + skip, ahead.subList(skip, Math.min(ahead.size(), skip + maxRecords)));
    }

    @Override
    public long newest(Lane lane) {
        return journal.newest(lane) + unsynced(lane).size();
    }

    @Override
    public List<Fill> fills() {
        return journal.fills();
    }

    @Override
    public @Nullable Run find(Lane lane, Urgency urgency, long from, long to) {
        Run found = journal.find(lane, urgency, from, to);
        boolean ahead =
                found == null && to > journal.newest(lane) && !unsynced(lane).isEmpty();
        return ahead ? new Run(Math.max(from, journal.newest(lane) + 1), Math.min(to, newest(lane))) : found;
    }

    @Override
    public LogId log(Lane lane) {
        return journal.log(lane);
    }

    @Override
    public long oldest(Lane lane) {
        return journal.oldest(lane);
    }

    @Override
    public void release(Lane lane, long upTo) {
        journal.release(lane, upTo);
    }

    @Override
    public long bytes() {
        return journal.bytes();
    }

    @Override
    public List<JournalGap> gaps() {
        return journal.gaps();
    }

    @Override
    public boolean storageFailed() {
        return journal.storageFailed();
    }

    @Override
    public void close() {
        journal.close();
    }
}
