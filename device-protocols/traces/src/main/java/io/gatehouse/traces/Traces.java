package io.gatehouse.traces;

import io.gatehouse.launch.StartRefusal;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.LogId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a server tells what became of an event, or of a request, when it is over. Safe from any thread; no method blocks
 * but {@link #close}.
 */
public interface Traces extends AutoCloseable {

    /** Tells nothing. */
    Traces OFF = new Silent();

    /**
     * Who is speaking.
     *
     * @param settings where the settings stand, such as {@code gatehouse.fleet.traces}
     * @param service the server's name
     * @param instance which of several
     */
    record Speaker(String settings, String service, String instance) {}

    /** As set; throws {@link StartRefusal} for a setting that does not fit. May read a file. */
    static Traces of(TraceSettings settings, Speaker speaker, Surroundings surroundings) {
        if (settings.endpoint().isEmpty()) {
            return OFF;
        }
        if (!(settings.ratio() >= 0 && settings.ratio() <= 1)) {
            throw new StartRefusal(speaker.settings() + ".ratio", "a share is from 0 to 1, not " + settings.ratio());
        }
        if (settings.queue() < 1) {
            throw new StartRefusal(speaker.settings() + ".queue", "at least one span must have room");
        }
        return ToldTraces.open(settings, settings.endpoint().get(), speaker, surroundings);
    }

    /** Whether anything is told; whoever would prepare something for a trace asks first. */
    boolean isOn();

    /** Nanoseconds of a clock that does not run backwards, for {@link Step}; 0 when nothing is told. */
    long now();

    /** The trace of a journal's record, the same at both servers; nothing when it is not among those that are told. */
    Optional<Trail> of(LogId log, long seq);

    /**
     * Tells of a request.
     *
     * @param traceparent the header of that name (W3C Trace Context), by which it belongs to the caller's trace
     */
    void request(@Nullable String traceparent, Step step);

    /** What was told and what was not, since the start. */
    Counts counts();

    /** Sends what waits, for two seconds at most. Blocks. */
    @Override
    void close();

    /**
     * Spans.
     *
     * @param sent that the collector has taken
     * @param dropped for which there was no room
     * @param failed that the collector did not take
     */
    record Counts(long sent, long dropped, long failed) {}
}
