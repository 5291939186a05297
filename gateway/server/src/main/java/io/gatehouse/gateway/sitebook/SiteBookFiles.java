package io.gatehouse.gateway.sitebook;

import io.gatehouse.gateway.journal.Storage;
import io.gatehouse.gateway.journal.StoredFile;
import io.gatehouse.protocol.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What lies on the disk: whole books ({@code sitebook-<version>.signed}), deltas ({@code sitebook-<version>.delta}, from the
 * version before), both sealed; which version has proved itself, and the revocations. Each file comes to be in one step or
 * not at all.
 */
final class SiteBookFiles {

    static final String WHOLE = ".signed";
    static final String DELTA = ".delta";
    private static final String PREFIX = "sitebook-";
    private static final String SLOTS = "slots.cbor";
    private static final String REVOCATIONS = "revocations.cbor";

    private final Storage storage;
    private final BookVault vault;

    SiteBookFiles(Storage storage) throws IOException {
        this.storage = storage;
        this.vault = BookVault.open(storage);
        if (vault.hasOld()) {
            sealAnew();
        }
    }

    /** All that is kept comes under a new key, and the one before is overwritten: no older copy is read any more. */
    void changeKey() throws IOException {
        vault.next();
        sealAnew();
    }

    private void sealAnew() throws IOException {
        for (String kind : List.of(WHOLE, DELTA)) {
            for (long version : versions(kind)) {
                byte[] clear = read(version, kind);
                if (clear.length > 0) {
                    write(version, kind, clear);
                }
            }
        }
        vault.forgetOld();
    }

    /**
     * @param confirmed the version that proved itself last, 0 when none is known
     * @param confirmedUpTo the revocations up to this number are worked into it
     * @param before the one before that, 0 when none
     * @param beforeUpTo the revocations up to this number are worked into that one
     * @param failed the version that was given up after a trial and is not tried again, 0 when none
     */
    record Slots(long confirmed, long confirmedUpTo, long before, long beforeUpTo, long failed) {

        static final Slots NONE = new Slots(0, 0, 0, 0, 0);
    }

    /** Signed revocations, each in its own bytes. */
    record Kept(List<byte[]> revocations) {

        Kept {
            revocations = List.copyOf(revocations);
        }
    }

    /** The versions of one kind that are there, newest first. */
    List<Long> versions(String kind) throws IOException {
        return storage.list().stream()
                .filter(name -> name.startsWith(PREFIX) && name.endsWith(kind))
                .map(name -> name.substring(PREFIX.length(), name.length() - kind.length()))
                .filter(number -> number.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    byte[] read(long version, String kind) throws IOException {
        return vault.open(bytes(PREFIX + version + kind));
    }

    void write(long version, String kind, byte[] bytes) throws IOException {
        put(PREFIX + version + kind, vault.seal(bytes));
    }

    void delete(long version, String kind) throws IOException {
        storage.delete(PREFIX + version + kind);
    }

    Slots slots() throws IOException {
        return read(SLOTS, Slots.class).orElse(Slots.NONE);
    }

    void write(Slots slots) throws IOException {
        put(SLOTS, WireFormat.CBOR.write(slots));
    }

    Kept revocations() throws IOException {
        return read(REVOCATIONS, Kept.class).orElse(new Kept(List.of()));
    }

    void write(Kept revocations) throws IOException {
        put(REVOCATIONS, WireFormat.CBOR.write(revocations));
    }

    private <T> Optional<T> read(String name, Class<T> type) throws IOException {
        return storage.list().contains(name)
                ? WireFormat.CBOR.read(bytes(name), type).fold(Optional::of, damaged -> Optional.empty())
                : Optional.empty();
    }

    private byte[] bytes(String name) throws IOException {
        try (StoredFile file = storage.open(name)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.read(bytes, 0);
            return bytes.array();
        }
    }

    private void put(String name, byte[] bytes) throws IOException {
        String draft = name + ".tmp";
        storage.delete(draft);
        try (StoredFile file = storage.open(draft)) {
            file.write(ByteBuffer.wrap(bytes), 0);
            file.force();
        }
        storage.rename(draft, name);
        storage.syncFolder();
    }
}
