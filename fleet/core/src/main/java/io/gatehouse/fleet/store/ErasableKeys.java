package io.gatehouse.fleet.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys that can be destroyed one by one (docs/decisions/0010), in a file beside the database: whoever has a copy of what was
 * sealed, a backup or a log of the database, reads it only as long as the key is here. A key is 64 bytes at a place that is
 * never given out again, encrypted by the fleet's master key. Safe from any thread; several nodes may share the file.
 */
public final class ErasableKeys {

    private static final int SLOT_BYTES = 64;
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int WRAPPED_BYTES = KEY_BYTES + TAG_BITS / 8;
    /** Which master key a slot is encrypted by; 0 is no key, or one that was destroyed. */
    private static final byte FIRST_MASTER = 1;
    /** Begins what was sealed; neither CBOR nor text begins so. */
    private static final byte[] MARK = {(byte) 0xFE, 'G', 'H', '1'};

    /** To look one up costs more than to use it. */
    private static final ThreadLocal<Cipher> CIPHER = ThreadLocal.withInitial(ErasableKeys::newCipher);

    private final RandomAccessFile file;
    private final SecretKey master;
    private final SecureRandom random;

    private ErasableKeys(RandomAccessFile file, SecretKey master, SecureRandom random) {
        this.file = file;
        this.master = master;
        this.random = random;
    }

    /** Opens the file, or makes it. */
    static ErasableKeys open(Path path, byte[] master, SecureRandom random) throws IOException {
        if (!Files.exists(path)) {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        return new ErasableKeys(new RandomAccessFile(path.toFile(), "rw"), new SecretKeySpec(master, "AES"), random);
    }

    /** Makes keys, and is back when they are durable; returns their numbers. */
    public long[] make(int count) {
        long first = keep(fresh(count));
        return LongStream.range(first, first + count).toArray();
    }

    /** Makes a key for each and encrypts it under that; as {@link #make} and {@link #seal}, without reading keys again. */
    public List<byte[]> sealNew(List<byte[]> clear) {
        byte[][] keys = fresh(clear.size());
        long first = keep(keys);
        return IntStream.range(0, keys.length)
                .mapToObj(i -> seal(first + i, new SecretKeySpec(keys[i], "AES"), clear.get(i)))
                .toList();
    }

    private byte[][] fresh(int count) {
        byte[][] keys = new byte[count][KEY_BYTES];
        for (byte[] key : keys) {
            random.nextBytes(key);
        }
        return keys;
    }

    /** Returns the number of the first of them. */
    private synchronized long keep(byte[][] keys) {
        try (FileLock lock = file.getChannel().lock()) {
            long next = Math.max(1, (file.length() + SLOT_BYTES - 1) / SLOT_BYTES);
            ByteBuffer slots = ByteBuffer.allocate(keys.length * SLOT_BYTES);
            for (int i = 0; i < keys.length; i++) {
                slots.position(i * SLOT_BYTES);
                byte[] nonce = nonce();
                slots.put(FIRST_MASTER).put(nonce).put(crypt(Cipher.ENCRYPT_MODE, master, nonce, next + i, keys[i]));
            }
            file.seek(next * SLOT_BYTES);
            file.write(slots.array());
            file.getFD().sync();
            return next;
        } catch (IOException e) {
            throw new UncheckedIOException("no key could be made", e);
        }
    }

    /** Overwrites the keys, and is back when that is durable; those that are gone already stay so. */
    public synchronized void destroy(Collection<Long> numbers) {
        try {
            boolean any = false;
            for (long number : numbers) {
                if (exists(number)) {
                    file.seek(number * SLOT_BYTES);
                    file.write(new byte[SLOT_BYTES]);
                    any = true;
                }
            }
            if (any) {
                file.getFD().sync();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a key could not be destroyed", e);
        }
    }

    /** Whether the key is there and was not destroyed. */
    public boolean exists(long number) {
        return slot(number)[0] != 0;
    }

    private synchronized byte[] slot(long number) {
        byte[] slot = new byte[SLOT_BYTES];
        try {
            if (number > 0 && (number + 1) * SLOT_BYTES <= file.length()) {
                file.seek(number * SLOT_BYTES);
                file.readFully(slot);
            }
            return slot;
        } catch (IOException e) {
            throw new UncheckedIOException("the keys cannot be read", e);
        }
    }

    private Optional<SecretKey> key(long number) {
        byte[] slot = slot(number);
        if (slot[0] != FIRST_MASTER) {
            return Optional.empty();
        }
        byte[] nonce = Arrays.copyOfRange(slot, 1, 1 + NONCE_BYTES);
        byte[] wrapped = Arrays.copyOfRange(slot, 1 + NONCE_BYTES, 1 + NONCE_BYTES + WRAPPED_BYTES);
        return Optional.of(new SecretKeySpec(crypt(Cipher.DECRYPT_MODE, master, nonce, number, wrapped), "AES"));
    }

    /** Encrypts (AES-256-GCM) under the key, which must be there; what comes names the key. */
    public byte[] seal(long number, byte[] clear) {
        SecretKey key =
                key(number).orElseThrow(() -> new IllegalStateException("key " + number + " has been destroyed"));
        return seal(number, key, clear);
    }

    private byte[] seal(long number, SecretKey key, byte[] clear) {
        byte[] nonce = nonce();
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, key, nonce, number, clear);
        return ByteBuffer.allocate(MARK.length + Long.BYTES + NONCE_BYTES + sealed.length)
                .put(MARK)
                .putLong(number)
                .put(nonce)
                .put(sealed)
                .array();
    }

    /** What was sealed; nothing when its key was destroyed. What never was sealed is itself. */
    public Optional<byte[]> open(byte[] sealed) {
        long number = numberOf(sealed);
        if (number == 0) {
            return Optional.of(sealed);
        }
        int at = MARK.length + Long.BYTES;
        byte[] nonce = Arrays.copyOfRange(sealed, at, at + NONCE_BYTES);
        byte[] rest = Arrays.copyOfRange(sealed, at + NONCE_BYTES, sealed.length);
        return key(number).map(key -> crypt(Cipher.DECRYPT_MODE, key, nonce, number, rest));
    }

    /** The number of the key that it is sealed with, 0 when it is not sealed. */
    public static long numberOf(byte[] sealed) {
        boolean marked = sealed.length > MARK.length + Long.BYTES + NONCE_BYTES
                && Arrays.equals(sealed, 0, MARK.length, MARK, 0, MARK.length);
        return marked ? ByteBuffer.wrap(sealed).getLong(MARK.length) : 0;
    }

    private byte[] nonce() {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return nonce;
    }

    private static byte[] crypt(int mode, SecretKey key, byte[] nonce, long number, byte[] bytes) {
        try {
            Cipher cipher = CIPHER.get();
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            // bound to its number: what is moved to another place is not read there
            cipher.updateAAD(ByteBuffer.allocate(Long.BYTES).putLong(0, number).array());
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("key " + number + " cannot be read: is the master key another one?", e);
        }
    }

    private static Cipher newCipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES in GCM", e);
        }
    }
}
