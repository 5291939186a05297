package io.gatehouse.emulator;

import io.gatehouse.emulator.device.EmulatedDevice;
import io.gatehouse.emulator.device.Wiring;
import io.gatehouse.emulator.estate.Estate;
import io.gatehouse.emulator.ledger.Ledger;
import io.gatehouse.emulator.wire.CoapEndpoints;
import io.gatehouse.emulator.wire.CoapWire;
import io.gatehouse.emulator.wire.Login;
import io.gatehouse.emulator.wire.MqttWire;
import io.gatehouse.emulator.wire.Wire;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.WireFormat;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.network.CoapEndpoint;

/** All devices of a site, connected to its gateway. One thread runs their minds; their wires have threads of their own. */
public final class EmulatedSite implements AutoCloseable {

    private final Map<DeviceId, EmulatedDevice> devices = new LinkedHashMap<>();
    private final ScheduledExecutorService scheduler;
    private final CoapEndpoint coap;
    private final GatewayAt gateway;
    private final EmulatedDevice.World world;

    /** Where the gateway listens. */
    public record GatewayAt(InetSocketAddress mqtt, InetSocketAddress coap, InetSocketAddress coaps) {

        public static GatewayAt local(int mqtt, int coap, int coaps) {
            return new GatewayAt(
                    new InetSocketAddress("127.0.0.1", mqtt),
                    new InetSocketAddress("127.0.0.1", coap),
                    new InetSocketAddress("127.0.0.1", coaps));
        }
    }

    private EmulatedSite(
            GatewayAt gateway, ScheduledExecutorService scheduler, CoapEndpoint coap, EmulatedDevice.World world) {
        this.gateway = gateway;
        this.scheduler = scheduler;
        this.coap = coap;
        this.world = world;
    }

    /** A site without devices yet. */
    public static EmulatedSite at(GatewayAt gateway, Ledger ledger, Clock clock, long seed) throws IOException {
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "emulator");
            thread.setDaemon(true);
            return thread;
        });
        EmulatedDevice.World world = new EmulatedDevice.World(scheduler, clock, ledger, new SplittableRandom(seed));
        return new EmulatedSite(gateway, scheduler, CoapEndpoints.plain(), world);
    }

    /** Adds a device; it is not started yet. */
    public EmulatedDevice add(String id, String wire, WireFormat format, String secret) throws IOException {
        Login login = new Login(new DeviceId(id), secret, format);
        EmulatedDevice device = new EmulatedDevice(login.device(), wire(login, wire), format, world);
        devices.put(login.device(), device);
        return device;
    }

    private Wire wire(Login login, String name) throws IOException {
        return switch (name) {
            case "mqtt3" -> new MqttWire(login, gateway.mqtt(), 3, scheduler);
            case "mqtt5" -> new MqttWire(login, gateway.mqtt(), 5, scheduler);
            case "coap" -> CoapWire.plain(login, gateway.coap(), coap, scheduler);
            case "coaps" -> CoapWire.dtls(login, gateway.coaps(), scheduler);
            default -> throw new IllegalArgumentException("there is no wire " + name);
        };
    }

    /** Adds all devices of an estate whose secret is known. */
    public void addAll(Estate estate, Map<String, String> secrets) throws IOException {
        for (Estate.Device device : estate.devices()) {
            String secret = secrets.get(device.id());
            if (secret != null) {
                WireFormat format = "cbor".equals(device.encoding()) ? WireFormat.CBOR : WireFormat.JSON;
                EmulatedDevice added = add(device.id(), device.wire(), format, secret);
                if (device.wiring() != null) {
                    added.wired(Wiring.valueOf(device.wiring()));
                }
            }
        }
    }

    /** @param announce whether each tells that it has started */
    public void start(boolean announce) {
        devices.values().forEach(device -> device.start(announce));
    }

    public Optional<EmulatedDevice> device(String id) {
        return Optional.ofNullable(devices.get(new DeviceId(id)));
    }

    public Iterable<EmulatedDevice> devices() {
        return devices.values();
    }

    public ScheduledExecutorService scheduler() {
        return scheduler;
    }

    /** Messages that are not answered yet, about. */
    public int waiting() {
        return devices.values().stream().mapToInt(EmulatedDevice::waiting).sum();
    }

    @Override
    public void close() {
        devices.values().forEach(EmulatedDevice::close);
        scheduler.shutdownNow();
        try {
            scheduler.awaitTermination(3, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        coap.destroy();
    }
}
