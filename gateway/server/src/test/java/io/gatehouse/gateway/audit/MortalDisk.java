package io.gatehouse.gateway.audit;

import io.gatehouse.gateway.journal.Storage;
import io.gatehouse.gateway.journal.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Folders in memory whose process is killed at a chosen write: what was written before stays, nothing after happens. */
public final class MortalDisk {

    private static final class Content {
        private byte[] bytes = new byte[0];
    }

    private final Map<String, Content> files = new HashMap<>();
    private long operations;
    private long diesAt = Long.MAX_VALUE;

    /** Killed at the operation of that number, counted from now. */
    public synchronized MortalDisk dyingAt(long operation) {
        operations = 0;
        diesAt = operation;
        return this;
    }

    /** Operations that have changed something. */
    public synchronized long operations() {
        return operations;
    }

    public synchronized boolean isDead() {
        return operations >= diesAt;
    }

    /** What the next process finds. */
    public synchronized MortalDisk found() {
        MortalDisk next = new MortalDisk();
        files.forEach((name, content) -> {
            Content copy = new Content();
            copy.bytes = content.bytes.clone();
            next.files.put(name, copy);
        });
        return next;
    }

    synchronized void remove(String file) {
        files.remove(file);
    }

    private synchronized void move(String from, String to) {
        files.put(to, content(from));
        files.remove(from);
    }

    /** Flips a byte in each place where the bytes stand. */
    synchronized void damage(String file, byte[] bytes) {
        Content content = content(file);
        for (int at = 0; at + bytes.length <= content.bytes.length; at++) {
            if (Arrays.equals(content.bytes, at, at + bytes.length, bytes, 0, bytes.length)) {
                content.bytes[at] ^= 1;
            }
        }
    }

    synchronized List<String> names() {
        return List.copyOf(files.keySet());
    }

    private Content content(String name) {
        return files.computeIfAbsent(name, each -> new Content());
    }

    private synchronized void change() throws IOException {
        if (isDead()) {
            throw new IOException("the process was killed");
        }
        operations++;
        if (isDead()) {
            throw new IOException("the process is killed here");
        }
    }

    public Storage folder(String prefix) {
        return new Folder(prefix + "/");
    }

    private final class Folder implements Storage {

        private final String prefix;

        Folder(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public List<String> list() {
            return names().stream()
                    .filter(name -> name.startsWith(prefix))
                    .map(name -> name.substring(prefix.length()))
                    .toList();
        }

        @Override
        public StoredFile open(String name) {
            synchronized (MortalDisk.this) {
                return new File(content(prefix + name));
            }
        }

        @Override
        public void delete(String name) throws IOException {
            change();
            remove(prefix + name);
        }

        @Override
        public void rename(String from, String to) throws IOException {
            change();
            move(prefix + from, prefix + to);
        }

        @Override
        public void syncFolder() throws IOException {
            change();
        }

        @Override
        public Space space() {
            return new Space(Long.MAX_VALUE, Long.MAX_VALUE);
        }
    }

    private final class File implements StoredFile {

        private final Content content;

        File(Content content) {
            this.content = content;
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            change();
            synchronized (MortalDisk.this) {
                int end = (int) position + bytes.remaining();
                content.bytes = Arrays.copyOf(content.bytes, Math.max(end, content.bytes.length));
                bytes.get(content.bytes, (int) position, bytes.remaining());
            }
        }

        @Override
        public int read(ByteBuffer into, long position) {
            synchronized (MortalDisk.this) {
                int count = (int) Math.min(into.remaining(), content.bytes.length - position);
                if (count <= 0) {
                    return -1;
                }
                into.put(content.bytes, (int) position, count);
                return count;
            }
        }

        @Override
        public void force() throws IOException {
            change();
        }

        @Override
        public void truncate(long size) throws IOException {
            change();
            synchronized (MortalDisk.this) {
                content.bytes = Arrays.copyOf(content.bytes, (int) Math.min(size, content.bytes.length));
            }
        }

        @Override
        public long size() {
            synchronized (MortalDisk.this) {
                return content.bytes.length;
            }
        }

        @Override
        public void close() {}
    }
}
