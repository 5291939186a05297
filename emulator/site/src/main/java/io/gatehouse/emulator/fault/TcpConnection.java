package io.gatehouse.emulator.fault;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** One joined connection; each direction has a thread that reads and one that writes when a piece's time has come. */
final class TcpConnection {

    private static final int PIECE_BYTES = 16 * 1024;
    private static final int PIECES_ON_THE_WAY = 128;
    private static final Piece END = new Piece(new byte[0], 0, 0);

    /** @param dueNanos when it comes out at the other end */
    private record Piece(byte[] bytes, int length, long dueNanos) {}

    private final Socket near;
    private final Socket far;
    private final Dice dice;
    private final Consumer<TcpConnection> onEnd;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean vanished;

    TcpConnection(Socket near, Socket far, Dice dice, Consumer<TcpConnection> onEnd) {
        this.near = near;
        this.far = far;
        this.dice = dice;
        this.onEnd = onEnd;
    }

    static void thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    void start() throws IOException {
        near.setTcpNoDelay(true);
        if (!far.isConnected()) {
            // accepted into a black hole: there is nobody at the other end, now or ever
            vanished = true;
            thread("fault-up", () -> swallow(near));
            return;
        }
        far.setTcpNoDelay(true);
        carry(near, far, true);
        carry(far, near, false);
    }

    private void carry(Socket from, Socket to, boolean upwards) {
        BlockingQueue<Piece> way = new ArrayBlockingQueue<>(PIECES_ON_THE_WAY);
        String name = upwards ? "fault-up" : "fault-down";
        thread(name, () -> read(from, way, upwards));
        thread(name + "-out", () -> write(to, way));
    }

    private void read(Socket from, BlockingQueue<Piece> way, boolean upwards) {
        long due = System.nanoTime();
        boolean stuck = false;
        try {
            while (true) {
                byte[] bytes = new byte[PIECE_BYTES];
                int length = from.getInputStream().read(bytes);
                if (length < 0) {
                    break;
                }
                dice.count(upwards ? FaultCount.BYTES_UP : FaultCount.BYTES_DOWN, length);
                stuck |= dice.isTooLarge(length);
                if (isSwallowed(upwards, stuck, length)) {
                    continue;
                }
                if (dice.happens(dice.faults().reset(), FaultCount.RESET)) {
                    breakOff();
                    return;
                }
                dice.corrupt(bytes, length);
                long start = dice.gone(System.nanoTime(), length);
                due = Math.max(due, start + dice.travelNanos() + dice.repairNanos()) + dice.nanosAtRate(length);
                way.put(new Piece(bytes, length, due));
            }
            way.put(END);
        } catch (IOException e) {
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isSwallowed(boolean upwards, boolean stuck, int length) {
        if (vanished || stuck) {
            dice.count(FaultCount.SWALLOWED, 1);
            return true;
        }
        return dice.swallows(upwards, length);
    }

    private void write(Socket to, BlockingQueue<Piece> way) {
        try {
            for (Piece piece = way.take(); piece != END; piece = way.take()) {
                long wait = piece.dueNanos - System.nanoTime();
                if (wait > 0) {
                    TimeUnit.NANOSECONDS.sleep(wait);
                }
                if (!vanished) {
                    to.getOutputStream().write(piece.bytes, 0, piece.length);
                }
            }
            // whoever hears of this end believes in it: a vanished line tells nobody anything
            if (!vanished && dice.faults().is() != Line.BLACK_HOLE) {
                end();
            }
        } catch (IOException e) {
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void swallow(Socket from) {
        byte[] bytes = new byte[PIECE_BYTES];
        try {
            for (int length = from.getInputStream().read(bytes); length >= 0; ) {
                dice.count(FaultCount.SWALLOWED, 1);
                length = from.getInputStream().read(bytes);
            }
        } catch (IOException e) {
            // the end that it is
        }
        end();
    }

    /** Both ends go on believing in it, nothing passes any more. */
    void vanish() {
        vanished = true;
    }

    /** Both ends hear at once that it is over. */
    void breakOff() {
        breakOff(near);
        breakOff(far);
        end();
    }

    static void breakOff(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // it is gone: that is what was wanted
        }
    }

    private void end() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        onEnd.accept(this);
        for (Socket socket : new Socket[] {near, far}) {
            try {
                socket.close();
            } catch (IOException e) {
                // as above
            }
        }
    }
}
