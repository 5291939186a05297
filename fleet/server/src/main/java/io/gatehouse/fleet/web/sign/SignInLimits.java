package io.gatehouse.fleet.web.sign;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * How often somebody may try a password: per account and address, and per address. A try that succeeds does not count.
 * The name alone is counted elsewhere, with more patience ({@link io.gatehouse.fleet.account.SignIns}). Safe from any thread.
 */
public final class SignInLimits {

    private static final int TRIES_PER_ACCOUNT = 5;
    private static final Duration ACCOUNT_REFILL = Duration.ofSeconds(12);
    private static final int TRIES_PER_ADDRESS = 30;
    private static final Duration ADDRESS_REFILL = Duration.ofSeconds(2);
    private static final int MAX_KEPT = 50_000;

    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(MAX_KEPT)
            .expireAfterAccess(Duration.ofMinutes(15))
            .build();
    private final TimeMeter time;

    public SignInLimits(Clock clock) {
        this.time = new ClockMeter(clock);
    }

    /** Takes one try; the seconds to wait when there is none left. */
    public OptionalLong take(String account, String address) {
        OptionalLong byAddress = take(byAddress(address));
        return byAddress.isPresent() ? byAddress : take(byAccount(account, address));
    }

    /** Gives the try back, after the password was right. */
    public void giveBack(String account, String address) {
        byAddress(address).addTokens(1);
        byAccount(account, address).addTokens(1);
    }

    private static OptionalLong take(Bucket bucket) {
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        return probe.isConsumed()
                ? OptionalLong.empty()
                : OptionalLong.of(1 + TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()));
    }

    private Bucket byAddress(String address) {
        return buckets.get("address " + address, key -> bucket(TRIES_PER_ADDRESS, ADDRESS_REFILL));
    }

    private Bucket byAccount(String account, String address) {
        return buckets.get(
                "account " + account.toLowerCase(Locale.ROOT) + " from " + address,
                key -> bucket(TRIES_PER_ACCOUNT, ACCOUNT_REFILL));
    }

    private Bucket bucket(int capacity, Duration refill) {
        return Bucket.builder()
                .withCustomTimePrecision(time)
                .addLimit(limit -> limit.capacity(capacity).refillGreedy(1, refill))
                .build();
    }

    private record ClockMeter(Clock clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return TimeUnit.MILLISECONDS.toNanos(clock.millis());
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
