package io.gatehouse.gateway.configuration;

import io.gatehouse.gateway.journal.Storage;
import io.gatehouse.gateway.journal.StoredFile;
import io.gatehouse.protocol.artifact.SlotDisk;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A folder as two slots need it. Blocks. */
public final class StorageSlots implements SlotDisk {

    private final Storage storage;

    public StorageSlots(Storage storage) {
        this.storage = storage;
    }

    @Override
    public byte[] read(String name) throws IOException {
        if (!storage.list().contains(name)) {
            return new byte[0];
        }
        try (StoredFile file = storage.open(name)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.read(bytes, 0);
            return bytes.array();
        }
    }

    @Override
    public void write(String name, byte[] bytes) throws IOException {
        storage.delete(name);
        try (StoredFile file = storage.open(name)) {
            file.write(ByteBuffer.wrap(bytes), 0);
        }
    }

    @Override
    public void sync(String name) throws IOException {
        try (StoredFile file = storage.open(name)) {
            file.force();
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        storage.rename(from, to);
        storage.syncFolder();
    }
}
