package io.gatehouse.gateway.ingress.coap;

import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.command.DeviceCommand;
import io.gatehouse.protocol.device.Topic.Channel;
import java.util.Optional;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.CoAP.Type;
import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.observe.ObserveRelation;
import org.eclipse.californium.core.server.resources.CoapExchange;
import org.jspecify.annotations.Nullable;

/**
 * A device's commands, to look at or to observe (RFC 7641). What is shown is one that it has not been told yet, each in its
 * turn, else the oldest open one, else nothing.
 */
final class CommandResource extends ChannelResource {

    private final Untold untold = new Untold();
    // what observers are told now, until one of them has it or it failed
    private @Nullable DeviceCommand telling;

    CommandResource(DeviceId device, CoapIngress.Rooms rooms) {
        super(device, Channel.CMD, rooms);
        setObservable(true);
        setObserveType(Type.CON);
        getAttributes().setObservable();
    }

    @Override
    public void handleGET(CoapExchange exchange) {
        WireFormat format = WireFormat.byCoapContentFormat(
                        exchange.getRequestOptions().getAccept())
                .orElse(WireFormat.JSON);
        rooms.context().runOnContext(v -> {
            if (!isAllowed(exchange)) {
                return;
            }
            if (!isNews(exchange)) {
                rooms.devices().overCoap(device, isSecure(exchange));
                rooms.devices().heard(device);
            }
            respond(exchange, format, isNews(exchange) ? Optional.ofNullable(telling) : looked());
        });
    }

    private Optional<DeviceCommand> turn() {
        return untold.turn(rooms.devices().nowMillis(), rooms.commands()::isPast);
    }

    /** For a device that looks by itself. */
    private Optional<DeviceCommand> looked() {
        return turn().or(() -> rooms.commands().next(device));
    }

    private void respond(CoapExchange exchange, WireFormat format, Optional<DeviceCommand> shown) {
        Response response = new Response(ResponseCode.CONTENT);
        response.getOptions().setContentFormat(format.coapContentFormat());
        shown.ifPresent(command -> {
            response.setPayload(format.write(command));
            response.addMessageObserver(new Told(command));
        });
        exchange.respond(response);
    }

    /** Hears what became of a notification, on Californium's threads. */
    private final class Told extends MessageObserverAdapter {

        private final DeviceCommand command;

        Told(DeviceCommand command) {
            this.command = command;
        }

        @Override
        public void onAcknowledgement() {
            rooms.context().runOnContext(v -> {
                untold.told(command.commandId());
                ended();
                tellNext();
            });
        }

        @Override
        protected void failed() {
            rooms.context().runOnContext(v -> ended());
        }

        private void ended() {
            DeviceCommand now = telling;
            if (now != null && now.commandId().equals(command.commandId())) {
                telling = null;
            }
        }
    }

    /**
     * One at a time: two notifications of one moment would carry the same number, and an observer takes the second for an old
     * one (RFC 7641, 3.4), acknowledges it and drops it.
     */
    private void tellNext() {
        DeviceCommand now = telling;
        if (now == null || now.expiredAt(rooms.devices().nowMillis())) {
            telling = turn().orElse(null);
            if (telling != null) {
                changed();
            }
        }
    }

    /** Whether this side speaks: the device has asked once, and may be silent since. */
    private static boolean isNews(CoapExchange exchange) {
        ObserveRelation relation = exchange.advanced().getRelation();
        return relation != null && relation.isEstablished();
    }

    /** Whether somebody observes; on the gateway's context. */
    boolean tell(DeviceCommand command) {
        if (getObserverCount() == 0) {
            return false;
        }
        untold.add(command);
        tellNext();
        return true;
    }

    @Override
    public void addObserveRelation(ObserveRelation relation) {
        super.addObserveRelation(relation);
        rooms.context().runOnContext(v -> {
            rooms.devices().observed(device, true);
            telling = null;
            rooms.commands().arrived(device);
            tellNext();
        });
    }

    @Override
    public void removeObserveRelation(ObserveRelation relation) {
        super.removeObserveRelation(relation);
        rooms.context().runOnContext(v -> rooms.devices().observed(device, false));
    }
}
