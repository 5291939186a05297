package io.gatehouse.gateway.ingress.coap;

import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.device.Topic.Channel;
import io.vertx.core.Future;
import java.util.Optional;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.server.resources.CoapExchange;

/**
 * The firmware that a device was told of last, block-wise (RFC 7959): any block may be asked for at any time, so that a device
 * goes on where it was after a restart of its own.
 */
final class FirmwareResource extends ChannelResource {

    FirmwareResource(DeviceId device, CoapIngress.Rooms rooms) {
        super(device, "firmware", Channel.CMD, rooms);
    }

    @Override
    public void handleGET(CoapExchange exchange) {
        exchange.accept();
        rooms.context().runOnContext(v -> {
            if (!isAllowed(exchange)) {
                return;
            }
            Optional<String> offered = rooms.firmware().offeredTo(device);
            Future<Optional<byte[]>> content = offered.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : rooms.firmware().content(offered.get());
            content.onSuccess(found -> {
                        if (found.isPresent()) {
                            exchange.respond(
                                    ResponseCode.CONTENT, found.get(), MediaTypeRegistry.APPLICATION_OCTET_STREAM);
                        } else {
                            exchange.respond(ResponseCode.NOT_FOUND, "no firmware is offered to this device");
                        }
                    })
                    .onFailure(failure -> exchange.respond(ResponseCode.SERVICE_UNAVAILABLE));
        });
    }
}
