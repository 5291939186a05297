package io.gatehouse.gateway.device;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.record.Recorder;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.command.CommandOrder;
import io.gatehouse.protocol.command.CommandState;
import io.gatehouse.protocol.command.DeviceCommand;
import io.gatehouse.protocol.device.CommandAck;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Operators' commands on their way to devices: each is taken once, handed over while it lives, and every step is told
 * upwards as evidence. On the gateway's context.
 */
public final class CommandDesk {

    private static final String NOT_HERE_IN_TIME = "what it needs did not come to the gateway in time";

    private final Clock clock;
    private final Recorder recorder;
    private final OrderBook orders;
    private final FreshUnlocks unlocks = new FreshUnlocks();
    private BiConsumer<DeviceId, DeviceCommand> onHanded = (device, command) -> {};
    private final GatewayId self;
    private final List<CommandWay> ways = new ArrayList<>();
    private final Map<String, CommandOrder> open = new LinkedHashMap<>();
    private final Map<String, CommandState> states = new LinkedHashMap<>();
    private final Map<String, DeviceCommand> prepared = new LinkedHashMap<>();
    private final Set<String> preparing = new HashSet<>();
    private final Map<String, Future<Boolean>> handing = new HashMap<>();
    private Preparation preparation = order -> Future.succeededFuture(Preparation.Prepared.asItIs());
    private SiteOrders siteOrders = order -> Future.succeededFuture(
            Optional.of("this gateway does not know " + order.type().wireName()));

    /** @param self a command of this name is for the gateway, not for a device */
    public CommandDesk(GatewayId self, Clock clock, Recorder recorder, OrderBook orders) {
        this.self = self;
        this.clock = clock;
        this.recorder = recorder;
        this.orders = orders;
        orders.unfinished(clock.millis())
                .forEach(order ->
                        keep(order, orders.isHanded(order.commandId()) ? CommandState.SENT : CommandState.ACCEPTED));
    }

    /** Who hears of each command of an order that a device was handed; set once while wiring. */
    public void onHanded(BiConsumer<DeviceId, DeviceCommand> listener) {
        onHanded = listener;
    }

    /** What has to be there before a device is told; set once while wiring. */
    public void preparedBy(Preparation step) {
        preparation = step;
    }

    /** Ways are tried in the order in which they were added; while wiring. */
    public void add(CommandWay way) {
        ways.add(way);
    }

    /** Who carries out what is asked of the site; set once while wiring. Takes up what a restart interrupted. */
    public void siteOrders(SiteOrders orders) {
        siteOrders = orders;
        List.copyOf(open.values()).stream().filter(this::isOfSite).forEach(this::carryOutOrTakeBack);
    }

    private boolean isOfSite(CommandOrder order) {
        return order.type().isOfSite() && order.device().value().equals(self.value());
    }

    private Future<Void> carryOutOrTakeBack(CommandOrder order) {
        Optional<Cancel> cancel = Cancel.read(order);
        return cancel.isPresent() ? takeBack(order, cancel.get()) : carryOut(order);
    }

    /** Whoever is being told at this moment is told first, so that nobody carries out what counts as taken back. */
    private Future<Void> takeBack(CommandOrder order, Cancel cancel) {
        return handing.getOrDefault(cancel.command(), Future.succeededFuture(false))
                .transform(handed -> takenBack(order, cancel));
    }

    private Future<Void> takenBack(CommandOrder order, Cancel cancel) {
        String command = cancel.command();
        boolean waits = states.get(command) == CommandState.ACCEPTED;
        boolean never = !orders.hasSeen(command);
        close(order.commandId());
        if (!waits && !never) {
            String why = open.containsKey(command) ? "the device has it already" : "it has ended already";
            return report(order.commandId(), order.device(), CommandState.FAILED, why);
        }
        close(command);
        return report(command, cancel.subject(), CommandState.CANCELLED, order.operator())
                .compose(v -> report(order.commandId(), order.device(), CommandState.DONE, null));
    }

