package io.gatehouse.gateway.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.device.SiteOrders;
import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.RefusalCode;
import io.gatehouse.protocol.artifact.OwnConfiguration;
import io.gatehouse.protocol.artifact.SignedConfiguration;
import io.gatehouse.protocol.artifact.TwoSlots;
import io.gatehouse.protocol.command.CommandOrder;
import io.gatehouse.protocol.command.CommandType;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's own configuration. A new one is checked, written beside the old one, and tried; when the line to the fleet is
 * up and the gateway is well a moment later it stays, else after its time the old one is in force again, without anybody. A
 * restart in between takes the old one. On the gateway's context.
 */
public final class ConfigurationDesk implements SiteOrders {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationDesk.class);

    /** What takes the line down shows by then. */
    static final Duration AT_LEAST = Duration.ofSeconds(2);

    /** There are a handful of settings, and none of them is long. */
    static final int MOST_BYTES = 16 * 1024;

    private final Context context;
    private final GatewayId gateway;
    private final PublicKey fleetKey;
    private final TwoSlots slots;
    private final SiteOrders others;
    private final Duration atMost;
    private Consumer<Map<String, String>> apply = settings -> {};
    private long version;
    private @Nullable Promise<Optional<String>> trial;
    private long since;

    /**
     * Opens what is kept; blocks. What was on trial when the gateway stopped has not proved itself.
     *
     * @param others carries out every other order
     * @param atMost for so long a configuration may take to prove itself
     */
    public ConfigurationDesk(
            Context context,
            GatewayId gateway,
            PublicKey fleetKey,
            TwoSlots slots,
            SiteOrders others,
            Duration atMost) {
        this.context = context;
        this.gateway = gateway;
        this.fleetKey = fleetKey;
        this.slots = slots;
        this.others = others;
        this.atMost = atMost;
    }

    /** What was kept and may run again: read before anything listens; blocks. */
    public static Map<String, String> kept(TwoSlots slots, GatewayId gateway, PublicKey fleetKey) throws IOException {
        if (slots.onTrial()) {
            LOG.warn("the configuration on trial had not proved itself; the one before is in force again");
            if (!slots.goBack()) {
                slots.forgetAll();
            }
        }
        return slots.running()
                .flatMap(bytes -> opened(bytes, gateway, fleetKey))
                .map(OwnConfiguration::settings)
                .orElse(Map.of());
    }

    private static Optional<OwnConfiguration> opened(byte[] bytes, GatewayId gateway, PublicKey fleetKey) {
        return open(bytes, gateway, fleetKey).fold(Optional::of, refusal -> {
            LOG.warn("the kept configuration is not used: {}", refusal.message());
            return Optional.empty();
        });
    }

    private static Decoded<OwnConfiguration> open(byte[] bytes, GatewayId gateway, PublicKey fleetKey) {
        return SignedConfiguration.read(bytes)
                .then(signed -> signed.open(fleetKey))
                .then(own -> own.gateway().equals(gateway)
                        ? Decoded.ok(own)
                        : Decoded.malformed(RefusalCode.OUT_OF_RANGE, "the configuration is for " + own.gateway()));
    }

    /** Who puts settings in force at once; an empty map is what the gateway's own file says. */
    public void applies(Consumer<Map<String, String>> how) {
        apply = how;
    }

    @Override
    public Future<Optional<String>> carryOut(CommandOrder order) {
        if (order.type() != CommandType.CONFIGURE_GATEWAY) {
            return others.carryOut(order);
        }
        JsonNode text = order.data() == null ? null : order.data().get("configuration");
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text == null ? "" : text.asText());
        } catch (IllegalArgumentException e) {
            return Future.succeededFuture(Optional.of("the configuration is no base64"));
        }
        return context.executeBlocking(() -> runs(bytes), false)
                .compose(runs -> runs ? Future.succeededFuture(Optional.empty()) : judged(bytes));
    }

    /** A restart may have come between its proof and the word of it. */
    private boolean runs(byte[] bytes) throws IOException {
        return !slots.onTrial()
                && slots.running().filter(kept -> Arrays.equals(kept, bytes)).isPresent();
    }

    private Future<Optional<String>> judged(byte[] bytes) {
        return context.executeBlocking(() -> judge(bytes), false)
                .compose(judged -> judged.fold(
                        own -> tryOn(bytes, own), refusal -> Future.succeededFuture(Optional.of(refusal.message()))));
    }

    private Decoded<OwnConfiguration> judge(byte[] bytes) throws IOException {
        if (bytes.length > MOST_BYTES) {
            return refused("the configuration has " + bytes.length + " bytes; at most " + MOST_BYTES + " are taken");
        }
        Decoded<OwnConfiguration> read = open(bytes, gateway, fleetKey);
        long running = slots.running()
                .flatMap(kept -> opened(kept, gateway, fleetKey))
                .map(OwnConfiguration::version)
                .orElse(0L);
        return read.then(own -> {
            if (slots.hasFailed(bytes)) {
                return refused("version " + own.version() + " was tried and did not prove itself");
            }
            return own.version() <= running
                    ? refused("version " + own.version() + " is not newer than " + running)
                    : Decoded.ok(own);
        });
    }

    private static Decoded<OwnConfiguration> refused(String why) {
        return Decoded.malformed(RefusalCode.OUT_OF_RANGE, why);
    }

    private Future<Optional<String>> tryOn(byte[] bytes, OwnConfiguration own) {
        if (trial != null) {
            return Future.succeededFuture(Optional.of("another configuration is on trial"));
        }
        Promise<Optional<String>> outcome = Promise.promise();
        trial = outcome;
        version = own.version();
        since = Long.MAX_VALUE;
        context.executeBlocking(
                        () -> {
                            slots.tryOn(bytes);
                            return true;
                        },
                        false)
                .onSuccess(written -> {
                    LOG.info("configuration {} is on trial", own.version());
                    since = System.nanoTime();
                    apply.accept(own.settings());
                })
                .onFailure(failure -> {
                    trial = null;
                    outcome.complete(Optional.of("it could not be written: " + failure.getMessage()));
                });
        return outcome.future();
    }

    /**
     * Call about once a second.
     *
     * @param line whether the line to the fleet is up
     * @param health whether the gateway is well
     */
    public void tick(BooleanSupplier line, BooleanSupplier health) {
        Promise<Optional<String>> outcome = trial;
        if (outcome == null || since == Long.MAX_VALUE) {
            return;
        }
        long lasted = System.nanoTime() - since;
        if (lasted < AT_LEAST.toNanos()) {
            return;
        }
        if (line.getAsBoolean() && health.getAsBoolean()) {
            end(outcome, this::confirmed, Optional.empty());
        } else if (lasted >= atMost.toNanos()) {
            String what = line.getAsBoolean() ? "the gateway was not well" : "the line did not come back";
            end(outcome, this::goneBack, Optional.of(what + "; the configuration before is in force again"));
        }
    }

    private void end(Promise<Optional<String>> outcome, Runnable how, Optional<String> says) {
        since = Long.MAX_VALUE;
        context.executeBlocking(
                        () -> {
                            how.run();
                            return slots.running()
                                    .flatMap(kept -> opened(kept, gateway, fleetKey))
                                    .map(OwnConfiguration::settings)
                                    .orElse(Map.of());
                        },
                        false)
                .onComplete(done -> {
                    trial = null;
                    if (done.failed()) {
                        LOG.error("the configuration could not be kept", done.cause());
                    } else if (says.isPresent()) {
                        LOG.error("configuration {} did not prove itself: {}", version, says.get());
                        apply.accept(done.result());
                    } else {
                        LOG.info("configuration {} is confirmed", version);
                    }
                    outcome.complete(says);
                });
    }

    private void confirmed() {
        try {
            slots.confirm();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void goneBack() {
        try {
            if (!slots.goBack()) {
                slots.forgetAll();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
