package io.gatehouse.gateway.ingress.coap;

import io.gatehouse.gateway.artifact.ArtifactShelf;
import io.gatehouse.gateway.desk.FrontDesk;
import io.gatehouse.gateway.device.CommandDesk;
import io.gatehouse.gateway.device.CommandWay;
import io.gatehouse.gateway.device.Devices;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.command.DeviceCommand;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.CoapServer;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.server.resources.Resource;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.SystemConfig;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.elements.util.Filter;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.jspecify.annotations.Nullable;

/** Devices over CoAP, plain and DTLS. Starting and stopping block: call on a worker. */
public final class CoapIngress implements CommandWay, AutoCloseable {

    private static final int MAX_PEERS = 2_000;
    private static final int PROTOCOL_THREADS = 1;
    private static final int EXCHANGE_LIFETIME_SECONDS = 60;

    /**
     * Messages of each peer that are remembered, to answer a repeat as before. A device asks one thing at a time, and what
     * it reports has a number of its own: an older repeat is recognised by that.
     */
    private static final int REMEMBERED_PER_PEER = 16;

    static {
        CoapConfig.register();
        UdpConfig.register();
        DtlsConfig.register();
        SystemConfig.register();
    }

    private final CoapServer server;
    private final DeviceTree tree;
    private final CoapEndpoint plain;
    private final CoapEndpoint secure;
    private final Filter<Principal> gone;

    private CoapIngress(CoapServer server, DeviceTree tree, CoapEndpoint plain, CoapEndpoint secure, DtlsDoor door) {
        this.server = server;
        this.tree = tree;
        this.plain = plain;
        this.secure = secure;
        this.gone = shown ->
                Peer.of(shown).filter(peer -> !peer.holds(door.devices())).isPresent();
    }

    /** The rooms that the resources talk to. */
    public record Rooms(
            Context context, Devices devices, FrontDesk desk, CommandDesk commands, ArtifactShelf firmware) {}

    /**
     * @param door what devices are let in by over DTLS
     * @throws IOException when a port is in use
     */
    public static CoapIngress start(Rooms rooms, InetSocketAddress plainAt, InetSocketAddress secureAt, DtlsDoor door)
            throws IOException {
        Configuration settings = settings();
        CoapServer server = new CoapServer(settings) {
            @Override
            protected Resource createRoot() {
                // the library's own greets with a kilobyte, which anybody could have sent to somebody else (RFC 7252,
                // 11.3)
                return new CoapResource("");
            }
        };
        DeviceTree tree = new DeviceTree(rooms);
        CoapResource versions = new CoapResource("v1") {
            @Override
            public @Nullable Resource getChild(String name) {
                return tree.of(name);
            }
        };
        CoapResource top = new CoapResource("gh");
        top.add((Resource) versions);
        server.add(top);
        CoapEndpoint plain = CoapEndpoint.builder()
                .setConfiguration(settings)
                .setInetSocketAddress(plainAt)
                .build();
        CoapEndpoint secure = CoapEndpoint.builder()
                .setConfiguration(settings)
                .setConnector(door.connector(settings, secureAt))
                .build();
        server.addEndpoint(plain);
        server.addEndpoint(secure);
        openAll(server, plain, secure);
        return new CoapIngress(server, tree, plain, secure, door);
    }

    /** Californium starts with what it can open; a site needs both. */
    private static void openAll(CoapServer server, CoapEndpoint plain, CoapEndpoint secure) throws IOException {
        try {
            server.start();
        } catch (IllegalStateException e) {
            server.destroy();
            throw new IOException("no CoAP port could be opened", e);
        }
        if (!plain.isStarted() || !secure.isStarted()) {
            server.destroy();
            throw new IOException((plain.isStarted() ? "the DTLS" : "the plain") + " port is in use");
        }
    }

    /** Never from or to a file; sized for a site, not for a data centre. */
    static Configuration settings() {
        return Configuration.createStandardWithoutFile()
                .set(CoapConfig.MAX_RESOURCE_BODY_SIZE, WireFormat.MAX_DEVICE_PAYLOAD + 1024)
                .set(CoapConfig.MAX_ACTIVE_PEERS, MAX_PEERS)
                .set(CoapConfig.PREFERRED_BLOCK_SIZE, 1024)
                .set(CoapConfig.MAX_MESSAGE_SIZE, 1024)
                .set(CoapConfig.EXCHANGE_LIFETIME, EXCHANGE_LIFETIME_SECONDS, TimeUnit.SECONDS)
                .set(CoapConfig.DEDUPLICATOR, CoapConfig.DEDUPLICATOR_PEERS_MARK_AND_SWEEP)
                .set(CoapConfig.PEERS_MARK_AND_SWEEP_MESSAGES, REMEMBERED_PER_PEER)
                .set(CoapConfig.PROTOCOL_STAGE_THREAD_COUNT, PROTOCOL_THREADS)
                .set(CoapConfig.MAX_SERVER_RESPONSE_DELAY, 30, TimeUnit.SECONDS)
                .set(UdpConfig.UDP_RECEIVER_THREAD_COUNT, 1)
                .set(UdpConfig.UDP_SENDER_THREAD_COUNT, 1)
                .set(SystemConfig.HEALTH_STATUS_INTERVAL, 0, TimeUnit.SECONDS)
                .set(DtlsConfig.DTLS_MAX_CONNECTIONS, MAX_PEERS)
                .set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1)
                .set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, 1)
                .set(DtlsConfig.DTLS_ROLE, DtlsConfig.DtlsRole.SERVER_ONLY);
    }

    public int port() {
        return plain.getAddress().getPort();
    }

    public int securePort() {
        return secure.getAddress().getPort();
    }

    /** Another site book is in force: sessions of those who came by what counts no more end. Does not block. */
    public void siteBookChanged() {
        if (secure.getConnector() instanceof DTLSConnector dtls) {
            dtls.startTerminateConnectionsForPrincipal(gone, true);
        }
    }

    /** Tells the observers of the device that there is something; the oldest open command is what they see. */
    @Override
    public Future<Boolean> hand(DeviceId device, DeviceCommand command) {
        return Future.succeededFuture(tree.tell(device, command));
    }

    @Override
    public void close() {
        server.destroy();
    }
}
