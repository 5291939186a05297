package io.gatehouse.protocol.artifact;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** A disk whose power is cut at a chosen operation: what was not synced is there, half there, or not there. */
final class CutDisk implements SlotDisk {

    private final SplittableRandom random;
    private final Map<String, byte[]> durable = new HashMap<>();
    private final Map<String, byte[]> seen = new HashMap<>();
    private int operations;
    private int cutAt = Integer.MAX_VALUE;

    /** The power is gone. */
    static final class Cut extends IOException {
        private static final long serialVersionUID = 1L;
    }

    CutDisk(long seed) {
        random = new SplittableRandom(seed);
    }

    void cutAfter(int more) {
        cutAt = operations + more;
    }

    int operations() {
        return operations;
    }

    /** As it is found when the power is back. */
    void powerOn() {
        cutAt = Integer.MAX_VALUE;
        seen.forEach((name, bytes) -> {
            byte[] was = durable.get(name);
            if (!Arrays.equals(was, bytes)) {
                switch (random.nextInt(3)) {
                    case 0 -> durable.put(name, bytes);
                    case 1 -> durable.put(name, torn(bytes));
                    default -> {
                        // never came to the disk
                    }
                }
            }
        });
        seen.clear();
        seen.putAll(durable);
    }

    private byte[] torn(byte[] bytes) {
        byte[] torn = Arrays.copyOf(bytes, bytes.length == 0 ? 0 : random.nextInt(bytes.length));
        return random.nextBoolean() ? torn : Arrays.copyOf(torn, bytes.length);
    }

    private void step() throws Cut {
        if (++operations > cutAt) {
            throw new Cut();
        }
    }

    @Override
    public byte[] read(String name) {
        return seen.getOrDefault(name, new byte[0]).clone();
    }

    @Override
    public void write(String name, byte[] bytes) throws IOException {
        int pieces = 4;
        byte[] sofar = new byte[0];
        for (int i = 1; i <= pieces; i++) {
            step();
            sofar = Arrays.copyOf(bytes, bytes.length * i / pieces);
            seen.put(name, sofar);
        }
    }

    @Override
    public void sync(String name) throws IOException {
        step();
        durable.put(name, seen.getOrDefault(name, new byte[0]));
        step();
    }

    @Override
    public void rename(String from, String to) throws IOException {
        step();
        byte[] bytes = seen.remove(from);
        seen.put(to, bytes);
        byte[] there = durable.remove(from);
        if (there != null) {
            durable.put(to, there);
        }
        step();
    }
}
