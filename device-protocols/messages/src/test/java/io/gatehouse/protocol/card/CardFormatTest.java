package io.gatehouse.protocol.card;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.Refusal;
import io.gatehouse.protocol.SharedData;
import io.gatehouse.protocol.access.ReasonCode;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CardFormatTest {

    private static final int CASES = 2_000;
    private static final long SEED = 20_261_125;

    @ParameterizedTest
    @CsvSource({
        "WIEGAND26, 3A83702, 212, 7041",
        "WIEGAND26, 2020002, 1, 1",
        "WIEGAND26, 1FFFFFF, 255, 65535",
        "WIEGAND34, 313A83703, 35284, 7041",
        "WIEGAND34, 200020002, 1, 1",
        "WIEGAND37, 1000100002, 1, 1",
        "WIEGAND37, FFFFFFFFF, 65535, 524287",
        "H10302, 2, 0, 1"
    })
    void reads_and_writes_the_printed_vectors(CardFormat format, String hex, int facility, String number) {
        CardBits bits = given(CardBits.ofHex(hex, format.length()));

        CardRead read = format.read(bits, Set.of());

        assertThat(read).isEqualTo(new CardRead.Card(format, facility, number));
        assertThat(format.card(facility, number)).isEqualTo(read);
        assertThat(((CardRead.Card) read).bits().hex()).isEqualTo(hex);
    }

    @ParameterizedTest
    @CsvSource({
        "WIEGAND26, 11101010000011011100000010, 212, 7041",
        "WIEGAND34, 1100010011101010000011011100000011, 35284, 7041"
    })
    void reads_and_writes_zeros_and_ones(CardFormat format, String text, int facility, String number) {
        CardRead read = format.read(given(CardBits.ofBits(text)), Set.of());

        assertThat(read).isEqualTo(new CardRead.Card(format, facility, number));
        assertThat(((CardRead.Card) read).bits().text()).isEqualTo(text);
    }

    @Test
    void reads_what_others_recorded() throws IOException {
        List<String[]> rows = SharedData.linesOf("wiegand_vectors.csv").stream()
                .map(line -> line.split(",", -1))
                .toList();

        for (String[] row : rows) {
            CardBits bits = given(bitsOf(row));
            CardRead expected = CardFormat.named(row[0])
                    .<CardRead>map(format -> new CardRead.Card(format, Integer.parseInt(row[4]), row[5]))
                    .orElse(null);

            if (expected != null) {
                assertThat(CardFormat.named(row[0]).orElseThrow().read(bits, Set.of()))
                        .as(String.join(",", row))
                        .isEqualTo(expected);
            }
            assertThat(rawOf(bits).bits()).as("raw " + row[2]).isEqualTo(bits);
        }
        assertThat(rows).filteredOn(row -> CardFormat.named(row[0]).isPresent()).hasSizeGreaterThanOrEqualTo(2);
    }

    private static Decoded<CardBits> bitsOf(String[] row) {
        return switch (row[3]) {
            case "raw with sentinel" -> CardBits.ofSentinel(row[2]);
            case "new PACS (BER bit string)" -> CardBits.ofBer(row[2]);
            case "raw" -> CardBits.ofHex(row[2], Integer.parseInt(row[1]));
            default -> CardBits.ofHex(row[2], row[2].length() * 4);
        };
    }

    @ParameterizedTest
    @EnumSource(value = CardFormat.class, names = "RAW", mode = EnumSource.Mode.EXCLUDE)
    void every_card_comes_back_and_no_single_wrong_bit_passes(CardFormat format) {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < CASES; i++) {
            CardRead.Card card = anyCard(format, random);
            CardBits bits = card.bits();

            assertThat(format.read(bits, Set.of())).as("seed " + SEED).isEqualTo(card);
            for (int bit = 0; bit < bits.length(); bit++) {
                CardRead flipped = format.read(bits.flipped(bit), Set.of());
                assertThat(fault(flipped))
                        .as("seed %d, bit %d of %s", SEED, bit, card)
                        .isEqualTo(CardFault.PARITY_ERROR);
            }
        }
    }

    private static CardRead.Card anyCard(CardFormat format, SplittableRandom random) {
        int facilities = format == CardFormat.WIEGAND26 ? 256 : 65_536;
        long numbers = switch (format) {
            case WIEGAND26, WIEGAND34 -> 65_536;
            case WIEGAND37 -> 524_288;
            default -> 1L << 35;
        };
        CardRead made = format.card(
                format.hasFacility() ? random.nextInt(facilities) : 0, Long.toString(random.nextLong(numbers)));
        return (CardRead.Card) made;
    }

    @Test
    void any_bits_are_a_raw_card_and_come_back() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < CASES; i++) {
            StringBuilder text = new StringBuilder();
            for (int bit = 0, length = 1 + random.nextInt(CardBits.MAX_LENGTH); bit < length; bit++) {
                text.append(random.nextInt(2));
            }
            CardBits bits = given(CardBits.ofBits(text.toString()));

            CardRead.Card card = rawOf(bits);

            assertThat(card.bits()).as("seed " + SEED).isEqualTo(bits);
            assertThat(CardFormat.RAW.card(0, card.number())).isEqualTo(card);
        }
    }

    @Test
    void the_same_number_with_another_length_is_another_raw_card() {
        assertThat(rawOf(given(CardBits.ofHex("7", 26)))).isNotEqualTo(rawOf(given(CardBits.ofHex("7", 34))));
    }

    @Test
    void refuses_another_number_of_bits_and_the_cards_of_another_site() {
        CardBits bits = given(CardBits.ofHex("3A83702", 26));

        assertThat(fault(CardFormat.WIEGAND34.read(bits, Set.of()))).isEqualTo(CardFault.BAD_FORMAT);
        assertThat(fault(CardFormat.WIEGAND26.read(bits, Set.of(211, 213))))
                .isEqualTo(CardFault.FACILITY_CODE_MISMATCH);
        assertThat(CardFormat.WIEGAND26.read(bits, Set.of(211, 212))).isInstanceOf(CardRead.Card.class);
        assertThat(fault(CardFormat.WIEGAND26.card(256, "1"))).isEqualTo(CardFault.BAD_FORMAT);
        assertThat(fault(CardFormat.WIEGAND26.card(1, "65536"))).isEqualTo(CardFault.BAD_FORMAT);
        assertThat(fault(CardFormat.WIEGAND26.card(1, "-1"))).isEqualTo(CardFault.BAD_FORMAT);
        assertThat(fault(CardFormat.RAW.card(0, "XYZ/26"))).isEqualTo(CardFault.BAD_FORMAT);
    }

    @Test
    void refuses_what_is_no_bits() {
        assertThat(isRefused(CardBits.ofBits("0120"))).isTrue();
        assertThat(isRefused(CardBits.ofBits(""))).isTrue();
        assertThat(isRefused(CardBits.ofHex("3A83702", 25))).isTrue();
        assertThat(isRefused(CardBits.ofHex("card", 26))).isTrue();
        assertThat(isRefused(CardBits.ofHex("1", 0))).isTrue();
        assertThat(isRefused(CardBits.ofHex("1", 257))).isTrue();
        assertThat(isRefused(CardBits.ofSentinel("1"))).isTrue();
        assertThat(isRefused(CardBits.ofBer("09FF"))).isTrue();
        assertThat(isRefused(CardBits.ofBer("06"))).isTrue();
    }

    @Test
    void every_fault_is_a_reason_of_the_domain() {
        for (CardFault fault : CardFault.values()) {
            assertThat(ReasonCode.valueOf(fault.name()).name()).isEqualTo(fault.name());
        }
    }

    private static CardRead.Card rawOf(CardBits bits) {
        return (CardRead.Card) CardFormat.RAW.read(bits, Set.of());
    }

    private static CardFault fault(CardRead read) {
        return read.fold(
                card -> {
                    throw new AssertionError("was read: " + card);
                },
                CardRead.Unreadable::fault);
    }

    private static CardBits given(Decoded<CardBits> bits) {
        return bits.fold(read -> read, CardFormatTest::unexpected);
    }

    private static boolean isRefused(Decoded<CardBits> bits) {
        return bits.fold(read -> false, refusal -> !refusal.message().isBlank());
    }

    private static CardBits unexpected(Refusal refusal) {
        throw new AssertionError(refusal.toString());
    }
}
