package io.gatehouse.protocol.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.Refusal;
import io.gatehouse.protocol.RefusalCode;
import io.gatehouse.protocol.WireFormat;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MalformedMessagesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"type":"DoorOpened"                              | BAD_ENCODING
                    []                                                | BAD_TYPE
                    {"bootId":"b","seq":1}                            | MISSING_FIELD
                    {"type":"DoorOpened","bootId":"b"}                | MISSING_FIELD
                    {"type":"DoorOpened","bootId":"b","seq":"1"}      | BAD_TYPE
                    {"type":"DoorOpened","bootId":"b","seq":-1}       | OUT_OF_RANGE
                    {"type":"DoorOpened","bootId":"b","seq":1.5}      | BAD_TYPE
                    {"type":"DoorOpened","bootId":7,"seq":1}          | BAD_TYPE
                    {"type":"door opened","bootId":"b","seq":1}       | OUT_OF_RANGE
                    {"type":"DoorOpened","bootId":"b","seq":1,"time":"yesterday"} | BAD_TYPE
                    {"type":"CredentialPresented","bootId":"b","seq":1}           | MISSING_FIELD
                    {"type":"CredentialPresented","bootId":"b","seq":1,"credential":{"type":"CARD","number":7}} | BAD_TYPE
                    {"type":"CheckpointScanned","bootId":"b","seq":1} | MISSING_FIELD
                    """)
    void says_what_is_wrong_with_an_event(String payload, RefusalCode code) {
        Refusal refusal = refusalOf(payload.getBytes(StandardCharsets.UTF_8), WireFormat.JSON);

        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.message()).isNotBlank();
    }

    @Test
    void refuses_one_byte_more_than_64_kib_without_reading_it() {
        byte[] payload = new byte[WireFormat.MAX_DEVICE_PAYLOAD + 1];

        Refusal refusal = refusalOf(payload, WireFormat.JSON);

        assertThat(refusal.code()).isEqualTo(RefusalCode.TOO_LARGE);
    }

    @Test
    void refuses_a_thousand_levels_of_nesting() {
        String payload = "{\"type\":\"DoorOpened\",\"x\":" + "[".repeat(1000) + "]".repeat(1000) + "}";

        Refusal refusal = refusalOf(payload.getBytes(StandardCharsets.UTF_8), WireFormat.JSON);

        assertThat(refusal.code()).isEqualTo(RefusalCode.BAD_ENCODING);
    }

    @Test
    void refuses_cbor_that_ends_in_the_middle() {
        byte[] whole = WireFormat.CBOR.write(java.util.Map.of("type", "DoorOpened", "bootId", "b", "seq", 1));
        byte[] half = java.util.Arrays.copyOf(whole, whole.length / 2);

        Refusal refusal = refusalOf(half, WireFormat.CBOR);

        assertThat(refusal.code()).isEqualTo(RefusalCode.BAD_ENCODING);
        assertThat(WireFormat.detect(whole)).isEqualTo(WireFormat.CBOR);
    }

    @Test
    void takes_a_clock_of_1901_as_it_is() {
        String payload = "{\"type\":\"DoorOpened\",\"bootId\":\"b\",\"seq\":1,\"time\":\"1901-01-01T00:00:00Z\"}";

        DeviceEvent event = DeviceEvent.read(WireFormat.JSON, payload.getBytes(StandardCharsets.UTF_8))
                .fold(e -> e, r -> {
                    throw new AssertionError(r.toString());
                });

        assertThat(event.envelope().time()).isEqualTo("1901-01-01T00:00:00Z");
    }

    @Test
    void refuses_measurements_without_a_value() {
        String payload = "{\"bootId\":\"b\",\"seq\":1,\"measurements\":[{\"n\":\"battery\"}]}";

        Refusal refusal = DeviceTelemetry.read(WireFormat.JSON, payload.getBytes(StandardCharsets.UTF_8))
                .fold(t -> new Refusal(RefusalCode.BUSY, "was taken"), r -> r);

        assertThat(refusal.code()).isEqualTo(RefusalCode.BAD_TYPE);
        assertThat(refusal.message()).contains("battery");
    }

    private static Refusal refusalOf(byte[] payload, WireFormat format) {
        return DeviceEvent.read(format, payload).fold(e -> new Refusal(RefusalCode.BUSY, "was taken: " + e), r -> r);
    }
}
