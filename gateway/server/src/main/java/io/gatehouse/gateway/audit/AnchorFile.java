package io.gatehouse.gateway.audit;

import io.gatehouse.gateway.journal.Storage;
import io.gatehouse.gateway.journal.StoredFile;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.audit.HashChain;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Where the last durable checkpoint left the chain: two slots of 512 bytes, written in turn and synced, so that one of
 * them is always whole. {@code counter (8) | log (16) | seq (8) | link (32) | CRC-32C (4)}. The journal may let go of
 * nothing behind it.
 */
final class AnchorFile implements AutoCloseable {

    private static final int SLOT_BYTES = 512;
    private static final int USED_BYTES = 68;

    /** A place in a log's chain. */
    record Anchor(LogId log, long seq, byte[] link) {}

    private record Slot(long counter, Anchor anchor) {}

    private final StoredFile file;
    private long counter;
    private Optional<Anchor> newest = Optional.empty();

    private AnchorFile(StoredFile file) {
        this.file = file;
    }

    static AnchorFile open(Storage storage, String name) throws IOException {
        AnchorFile anchors = new AnchorFile(storage.open(name));
        storage.syncFolder();
        for (int slot = 0; slot < 2; slot++) {
            anchors.read(slot).filter(one -> one.counter > anchors.counter).ifPresent(one -> {
                anchors.counter = one.counter;
                anchors.newest = Optional.of(one.anchor);
            });
        }
        return anchors;
    }

    Optional<Anchor> newest() {
        return newest;
    }

    /** Durable when it returns. */
    void write(Anchor anchor) throws IOException {
        ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES);
        slot.putLong(counter + 1)
                .put(HexFormat.of().parseHex(anchor.log.hex()))
                .putLong(anchor.seq)
                .put(anchor.link);
        slot.putInt(checksum(slot.array())).position(0);
        file.write(slot, ((counter + 1) % 2) * SLOT_BYTES);
        file.force();
        counter++;
        newest = Optional.of(anchor);
    }

    private Optional<Slot> read(int slot) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(USED_BYTES);
        boolean whole = file.read(bytes, (long) slot * SLOT_BYTES) == USED_BYTES;
        if (!whole || bytes.getInt(USED_BYTES - 4) != checksum(bytes.array())) {
            return Optional.empty();
        }
        byte[] link = new byte[HashChain.DIGEST_BYTES];
        bytes.get(32, link);
        LogId log = new LogId(HexFormat.of().formatHex(bytes.array(), 8, 24));
        return Optional.of(new Slot(bytes.getLong(0), new Anchor(log, bytes.getLong(24), link)));
    }

    private static int checksum(byte[] slot) {
        CRC32C crc = new CRC32C();
        crc.update(slot, 0, USED_BYTES - 4);
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
