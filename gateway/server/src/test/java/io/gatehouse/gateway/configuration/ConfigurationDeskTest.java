package io.gatehouse.gateway.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.gatehouse.gateway.journal.FileStorage;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.artifact.OwnConfiguration;
import io.gatehouse.protocol.artifact.SignedConfiguration;
import io.gatehouse.protocol.artifact.TwoSlots;
import io.gatehouse.protocol.command.CommandOrder;
import io.gatehouse.protocol.command.CommandType;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationDeskTest {

    private static final GatewayId SELF = new GatewayId("gw-1");
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int TRIES = 1_000;

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final KeyPair fleet = keys();
    private final List<Map<String, String>> applied = new CopyOnWriteArrayList<>();
    private final AtomicBoolean line = new AtomicBoolean(true);

    @SuppressWarnings("NullAway.Init")
    private ConfigurationDesk desk;

    @BeforeEach
    void open() throws IOException {
        desk = new ConfigurationDesk(
                context,
                SELF,
                fleet.getPublic(),
                slots(),
                order -> Future.succeededFuture(Optional.of("nobody here")),
                Duration.ofSeconds(3));
        desk.applies(applied::add);
        vertx.setPeriodic(100, timer -> context.runOnContext(v -> desk.tick(line::get, () -> true)));
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void of_thousands_that_are_changed_forged_older_cut_short_or_too_big_none_is_taken_and_the_old_one_holds()
            throws Exception {
        byte[] good = signed(7, "PT7S", fleet);
        assertThat(await(carryOut(good))).isEmpty();
        SplittableRandom random = new SplittableRandom(8);
        KeyPair other = keys();
        byte[] next = signed(8, "PT8S", fleet);
        int taken = 0;
        for (int i = 0; i < TRIES; i++) {
            byte[] flipped = next.clone();
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            taken += isTaken(flipped);
            taken += isTaken(signed(9 + i, "PT9S", other));
            taken += isTaken(signed(random.nextInt(8), "PT1S", fleet));
            taken += isTaken(Arrays.copyOf(next, random.nextInt(next.length)));
        }
        byte[] big = signed(
                9, "PT9.".concat("0".repeat(ConfigurationDesk.MOST_BYTES)).concat("S"), fleet);
        System.out.printf(
                Locale.ROOT, "F14: %d bad configurations, %d accepted%n", 4 * TRIES + 1, taken + isTaken(big));

        assertThat(taken + isTaken(big)).isZero();
        assertThat(await(carryOut(big)).orElse("")).contains("at most 16384 are taken");
        assertThat(applied).hasSize(1);
        assertThat(ConfigurationDesk.kept(slots(), SELF, fleet.getPublic()))
                .containsExactly(Map.entry("fleet.longest-pause", "PT7S"));
    }

    @Test
    void what_cuts_the_line_is_taken_back_by_itself_and_not_tried_again() throws Exception {
        assertThat(await(carryOut(signed(1, "PT1S", fleet)))).isEmpty();
        line.set(false);
        byte[] bad = signed(2, "PT2S", fleet);

        assertThat(await(carryOut(bad)).orElse("")).contains("the line did not come back");

        assertThat(applied).extracting(one -> one.get("fleet.longest-pause")).containsExactly("PT1S", "PT2S", "PT1S");
        line.set(true);
        assertThat(await(carryOut(bad)).orElse("")).contains("was tried and did not prove itself");
        assertThat(await(carryOut(signed(3, "PT3S", fleet)))).isEmpty();
    }

    private int isTaken(byte[] bytes) throws Exception {
        return await(carryOut(bytes)).isEmpty() ? 1 : 0;
    }

    private TwoSlots slots() throws IOException {
        return TwoSlots.open(new StorageSlots(new FileStorage(folder)));
    }

    private static byte[] signed(long version, String pause, KeyPair key) {
        return SignedConfiguration.sign(
                        new OwnConfiguration(SELF, version, Map.of("fleet.longest-pause", pause)), key.getPrivate())
                .write();
    }

    private CompletableFuture<Optional<String>> carryOut(byte[] bytes) {
        CompletableFuture<Optional<String>> done = new CompletableFuture<>();
        CommandOrder order = new CommandOrder(
                "c-1",
                "k-1",
                new DeviceId(SELF.value()),
                CommandType.CONFIGURE_GATEWAY,
                0,
                Long.MAX_VALUE,
                "lee",
                null,
                Map.of("configuration", new TextNode(Base64.getEncoder().encodeToString(bytes))));
        context.runOnContext(
                v -> desk.carryOut(order).onSuccess(done::complete).onFailure(done::completeExceptionally));
        return done;
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
