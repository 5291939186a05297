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
    private static final long AGAIN_AT_LAST_MILLIS = 60_000;
    private static final int DIGEST = 64;

    private final Context context;
    private final GatewayId gateway;
    private final SiteBookFetch fetch;
    private final ArtifactFiles files;
    private final PublicKey key;
    private final Clock clock;
    private final Supplier<String> webAddress;
    private final ArtifactPace pace;
    private final Map<String, Coming> coming = new HashMap<>();
    // read by Californium's threads
    private final Map<DeviceId, String> offered = new ConcurrentHashMap<>();
    private long fetched;

    /**
     * Whose artifacts, from where, and who signed them.
     *
     * @param rate bytes a second that may come at most, 0 for no limit but half of the line
     */
    public record Source(GatewayId gateway, SiteBookFetch fetch, PublicKey key, long rate) {}

    /** One that is on its way, and until when somebody wants it. */
    private static final class Coming {

        private final String sha256;
        private final Promise<Prepared> here = Promise.promise();
        private long until;
        private long pause = AGAIN_MILLIS;

        Coming(String sha256) {
            this.sha256 = sha256;
        }
    }

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
                .map(came -> came.refusal() == null ? offered(order.device(), sha256) : came);
    }

    private Prepared offered(DeviceId device, String sha256) {
        offered.put(device, sha256);
        return Prepared.with(Map.of(
                "url", new TextNode(webAddress.get() + "/artifacts/" + sha256),
                "coap", new TextNode("gh/v1/" + device + "/firmware")));
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

    /** Where the artifact lies, if it is here and whole. */
    public Future<Optional<Path>> file(String sha256) {
        return isDigest(sha256)
                ? context.executeBlocking(() -> files.whole(sha256), false)
                : Future.succeededFuture(Optional.empty());
    }

    /** A stretch of the artifact, if it is here; what is beyond its end is empty. */
    public Future<Optional<ArtifactBlock>> block(String sha256, long from, int most) {
        return isDigest(sha256)
                ? context.executeBlocking(() -> files.block(sha256, from, most), false)
                : Future.succeededFuture(Optional.empty());
    }

    private static boolean isDigest(String text) {
        return text.length() == DIGEST && text.chars().allMatch(c -> Character.digit(c, 16) >= 0);
    }

    /** What the device was told of last; from any thread. */
    public Optional<String> offeredTo(DeviceId device) {
        return Optional.ofNullable(offered.get(device));
    }

    /** Fetches it unless it is here; whoever waits longest decides until when. */
    private Future<Prepared> atHand(String sha256, long until) {
        Coming already = coming.get(sha256);
        if (already != null) {
            already.until = Math.max(already.until, until);
            return already.here.future();
        }
        Coming one = new Coming(sha256);
        one.until = until;
        coming.put(sha256, one);
        file(sha256)
                .onSuccess(found -> {
                    if (found.isPresent()) {
                        end(one, Prepared.asItIs());
                    } else {
                        next(one);
                    }
                })
                .onFailure(failure -> end(one, Prepared.missing(String.valueOf(failure.getMessage()))));
        return one.here.future();
    }

    private void end(Coming one, Prepared how) {
        coming.remove(one.sha256);
        if (how.refusal() != null) {
            LOG.warn("artifact {} is not taken: {}", one.sha256, how.refusal());
        }
        one.here.complete(how);
    }

    private void next(Coming one) {
        if (clock.millis() >= one.until) {
            end(one, Prepared.missing("it did not come to the gateway in time"));
            return;
        }
        long asked = System.nanoTime();
        context.executeBlocking(() -> files.begun(one.sha256), false)
                .compose(from -> fetch.fetch("/api/v1/gateways/" + gateway + "/artifacts/" + one.sha256 + "?from="
                        + from + "&most=" + pace.size()))
                .onSuccess(bytes -> part(one, bytes, asked))
                .onFailure(failure -> {
                    LOG.info("artifact {} does not come now: {}", one.sha256, String.valueOf(failure.getMessage()));
                    context.owner().setTimer(one.pause, timer -> next(one));
                    // a fleet that has too much to do is not helped by being asked more often
                    one.pause = Math.min(AGAIN_AT_LAST_MILLIS, 2 * one.pause);
                });
    }

    private void part(Coming one, byte[] bytes, long asked) {
        fetched++;
        one.pause = AGAIN_MILLIS;
        long took = (System.nanoTime() - asked) / 1_000_000;
        context.<Progress>executeBlocking(() -> keep(one.sha256, bytes), false)
                .onSuccess(progress -> {
                    if (progress.refusal() != null) {
                        end(one, Prepared.refused(progress.refusal()));
                    } else if (progress.whole()) {
                        end(one, Prepared.asItIs());
                    } else {
                        long pause = pace.took(bytes.length, took);
                        context.owner().setTimer(pause, timer -> next(one));
                    }
                })
                .onFailure(failure -> end(one, Prepared.missing(String.valueOf(failure.getMessage()))));
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
