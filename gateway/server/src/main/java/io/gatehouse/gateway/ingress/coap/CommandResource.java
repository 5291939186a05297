package io.gatehouse.gateway.ingress.coap;

import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.command.DeviceCommand;
import io.gatehouse.protocol.device.Topic.Channel;
import java.util.Optional;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.CoAP.Type;
import org.eclipse.californium.core.observe.ObserveRelation;
import org.eclipse.californium.core.server.resources.CoapExchange;
import org.jspecify.annotations.Nullable;

/**
 * A device's commands, to look at or to observe (RFC 7641). What is shown is the last one told, else the oldest open one,
 * else nothing.
 */
final class CommandResource extends ChannelResource {

    private volatile @Nullable DeviceCommand told;

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
            rooms.devices().overCoap(device, isSecure(exchange));
            rooms.devices().heard(device);
            DeviceCommand last = told;
            boolean lives = last != null && !last.expiredAt(rooms.devices().nowMillis());
            Optional<DeviceCommand> shown =
                    lives ? Optional.ofNullable(last) : rooms.commands().next(device);
            if (shown.isPresent()) {
                exchange.respond(ResponseCode.CONTENT, format.write(shown.get()), format.coapContentFormat());
            } else {
                exchange.respond(ResponseCode.CONTENT, new byte[0], format.coapContentFormat());
            }
        });
    }

    /** Whether somebody observes; on the gateway's context. */
    boolean tell(DeviceCommand command) {
        if (getObserverCount() == 0) {
            return false;
        }
        told = command;
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
