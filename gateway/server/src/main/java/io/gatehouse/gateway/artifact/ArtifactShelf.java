package io.gatehouse.gateway.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gatehouse.gateway.device.Preparation;
import io.gatehouse.gateway.link.SiteBookFetch;
import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.artifact.ArtifactPart;
import io.gatehouse.protocol.artifact.Manifest;
import io.gatehouse.protocol.artifact.SignedManifest;
import io.gatehouse.protocol.command.CommandOrder;
import io.gatehouse.protocol.command.CommandType;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has an artifact at hand before a device is told of it. It comes once however many devices want it, a part at a time, small
 * ones on a thin line, with a pause after each: what happens at the doors goes first. A restart goes on where it was. On the
 * gateway's context.
 */
public final class ArtifactShelf implements Preparation {

    private static final Logger LOG = LoggerFactory.getLogger(ArtifactShelf.class);
    private static final long AGAIN_MILLIS = 5_000;
    private static final int DIGEST = 64;

    private final Context context;
    private final GatewayId gateway;
    private final SiteBookFetch fetch;
    private final ArtifactFiles files;
    private final PublicKey key;
    private final Clock clock;
    private final Supplier<String> webAddress;
    private final ArtifactPace pace;
    private final Map<String, Future<Void>> coming = new HashMap<>();
    // read by Californium's threads
    private final Map<DeviceId, String> offered = new ConcurrentHashMap<>();
    private long fetched;

    /**
     * Whose artifacts, from where, and who signed them.
     *
     * @param rate bytes a second that may come at most, 0 for no limit but half of the line
     */
    public record Source(GatewayId gateway, SiteBookFetch fetch, PublicKey key, long rate) {}

    /** @param webAddress where devices find the gateway's web listener */
    public ArtifactShelf(Context context, Source source, Path folder, Clock clock, Supplier<String> webAddress) {
        this.context = context;
        this.gateway = source.gateway();
        this.fetch = source.fetch();
        this.key = source.key();
        this.files = new ArtifactFiles(folder, source.key(), clock);
        this.clock = clock;
        this.webAddress = webAddress;
        this.pace = new ArtifactPace(source.rate());
    }

    @Override
    public Future<Prepared> of(CommandOrder order) {
        if (order.type() != CommandType.UPDATE_FIRMWARE) {
            return Future.succeededFuture(Prepared.asItIs());
        }
        String sha256 = text(order, "sha256");
        Optional<String> wrong = wrong(order, sha256);
        if (wrong.isPresent()) {
            return Future.succeededFuture(Prepared.refused(wrong.get()));
        }
        return atHand(sha256, order.expiresAt())
                .map(here -> {
                    offered.put(order.device(), sha256);
                    Map<String, JsonNode> data = Map.of(
                            "url", new TextNode(webAddress.get() + "/artifacts/" + sha256),
                            "coap", new TextNode("gh/v1/" + order.device() + "/firmware"));
                    return new Prepared(null, data);
                })
                .recover(failure -> Future.succeededFuture(Prepared.refused(String.valueOf(failure.getMessage()))));
    }

    /** What the fleet says of it must be signed, before a byte is fetched. */
    private Optional<String> wrong(CommandOrder order, String sha256) {
        byte[] signed;
        try {
            signed = Base64.getDecoder().decode(text(order, "manifest"));
        } catch (IllegalArgumentException e) {
            return Optional.of("the artifact's manifest is no base64");
        }
        return SignedManifest.read(signed)
                .then(read -> read.open(key))
                .fold(
                        manifest -> manifest.sha256().equals(sha256)
                                ? Optional.empty()
                                : Optional.of("the artifact's manifest is of another one"),
                        refusal -> Optional.of(refusal.message()));
    }

    private static String text(CommandOrder order, String name) {
        JsonNode value = order.data() == null ? null : order.data().get(name);
        return value == null ? "" : value.asText();
    }

