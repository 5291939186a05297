package io.gatehouse.gateway.journal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A disk in memory that knows what is durable. A power cut leaves of each unsynced page either the old or the new bytes;
 * truncating, creating and deleting are durable at once. After a failed sync the pages count as clean, as in Linux: the
 * next one succeeds and leaves them out. Safe for a writer and readers.
 */
public final class SimStorage implements Storage {

    private static final int PAGE = 512;

    private static final class Content {
        private byte[] now = new byte[0];
        private byte[] durable = new byte[0];
        private final BitSet dirty = new BitSet();
        private int badAt = -1;

        private void write(byte[] grown, int start, int end) {
            dirty.set(Math.min(start, now.length) / PAGE, (end + PAGE - 1) / PAGE);
            now = grown;
        }

        private void force() {
            byte[] synced = Arrays.copyOf(durable, now.length);
            for (int page = dirty.nextSetBit(0); page >= 0; page = dirty.nextSetBit(page + 1)) {
                int at = page * PAGE;
                System.arraycopy(now, at, synced, at, Math.max(0, Math.min(PAGE, now.length - at)));
            }
            durable = synced;
            dirty.clear();
        }
    }

    private final Map<String, Content> files = new HashMap<>();

    /** Operations until the power goes, or below zero for never. */
    private long operationsLeft = -1;

    private int forcesToFail;
    private int writesToFail;
    private long capacity = Long.MAX_VALUE;
    private int forces;
    private boolean forcesHeld;

    synchronized void cutPowerAfter(long operations) {
        operationsLeft = operations;
    }

    synchronized void failForces(int count) {
        forcesToFail = count;
    }

    synchronized void failWrites(int count) {
        writesToFail = count;
    }

    /** How many bytes all files together may have; overwriting takes none. */
    synchronized void holds(long bytes) {
        capacity = bytes;
    }

    /** How many bytes all files have. */
    public synchronized long used() {
        return files.values().stream().mapToLong(content -> content.now.length).sum();
    }

    /** A sector of a file that gives an error when read, or none with a number below zero. */
    synchronized void badSector(String name, int at) {
        get(name).badAt = at;
    }

    /** Whether a sync takes until this is called with false. */
    public synchronized void holdForces(boolean hold) {
        forcesHeld = hold;
        notifyAll();
    }

    /** How often something was synced. */
    synchronized int forces() {
        return forces;
    }

    /** The disk as it is found after the power came back. */
    synchronized SimStorage afterPowerCut(Random random) {
        SimStorage next = new SimStorage();
        next.capacity = capacity;
        files.forEach((name, content) -> {
            Content kept = new Content();
            kept.now = torn(content, random);
            kept.durable = kept.now.clone();
            next.files.put(name, kept);
        });
        return next;
    }

    private static byte[] torn(Content content, Random random) {
        byte[] result = Arrays.copyOf(content.durable, content.now.length);
        int keptEnd = content.durable.length;
        for (int at = 0; at < content.now.length; at += PAGE) {
            int end = Math.min(at + PAGE, content.now.length);
            if (content.dirty.get(at / PAGE) && random.nextBoolean()) {
                System.arraycopy(content.now, at, result, at, end - at);
                keptEnd = Math.max(keptEnd, end);
            }
        }
        return Arrays.copyOf(result, Math.min(keptEnd, content.now.length));
    }

    /** Changes one bit of a file of the lane, be it in the file's first bytes; answers the file's name. */
    synchronized String flipBit(String prefix, Random random) {
        List<String> names = files.keySet().stream()
                .filter(name -> name.startsWith(prefix) && get(name).now.length > 0)
                .sorted()
                .toList();
        if (names.isEmpty()) {
            return "nothing";
        }
        String name = names.get(random.nextInt(names.size()));
        byte[] bytes = get(name).now;
        int at = random.nextInt(bytes.length);
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        get(name).durable = bytes.clone();
        return name;
    }

    synchronized void flipBitAt(String name, int at) {
        get(name).now[at] ^= 1;
        get(name).durable = get(name).now.clone();
    }

    private Content get(String name) {
        return files.computeIfAbsent(name, each -> new Content());
    }

    private void spend() throws IOException {
        if (operationsLeft == 0) {
            throw new IOException("the power is gone");
        }
        operationsLeft--;
    }

    private synchronized void awaitPermission() throws IOException {
        try {
            while (forcesHeld) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException(e.toString());
        }
    }

    @Override
    public synchronized List<String> list() {
        return new ArrayList<>(files.keySet());
    }

    @Override
    public synchronized StoredFile open(String name) throws IOException {
        spend();
        return new SimFile(get(name));
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        spend();
        files.remove(name);
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        spend();
        Content content = files.remove(from);
        if (content == null) {
            throw new IOException("there is no " + from);
        }
        files.put(to, content);
    }

    @Override
    public synchronized void syncFolder() throws IOException {
        spend();
    }

    @Override
    public synchronized Space space() {
        return new Space(capacity, Math.max(0, capacity - used()));
    }

    private final class SimFile implements StoredFile {

        private final Content content;

        private SimFile(Content content) {
            this.content = content;
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            synchronized (SimStorage.this) {
                if (writesToFail > 0) {
                    writesToFail--;
                    throw new IOException("input/output error");
                }
                int end = (int) position + bytes.remaining();
                int start = (int) position;
                byte[] grown = Arrays.copyOf(content.now, Math.max(content.now.length, end));
                if (operationsLeft == 0) {
                    throw new IOException("the power is gone");
                }
                if (used() - content.now.length + grown.length > capacity) {
                    throw new DiskFull("no space left on device", new IOException("simulated"));
                }
                bytes.get(grown, start, end - start);
                content.write(grown, start, end);
                operationsLeft--;
            }
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            synchronized (SimStorage.this) {
                if (content.badAt >= position && content.badAt < position + into.remaining()) {
                    throw new IOException("input/output error");
                }
                int left = content.now.length - (int) position;
                if (left <= 0) {
                    return -1;
                }
                int count = Math.min(left, into.remaining());
                into.put(content.now, (int) position, count);
                return count;
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (SimStorage.this) {
                if (forcesToFail > 0) {
                    forcesToFail--;
                    content.dirty.clear();
                    throw new IOException("input/output error");
                }
                awaitPermission();
                spend();
                forces++;
                content.force();
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (SimStorage.this) {
                spend();
                content.now = Arrays.copyOf(content.now, (int) Math.min(size, content.now.length));
                content.durable = Arrays.copyOf(content.durable, (int) Math.min(size, content.durable.length));
                content.dirty.clear((content.now.length + PAGE - 1) / PAGE, Integer.MAX_VALUE);
            }
        }

        @Override
        public long size() {
            synchronized (SimStorage.this) {
                return content.now.length;
            }
        }

        @Override
        public void close() {
            // nothing is held open
        }
    }
}
