package io.gatehouse.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.audit.Checkpoint;
import io.gatehouse.protocol.command.CommandOrder;
import io.gatehouse.protocol.command.DeviceCommand;
import io.gatehouse.protocol.device.CommandAck;
import io.gatehouse.protocol.device.DeviceError;
import io.gatehouse.protocol.device.DeviceEvent;
import io.gatehouse.protocol.device.DeviceState;
import io.gatehouse.protocol.device.DeviceTelemetry;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.uplink.GatewayHeartbeat;
import io.gatehouse.protocol.uplink.GatewayHello;
import io.gatehouse.protocol.uplink.PackedBatch;
import io.gatehouse.protocol.uplink.SiteBookNotice;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.gatehouse.protocol.uplink.UplinkAck;
import io.gatehouse.protocol.uplink.UplinkBatch;
import io.gatehouse.protocol.uplink.UplinkPulse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every message has a golden file; a change that alters the wire fails here. */
class GoldenMessagesTest {

    static Stream<Arguments> ourOwnMessages() {
        return Stream.of(
                Arguments.of("UnlockDoor", DeviceCommand.class),
                Arguments.of("DenyAccess", DeviceCommand.class),
                Arguments.of("ShowFeedback", DeviceCommand.class),
                Arguments.of("error", DeviceError.class),
                Arguments.of("order", CommandOrder.class),
                Arguments.of("site-event", SiteEvent.class),
                Arguments.of("batch", UplinkBatch.class),
                Arguments.of("packed", PackedBatch.class),
                Arguments.of("uplink-ack", UplinkAck.class),
                Arguments.of("uplink-ack-leased", UplinkAck.class),
                Arguments.of("hello", GatewayHello.class),
                Arguments.of("hello-leased", GatewayHello.class),
                Arguments.of("pulse", UplinkPulse.class),
                Arguments.of("heartbeat", GatewayHeartbeat.class),
                Arguments.of("site-book-notice", SiteBookNotice.class),
                Arguments.of("checkpoint", Checkpoint.class),
                Arguments.of("site-book", SiteBook.class));
    }

    @ParameterizedTest
    @MethodSource("ourOwnMessages")
    void reads_and_writes_the_golden_file_in_both_encodings(String name, Class<?> type) {
        JsonNode golden = golden(name);

        Object message = WireFormat.JSON.read(bytes(name), type).fold(m -> m, GoldenMessagesTest::unexpected);
        byte[] cbor = WireFormat.CBOR.write(message);
        Object again = WireFormat.CBOR.read(cbor, type).fold(m -> m, GoldenMessagesTest::unexpected);

        assertThat(tree(message)).isEqualTo(golden);
        assertThat(tree(again)).isEqualTo(golden);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CredentialPresented",
                "CredentialBits",
                "PassageTaken",
                "DoorForced",
                "DoorHeld",
                "CheckpointScanned",
                "CameraFault",
                "EventGap",
                "replayed-1901"
            })
    void keeps_a_device_event_whole_in_both_encodings(String name) {
        JsonNode golden = golden(name);

        DeviceEvent fromJson =
                DeviceEvent.read(WireFormat.JSON, bytes(name)).fold(e -> e, GoldenMessagesTest::unexpected);
        DeviceEvent fromCbor = DeviceEvent.read(WireFormat.CBOR, WireFormat.CBOR.write(golden))
                .fold(e -> e, GoldenMessagesTest::unexpected);

        assertThat((JsonNode) fromJson.body()).isEqualTo(golden);
        assertThat(fromCbor.envelope()).isEqualTo(fromJson.envelope());
        assertThat(fromCbor.type()).isEqualTo(golden.get("type").textValue());
    }

    @Test
    void reads_the_other_messages_of_a_device() {
        DeviceTelemetry telemetry =
                DeviceTelemetry.read(WireFormat.JSON, bytes("telemetry")).fold(t -> t, GoldenMessagesTest::unexpected);
        DeviceState state =
                DeviceState.read(WireFormat.JSON, bytes("state")).fold(s -> s, GoldenMessagesTest::unexpected);
        CommandAck ack = CommandAck.read(WireFormat.JSON, bytes("ack")).fold(a -> a, GoldenMessagesTest::unexpected);

        assertThat(telemetry.measurements()).hasSize(4);
        assertThat(telemetry.measurements().get(1).v()).isEqualTo(-61.0);
        assertThat(state.body().get("lock").textValue()).isEqualTo("LOCKED");
        assertThat(ack.status()).isEqualTo(CommandAck.Status.DONE);
    }

    private static JsonNode tree(Object message) {
        return WireFormat.JSON
                .readObject(WireFormat.JSON.write(message))
                .fold(o -> (JsonNode) o, GoldenMessagesTest::unexpected);
    }

    private static JsonNode golden(String name) {
        return WireFormat.JSON.readObject(bytes(name)).fold(o -> (JsonNode) o, GoldenMessagesTest::unexpected);
    }

    private static <T> T unexpected(Refusal refusal) {
        throw new AssertionError(refusal.toString());
    }

    private static byte[] bytes(String name) {
        try (InputStream file = GoldenMessagesTest.class.getResourceAsStream("/golden/" + name + ".json")) {
            assertThat(file).as("golden file of " + name).isNotNull();
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
