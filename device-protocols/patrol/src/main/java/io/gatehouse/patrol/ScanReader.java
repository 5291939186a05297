package io.gatehouse.patrol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.patrol.CheckpointScan.Way;
import io.gatehouse.protocol.patrol.InspectionResult;
import io.gatehouse.protocol.patrol.Mark;
import io.gatehouse.protocol.patrol.MarkKind;
import io.gatehouse.protocol.patrol.Officer;
import io.gatehouse.protocol.patrol.PatrolPlan;
import io.gatehouse.protocol.patrol.Place;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Scans out of what devices tell: the same at the gateway and at the fleet. */
public final class ScanReader {

    /** A time that nothing is known of. */
    private static final long NO_IDEA_MILLIS = 365L * 24 * 3_600_000;

    /** A gateway whose clock was lost may show any year. */
    private static final long ANY_YEAR_MILLIS = 100 * NO_IDEA_MILLIS;

    /** Both clocks say the same: then it is not the device's that is doubted. */
    private static final long AGREES_MILLIS = 10 * 60_000;
    /** The year this software was made: a gateway that shows less has lost its clock. */
    private static final long NOT_BEFORE = 1_767_225_600_000L;

    private final PatrolPlan plan;

    public ScanReader(PatrolPlan plan) {
        this.plan = plan;
    }

    /** What a checkpoint device told: a {@code CheckpointScanned}. */
    public CheckpointScan atCheckpoint(SiteEvent event) {
        JsonNode body = event.body() == null ? MissingNode.getInstance() : event.body();
        return new CheckpointScan(
                id(event),
                Way.DEVICE,
                method(body.path("method").asText()),
                body.path("tag").asText(),
                device(event),
                officers(body),
                when(event),
                event.deviceTime(),
                event.gatewayTime(),
                doubt(event),
                part(body.path("position"), Place.class).orElse(null),
                body.path("leftAt").isIntegralNumber() ? body.path("leftAt").longValue() : null,
                parts(body.path("results"), InspectionResult.class),
                texts(body.path("photos")),
                Set.of(),
                null);
    }

    /** A read that opened for an officer; nothing for anybody else's. */
    public Optional<CheckpointScan> atReader(SiteEvent event) {
        AccessDecision decision = event.decision();
        String point = decision == null ? null : decision.accessPoint();
        String person = decision == null ? null : decision.person();
        if (decision == null
                || point == null
                || person == null
                || !decision.outcome().opens()) {
            return Optional.empty();
        }
        return plan.officers().stream()
                .filter(officer -> person.equals(officer.person()))
                .findFirst()
                .map(officer -> incidental(event, MarkKind.READER, point, List.of(officer.id())));
    }

    /** A door that opened, whoever did it. */
    public CheckpointScan atDoor(SiteEvent event, String door) {
        return incidental(event, MarkKind.DOOR, door, List.of());
    }

    private static CheckpointScan incidental(SiteEvent event, MarkKind kind, String tag, List<String> officers) {
        return new CheckpointScan(
                id(event),
                Way.ACCESS,
                kind,
                tag,
                device(event),
                officers,
                when(event),
                event.deviceTime(),
                event.gatewayTime(),
                doubt(event),
                null,
                null,
                List.of(),
                List.of(),
                Set.of(),
                null);
    }

    private static String id(SiteEvent event) {
        return device(event) + "/" + event.bootId() + "/" + event.deviceSeq();
    }

    private static @Nullable String device(SiteEvent event) {
        DeviceId device = event.device();
        return device == null ? null : device.value();
    }

    /** By the device's clock when it is to be believed; what comes live was just now, whatever its clock says. */
    private static long when(SiteEvent event) {
        Long told = event.deviceTime();
        return told != null && event.timeQuality() != TimeQuality.UNTRUSTED ? told : event.gatewayTime();
    }

    private static long doubt(SiteEvent event) {
        if (isGatewayDoubted(event)) {
            return ANY_YEAR_MILLIS;
        }
        boolean believed = event.deviceTime() != null && event.timeQuality() != TimeQuality.UNTRUSTED;
        return believed || !event.replayed() ? 0 : NO_IDEA_MILLIS;
    }

    /** Its time is the gateway's, whose clock cannot be believed now: it was recorded, and may have been in any year. */
    public static CheckpointScan doubted(CheckpointScan scan) {
        return scan.when(scan.at(), ANY_YEAR_MILLIS);
    }

    /** Whether it is the gateway's own clock that cannot be believed, and not only the device's. */
    private static boolean isGatewayDoubted(SiteEvent event) {
        Long told = event.deviceTime();
        return event.timeQuality() == TimeQuality.UNTRUSTED
                && (told == null
                        || Math.abs(told - event.gatewayTime()) <= AGREES_MILLIS
                        || event.gatewayTime() < NOT_BEFORE);
    }

    /** By their id, or by what they showed. */
    private List<String> officers(JsonNode body) {
        List<String> shown = new ArrayList<>(texts(body.path("officers")));
        if (!body.path("officer").asText().isEmpty()) {
            shown.add(0, body.path("officer").asText());
        }
        return shown.stream().map(this::officer).distinct().toList();
    }

    private String officer(String shown) {
        return plan.officers().stream()
                .filter(one -> one.id().equals(shown)
                        || one.tags().stream().anyMatch(tag -> Mark.number(tag).equals(Mark.number(shown))))
                .map(Officer::id)
                .findFirst()
                .orElse(shown);
    }

    private static @Nullable MarkKind method(String name) {
        return Stream.of(MarkKind.values())
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> {
            if (one.isTextual()) {
                texts.add(one.textValue());
            }
        });
        return texts;
    }

    private static <T> List<T> parts(JsonNode list, Class<T> type) {
        List<T> parts = new ArrayList<>();
        list.forEach(one -> part(one, type).ifPresent(parts::add));
        return parts;
    }

    /** What is no such thing is left out: the scan counts without it, and the event keeps it as it came. */
    private static <T> Optional<T> part(JsonNode node, Class<T> type) {
        return node.isObject()
                ? WireFormat.JSON
                        .read(WireFormat.JSON.write(node), type)
                        .fold(Optional::of, refusal -> Optional.empty())
                : Optional.empty();
    }
}
