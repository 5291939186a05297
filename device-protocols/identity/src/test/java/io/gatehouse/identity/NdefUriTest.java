package io.gatehouse.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The bytes of a tag, as the NFC Forum's specifications have them. */
class NdefUriTest {

    private static final String ADDRESS = "https://fleet.example:8443/c/0123456789";

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void an_address_is_one_short_record_of_the_type_u_with_its_beginning_in_one_byte() {
        String rest = ADDRESS.substring("https://".length());

        assertThat(hex(NdefUri.message(ADDRESS)))
                .isEqualTo("d1" + "01" + "20" + "55" + "04" + hex(rest.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void every_beginning_that_has_a_number_takes_the_longest_one() {
        assertThat(hex(NdefUri.message("http://a.b/"))).startsWith("d1010555" + "03");
        assertThat(hex(NdefUri.message("http://www.a.b/"))).startsWith("d1010555" + "01");
        assertThat(hex(NdefUri.message("https://www.a.b/"))).startsWith("d1010555" + "02");
        assertThat(hex(NdefUri.message("urn:nfc:x"))).startsWith("d1010a55" + "00");
    }

    @Test
    void on_a_tag_it_lies_between_its_length_and_the_last_block() {
        byte[] message = NdefUri.message(ADDRESS);

        assertThat(hex(NdefUri.block(ADDRESS))).isEqualTo("03" + "24" + hex(message) + "fe");
    }

    @Test
    void a_long_address_has_its_length_in_four_bytes_and_in_three_on_the_tag() {
        String address = "https://fleet.example/c/" + "x".repeat(300);
        byte[] message = NdefUri.message(address);

        assertThat(hex(message)).startsWith("c101" + "0000013d" + "5504");
        assertThat(hex(NdefUri.block(address))).startsWith("03ff" + "0144" + "c101");
        assertThat(NdefUri.read(message)).contains(address);
    }

    @Test
    void what_was_written_is_read_and_anything_else_is_not() {
        assertThat(NdefUri.read(NdefUri.message(ADDRESS))).contains(ADDRESS);
        assertThat(NdefUri.read(HexFormat.of().parseHex("d101055402656e6869"))).isEmpty();
        assertThat(NdefUri.read(new byte[] {(byte) 0xd1, 1, 9, 'U', 4, 'a'})).isEmpty();
        assertThat(NdefUri.read(new byte[0])).isEmpty();
    }
}
