package io.gatehouse.gateway;

import io.gatehouse.gateway.journal.Storage;
import io.gatehouse.gateway.journal.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A real folder whose disk takes nothing while {@code broken} says so. */
record FailingDisk(Storage disk, AtomicBoolean broken) implements Storage {

    private void mustWork() throws IOException {
        if (broken.get()) {
            throw new IOException("input/output error");
        }
    }

    @Override
    public List<String> list() throws IOException {
        return disk.list();
    }

    @Override
    public StoredFile open(String name) throws IOException {
        mustWork();
        return new FailingFile(disk.open(name));
    }

    @Override
    public void delete(String name) throws IOException {
        mustWork();
        disk.delete(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        mustWork();
        disk.rename(from, to);
    }

    @Override
    public void syncFolder() throws IOException {
        mustWork();
        disk.syncFolder();
    }

    @Override
    public Space space() throws IOException {
        return disk.space();
    }

    private final class FailingFile implements StoredFile {

        private final StoredFile file;

        private FailingFile(StoredFile file) {
            this.file = file;
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            mustWork();
            file.write(bytes, position);
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return file.read(into, position);
        }

        @Override
        public void force() throws IOException {
            mustWork();
            file.force();
        }

        @Override
        public void truncate(long size) throws IOException {
            mustWork();
            file.truncate(size);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
