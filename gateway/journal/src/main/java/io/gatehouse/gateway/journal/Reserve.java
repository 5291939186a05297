package io.gatehouse.gateway.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Room on the disk that is held for evidence: a reserve that is given up when the disk is full, and a spare segment that
 * is taken when even that did not help. Both come back by themselves once there is room again. The writer's thread.
 */
final class Reserve {

    private static final Logger LOG = LoggerFactory.getLogger(Reserve.class);
    private static final int CHUNK_BYTES = 64 << 10;

    /** On a small disk the reserve is small too. */
    private static final int SHARE_OF_DISK = 8;

    private final LaneFiles files;
    private final long spareBytes;
    private final long reserveBytes;
    private boolean hasSpare;
    private boolean hasReserve;
    private volatile boolean lean;

    private Reserve(LaneFiles files, long spareBytes, long reserveBytes) {
        this.files = files;
        this.spareBytes = spareBytes;
        this.reserveBytes = reserveBytes;
    }

    /** Looks what is there; makes nothing yet, so that a full disk does not hold up the start. */
    static Reserve open(LaneFiles files, JournalSettings settings) throws IOException {
        boolean none = settings.reserveBytes() <= 0;
        Reserve reserve = new Reserve(files, none ? 0 : settings.segmentBytes(), settings.reserveBytes());
        List<String> names = files.storage().list();
        reserve.hasSpare = none || names.contains(files.spare());
        reserve.hasReserve = none || names.contains(files.reserve());
        return reserve;
    }

    /** Whether the disk was full and there is not yet room again for what is held for evidence. */
    boolean isLean() {
        return lean;
    }

    boolean isWhole() {
        return hasSpare && hasReserve;
    }

    /** Gives the reserve back to the disk; false when there is none. */
    boolean giveUp() throws IOException {
        lean = true;
        if (!hasReserve || reserveBytes <= 0) {
            return false;
        }
        LOG.warn("the disk is full: the reserve of {} bytes is given up for {}", reserveBytes, files.lane());
        files.storage().delete(files.reserve());
        files.storage().syncFolder();
        hasReserve = false;
        return true;
    }

    /** Whether there is a spare to take; whoever asks renames it. */
    boolean takeSpare() {
        boolean there = hasSpare && spareBytes > 0;
        hasSpare &= spareBytes <= 0;
        return there;
    }

    /** Makes what is missing, if the disk has room for it and some more; the spare first. */
    void restore() throws IOException {
        Storage.Space space = files.storage().space();
        long reserve = Math.min(reserveBytes, space.total() / SHARE_OF_DISK);
        try {
            hasSpare = hasSpare || make(files.spare(), spareBytes, space.free());
            hasReserve = hasReserve
                    || (hasSpare
                            && make(
                                    files.reserve(),
                                    reserve,
                                    files.storage().space().free()));
        } catch (DiskFull e) {
            LOG.debug("still no room for what is held for {}", files.lane());
        }
        if (lean && (isWhole() || files.storage().space().free() > spareBytes + reserve)) {
            LOG.info("there is room on the disk again for others than {}", files.lane());
            lean = false;
        }
    }

    private boolean make(String name, long size, long free) throws IOException {
        if (free - size < size / 4) {
            return false;
        }
        Storage storage = files.storage();
        String draft = name + ".tmp";
        try (StoredFile file = storage.open(draft)) {
            ByteBuffer zeros = ByteBuffer.allocate(CHUNK_BYTES);
            for (long at = 0; at < size; at += CHUNK_BYTES) {
                zeros.position(0).limit((int) Math.min(CHUNK_BYTES, size - at));
                file.write(zeros, at);
            }
            file.force();
        } catch (IOException e) {
            storage.delete(draft);
            throw e;
        }
        storage.rename(draft, name);
        storage.syncFolder();
        return true;
    }
}
