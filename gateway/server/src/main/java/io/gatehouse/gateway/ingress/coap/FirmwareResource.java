package io.gatehouse.gateway.ingress.coap;

import io.gatehouse.gateway.artifact.ArtifactBlock;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.device.Topic.Channel;
import java.util.HexFormat;
import java.util.Optional;
import org.eclipse.californium.core.coap.BlockOption;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.coap.OptionSet;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.server.resources.CoapExchange;
import org.jspecify.annotations.Nullable;

/**
 * The firmware that a device was told of last, block-wise (RFC 7959): any block may be asked for at any time, so that a device
 * goes on where it was after a restart of its own. Each block is read from the disk when it is asked for: a site's devices that
 * fetch at once hold nothing here, and no state between two blocks can be lost. The entity tag is of the content, so that blocks
 * of two artifacts are never taken for one (2.4).
 */
final class FirmwareResource extends ChannelResource {

    /** 1,024 bytes, the largest there is (2.2). */
    private static final int LARGEST_SZX = 6;

    private static final int TAG_BYTES = 8;

    FirmwareResource(DeviceId device, CoapIngress.Rooms rooms) {
        super(device, "firmware", Channel.CMD, rooms);
    }

    @Override
    public void handleGET(CoapExchange exchange) {
        rooms.context().runOnContext(v -> {
            if (!isAllowed(exchange)) {
                return;
            }
            rooms.devices().heard(device);
            Optional<String> offered = rooms.firmware().offeredTo(device);
            if (offered.isEmpty()) {
                nothing(exchange);
                return;
            }
            BlockOption wanted = wanted(exchange.getRequestOptions().getBlock2());
            long slow = rooms.context().owner().setTimer(ACCEPTED_AFTER_MILLIS, timer -> exchange.accept());
            rooms.firmware()
                    .block(offered.get(), wanted.getOffset(), wanted.getSize())
                    .onComplete(done -> {
                        rooms.context().owner().cancelTimer(slow);
                        if (done.failed()) {
                            exchange.setMaxAge(RETRY_SECONDS);
                            exchange.respond(ResponseCode.SERVICE_UNAVAILABLE);
                        } else if (done.result().isEmpty()) {
                            nothing(exchange);
                        } else {
                            respond(
                                    exchange,
                                    wanted,
                                    offered.get(),
                                    done.result().get());
                        }
                    });
        });
    }

    private static BlockOption wanted(@Nullable BlockOption asked) {
        return asked == null || asked.getSzx() > LARGEST_SZX ? new BlockOption(LARGEST_SZX, false, 0) : asked;
    }

    private static void nothing(CoapExchange exchange) {
        exchange.respond(ResponseCode.NOT_FOUND, "no firmware is offered to this device");
    }

    private static void respond(CoapExchange exchange, BlockOption wanted, String sha256, ArtifactBlock block) {
        if (wanted.getOffset() >= block.total()) {
            exchange.respond(ResponseCode.BAD_OPTION, "it has " + block.total() + " bytes");
            return;
        }
        boolean more = wanted.getOffset() + (long) block.bytes().length < block.total();
        Response response = new Response(ResponseCode.CONTENT);
        response.setPayload(block.bytes());
        OptionSet options = response.getOptions();
        options.setContentFormat(MediaTypeRegistry.APPLICATION_OCTET_STREAM);
        options.addETag(HexFormat.of().parseHex(sha256.substring(0, 2 * TAG_BYTES)));
        options.setBlock2(wanted.getSzx(), more, wanted.getNum());
        if (wanted.getNum() == 0) {
            options.setSize2((int) block.total());
        }
        exchange.respond(response);
    }
}
