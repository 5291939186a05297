package io.gatehouse.gateway.ingress.coap;

import io.gatehouse.gateway.desk.Reply;
import io.gatehouse.gateway.device.Devices.Shown;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.Refusal;
import io.gatehouse.protocol.RefusalCode;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.device.Topic.Channel;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Optional;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.server.resources.CoapExchange;

/**
 * One channel of one device. Californium's thread checks who asks and hands over; the answer leaves when the journal has
 * the message (RFC 7252 §5.2.2: a separate response when that takes long).
 */
class ChannelResource extends CoapResource {

    private static final String KEY = "key=";
    protected static final int RETRY_SECONDS = 2;

    /**
     * From then on the answer comes in a message of its own. One that comes sooner rides on the acknowledgement, and needs
     * no message id of this side: a gateway that restarts begins its ids anywhere, and a device takes an id that it saw
     * within EXCHANGE_LIFETIME for a repeat (RFC 7252, 4.4 and 4.5), acknowledges it and hears nothing.
     */
    protected static final long ACCEPTED_AFTER_MILLIS = 500;

    protected final DeviceId device;
    protected final CoapIngress.Rooms rooms;
    private final Channel channel;

    ChannelResource(DeviceId device, Channel channel, CoapIngress.Rooms rooms) {
        this(device, channel.level(), channel, rooms);
    }

    /** @param name of something that is no channel of its own */
    ChannelResource(DeviceId device, String name, Channel channel, CoapIngress.Rooms rooms) {
        super(name);
        this.device = device;
        this.channel = channel;
        this.rooms = rooms;
    }

    @Override
    public void handlePOST(CoapExchange exchange) {
        take(exchange);
    }

    @Override
    public void handlePUT(CoapExchange exchange) {
        take(exchange);
    }

    private void take(CoapExchange exchange) {
        byte[] payload = exchange.getRequestPayload() == null ? new byte[0] : exchange.getRequestPayload();
        int number = exchange.getRequestOptions().getContentFormat();
        WireFormat format = WireFormat.byCoapContentFormat(number).orElseGet(() -> WireFormat.detect(payload));
        rooms.context().runOnContext(v -> {
            if (!isAllowed(exchange)) {
                return;
            }
            rooms.devices().overCoap(device, isSecure(exchange));
            if (!channel.fromDevice()) {
                refuse(
                        exchange,
                        new Refusal(RefusalCode.UNKNOWN_TOPIC, "a device does not write to " + channel.level()));
                return;
            }
            long slow = rooms.context().owner().setTimer(ACCEPTED_AFTER_MILLIS, timer -> exchange.accept());
            rooms.desk().take(device, channel, format, payload).onSuccess(reply -> {
                rooms.context().owner().cancelTimer(slow);
                answer(exchange, format, reply);
            });
        });
    }

    /** On the gateway's context. Answers 4.01 or 4.03 itself when the asker has no business here. */
    protected final boolean isAllowed(CoapExchange exchange) {
        Principal shown = exchange.advanced().getRequest().getSourceContext().getPeerIdentity();
        if (shown != null) {
            Optional<Peer> peer = Peer.of(shown);
            if (peer.isEmpty() || peer.get().device().equals(device)) {
                return stillHolds(peer, exchange);
            }
            rooms.devices().strayed(peer.get().device(), getURI());
            exchange.respond(ResponseCode.FORBIDDEN, "this resource belongs to another device");
            return false;
        }
        Optional<String> key = exchange.getRequestOptions().getUriQuery().stream()
                .filter(query -> query.startsWith(KEY))
                .findFirst();
        byte[] secret = key.map(k -> k.substring(KEY.length()).getBytes(StandardCharsets.UTF_8))
                .orElse(null);
        if (rooms.devices().admits(device, secret)) {
            return true;
        }
        rooms.devices().stranger(device.value(), Shown.KEY);
        exchange.respond(ResponseCode.UNAUTHORIZED, "no such device here, or the key does not match; add ?key=SECRET");
        return false;
    }

    /** A DTLS session outlives a site book; who is no longer in it, or has another proof now, has no business here. */
    private boolean stillHolds(Optional<Peer> peer, CoapExchange exchange) {
        if (peer.filter(one -> one.holds(rooms.devices())).isPresent()) {
            return true;
        }
        rooms.devices().stranger(device.value(), peer.map(Peer::by).orElse(Shown.KEY));
        exchange.respond(ResponseCode.UNAUTHORIZED, "no such device here, or what it came by counts no more");
        return false;
    }

    protected static boolean isSecure(CoapExchange exchange) {
        return exchange.advanced().getRequest().getSourceContext().getPeerIdentity() != null;
    }

    private static void answer(CoapExchange exchange, WireFormat format, Reply reply) {
        if (reply instanceof Reply.Taken taken) {
            if (taken.answer().isEmpty()) {
                exchange.respond(ResponseCode.CHANGED);
            } else {
                exchange.respond(
                        ResponseCode.CHANGED, format.write(taken.answer().get()), format.coapContentFormat());
            }
        } else if (reply instanceof Reply.Refused refused) {
            refuse(exchange, refused.refusal());
        } else {
            exchange.setMaxAge(RETRY_SECONDS);
            exchange.respond(ResponseCode.SERVICE_UNAVAILABLE, "no room now; send it again");
        }
    }

    private static void refuse(CoapExchange exchange, Refusal refusal) {
        ResponseCode code = switch (refusal.code()) {
            case TOO_LARGE -> ResponseCode.REQUEST_ENTITY_TOO_LARGE;
            case UNKNOWN_DEVICE -> ResponseCode.UNAUTHORIZED;
            case FOREIGN_TOPIC -> ResponseCode.FORBIDDEN;
            case UNKNOWN_TOPIC -> ResponseCode.METHOD_NOT_ALLOWED;
            case BUSY -> ResponseCode.SERVICE_UNAVAILABLE;
            case BAD_ENCODING, BAD_TYPE, MISSING_FIELD, OUT_OF_RANGE -> ResponseCode.BAD_REQUEST;
        };
        exchange.respond(code, refusal.code() + ": " + refusal.message(), MediaTypeRegistry.TEXT_PLAIN);
    }
}
