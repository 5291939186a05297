package io.gatehouse.gateway.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** A real folder. */
public final class FileStorage implements Storage {

    /** With less than this left, a failed write is put down to the full disk, whatever language its message is in. */
    private static final long NEXT_TO_NOTHING = 64 << 10;

    private final Path folder;

    /** @param folder made when it is missing */
    public FileStorage(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
    }

    @Override
    public List<String> list() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    @Override
    public StoredFile open(String name) throws IOException {
        try {
            return new ChannelFile(FileChannel.open(
                    folder.resolve(name),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw told(e, 0);
        }
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(
                folder.resolve(from),
                folder.resolve(to),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void syncFolder() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public Space space() throws IOException {
        FileStore store = Files.getFileStore(folder);
        long usable = store.getUsableSpace();
        // what is kept back for others counts neither as free nor as part of the whole, as df does it
        return new Space(store.getTotalSpace() - store.getUnallocatedSpace() + usable, usable);
    }

    private IOException told(IOException failure, long wanted) {
        String message = String.valueOf(failure.getMessage());
        boolean full = message.contains("No space left") || message.contains("quota exceeded") || noRoomFor(wanted);
        return full && !(failure instanceof ClosedChannelException)
                ? new DiskFull("no room left in " + folder, failure)
                : failure;
    }

    private boolean noRoomFor(long wanted) {
        try {
            return space().free() < wanted + NEXT_TO_NOTHING;
        } catch (IOException e) {
            return false;
        }
    }

    private final class ChannelFile implements StoredFile {

        private final FileChannel channel;

        private ChannelFile(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            long at = position;
            try {
                while (bytes.hasRemaining()) {
                    at += channel.write(bytes, at);
                }
            } catch (IOException e) {
                throw told(e, bytes.remaining());
            }
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            int sum = 0;
            while (into.hasRemaining()) {
                int count = channel.read(into, position + sum);
                if (count < 0) {
                    return sum == 0 ? -1 : sum;
                }
                sum += count;
            }
            return sum;
        }

        @Override
        public void force() throws IOException {
            try {
                channel.force(false);
            } catch (IOException e) {
                throw told(e, 0);
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
