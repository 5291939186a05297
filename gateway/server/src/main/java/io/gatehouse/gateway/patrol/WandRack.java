package io.gatehouse.gateway.patrol;

import io.gatehouse.patrol.ScansTaken;
import io.gatehouse.patrol.judge.Evidence;
import io.gatehouse.patrol.live.PatrolFinding;
import io.gatehouse.patrol.wand.UploadBatch;
import io.gatehouse.patrol.wand.WandDesk;
import io.gatehouse.patrol.wand.WandMark;
import io.gatehouse.patrol.wand.WandMessage;
import io.gatehouse.patrol.wand.WandReading;
import io.gatehouse.patrol.wand.WandTrouble;
import io.gatehouse.patrol.wand.WandUpload;
import io.gatehouse.protocol.Refusal;
import io.gatehouse.protocol.patrol.PatrolPlan;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The site's wands, and where each stands. On the gateway's context. */
final class WandRack {

    private static final Logger LOG = LoggerFactory.getLogger(WandRack.class);

    private final Map<String, WandMark> marks = new HashMap<>();
    private WandDesk desk = new WandDesk(PatrolPlan.NONE);
    private String lastDoubted = "";

    WandRack(List<WandMark> known) {
        known.forEach(mark -> marks.put(mark.wand(), mark));
    }

    void plan(PatrolPlan plan) {
        desk = new WandDesk(plan);
    }

    List<WandMark> marks() {
        return List.copyOf(marks.values());
    }

    /** What a dock told over MQTT or CoAP; nothing when it is no reading of a wand. */
    Optional<WandReading> told(SiteEvent event, List<Evidence.Custody> custody) {
        if (event.body() == null) {
            return Optional.empty();
        }
        String dock = event.device() == null ? "" : event.device().value();
        return WandMessage.read(event.body(), dock)
                .fold(upload -> Optional.of(read(upload, custody, event.gatewayTime())), refusal -> {
                    LOG.warn("what {} told of a wand cannot be read: {}", dock, refusal.message());
                    return Optional.empty();
                });
    }

    WandReading read(WandUpload upload, List<Evidence.Custody> custody, long receivedAt) {
        return desk.read(upload, marks.get(upload.batch().wand()), custody, receivedAt);
    }

    ScansTaken taken(WandReading reading) {
        return new ScansTaken(reading.batch(), reading.mark().orElse(null), reading.troubles(), reading.scans());
    }

    /** The wand stands there from now on, unless it stood further already. */
    Optional<WandMark> stands(@Nullable WandMark mark) {
        return mark == null
                ? Optional.empty()
                : Optional.of(marks.merge(mark.wand(), mark, (known, told) -> told.further(known)));
    }

    /** Whether it says anything that is not known here. */
    boolean isNew(WandMark mark) {
        WandMark known = marks.get(mark.wand());
        return known == null || !mark.further(known).equals(known);
    }

    /** Nobody stands at a dock to be told that its wand is not the site's own; nothing when just that was said. */
    Optional<PatrolFinding> doubted(WandReading reading, long at) {
        String id = "wand " + reading.batch().wand() + " " + reading.batch().dockTime();
        if (reading.isOwn() || id.equals(lastDoubted)) {
            return Optional.empty();
        }
        lastDoubted = id;
        String why = reading.troubles().stream()
                .map(one -> one.code().name())
                .distinct()
                .collect(Collectors.joining(", "));
        return Optional.of(PatrolFinding.of(
                PatrolFinding.Kind.WAND_DOUBTED,
                id,
                List.of(),
                at,
                at,
                reading.batch().wand() + ": " + why));
    }

    /** What whoever uploads is told about a file that is none. */
    static WandReading refused(Refusal refusal) {
        return new WandReading(
                new UploadBatch("", "", 0, 0, "", 0, 0, 0),
                List.of(),
                Optional.empty(),
                List.of(new WandTrouble(WandTrouble.Code.NOT_A_WAND_FILE, refusal.message())));
    }
}
