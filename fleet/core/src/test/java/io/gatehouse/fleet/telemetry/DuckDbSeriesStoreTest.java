package io.gatehouse.fleet.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckDbSeriesStoreTest {

    @TempDir
    private Path folder;

    @Test
    void points_that_come_again_count_once_and_are_there_after_a_restart() {
        try (SeriesStore store = DuckDbSeriesStore.open(folder.resolve("series"))) {
            store.append(points(0, 100));
            store.append(points(50, 150));
        }

        try (SeriesStore store = DuckDbSeriesStore.open(folder.resolve("series"))) {
            List<SeriesStore.Bucket> buckets = store.query("s", "d", "battery", new SeriesStore.Span(0, 150_000, 15));

            assertThat(buckets).hasSize(15);
            assertThat(buckets.get(0)).isEqualTo(new SeriesStore.Bucket(0, 4.5, 0, 9));
            assertThat(store.latest("s", "d")).containsExactly(new SeriesStore.Latest("battery", "%", 149, 149_000));
            assertThat(store.query("s", "d", "nothing", new SeriesStore.Span(0, 10, 1)))
                    .isEmpty();
        }
    }

    private static List<Point> points(long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(n -> new Point("s", "d", "battery", "%", n * 1_000, n))
                .toList();
    }
}
