package io.gatehouse.emulator.replay;

import io.gatehouse.emulator.EmulatedSite;
import io.gatehouse.emulator.device.EmulatedDevice;
import io.gatehouse.emulator.ledger.Ledger;
import io.gatehouse.protocol.WireFormat;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Plays a badge log at a multiple of its speed: each read is told by its reader with the log's time, marked as replayed.
 * Readers keep what is not answered and send it again, however long the gateway is away.
 */
public final class BadgeLogReplay implements AutoCloseable {

    private static final int LOOK_MILLIS = 200;

    private final BadgeLog log;
    private final EmulatedSite site;
    private final double speed;
    private final CompletableFuture<Void> sent = new CompletableFuture<>();
    private IntConsumer progress = count -> {};
    private int next;
    private long startedNanos;

    private BadgeLogReplay(BadgeLog log, EmulatedSite site, double speed) {
        this.log = log;
        this.site = site;
        this.speed = speed;
    }

    /**
     * How to play.
     *
     * @param speed how many times faster than the log's own time
     */
    public record Pace(double speed, Ledger ledger, Clock clock) {}

    /** @param secrets of all readers of the log */
    public static BadgeLogReplay of(
            BadgeLog log, EmulatedSite.GatewayAt gateway, Map<String, String> secrets, Pace pace) throws IOException {
        EmulatedSite site = EmulatedSite.at(gateway, pace.ledger(), pace.clock(), 1);
        for (Map.Entry<String, String> reader : log.wires().entrySet()) {
            String secret = secrets.get(reader.getKey());
            if (secret == null) {
                throw new IllegalArgumentException("no secret is known for " + reader.getKey());
            }
            site.add(reader.getKey(), reader.getValue(), WireFormat.JSON, secret);
        }
        return new BadgeLogReplay(log, site, pace.speed());
    }

    /** Hears how many reads were handed to their readers; on the emulator's thread. */
    public BadgeLogReplay progress(IntConsumer listener) {
        progress = listener;
        return this;
    }

    /** Starts; completes when every read was handed to its reader. */
    public CompletableFuture<Void> start() {
        site.start(false);
        startedNanos = System.nanoTime();
        site.scheduler().execute(this::pace);
        return sent;
    }

    /** The whole replay takes this long. */
    public Duration length() {
        if (log.entries().isEmpty()) {
            return Duration.ZERO;
        }
        Instant first = log.entries().get(0).at();
        Instant last = log.entries().get(log.entries().size() - 1).at();
        return Duration.ofNanos((long) (Duration.between(first, last).toNanos() / speed));
    }

    private void pace() {
        Instant first =
                log.entries().isEmpty() ? Instant.EPOCH : log.entries().get(0).at();
        while (next < log.entries().size()) {
            BadgeLog.Entry entry = log.entries().get(next);
            long due = (long) (Duration.between(first, entry.at()).toNanos() / speed);
            long wait = due - (System.nanoTime() - startedNanos);
            if (wait > 0) {
                site.scheduler().schedule(this::pace, wait, TimeUnit.NANOSECONDS);
                return;
            }
            site.device(entry.reader())
                    .ifPresent(reader ->
                            reader.replay("CredentialPresented", EmulatedDevice.credential(entry.card()), entry.at()));
            next++;
            progress.accept(next);
        }
        sent.complete(null);
    }

    /** Reads that are not answered yet. */
    public int waiting() {
        return site.waiting();
    }

    /** Waits until every read was handed over and answered. Returns whether that came to be in time. */
    public boolean awaitAnswered(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end) {
            if (sent.isDone() && site.waiting() == 0) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return false;
    }

    @Override
    public void close() {
        site.close();
    }
}
