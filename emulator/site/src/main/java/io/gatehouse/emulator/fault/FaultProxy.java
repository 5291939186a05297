package io.gatehouse.emulator.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A proxy on one port for one target, over TCP or UDP, that does to what goes through it what it is told. All methods may
 * be called from any thread; the same seed and the same pieces in the same order give the same faults. Its threads are
 * its own: two for each direction of a TCP connection, one for each UDP peer.
 */
public final class FaultProxy implements AutoCloseable {

    private final Dice dice;
    private final Carrier carrier;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "fault-script");
        thread.setDaemon(true);
        return thread;
    });

    /** What carries: TCP or UDP. */
    interface Carrier extends AutoCloseable {

        int port();

        /** The line has changed: what must be broken off or forgotten is, at once. */
        void changed(Line now);

        @Override
        void close();
    }

    private FaultProxy(Dice dice, Carrier carrier) {
        this.dice = dice;
        this.carrier = carrier;
    }

    /**
     * Opens a TCP proxy.
     *
     * @param listen port 0 takes any free one
     */
    public static FaultProxy tcp(InetSocketAddress listen, InetSocketAddress target, long seed) throws IOException {
        Dice dice = new Dice(seed);
        return new FaultProxy(dice, FaultyTcp.open(listen, target, dice));
    }

    /** Opens a UDP proxy; each peer reaches the target from a port of its own. */
    public static FaultProxy udp(InetSocketAddress listen, InetSocketAddress target, long seed) throws IOException {
        Dice dice = new Dice(seed);
        return new FaultProxy(dice, FaultyUdp.open(listen, target, dice));
    }

    /** A TCP proxy on this machine, on any free port, without faults yet. */
    public static FaultProxy local(int targetPort) {
        return local(targetPort, new Dice(1));
    }

    /** The same through a line that other proxies of the site share. */
    public static FaultProxy over(ThinLine line, int targetPort) {
        return local(targetPort, new Dice(1, line));
    }

    private static FaultProxy local(int targetPort, Dice dice) {
        try {
            InetSocketAddress here = new InetSocketAddress("127.0.0.1", 0);
            return new FaultProxy(dice, FaultyTcp.open(here, new InetSocketAddress("127.0.0.1", targetPort), dice));
        } catch (IOException e) {
            throw new UncheckedIOException("no port can be opened", e);
        }
    }

    public int port() {
        return carrier.port();
    }

    /** From now on the line is so. */
    public void set(Faults faults) {
        dice.faults(faults);
        carrier.changed(faults.is());
    }

    /** Breaks what is connected and refuses what comes. */
    public void cut() {
        set(dice.faults().with(Line.CUT));
    }

    /** Without faults again. */
    public void mend() {
        set(Faults.NONE);
    }

    /** Does what the script says, each step in its time, counted from now. */
    public void play(FaultScript script) {
        script.steps()
                .forEach(step ->
                        clock.schedule(() -> set(step.then()), Math.round(step.at() * 1_000), TimeUnit.MILLISECONDS));
    }

    /** What was done so far. */
    public Map<FaultCount, Long> counts() {
        return dice.counts();
    }

    public long count(FaultCount what) {
        return dice.counts().getOrDefault(what, 0L);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        carrier.close();
    }
}
