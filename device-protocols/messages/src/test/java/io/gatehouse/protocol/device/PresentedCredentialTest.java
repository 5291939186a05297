package io.gatehouse.protocol.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.RefusalCode;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.access.CredentialRef;
import io.gatehouse.protocol.card.CardFault;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresentedCredentialTest {

    private static final PresentedCredential CARD = new PresentedCredential("CARD", "WIEGAND26", 212, "7041");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"format\":\"WIEGAND26\",\"bits\":\"3A83702\",\"bitLength\":26'",
                "'\"format\":\"h10301\",\"bits\":\"3a83702\",\"bitLength\":26'",
                "'\"format\":\"WIEGAND26\",\"bits\":\"11101010000011011100000010\"'",
                "'\"format\":\"WIEGAND26\",\"facility\":212,\"bits\":\"11101010000011011100000010\"'",
                "'\"format\":\"WIEGAND26\",\"facility\":212,\"number\":\"7041\"'"
            })
    void bits_and_numbers_of_one_card_have_one_reference(String fields) {
        byte[] siteKey = {1, 2, 3};

        PresentedCredential presented = PresentedCredential.of(read(fields));

        assertThat(presented).isEqualTo(CARD);
        assertThat(CredentialRef.of(siteKey, presented)).isEqualTo(CredentialRef.of(siteKey, CARD));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"format\":\"WIEGAND26\",\"bits\":\"3A83703\",\"bitLength\":26'|PARITY_ERROR",
                "'\"format\":\"WIEGAND26\",\"bits\":\"3A83702\",\"bitLength\":27'|BAD_FORMAT",
                "'\"format\":\"WIEGAND99\",\"bits\":\"3A83702\",\"bitLength\":26'|BAD_FORMAT",
                "'\"format\":\"WIEGAND26\",\"bits\":\"2020002\",\"bitLength\":26'|FACILITY_CODE_MISMATCH",
                "'\"format\":\"WIEGAND26\",\"facility\":7,\"bits\":\"3A83702\",\"bitLength\":26'|FACILITY_CODE_MISMATCH"
            })
    void bits_that_are_no_card_of_this_site_say_why_and_are_nobody_s_number(String fields, CardFault fault) {
        PresentedCredential presented = PresentedCredential.of(read(fields), Set.of(212));

        assertThat(presented.fault()).isEqualTo(fault);
        assertThat(presented.number()).matches("[0-9A-F]+/2[67]");
        assertThat(CredentialRef.mask(presented)).matches("•••/2[67]");
    }

    @Test
    void bits_without_a_format_are_taken_as_they_are() {
        PresentedCredential presented = PresentedCredential.of(read("\"bits\":\"86400007D3\",\"bitLength\":40"));

        assertThat(presented).isEqualTo(new PresentedCredential("CARD", "RAW", 0, "86400007D3/40"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"bits\":\"card\",\"bitLength\":26'|OUT_OF_RANGE",
                "'\"bits\":\"3A83702\"'|OUT_OF_RANGE",
                "'\"bits\":\"3A83702\",\"bitLength\":257'|OUT_OF_RANGE",
                "'\"bits\":\"3A83702\",\"bitLength\":\"26\"'|BAD_TYPE",
                "'\"bits\":26'|BAD_TYPE",
                "'\"bits\":\"3A83702\",\"bitLength\":20'|OUT_OF_RANGE"
            })
    void bits_in_another_writing_are_a_malformed_message(String fields, RefusalCode code) {
        RefusalCode refused = decode(fields).fold(event -> RefusalCode.BUSY, refusal -> refusal.code());

        assertThat(refused).isEqualTo(code);
    }

    private static DeviceEvent read(String fields) {
        return decode(fields).fold(event -> event, refusal -> {
            throw new AssertionError(refusal.toString());
        });
    }

    private static Decoded<DeviceEvent> decode(String fields) {
        String event =
                "{\"type\":\"CredentialPresented\",\"bootId\":\"b1\",\"seq\":1,\"credential\":{\"type\":\"CARD\","
                        + fields + "}}";
        return DeviceEvent.read(WireFormat.JSON, event.getBytes(StandardCharsets.UTF_8));
    }
}
