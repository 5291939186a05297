package io.gatehouse.gateway.desk;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.access.SiteOrder;
import io.gatehouse.access.state.DoorMemory;
import io.gatehouse.gateway.device.SiteOrders;
import io.gatehouse.protocol.command.CommandOrder;
import io.gatehouse.protocol.command.CommandType;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns what is asked of the site into what the access desk understands. On the gateway's context. */
public final class SiteOrderDesk implements SiteOrders {

    private static final long MOST_SECONDS = Duration.ofDays(1).toSeconds();

    private final FrontDesk desk;
    private final Supplier<Future<Void>> kept;

    /** @param kept completes when the site's state is on the disk as it is at the call */
    public SiteOrderDesk(FrontDesk desk, Supplier<Future<Void>> kept) {
        this.desk = desk;
        this.kept = kept;
    }

    @Override
    public Future<Optional<String>> carryOut(CommandOrder order) {
        Map<String, JsonNode> data = order.data() == null ? Map.of() : order.data();
        Future<Optional<String>> done = switch (order.type()) {
            case HOLD_OPEN -> hold(text(data, "door"), data.get("seconds"));
            case END_HOLD -> desk.hold(text(data, "door"), 0);
            case LET_IN, TURN_AWAY -> Future.succeededFuture(answer(order, text(data, "accessPoint")));
            default -> Future.succeededFuture(atOnce(order.type(), data));
        };
        // in force already: a disk that fails keeps nobody from locking down
        return done.compose(refused -> kept.get().transform(written -> Future.succeededFuture(refused)));
    }

    private Optional<String> atOnce(CommandType type, Map<String, JsonNode> data) {
        return switch (type) {
            case LOCK_DOWN -> desk.order(new SiteOrder.Lockdown(texts(data, "doors"), true, true));
            case LIFT_LOCKDOWN -> desk.order(new SiteOrder.Lockdown(texts(data, "doors"), false, true));
            case SET_THREAT_LEVEL -> threat(text(data, "level"));
            case FORGIVE_PASSBACK -> forgive(text(data, "person"), text(data, "area"));
            case RELEASE_LOCKOUT -> release(text(data, "reader"), text(data, "credential"));
            case SET_DOOR_MODE -> mode(text(data, "door"), text(data, "mode"));
            case START_MUSTER -> desk.order(new SiteOrder.Muster(true));
            case END_MUSTER -> desk.order(new SiteOrder.Muster(false));
            default -> Optional.of(type.wireName() + " is carried out by a device, not by the gateway");
        };
    }

    private Optional<String> mode(String door, String mode) {
        return switch (mode) {
            case "NORMAL" -> desk.order(new SiteOrder.Door(door, DoorMemory.Order.NONE));
            case "LOCKED" -> desk.order(new SiteOrder.Door(door, DoorMemory.Order.LOCKED));
            case "UNLOCKED" -> desk.order(new SiteOrder.Door(door, DoorMemory.Order.UNLOCKED));
            case "BLOCKED" -> desk.order(new SiteOrder.Door(door, DoorMemory.Order.BLOCKED));
            case "LOCKED_OPEN" -> desk.order(new SiteOrder.Door(door, DoorMemory.Order.LOCKED_OPEN));
            default -> Optional.of("mode must be NORMAL, LOCKED, UNLOCKED, BLOCKED or LOCKED_OPEN, was '" + mode + "'");
        };
    }

    private Optional<String> threat(String level) {
        return desk.order(new SiteOrder.ThreatLevel(level.isEmpty() ? null : level));
    }

    private Optional<String> forgive(String person, String area) {
        if (!person.isEmpty()) {
            return desk.order(new SiteOrder.ForgivePerson(person));
        }
        return desk.order(area.isEmpty() ? new SiteOrder.ForgiveAll() : new SiteOrder.ForgiveArea(area));
    }

    private Optional<String> release(String reader, String credential) {
        if (reader.isEmpty() == credential.isEmpty()) {
            return Optional.of("name either a reader's entrance or a credential");
        }
        return desk.order(
                reader.isEmpty() ? new SiteOrder.ReleaseCredential(credential) : new SiteOrder.ReleaseReader(reader));
    }

    /** Ends by itself, also over a restart. */
    private Future<Optional<String>> hold(String door, @Nullable JsonNode seconds) {
        long lasts = seconds == null ? 0 : seconds.asLong();
        return lasts < 1 || lasts > MOST_SECONDS
                ? Future.succeededFuture(Optional.of("seconds must be between 1 and " + MOST_SECONDS))
                : desk.hold(door, lasts * 1_000);
    }

    private Optional<String> answer(CommandOrder order, String accessPoint) {
        return desk.rulings().answered(accessPoint, order.type() == CommandType.LET_IN, order.operator())
                ? Optional.empty()
                : Optional.of("nobody waits at " + accessPoint + " for an answer");
    }

    private static String text(Map<String, JsonNode> data, String name) {
        JsonNode value = data.get(name);
        return value == null ? "" : value.asText();
    }

    private static List<String> texts(Map<String, JsonNode> data, String name) {
        List<String> texts = new ArrayList<>();
        JsonNode value = data.get(name);
        if (value != null && value.isArray()) {
            value.forEach(one -> texts.add(one.asText()));
        } else if (value != null && !value.asText().isEmpty()) {
            texts.add(value.asText());
        }
        return texts;
    }
}
