package io.gatehouse.access.book;

/**
 * Ids as 64-bit keys, the same in every book and after every restart. With a hundred thousand ids the chance that two
 * share a key is one in billions.
 */
public final class Keys {

    private static final long SEED = 0x9E3779B97F4A7C15L;

    private Keys() {}

    /** The key of an id; never 0, which stands for nothing. */
    public static long of(String id) {
        long hash = SEED;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0xFF51AFD7ED558CCDL;
            hash ^= hash >>> 32;
        }
        long mixed = mix(hash + id.length());
        return mixed == 0 ? SEED : mixed;
    }

    /** Two keys as one. */
    public static long of(long one, long other) {
        long mixed = mix(one * SEED + other);
        return mixed == 0 ? SEED : mixed;
    }

    public static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
