package io.gatehouse.broker.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records in one file that is only appended to; when more than half of it is outdated it is written anew beside the old
 * one and takes its name in one step. A thread of its own writes what has gathered and syncs the disk once for all of it.
 * A torn or damaged end is cut off when the file is opened: what was acknowledged lies before it.
 *
 * <p>After a failed write or sync nothing of the old file's end is trusted: the next try writes the whole file anew. What
 * the records may take together is the broker's to bound; all of them are in memory there anyhow. When it is opened, what
 * is found is written once more in its place: the process before may have ended right after a sync that failed, of which the
 * next one knows nothing, and a power cut would leave a hole with all that was acknowledged since behind it.
 */
public final class FileBrokerStore implements BrokerStore {

    private static final Logger LOG = LoggerFactory.getLogger(FileBrokerStore.class);
    private static final long REWRITE_FROM_BYTES = 1 << 22;

    private final Path file;
    private final Path fresh;
    private final Thread writer = new Thread(this::write, "broker-store");

    // guarded by this
    private List<Change> gathered = new ArrayList<>();
    private List<Promise<Void>> asking = new ArrayList<>();
    private boolean closing;

    // of the writer, after open()
    private final Map<String, byte[]> records = new LinkedHashMap<>();
    private @Nullable FileChannel channel;
    private long liveBytes;
    private long writtenBytes;
    private boolean suspect;

    public FileBrokerStore(Path file) {
        this.file = file;
        this.fresh = file.resolveSibling(file.getFileName() + ".new");
        writer.setDaemon(true);
    }

    @Override
    public Map<String, byte[]> open() throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.deleteIfExists(fresh);
        ByteBuffer sound = Files.exists(file) ? load() : ByteBuffer.allocate(0);
        writtenBytes = sound.limit();
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.size() > writtenBytes) {
            LOG.warn("{}: the last {} bytes are torn or damaged and are cut off", file, channel.size() - writtenBytes);
            channel.truncate(writtenBytes);
        }
        writeFully(channel, sound);
        channel.force(true);
        syncFolder();
        Map<String, byte[]> found = new LinkedHashMap<>(records);
        writer.start();
        return found;
    }

    /** Returns the bytes from the start that are sound. */
    private ByteBuffer load() throws IOException {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file));
        for (Change change = Change.read(all); change != null; change = Change.read(all)) {
            apply(change);
        }
        return all.flip();
    }

    private void apply(Change change) {
        byte[] value = change.value();
        byte[] old = value == null ? records.remove(change.key()) : records.put(change.key(), value);
        liveBytes += (value == null ? 0 : size(change.key(), value)) - (old == null ? 0 : size(change.key(), old));
    }

    private static long size(String key, byte[] value) {
        return Change.HEAD + 3 + key.length() + (long) value.length;
    }

    @Override
    public synchronized void put(String key, byte[] value) {
        gathered.add(new Change(key, value));
        notifyAll();
    }

    @Override
    public synchronized void remove(String key) {
        gathered.add(new Change(key, null));
        notifyAll();
    }

    @Override
    public synchronized Future<Void> settled() {
        Promise<Void> promise = Promise.promise();
        asking.add(promise);
        notifyAll();
        return promise.future();
    }

    private void write() {
        while (true) {
            List<Change> changes;
            List<Promise<Void>> askers;
            synchronized (this) {
                while (gathered.isEmpty() && asking.isEmpty() && !closing) {
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        return;
                    }
                }
                if (gathered.isEmpty() && asking.isEmpty()) {
                    return;
                }
                changes = gathered;
                askers = asking;
                gathered = new ArrayList<>();
                asking = new ArrayList<>();
            }
            keep(changes, askers);
        }
    }

    private void keep(List<Change> changes, List<Promise<Void>> askers) {
        changes.forEach(this::apply);
        try {
            if (suspect || (writtenBytes > REWRITE_FROM_BYTES && writtenBytes > 2 * liveBytes)) {
                rewrite();
            } else if (!changes.isEmpty()) {
                append(changes);
            }
            suspect = false;
            askers.forEach(Promise::complete);
        } catch (IOException | RuntimeException e) {
            if (!suspect) {
                LOG.error("{}: sessions cannot be kept: {}; the file is written anew with the next change", file, e);
            }
            suspect = true;
            askers.forEach(asker -> asker.fail(e));
        }
    }

    private void append(List<Change> changes) throws IOException {
        List<byte[]> frames = changes.stream().map(Change::frame).toList();
        ByteBuffer all =
                ByteBuffer.allocate(frames.stream().mapToInt(f -> f.length).sum());
        frames.forEach(all::put);
        FileChannel open = opened();
        writeFully(open, all.flip());
        open.force(false);
        writtenBytes += all.limit();
    }

    private void rewrite() throws IOException {
        long bytes = 0;
        FileChannel next = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        try {
            for (Map.Entry<String, byte[]> record : records.entrySet()) {
                byte[] frame = new Change(record.getKey(), record.getValue()).frame();
                writeFully(next, ByteBuffer.wrap(frame));
                bytes += frame.length;
            }
            next.force(true);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncFolder();
        } catch (IOException e) {
            next.close();
            throw e;
        }
        opened().close();
        channel = next;
        writtenBytes = bytes;
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void syncFolder() throws IOException {
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private FileChannel opened() {
        FileChannel open = channel;
        if (open == null) {
            throw new IllegalStateException("open it first");
        }
        return open;
    }

    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        try {
            writer.join();
            if (channel != null) {
                channel.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("{}: closing failed: {}", file, e.toString());
        }
    }
}