    /** How often a part was fetched from the fleet. */
    public long fetched() {
        return fetched;
    }

    /** The artifact by its digest, if it is here. */
    public Future<Optional<byte[]>> content(String sha256) {
        return sha256.length() == DIGEST && sha256.chars().allMatch(c -> Character.digit(c, 16) >= 0)
                ? context.executeBlocking(() -> files.read(sha256), false)
                : Future.succeededFuture(Optional.empty());
    }

    /** What the device was told of last; from any thread. */
    public Optional<String> offeredTo(DeviceId device) {
        return Optional.ofNullable(offered.get(device));
    }

    private Future<Void> atHand(String sha256, long until) {
        Future<Void> already = coming.get(sha256);
        if (already != null) {
            return already;
        }
        Promise<Void> here = Promise.promise();
        coming.put(sha256, here.future());
        content(sha256)
                .onSuccess(found -> {
                    if (found.isPresent()) {
                        end(sha256, here, null);
                    } else {
                        next(sha256, until, here);
                    }
                })
                .onFailure(failure -> end(sha256, here, String.valueOf(failure.getMessage())));
        return here.future();
    }

    private void end(String sha256, Promise<Void> here, @Nullable String why) {
        coming.remove(sha256);
        if (why == null) {
            here.complete();
        } else {
            LOG.warn("artifact {} is not taken: {}", sha256, why);
            here.fail(why);
        }
    }

    private void next(String sha256, long until, Promise<Void> here) {
        if (clock.millis() >= until) {
            end(sha256, here, "it did not come in time");
            return;
        }
        long asked = System.nanoTime();
        context.executeBlocking(() -> files.begun(sha256), false)
                .compose(from -> fetch.fetch("/api/v1/gateways/" + gateway + "/artifacts/" + sha256 + "?from=" + from
                        + "&most=" + pace.size()))
                .onSuccess(bytes -> part(sha256, bytes, until, here, asked))
                .onFailure(failure -> {
                    LOG.info("artifact {} does not come now: {}", sha256, String.valueOf(failure.getMessage()));
                    context.owner().setTimer(AGAIN_MILLIS, timer -> next(sha256, until, here));
                });
    }

    private void part(String sha256, byte[] bytes, long until, Promise<Void> here, long asked) {
        fetched++;
        long took = (System.nanoTime() - asked) / 1_000_000;
        context.<Progress>executeBlocking(() -> keep(sha256, bytes), false)
                .onSuccess(progress -> {
                    if (progress.refusal() != null) {
                        end(sha256, here, progress.refusal());
                    } else if (progress.whole()) {
                        end(sha256, here, null);
                    } else {
                        long pause = pace.took(bytes.length, took);
                        context.owner().setTimer(pause, timer -> next(sha256, until, here));
                    }
                })
                .onFailure(failure -> end(sha256, here, String.valueOf(failure.getMessage())));
    }

    private record Progress(boolean whole, @Nullable String refusal) {}

    private Progress keep(String sha256, byte[] bytes) throws IOException {
        Decoded<ArtifactPart> read = WireFormat.CBOR.read(bytes, ArtifactPart.class);
        if (read instanceof Decoded.Malformed<ArtifactPart> malformed) {
            return new Progress(false, malformed.refusal().message());
        }
        ArtifactPart part = ((Decoded.Ok<ArtifactPart>) read).value();
        boolean useless = part.part().length == 0 && part.from() < part.total();
        if (useless || !part.sha256().equals(sha256)) {
            return new Progress(false, "the fleet sent a part of something else");
        }
        files.append(sha256, part.from(), part.part());
        if (part.from() + part.part().length < part.total()) {
            return new Progress(false, null);
        }
        Decoded<Manifest> whole = files.finish(sha256, part.signed());
        return whole.fold(
                manifest -> new Progress(
                        true, manifest.sha256().equals(sha256) ? null : "it is another artifact than was asked for"),
                refusal -> new Progress(false, refusal.message()));
    }
}
