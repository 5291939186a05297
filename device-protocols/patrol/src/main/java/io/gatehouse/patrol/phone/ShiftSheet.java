package io.gatehouse.patrol.phone;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.patrol.PlannedStop;
import io.gatehouse.patrol.Round;
import io.gatehouse.patrol.judge.RoundState;
import io.gatehouse.patrol.judge.RoundVerdict;
import io.gatehouse.patrol.judge.StopVerdict;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.patrol.Mark;
import io.gatehouse.protocol.patrol.MarkKind;
import io.gatehouse.protocol.patrol.Officer;
import io.gatehouse.protocol.patrol.PatrolCheckpoint;
import io.gatehouse.protocol.patrol.PatrolPlan;
import io.gatehouse.protocol.patrol.Route;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Everything that a guard's phone needs for a shift without a network: whose it is, their rounds, the checkpoints, the
 * figures. The gateway and the fleet write the same.
 *
 * @param site whose rounds they are
 */
public record ShiftSheet(String site, ZoneId zone, PatrolPlan plan) {

    private static final long HALF_DAY = 12 * 3_600_000L;

    /**
     * Who reads it, at which time in milliseconds since 1970.
     *
     * @param signed rounds that they have signed
     */
    public record Reader(String officer, long now, Set<String> signed) {

        public Reader {
            signed = Set.copyOf(signed);
        }
    }

    /** Of the rounds that begin within half a day. */
    public ObjectNode of(Reader reader, List<RoundVerdict> verdicts) {
        ObjectNode sheet = JsonNodeFactory.instance
                .objectNode()
                .put("site", site)
                .put("officer", reader.officer)
                .put("name", plan.officer(reader.officer).map(Officer::name).orElse(reader.officer))
                .put("zone", zone.getId())
                .put("now", time(reader.now));
        sheet.set("policy", WireFormat.JSON.mapper().valueToTree(plan.policy()));
        ArrayNode rounds = sheet.putArray("rounds");
        verdicts.stream()
                .filter(verdict -> Math.abs(verdict.round().plannedAt() - reader.now) <= HALF_DAY)
                .filter(verdict -> verdict.round().isFor(List.of(reader.officer)))
                .forEach(verdict -> rounds.add(toSign(round(verdict, reader.now), verdict, reader)));
        ArrayNode checkpoints = sheet.putArray("checkpoints");
        plan.checkpoints().forEach(checkpoint -> checkpoints.add(checkpoint(checkpoint)));
        return sheet;
    }

    /** What they may sign of it: all of a round that is over, and is theirs or was made by them. */
    private static ObjectNode toSign(ObjectNode round, RoundVerdict verdict, Reader reader) {
        boolean over = verdict.state().isOver() && verdict.state() != RoundState.CANCELLED;
        boolean own = verdict.round().officers().contains(reader.officer)
                || verdict.stops().stream().anyMatch(stop -> stop.officers().contains(reader.officer));
        return over && own && !reader.signed.contains(verdict.round().id())
                ? round.put("seen", RoundSeen.of(verdict).text())
                : round;
    }

    /** One round, as far as it may be shown now: what is sealed is not told before its time. */
    public ObjectNode round(RoundVerdict verdict, long now) {
        Round round = verdict.round();
        boolean open = !round.sealed() || now >= round.startAt() || verdict.state() == RoundState.CANCELLED;
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", round.id())
                .put("route", round.route())
                .put("routeName", plan.route(round.route()).map(Route::name).orElse(round.route()))
                .put("order", round.order().name())
                .put("plannedAt", time(round.plannedAt()))
                // when it ends would tell when it begins
                .put("endAt", time(open ? round.endAt() : round.endAt() - round.startAt() + round.plannedAt()))
                .put("state", (open ? verdict.state() : RoundState.SCHEDULED).name())
                .put("made", verdict.made())
                .put("missing", verdict.missing())
                .put("planned", round.stops().size())
                .put("settled", verdict.settled())
                .put("sealed", !open);
        round.officers()
                .forEach(id -> json.withArray("officers")
                        .add(plan.officer(id).map(Officer::name).orElse(id)));
        ArrayNode stops = json.putArray("stops");
        for (int i = 0; open && i < verdict.stops().size(); i++) {
            stops.add(stop(round.stops().get(i), verdict.stops().get(i)));
        }
        return json;
    }

    private ObjectNode stop(PlannedStop planned, StopVerdict stop) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("ordinal", stop.ordinal())
                .put("checkpoint", stop.checkpoint())
                .put(
                        "name",
                        plan.checkpoint(stop.checkpoint())
                                .map(PatrolCheckpoint::name)
                                .orElse(stop.checkpoint()))
                .put("earlyFrom", time(planned.earlyFrom()))
                .put("onTimeFrom", time(planned.onTimeFrom()))
                .put("onTimeTo", time(planned.onTimeTo()))
                .put("lateTo", time(planned.lateTo()))
                .put("required", planned.required())
                .put("hidden", planned.way().hidden())
                .put("dwellMinSeconds", planned.way().dwellMinSeconds())
                .put("status", stop.status().name())
                .put("provisional", stop.provisional());
        stop.flags().forEach(flag -> json.withArray("flags").add(flag.name()));
        Long at = stop.at();
        if (at != null) {
            json.put("at", time(at));
        }
        if (stop.cause() != null) {
            json.put("cause", stop.cause().name());
        }
        if (stop.excuse() != null) {
            json.put("excused", true);
        }
        return json;
    }

    private static ObjectNode checkpoint(PatrolCheckpoint checkpoint) {
        ObjectNode one =
                JsonNodeFactory.instance.objectNode().put("id", checkpoint.id()).put("name", checkpoint.name());
        if (checkpoint.instructions() != null) {
            one.put("instructions", checkpoint.instructions());
        }
        boolean fenced = checkpoint.marks().stream().anyMatch(mark -> mark.kind() == MarkKind.GPS);
        if (fenced && checkpoint.place() != null) {
            one.set("fence", WireFormat.JSON.mapper().valueToTree(checkpoint.place()));
        }
        one.set("checklist", WireFormat.JSON.mapper().valueToTree(checkpoint.checklist()));
        ArrayNode tags = one.putArray("tags");
        // the phone tells which point a tag is without a network; who can read the tag knows its number anyway
        checkpoint.marks().stream()
                .filter(mark -> !mark.kind().isIncidental() && !mark.value().isEmpty())
                .forEach(mark -> tags.addObject()
                        .put("kind", mark.kind().name())
                        .put("digest", digest(Mark.number(mark.value()))));
        return one;
    }

    /** Hexadecimal SHA-256 of the text: what is kept of keys, codes and tags. */
    public static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