    private Future<Void> carryOut(CommandOrder order) {
        return siteOrders
                .carryOut(order)
                .recover(failure -> Future.succeededFuture(Optional.of("it failed: " + failure.getMessage())))
                .compose(refusal -> {
                    close(order.commandId());
                    CommandState state = refusal.isPresent() ? CommandState.FAILED : CommandState.DONE;
                    return report(order.commandId(), order.device(), state, refusal.orElse(null));
                });
    }

    private void keep(CommandOrder order, CommandState state) {
        open.put(order.commandId(), order);
        states.put(order.commandId(), state);
    }

    /** An order has come from the fleet, perhaps not for the first time. */
    public Future<Void> take(CommandOrder order) {
        if (orders.isKnown(order)) {
            return Future.succeededFuture();
        }
        if (clock.millis() >= order.expiresAt()) {
            orders.note(order);
            return report(order.commandId(), order.device(), CommandState.EXPIRED, "came too late to the gateway");
        }
        Optional<String> stale = unlocks.refuses(order, clock.millis());
        orders.note(order);
        if (stale.isPresent()) {
            return orders.save()
                    .compose(v -> report(order.commandId(), order.device(), CommandState.FAILED, stale.get()));
        }
        keep(order, CommandState.ACCEPTED);
        return orders.save()
                .compose(v -> report(order.commandId(), order.device(), CommandState.ACCEPTED, null))
                .compose(v -> isOfSite(order) ? carryOutOrTakeBack(order) : hand(order));
    }

    /** The device has connected: what waits for it goes to it. */
    public void arrived(DeviceId device) {
        for (CommandOrder order : List.copyOf(open.values())) {
            if (order.device().equals(device)) {
                hand(order);
            }
        }
    }

    private Future<Void> hand(CommandOrder order) {
        if (!isOpen(order)) {
            return Future.succeededFuture();
        }
        DeviceCommand ready = prepared.get(order.commandId());
        if (ready != null) {
            return hand(order, ready);
        }
        preparing.add(order.commandId());
        return preparation.of(order).compose(done -> prepared(order, done));
    }

    private Future<Void> prepared(CommandOrder order, Preparation.Prepared done) {
        preparing.remove(order.commandId());
        if (!isOpen(order)) {
            return Future.succeededFuture();
        }
        if (done.refusal() != null) {
            close(order.commandId());
            return report(order, CommandState.FAILED, done.refusal(), done.code());
        }
        DeviceCommand command = done.on(command(order));
        prepared.put(order.commandId(), command);
        return hand(order, command);
    }

    private boolean isOpen(CommandOrder order) {
        return open.containsKey(order.commandId()) && clock.millis() < order.expiresAt();
    }

    private static DeviceCommand command(CommandOrder order) {
        return new DeviceCommand(
                order.commandId(), order.type(), order.issuedAt(), order.expiresAt(), null, order.data());
    }

    private Future<Void> hand(CommandOrder order, DeviceCommand command) {
        Future<Boolean> trying = tryWays(order.device(), command, 0);
        handing.put(order.commandId(), trying);
        return trying.compose(handed -> {
            handing.remove(order.commandId(), trying);
            if (!handed) {
                return Future.succeededFuture();
            }
            onHanded.accept(order.device(), command);
            return sent(order.commandId(), order.device());
        });
    }

    private Future<Void> sent(String commandId, DeviceId device) {
        if (states.get(commandId) != CommandState.ACCEPTED) {
            return Future.succeededFuture();
        }
        states.put(commandId, CommandState.SENT);
        orders.handed(commandId);
        return report(commandId, device, CommandState.SENT, null);
    }

    /** A command of the gateway's own, for which no order is kept: completes with whether any way took it. */
    public Future<Boolean> byAnyWay(DeviceId device, DeviceCommand command) {
        return tryWays(device, command, 0);
    }

