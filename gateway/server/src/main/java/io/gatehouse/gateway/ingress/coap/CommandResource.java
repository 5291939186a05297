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

/**
 * A device's commands, to look at or to observe (RFC 7641). What is shown is one that it has not been told yet, each in its
 * turn, else the oldest open one, else nothing.
 */
final class CommandResource extends ChannelResource {

    private final Untold untold = new Untold();

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
            Optional<DeviceCommand> shown = untold.turn(
                            rooms.devices().nowMillis(), rooms.commands()::isPast)
                    .or(() -> rooms.commands().next(device));
            respond(exchange, format, shown);
        });
    }

    private void respond(CoapExchange exchange, WireFormat format, Optional<DeviceCommand> shown) {
        Response response = new Response(ResponseCode.CONTENT);
        response.getOptions().setContentFormat(format.coapContentFormat());
        shown.ifPresent(command -> {
            response.setPayload(format.write(command));
            response.addMessageObserver(new MessageObserverAdapter() {
                @Override
                public void onAcknowledgement() {
                    rooms.context().runOnContext(v -> has(command));
                }
            });
        });
        exchange.respond(response);
    }

    /** The device has acknowledged that it was told: the next one's turn. */
    private void has(DeviceCommand command) {
        untold.told(command.commandId());
        if (!untold.isEmpty()) {
            changed();
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
        changed();
        return true;
    }

    @Override
    public void addObserveRelation(ObserveRelation relation) {
        super.addObserveRelation(relation);
        rooms.context().runOnContext(v -> {
            rooms.devices().observed(device, true);
            rooms.commands().arrived(device);
        });
    }

    @Override
    public void removeObserveRelation(ObserveRelation relation) {
        super.removeObserveRelation(relation);
        rooms.context().runOnContext(v -> rooms.devices().observed(device, false));
    }
}
