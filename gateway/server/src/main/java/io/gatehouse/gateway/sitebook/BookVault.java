package io.gatehouse.gateway.sitebook;

import io.gatehouse.gateway.journal.Storage;
import io.gatehouse.gateway.journal.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key under which books and deltas lie on the disk (AES-256-GCM), in a file of its own with room for two: a new one and
 * the one before, until all is under the new one. When it is overwritten, copies of the books from before, in a backup or in
 * what the disk has not used again, are read by nobody (docs/decisions/0010). Blocks; one call at a time.
 */
final class BookVault {

    private static final String FILE = "book.keys";
    private static final int KEY_BYTES = 32;
    private static final int SLOT_BYTES = Long.BYTES + KEY_BYTES;
    private static final int SLOTS = 2;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    /** Begins what is sealed; CBOR does not begin so. */
    private static final byte[] MARK = {(byte) 0xFE, 'G', 'B', '1'};

    private final Storage storage;
    /** By number; the highest one seals. */
    private final TreeMap<Long, SecretKey> keys = new TreeMap<>();

    private BookVault(Storage storage) {
        this.storage = storage;
    }

    static BookVault open(Storage storage) throws IOException {
        BookVault vault = new BookVault(storage);
        try (StoredFile file = storage.open(FILE)) {
            ByteBuffer slots = ByteBuffer.allocate(SLOTS * SLOT_BYTES);
            file.read(slots, 0);
            for (int at = 0; at < SLOTS * SLOT_BYTES; at += SLOT_BYTES) {
                long number = slots.getLong(at);
                if (number > 0) {
                    vault.keys.put(number, new SecretKeySpec(slots.array(), at + Long.BYTES, KEY_BYTES, "AES"));
                }
            }
        }
        if (vault.keys.isEmpty()) {
            vault.next();
        }
        return vault;
    }

    /** A new key seals from now on; the one before still opens. Durable when it returns. */
    void next() throws IOException {
        long number = keys.isEmpty() ? 1 : keys.lastKey() + 1;
        SecretKey made = generated();
        ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES).putLong(number).put(made.getEncoded());
        write(number, slot.flip());
        keys.put(number, made);
    }

    /** Whether something may still be sealed by a key that is to go. */
    boolean hasOld() {
        return keys.size() > 1;
    }

    /** Overwrites every key but the newest. Durable when it returns. */
    void forgetOld() throws IOException {
        for (long number : keys.headMap(keys.lastKey()).keySet().toArray(Long[]::new)) {
            write(number, ByteBuffer.allocate(SLOT_BYTES));
            keys.remove(number);
        }
    }

    /** In place: a new file would leave the old one's bytes somewhere on the disk. */
    private void write(long number, ByteBuffer slot) throws IOException {
        try (StoredFile file = storage.open(FILE)) {
            if (file.size() < SLOTS * SLOT_BYTES) {
                file.write(ByteBuffer.allocate(SLOTS * SLOT_BYTES), 0);
            }
            file.write(slot, number % SLOTS * SLOT_BYTES);
            file.force();
        }
        storage.syncFolder();
    }

    byte[] seal(byte[] clear) {
        Map.Entry<Long, SecretKey> newest = keys.lastEntry();
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, newest.getValue());
            ByteBuffer sealed =
                    ByteBuffer.allocate(MARK.length + Long.BYTES + NONCE_BYTES + cipher.getOutputSize(clear.length));
            sealed.put(MARK).putLong(newest.getKey()).put(cipher.getIV());
            cipher.doFinal(ByteBuffer.wrap(clear), sealed);
            return Arrays.copyOf(sealed.array(), sealed.position());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES in GCM", e);
        }
    }

    /**
     * What was sealed; what never was, as an older gateway wrote it, is itself. What is damaged or of a key that is gone is
     * empty: it is then refused as any other damaged file is.
     */
    byte[] open(byte[] sealed) {
        int head = MARK.length + Long.BYTES + NONCE_BYTES;
        if (sealed.length < head || !Arrays.equals(sealed, 0, MARK.length, MARK, 0, MARK.length)) {
            return sealed;
        }
        SecretKey key = keys.get(ByteBuffer.wrap(sealed).getLong(MARK.length));
        if (key == null) {
            return new byte[0];
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, head - NONCE_BYTES, NONCE_BYTES));
            return cipher.doFinal(sealed, head, sealed.length - head);
        } catch (GeneralSecurityException damaged) {
            return new byte[0];
        }
    }

    private static SecretKey generated() {
        try {
            KeyGenerator generator = KeyGenerator.getInstance("AES");
            generator.init(KEY_BYTES * Byte.SIZE);
            return generator.generateKey();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES", e);
        }
    }
}
