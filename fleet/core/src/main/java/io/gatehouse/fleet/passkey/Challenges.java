package io.gatehouse.fleet.passkey;

import io.gatehouse.fleet.store.Hashes;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.launch.Surroundings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.jdbi.v3.core.Jdbi;

/**
 * What an authenticator has to sign. A challenge carries its own end and a seal, so that whoever only asks for one costs no
 * memory on any node; only one that was answered is kept, so that it is taken once.
 */
public final class Challenges {

    /** Long enough to find the phone; the same as browsers are told to wait. */
    public static final Duration LIFE = Duration.ofMinutes(3);

    private static final int RANDOM_BYTES = 24;
    private static final int OPEN_BYTES = RANDOM_BYTES + Long.BYTES;
    private static final int SEAL_BYTES = 32;

    private final Jdbi jdbi;
    private final Keys keys;
    private final Surroundings surroundings;

    public Challenges(Jdbi jdbi, Keys keys, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.surroundings = surroundings;
    }

    /** @param purpose what it may be answered for, such as {@code add lee}; another one is refused */
    public byte[] fresh(String purpose) {
        byte[] random = new byte[RANDOM_BYTES];
        surroundings.random().nextBytes(random);
        long ends = now().plus(LIFE).toEpochMilli();
        byte[] open = ByteBuffer.allocate(OPEN_BYTES).put(random).putLong(ends).array();
        return ByteBuffer.allocate(OPEN_BYTES + SEAL_BYTES)
                .put(open)
                .put(seal(purpose, open))
                .array();
    }

    /** Whether it is ours, for this purpose, in time, and answered for the first time; from now on it is worthless. */
    public boolean spend(byte[] challenge, String purpose) {
        if (challenge.length != OPEN_BYTES + SEAL_BYTES) {
            return false;
        }
        byte[] open = new byte[OPEN_BYTES];
        ByteBuffer.wrap(challenge).get(open);
        String expected = HexFormat.of().formatHex(seal(purpose, open));
        boolean ours = Hashes.same(expected, HexFormat.of().formatHex(challenge, OPEN_BYTES, OPEN_BYTES + SEAL_BYTES));
        Instant ends = Instant.ofEpochMilli(ByteBuffer.wrap(open).getLong(RANDOM_BYTES));
        return ours && now().isBefore(ends) && first(open, ends);
    }

    private boolean first(byte[] open, Instant ends) {
        return jdbi.inTransaction(handle -> {
            handle.execute("delete from passkey_spent where ends < ?", at(now()));
            return handle.execute(
                            "insert into passkey_spent (hash, ends) values (?, ?) on conflict do nothing",
                            Hashes.sha256(open),
                            at(ends))
                    == 1;
        });
    }

    private byte[] seal(String purpose, byte[] open) {
        return HexFormat.of()
                .parseHex(keys.digest(
                        "passkey-challenges", purpose + "/" + HexFormat.of().formatHex(open)));
    }

    private Instant now() {
        return surroundings.clock().instant();
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
