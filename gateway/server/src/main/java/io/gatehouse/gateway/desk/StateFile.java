package io.gatehouse.gateway.desk;

import io.gatehouse.access.state.SiteState;
import io.gatehouse.access.state.StateBytes;
import io.gatehouse.access.state.StateCopy;
import io.gatehouse.launch.WholeFile;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the site's state in one small file, replaced in one step within a second of a change (a few seconds, when a
 * hundred thousand people are in it). After a power cut the last passages may be missing, then a read is judged by where
 * the person was before; without the file nobody's whereabouts are known, and everybody's next read sets them right.
 */
public final class StateFile {

    private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);

    /** A large state is written less often, so that the disk has time for the evidence. */
    private static final int BYTES_A_TICK = 500_000;

    private final Path file;
    private final SiteState state;
    private long kept;
    private boolean writing;
    private int pause;

    private StateFile(Path file, SiteState state) {
        this.file = file;
        this.state = state;
        this.kept = state.changes();
    }

    /**
     * Reads the file; blocks. One that a later version wrote is not touched: to forget who is where, and which cards are
     * locked out, is for an operator to decide.
     */
    public static StateFile open(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new StateFile(file, new SiteState());
        }
        byte[] bytes = Files.readAllBytes(file);
        int format = StateBytes.formatOf(bytes);
        if (format > StateBytes.FORMAT) {
            throw new IOException(file + " was written by a newer version (format " + format + ", this one reads "
                    + StateBytes.FORMAT
                    + "): start that version again, or move the file away, and it is forgotten who is"
                    + " where and what is locked out");
        }
        SiteState state = StateBytes.read(bytes).orElseGet(() -> {
            LOG.warn("{} is damaged; whereabouts and locks are forgotten", file);
            return new SiteState();
        });
        return new StateFile(file, state);
    }

    public SiteState state() {
        return state;
    }

    /** Writes the state when it has changed; one write at a time. On the gateway's context, the disk on a worker. */
    public void tick(Context context) {
        if (pause > 0) {
            pause--;
            return;
        }
        if (writing || kept == state.changes()) {
            return;
        }
        long changes = state.changes();
        StateCopy now = StateBytes.copy(state);
        writing = true;
        context.executeBlocking(() -> write(now.bytes())).onComplete(done -> {
            writing = false;
            if (done.succeeded()) {
                kept = changes;
                pause = done.result() / BYTES_A_TICK;
            } else {
                LOG.warn("{} cannot be written: {}", file, String.valueOf(done.cause()));
            }
        });
    }

    /** Completes when the state as it is now is on the disk. On the gateway's context, the disk on a worker. */
    public Future<Void> keep(Context context) {
        long changes = state.changes();
        StateCopy now = StateBytes.copy(state);
        return context.executeBlocking(() -> write(now.bytes()))
                .onSuccess(v -> kept = Math.max(kept, changes))
                .mapEmpty();
    }

    /** Writes what changed last, while stopping; blocks. */
    public void close() {
        if (kept != state.changes()) {
            try {
                write(StateBytes.write(state));
            } catch (IOException e) {
                LOG.warn("{} cannot be written: {}", file, e.toString());
            }
        }
    }

    /** Answers how many bytes it wrote. */
    private int write(byte[] bytes) throws IOException {
        WholeFile.replace(file, bytes);
        return bytes.length;
    }
}
