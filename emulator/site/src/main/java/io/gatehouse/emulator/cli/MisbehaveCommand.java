package io.gatehouse.emulator.cli;

import io.gatehouse.emulator.EmulatedSite.GatewayAt;
import io.gatehouse.emulator.wire.CoapEndpoints;
import io.gatehouse.emulator.wire.CoapWire;
import io.gatehouse.emulator.wire.Login;
import io.gatehouse.emulator.wire.MqttWire;
import io.gatehouse.emulator.wire.Wire;
import io.gatehouse.emulator.wire.WireReply;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.device.Topic.Channel;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.californium.core.network.CoapEndpoint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gatehouse-emulator misbehave}: sends what a device should not, and prints what the gateway answers. */
@Command(name = "misbehave", description = "Sends broken messages as a device and prints the gateway's answers.")
final class MisbehaveCommand implements Callable<Integer> {

    @Mixin
    private GatewayOptions gateway = new GatewayOptions();

    @Option(names = "--device", required = true, description = "The device's id.")
    private String device = "";

    @Option(names = "--secret", required = true, description = "The device's secret.")
    private String secret = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "misbehave");
            thread.setDaemon(true);
            return thread;
        });
        CoapEndpoint endpoint = CoapEndpoints.plain();
        GatewayAt at = gateway.at();
        Login login = new Login(new DeviceId(device), secret, WireFormat.JSON);
        try (Wire mqtt = new MqttWire(login, at.mqtt(), 5, scheduler);
                Wire coap = CoapWire.plain(login, at.coap(), endpoint, scheduler)) {
            send(mqtt);
            send(coap);
            return 0;
        } finally {
            endpoint.destroy();
            scheduler.shutdownNow();
        }
    }

    private void send(Wire wire) throws InterruptedException {
        CompletableFuture<Void> up = new CompletableFuture<>();
        wire.open(command -> {}, () -> up.complete(null));
        PrintWriter out = spec.commandLine().getOut();
        try {
            up.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            out.println(wire.name() + ": cannot connect: " + e);
            return;
        }
        for (Map.Entry<String, byte[]> bad : messages().entrySet()) {
            out.println(wire.name() + ", " + bad.getKey() + ": " + answer(wire, bad.getValue()));
            out.flush();
        }
    }

    private static String answer(Wire wire, byte[] payload) throws InterruptedException {
        try {
            WireReply reply = wire.send(Channel.EVENT, payload).get(15, TimeUnit.SECONDS);
            return reply.taken() ? "taken" : "refused, " + reply.detail();
        } catch (ExecutionException | TimeoutException e) {
            return "no answer: " + e.getMessage();
        }
    }

    private static Map<String, byte[]> messages() {
        Map<String, byte[]> messages = new LinkedHashMap<>();
        messages.put("broken JSON", text("{\"type\":\"DoorOpened\""));
        messages.put(
                "broken CBOR",
                Arrays.copyOf(WireFormat.CBOR.write(Map.of("type", "DoorOpened", "bootId", "x", "seq", 1)), 12));
        messages.put("wrong type", text("{\"type\":\"DoorOpened\",\"bootId\":\"x\",\"seq\":\"one\"}"));
        messages.put("missing field", text("{\"type\":\"CredentialPresented\",\"bootId\":\"x\",\"seq\":1}"));
        messages.put(
                "a clock of 1901",
                text("{\"type\":\"DoorOpened\",\"bootId\":\"in-1901\",\"seq\":1,\"time\":\"1901-05-01T00:00:00Z\"}"));
        messages.put("64 KiB and one byte", new byte[WireFormat.MAX_DEVICE_PAYLOAD + 1]);
        return messages;
    }

    private static byte[] text(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
