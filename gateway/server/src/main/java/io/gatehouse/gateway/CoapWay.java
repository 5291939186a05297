package io.gatehouse.gateway;

import io.gatehouse.gateway.device.Devices;
import io.gatehouse.gateway.ingress.coap.CoapIngress;
import io.gatehouse.gateway.ingress.coap.DtlsDoor;
import io.gatehouse.identity.ClientTrust;
import io.gatehouse.identity.HeldKey;
import io.gatehouse.launch.Surroundings;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutionException;

/** Opens CoAP and CoAP over DTLS for devices. */
final class CoapWay {

    private CoapWay() {}

    /** Completes when both are open; fails when a port is in use. On the gateway's context; opens on a worker. */
    static Future<CoapIngress> open(
            CoapIngress.Rooms rooms, GatewaySettings settings, Surroundings surroundings, Ground ground) {
        Devices devices = rooms.devices();
        DtlsDoor door = new DtlsDoor(
                devices,
                new ClientTrust(ground.identity()::authorities, surroundings.clock()),
                () -> held(ground.certificate()),
                (device, by) -> rooms.context().runOnContext(v -> devices.wrongProof(device, by)));
        return rooms.context()
                .executeBlocking(
                        () -> CoapIngress.start(
                                rooms,
                                new InetSocketAddress(
                                        settings.host(), settings.coap().port()),
                                new InetSocketAddress(
                                        settings.host(), settings.coaps().port()),
                                door),
                        false);
    }

    /** Waits for it where it is made just now: this is a worker. */
    private static DtlsDoor.Held held(Future<HeldKey> made) throws IOException {
        try {
            HeldKey shown = made.toCompletionStage().toCompletableFuture().get();
            return new DtlsDoor.Held(shown.key(), shown.chain());
        } catch (ExecutionException e) {
            throw new IOException("the certificate cannot be used", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
