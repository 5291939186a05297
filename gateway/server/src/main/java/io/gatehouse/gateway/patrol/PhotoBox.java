package io.gatehouse.gateway.patrol;

import io.gatehouse.launch.WholeFile;
import io.gatehouse.protocol.WireFormat;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pictures of guards' phones until the fleet has them: one file each, on the disk before the phone may forget it. Too large
 * for the journal, they go by HTTP. On the gateway's context, the disk on workers; opening blocks.
 */
final class PhotoBox {

    private static final Logger LOG = LoggerFactory.getLogger(PhotoBox.class);

    /** A picture has some 200 KB: as many as a site with no line takes in some days. */
    private static final int MOST = 2_000;

    private static final long PAUSE_MILLIS = 15_000;
    private static final String END = ".photo";

    /** A picture as it lies there. */
    record Kept(String id, String officer, String mediaType, byte[] bytes) {}

    /** Who brings a picture to the fleet; fails while the fleet does not have it. */
    @FunctionalInterface
    interface Road {

        /** Completes with false for a picture that the fleet will never take. */
        Future<Boolean> bring(Kept photo);
    }

    private final Context context;
    private final Path folder;
    private final Road road;
    private final Deque<String> waiting;
    private boolean busy;
    private long notBefore;

    PhotoBox(Context context, Path folder, Road road, List<String> waiting) {
        this.context = context;
        this.folder = folder;
        this.road = road;
        this.waiting = new ArrayDeque<>(waiting);
    }

    /** Ids of the pictures that wait in the folder. Blocks. */
    static List<String> waiting(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<String> ids = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(END))
                    .sorted()
                    .forEach(name -> ids.add(name.substring(0, name.length() - END.length())));
        }
        return ids;
    }

    /** How many the fleet does not have. */
    int waiting() {
        return waiting.size();
    }

    /**
     * Keeps a picture.
     *
     * <ul>
     *   <li>completes once it is on the disk
     *   <li>fails when there is no room, or the disk takes it not: the phone keeps it
     * </ul>
     */
    Future<Void> keep(Kept photo) {
        if (waiting.contains(photo.id())) {
            return Future.succeededFuture();
        }
        if (waiting.size() >= MOST) {
            return Future.failedFuture("no room for pictures until the fleet has taken some");
        }
        waiting.add(photo.id());
        return context.<Void>executeBlocking(() -> {
                    WholeFile.replace(file(photo.id()), WireFormat.CBOR.write(photo));
                    return null;
                })
                .onFailure(failure -> waiting.remove(photo.id()));
    }

    private Path file(String id) {
        return folder.resolve(id + END);
    }

    /** Brings the oldest that waits, one at a time; call about once a second. @param up milliseconds, not running backwards */
    void tick(boolean line, long up) {
        String id = waiting.peek();
        if (id == null || busy || !line || up < notBefore) {
            return;
        }
        busy = true;
        context.executeBlocking(() -> read(id))
                .compose(photo -> photo.isEmpty() ? Future.succeededFuture(false) : road.bring(photo.get(0)))
                .compose(taken -> context.executeBlocking(() -> {
                    if (!taken) {
                        LOG.warn("picture {} is none that the fleet takes", id);
                    }
                    return Files.deleteIfExists(file(id));
                }))
                .onComplete(done -> {
                    busy = false;
                    if (done.succeeded()) {
                        waiting.remove(id);
                    } else {
                        notBefore = up + PAUSE_MILLIS;
                        LOG.info("picture {} waits: {}", id, String.valueOf(done.cause()));
                    }
                });
    }

    private List<Kept> read(String id) throws IOException {
        if (!Files.exists(file(id))) {
            // it is being written: it comes next time
            throw new IOException("it is not there yet");
        }
        return WireFormat.CBOR.read(Files.readAllBytes(file(id)), Kept.class).fold(List::of, refusal -> List.of());
    }
}