    private Future<Boolean> tryWays(DeviceId device, DeviceCommand command, int index) {
        if (index >= ways.size()) {
            return Future.succeededFuture(false);
        }
        return ways.get(index)
                .hand(device, command)
                .recover(failed -> Future.succeededFuture(false))
                .compose(handed -> handed ? Future.succeededFuture(true) : tryWays(device, command, index + 1));
    }

    /** What a device's acknowledgement says of a command, as the body of an event; closes the command when it ends. */
    public ObjectNode answered(DeviceId device, CommandAck ack) {
        CommandState state = switch (ack.status()) {
            case ACCEPTED -> CommandState.ACKNOWLEDGED;
            case DONE -> CommandState.DONE;
            case FAILED -> CommandState.FAILED;
            case EXPIRED -> CommandState.EXPIRED;
        };
        CommandOrder order = open.get(ack.commandId());
        if (order != null && order.device().equals(device)) {
            states.put(ack.commandId(), state);
            if (state.isFinal()) {
                close(ack.commandId());
            }
        }
        return body(ack.commandId(), state, ack.message(), ack.code());
    }

    /** Call about once a second: what nobody took in time is over. */
    public void tick() {
        long now = clock.millis();
        for (CommandOrder order : List.copyOf(open.values())) {
            if (now >= order.expiresAt()) {
                over(order);
            }
        }
    }

    /** Who was there and could not be told is no device that was away. */
    private void over(CommandOrder order) {
        String id = order.commandId();
        boolean sent = states.get(id) != CommandState.ACCEPTED;
        boolean waited = !sent && preparing.contains(id);
        close(id);
        if (waited) {
            report(order, CommandState.FAILED, NOT_HERE_IN_TIME, CommandAck.NOT_FETCHED);
        } else {
            String why = sent ? "the device did not answer in time" : "the device was not connected in time";
            report(order, CommandState.EXPIRED, why, null);
        }
    }

    private void close(String commandId) {
        open.remove(commandId);
        states.remove(commandId);
        prepared.remove(commandId);
        preparing.remove(commandId);
        orders.finished(commandId);
    }

    /** The command that a device should carry out next, for devices that look by themselves: it counts as sent. */
    public Optional<DeviceCommand> next(DeviceId device) {
        Optional<DeviceCommand> found =
                waiting(device, CommandState.ACCEPTED).or(() -> waiting(device, CommandState.SENT));
        found.ifPresent(command -> sent(command.commandId(), device));
        return found;
    }

    private Optional<DeviceCommand> waiting(DeviceId device, CommandState state) {
        long now = clock.millis();
        return open.values().stream()
                .filter(order -> order.device().equals(device) && now < order.expiresAt())
                .filter(order -> states.get(order.commandId()) == state)
                .map(order -> prepared.get(order.commandId()))
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** Whether an order of that name need not be told any more; what is no order is nobody's past. */
    public boolean isPast(String commandId) {
        CommandState state = states.get(commandId);
        return orders.hasSeen(commandId) && state != CommandState.ACCEPTED && state != CommandState.SENT;
    }

    private Future<Void> report(String commandId, DeviceId device, CommandState state, @Nullable String message) {
        return recorder.tell(GatewayEvents.COMMAND_REPORTED, device, body(commandId, state, message, null))
                .mapEmpty();
    }

    private Future<Void> report(
            CommandOrder order, CommandState state, @Nullable String message, @Nullable String code) {
        ObjectNode body = body(order.commandId(), state, message, code);
        return recorder.tell(GatewayEvents.COMMAND_REPORTED, order.device(), body)
                .mapEmpty();
    }

    private static ObjectNode body(
            String commandId, CommandState state, @Nullable String message, @Nullable String code) {
        ObjectNode body = Recorder.body().put("commandId", commandId).put("state", state.name());
        if (message != null) {
            body.put("message", message);
        }
        if (code != null) {
            body.put("code", code);
        }
        return body;
    }
}
