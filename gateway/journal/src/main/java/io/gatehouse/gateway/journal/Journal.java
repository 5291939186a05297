package io.gatehouse.gateway.journal;

import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.Urgency;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Append-only logs, one per lane, with numbers from 1 that are never reused. All methods may be called from any thread;
 * none but {@link #read}, {@link #find} and {@link #close} touches the disk on the caller's thread.
 */
public interface Journal extends AutoCloseable {

    /** How many records may be written together. */
    int MAX_TOGETHER = 2_000;

    /** How many bytes records that are written together may have; a single one may have 128 KiB. */
    int MAX_BYTES_TOGETHER = 1 << 20;

    /**
     * Writes records of one lane together, with one sync: all of them, with numbers in a row, or none.
     *
     * <ul>
     *   <li>completes with their numbers once all are on the disk
     *   <li>completes exceptionally with {@link JournalRefusal} when none is kept: no number is used up
     * </ul>
     *
     * Completes on the writer's thread: do nothing long there.
     *
     * @param together 1 to {@link #MAX_TOGETHER} records of at most 128 KiB, together at most {@link #MAX_BYTES_TOGETHER}
     */
    CompletableFuture<Run> append(Lane lane, List<JournalEntry> together);

    /** The same for one record; completes with its number. */
    default CompletableFuture<Long> append(Lane lane, Urgency urgency, byte[] record) {
        CompletableFuture<Long> one = new CompletableFuture<>();
        // handled, not watched: a watcher of a refusal would be handed on another exception, with a stack trace, for
        // nobody
        append(lane, List.of(new JournalEntry(urgency, record)))
                .handle((numbers, failure) ->
                        failure == null ? one.complete(numbers.first()) : one.completeExceptionally(failure));
        return one;
    }

    /** The same for a record of which nothing is known but its lane. */
    default CompletableFuture<Long> append(Lane lane, byte[] record) {
        return append(lane, Urgency.of(lane), record);
    }

    /**
     * Durable records from {@code from} on, or from the next one that exists when a gap begins there.
     *
     * @return empty when there is nothing at or after {@code from}
     */
    Stretch read(Lane lane, long from, int maxRecords, int maxBytes);

    /**
     * Where the next durable records of an urgency are: the first ones in {@code from} to {@code to}, as far as they stand
     * in a row; nothing when there are none.
     */
    @Nullable
    Run find(Lane lane, Urgency urgency, long from, long to);

    LogId log(Lane lane);

    /** The oldest number that is still here; {@code newest + 1} when nothing is. */
    long oldest(Lane lane);

    /** The newest durable number, 0 in a new log. */
    long newest(Lane lane);

    /** Nothing up to this number is needed any more; whole segments below it go, in their own time. */
    void release(Lane lane, long upTo);

    /** What the logs take on the disk. */
    long bytes();

    /** What the lane's log takes on the disk; what all take where they cannot be told apart. */
    default long bytes(Lane lane) {
        return bytes();
    }

    /** What the lane's log may take on the disk; {@link Long#MAX_VALUE} when nothing bounds it. */
    default long quota(Lane lane) {
        return Long.MAX_VALUE;
    }

    /** How full each lane is, and the disk as it was lately. */
    List<Fill> fills();

    /** Numbers that were lost since the journal was opened, or found lost at opening. */
    List<JournalGap> gaps();

    /** Whether the last write failed for good; the next append tries again. */
    boolean storageFailed();

    @Override
    void close();

    /** Numbers in a row, both ends included. */
    record Run(long first, long last) {}

    /** Records in a row: record {@code i} has the number {@code first + i}. */
    record Stretch(long first, List<byte[]> records) {

        public Stretch {
            records = List.copyOf(records);
        }

        public boolean isEmpty() {
            return records.isEmpty();
        }

        public long last() {
            return first + records.size() - 1;
        }
    }
}
