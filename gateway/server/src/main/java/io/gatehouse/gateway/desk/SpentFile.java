package io.gatehouse.gateway.desk;

import io.gatehouse.launch.WholeFile;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.pass.Spent;
import io.gatehouse.protocol.pass.Use;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which passes, codes and openings were used how often: a small file, replaced in one step and synced before anything
 * opens by a use. After a power cut a use may be gone that opened nothing; none that opened comes back. On the gateway's
 * context, the disk on a worker.
 */
public final class SpentFile {

    private static final Logger LOG = LoggerFactory.getLogger(SpentFile.class);

    /** Those whose end has not come yet; enough for a large estate's visitors of a week. */
    private static final int ROOM = 20_000;

    private record Content(long forgottenTo, List<Spent.Entry> entries) {}

    private final Path file;
    private final Spent spent;

    private SpentFile(Path file, Spent spent) {
        this.file = file;
        this.spent = spent;
    }

    /** Reads the file; blocks. */
    public static SpentFile open(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new SpentFile(file, new Spent(ROOM));
        }
        return WireFormat.CBOR
                .read(Files.readAllBytes(file), Content.class)
                .fold(
                        content -> new SpentFile(file, new Spent(ROOM, content.forgottenTo(), content.entries())),
                        refusal -> {
                            LOG.error("{} is damaged: a pass that was used may be used again", file);
                            return new SpentFile(file, new Spent(ROOM));
                        });
    }

    boolean isFree(Use use) {
        return spent.isFree(use);
    }

    /** Spends it at once; completes when that is on the disk, or when the disk does not take it: memory has it then. */
    Future<Void> spend(Context context, Use use) {
        if (!spent.spend(use)) {
            LOG.warn("{} was used once more than it could be", use.key());
        }
        byte[] bytes = WireFormat.CBOR.write(new Content(spent.forgottenTo(), spent.entries()));
        return context.<@Nullable Void>executeBlocking(() -> {
                    WholeFile.replace(file, bytes);
                    return null;
                })
                .<Void>mapEmpty()
                .recover(failure -> {
                    LOG.error("{} cannot be written: {}", file, failure.toString());
                    return Future.succeededFuture();
                });
    }

    /** Forgets what is over by a clock that is trusted, and answers whose it was; written with the next use. */
    List<String> forget(Instant now) {
        return spent.forget(now).stream()
                .flatMap(entry -> Use.visitorOf(entry.key()).stream())
                .toList();
    }
}
