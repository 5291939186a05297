package io.gatehouse.proof.sim;

import io.gatehouse.gateway.journal.Fill;
import io.gatehouse.gateway.journal.Journal;
import io.gatehouse.gateway.journal.JournalEntry;
import io.gatehouse.gateway.journal.JournalGap;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.Urgency;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A mutant of the journal: has nothing to show to whoever rebuilds what was seen. */
record BlindJournal(Journal journal) implements Journal {

    @Override
    public Stretch read(Lane lane, long from, int maxRecords, int maxBytes) {
        return new Stretch(from, List.of());
    }

    @Override
    public CompletableFuture<Run> append(Lane lane, List<JournalEntry> together) {
        return journal.append(lane, together);
    }

    @Override
    public List<Fill> fills() {
        return journal.fills();
    }

    @Override
    public @Nullable Run find(Lane lane, Urgency urgency, long from, long to) {
        return journal.find(lane, urgency, from, to);
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
    public long newest(Lane lane) {
        return journal.newest(lane);
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
