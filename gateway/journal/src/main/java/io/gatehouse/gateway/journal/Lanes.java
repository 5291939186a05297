package io.gatehouse.gateway.journal;

import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The logs of all lanes on one disk, and who gives way to whom when that is full. The writer's thread. */
final class Lanes {

    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

    private final Storage storage;
    private final LaneFiles evidenceFiles;
    private final Map<Lane, LaneLog> logs;
    private final Reserve reserve;
    private volatile Fill disk = new Fill(Fill.DISK, 0, Long.MAX_VALUE);

    private Lanes(Storage storage, LaneFiles evidenceFiles, Map<Lane, LaneLog> logs, Reserve reserve) {
        this.storage = storage;
        this.evidenceFiles = evidenceFiles;
        this.logs = logs;
        this.reserve = reserve;
    }

    static Lanes open(Storage storage, JournalSettings settings, Supplier<LogId> newLog) throws IOException {
        Map<Lane, LaneLog> logs = new EnumMap<>(Lane.class);
        for (Lane lane : Lane.values()) {
            logs.put(lane, LaneLog.open(new LaneFiles(lane, storage), settings, newLog));
        }
        LaneFiles evidence = new LaneFiles(Lane.EVIDENCE, storage);
        return new Lanes(storage, evidence, logs, Reserve.open(evidence, settings));
    }

    LaneLog log(Lane lane) {
        LaneLog log = logs.get(lane);
        if (log == null) {
            throw new IllegalStateException("no log for " + lane);
        }
        return log;
    }

    /**
     * Writes records as one batch; durable when it returns. On a full disk evidence goes on with what telemetry, the
     * reserve and the spare give up, one after the other.
     */
    void write(Lane lane, List<JournalEntry> entries) throws IOException {
        if (lane == Lane.TELEMETRY && reserve.isLean()) {
            throw new JournalRefusal(JournalRefusal.Code.FULL, "the disk is full; what is left is for evidence");
        }
        while (true) {
            try {
                log(lane).write(entries);
                return;
            } catch (DiskFull e) {
                if (!makeRoom(lane)) {
                    throw new JournalRefusal(JournalRefusal.Code.FULL, "the disk is full", e);
                }
            }
        }
    }

    private boolean makeRoom(Lane lane) throws IOException {
        if (log(Lane.TELEMETRY).yieldOldest()) {
            return true;
        }
        if (lane != Lane.EVIDENCE) {
            return false;
        }
        if (reserve.giveUp()) {
            return true;
        }
        if (!reserve.takeSpare()) {
            return false;
        }
        LOG.warn("the disk is full: the spare file is taken for {}", lane);
        log(lane).rollInto(evidenceFiles.spare());
        return true;
    }

    /** Looks after the disk; call about once a second. */
    void tend() {
        try {
            Storage.Space space = storage.space();
            disk = new Fill(Fill.DISK, space.total() - space.free(), space.total());
            if (!reserve.isWhole() || reserve.isLean()) {
                reserve.restore();
            }
        } catch (IOException e) {
            LOG.warn("the disk cannot be looked after: {}", e.toString());
        }
    }

    List<Fill> fills() {
        List<Fill> fills = new ArrayList<>();
        logs.values().forEach(log -> fills.add(log.fill()));
        fills.add(disk);
        return fills;
    }

    long bytes() {
        return logs.values().stream().mapToLong(LaneLog::bytes).sum();
    }

    List<JournalGap> gaps() {
        return logs.values().stream().flatMap(log -> log.gaps().stream()).toList();
    }

    void close() {
        for (LaneLog log : logs.values()) {
            try {
                log.close();
            } catch (IOException e) {
                LOG.warn("closing a log: {}", e.toString());
            }
        }
    }
}
