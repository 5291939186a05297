package io.gatehouse.proof.faults;

import io.gatehouse.emulator.EmulatedSite;
import io.gatehouse.emulator.device.EmulatedDevice;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** Readers that are shown cards at a steady rate, each twentieth a stranger's. Started and stopped from the test's thread. */
final class Load {

    private static final long STEP_MILLIS = 10;
    private static final int STRANGER_EVERY = 20;

    private final EmulatedSite site;
    private final List<EmulatedDevice> readers;
    private final double perSecond;
    private final AtomicLong said = new AtomicLong();
    private volatile @Nullable ScheduledFuture<?> running;
    private long startedNanos;

    Load(EmulatedSite site, List<EmulatedDevice> readers, double perSecond) {
        this.site = site;
        this.readers = readers;
        this.perSecond = perSecond;
    }

    Load start() {
        startedNanos = System.nanoTime();
        long before = said.get();
        running = site.scheduler().scheduleAtFixedRate(() -> catchUp(before), 0, STEP_MILLIS, TimeUnit.MILLISECONDS);
        return this;
    }

    private void catchUp(long before) {
        long due = before + (long) ((System.nanoTime() - startedNanos) / 1e9 * perSecond);
        while (said.get() < due) {
            one();
        }
    }

    private void one() {
        int i = (int) said.getAndIncrement();
        EmulatedDevice reader = readers.get(i % readers.size());
        reader.badge(i % STRANGER_EVERY == 0 ? FaultSite.strangersCard(i) : FaultSite.card(i / readers.size() * 7 + i));
    }

    /** Says so many at once. */
    Load burst(int count) {
        for (int i = 0; i < count; i++) {
            one();
        }
        return this;
    }

    /** Goes on until so many were said since the beginning. */
    Load awaitSaid(long count) {
        Awaitility.await("the devices have said " + count)
                .atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> said.get() >= count);
        return this;
    }

    Load during(Duration time) {
        return awaitSaid(said.get() + (long) (time.toMillis() / 1e3 * perSecond));
    }

    void stop() {
        ScheduledFuture<?> now = running;
        if (now != null) {
            now.cancel(false);
        }
    }

    /** Waits until every message was answered. Returns whether that came to be in time. */
    boolean awaitAnswered(Duration patience) {
        stop();
        try {
            // for a moment longer than people take to walk through: each grant is followed by a passage
            Awaitility.await()
                    .atMost(patience)
                    .pollInterval(Duration.ofMillis(50))
                    .during(Duration.ofSeconds(1))
                    .until(() -> site.waiting() == 0);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    /** Cards among them that nobody was given. */
    long strangers() {
        return (said.get() + STRANGER_EVERY - 1) / STRANGER_EVERY;
    }

    long said() {
        return said.get();
    }

    EmulatedSite site() {
        return site;
    }
}
