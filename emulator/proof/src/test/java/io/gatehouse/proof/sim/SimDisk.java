package io.gatehouse.proof.sim;

import io.gatehouse.gateway.journal.DiskFull;
import io.gatehouse.gateway.journal.Storage;
import io.gatehouse.gateway.journal.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A disk that knows what is durable. A power cut keeps of each unsynced page, of an unsynced length and of an unsynced
 * folder entry either the old or the new; the end of a process alone keeps everything, but makes nothing durable. After a
 * failed sync the pages count as clean, as in Linux: a second sync succeeds and writes nothing.
 */
final class SimDisk implements Storage {

    /** How a gateway ends. */
    enum End {
        PROCESS,
        POWER
    }

    private static final long ROOM = 1L << 30;

    private final Dice dice;
    private final boolean forgetful;
    private TreeMap<String, SimContent> files = new TreeMap<>();
    private TreeMap<String, SimContent> entries = new TreeMap<>();

    private long operationsLeft = -1;
    private @Nullable Runnable onGone;
    private boolean gone;

    /** Chance that a sync fails. */
    double syncErrors;

    /** No file may grow. */
    boolean full;

    /** @param forgetful says that it is synced, and is not */
    SimDisk(Dice dice, boolean forgetful) {
        this.dice = dice;
        this.forgetful = forgetful;
    }

    /** After so many operations everything fails, and {@code then} is called once. */
    void endAfter(long operations, Runnable then) {
        operationsLeft = operations;
        onGone = then;
    }

    /** Takes {@link #endAfter} back; answers whether it was still to come. */
    boolean disarm() {
        boolean armed = onGone != null;
        operationsLeft = -1;
        onGone = null;
        return armed;
    }

    /** What the next start finds. */
    void end(End end) {
        disarm();
        gone = false;
        if (end == End.PROCESS) {
            return;
        }
        TreeMap<String, SimContent> found = new TreeMap<>();
        TreeSet<String> names = new TreeSet<>(files.keySet());
        names.addAll(entries.keySet());
        for (String name : names) {
            SimContent unsynced = files.get(name);
            SimContent synced = entries.get(name);
            SimContent kept = unsynced == synced || dice.coin() ? unsynced : synced;
            if (kept != null) {
                found.put(name, kept.afterPowerCut(dice));
            }
        }
        files = found;
        entries = new TreeMap<>(found);
    }

    private boolean spend() throws IOException {
        if (operationsLeft == 0 && onGone != null) {
            Runnable then = onGone;
            disarm();
            gone = true;
            then.run();
            return false;
        }
        if (gone) {
            throw new IOException("the process is gone");
        }
        operationsLeft--;
        return true;
    }

    private void spendOrEnd() throws IOException {
        if (!spend()) {
            throw new IOException("the process is gone");
        }
    }

    @Override
    public List<String> list() {
        return new ArrayList<>(files.keySet());
    }

    @Override
    public StoredFile open(String name) throws IOException {
        spendOrEnd();
        return new SimFile(files.computeIfAbsent(name, each -> new SimContent()));
    }

    @Override
    public void delete(String name) throws IOException {
        spendOrEnd();
        files.remove(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        spendOrEnd();
        SimContent content = files.remove(from);
        if (content == null) {
            throw new IOException("there is no " + from);
        }
        files.put(to, content);
    }

    @Override
    public Space space() {
        long used = files.values().stream().mapToLong(SimContent::size).sum();
        return new Space(used + ROOM, full ? 0 : ROOM);
    }

    @Override
    public void syncFolder() throws IOException {
        spendOrEnd();
        if (!forgetful) {
            entries = new TreeMap<>(files);
        }
    }

    private final class SimFile implements StoredFile {

        private final SimContent content;

        private SimFile(SimContent content) {
            this.content = content;
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            byte[] all = new byte[bytes.remaining()];
            bytes.get(all);
            int start = (int) position;
            if (!spend()) {
                content.write(all, dice.below(all.length + 1), start);
                throw new IOException("the process is gone");
            }
            if (full && start + all.length > content.size()) {
                content.write(all, Math.max(0, Math.min(all.length, content.size() - start)), start);
                throw new DiskFull("no space left on device", new IOException());
            }
            content.write(all, all.length, start);
        }

        @Override
        public int read(ByteBuffer into, long position) {
            return content.read(into, (int) position);
        }

        @Override
        public void force() throws IOException {
            spendOrEnd();
            if (dice.chance(syncErrors)) {
                content.forgetWhatIsUnsynced(dice);
                throw new IOException("input/output error");
            }
            if (!forgetful) {
                content.force();
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            spendOrEnd();
            content.truncate((int) size);
        }

        @Override
        public long size() {
            return content.size();
        }

        @Override
        public void close() {
            // nothing is held open
        }
    }
}
