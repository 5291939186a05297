package io.gatehouse.protocol.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class PackedBatchTest {

    private static final LogId LOG = new LogId("00112233445566778899aabbccddeeff");

    @Test
    void what_is_packed_is_unpacked_byte_for_byte_and_is_smaller_on_the_way() {
        UplinkBatch batch = batch(500);

        PackedBatch packed = PackedBatch.of(batch, "b1", List.of(PackedBatch.PLAIN, PackedBatch.DEFLATE));
        UplinkBatch again = unpacked(packed);

        assertThat(packed.encoding()).isEqualTo(PackedBatch.DEFLATE);
        assertThat(packed.piece().length).isLessThan(packed.size() / 5);
        assertThat(again.records()).usingRecursiveComparison().isEqualTo(batch.records());
        assertThat(again.first()).isEqualTo(7);
        assertThat(again.newest()).isEqualTo(9_000);
    }

    @Test
    void a_fleet_that_takes_no_compression_gets_none_and_little_is_not_worth_it() {
        assertThat(PackedBatch.of(batch(500), "b1", List.of(PackedBatch.PLAIN)).encoding())
                .isEqualTo(PackedBatch.PLAIN);
        PackedBatch one = PackedBatch.of(batch(1), "b1", PackedBatch.ENCODINGS);
        assertThat(one.encoding()).isEqualTo(PackedBatch.PLAIN);
        assertThat(unpacked(one).records()).hasSize(1);
    }

    @Test
    void a_bomb_is_refused_without_being_unpacked() {
        byte[] zeros = new byte[64 * 1024 * 1024];
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(zeros);
        deflater.finish();
        byte[] bomb = new byte[256 * 1024];
        bomb = Arrays.copyOf(bomb, deflater.deflate(bomb));
        deflater.end();

        assertThat(isRefused(packed(1, zeros.length, bomb))).isTrue();
        assertThat(isRefused(packed(1, 1_000, bomb))).isTrue();
        assertThat(isRefused(packed(1, PackedBatch.MAX_SIZE, bomb))).isTrue();
    }

    @Test
    void whatever_is_changed_on_the_way_is_refused_or_read_and_never_breaks() {
        Random random = new Random(11);
        PackedBatch whole = PackedBatch.of(batch(50), "b1", PackedBatch.ENCODINGS);

        for (int i = 0; i < 5_000; i++) {
            byte[] piece = whole.piece().clone();
            piece[random.nextInt(piece.length)] ^= (byte) (1 << random.nextInt(8));
            PackedBatch changed = packed(whole.count(), whole.size(), Arrays.copyOf(piece, piece.length - i % 3));

            changed.unpack()
                    .fold(
                            batch -> assertThat(batch.records()).hasSize(50),
                            refusal -> assertThat(refusal.message()).isNotEmpty());
        }
        assertThat(isRefused(packed(0, 10, new byte[10]))).isTrue();
        assertThat(isRefused(packed(Integer.MAX_VALUE, 10, new byte[10]))).isTrue();
        assertThat(isRefused(packed(1, -1, new byte[10]))).isTrue();
    }

    private static PackedBatch packed(int count, int size, byte[] piece) {
        return new PackedBatch(
                new GatewayId("gw"), "b1", Lane.EVIDENCE, LOG, 1, 1, 1, true, count, size, PackedBatch.DEFLATE, piece);
    }

    private static boolean isRefused(PackedBatch packed) {
        return packed.unpack().fold(batch -> false, refusal -> true);
    }

    private static UplinkBatch unpacked(PackedBatch packed) {
        return packed.unpack().fold(batch -> batch, refusal -> {
            throw new AssertionError(refusal.message());
        });
    }

    private static UplinkBatch batch(int records) {
        List<byte[]> all = IntStream.range(0, records)
                .mapToObj(n -> ("{\"type\":\"DoorOpened\",\"device\":\"gate-1\",\"seq\":" + n
                                + ",\"door\":\"east-door\"}")
                        .getBytes(StandardCharsets.UTF_8))
                .toList();
        return new UplinkBatch(new GatewayId("gw"), Lane.EVIDENCE, LOG, 7, 1, 9_000, true, all);
    }
}
