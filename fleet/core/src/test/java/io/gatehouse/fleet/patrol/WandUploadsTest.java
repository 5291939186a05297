package io.gatehouse.fleet.patrol;

import static io.gatehouse.fleet.patrol.WalkedSite.after;
import static io.gatehouse.fleet.patrol.WalkedSite.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.patrol.wand.UploadBatch;
import io.gatehouse.patrol.wand.WandBinary;
import io.gatehouse.patrol.wand.WandCsv;
import io.gatehouse.patrol.wand.WandRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a wand has read, as somebody hands its file in. */
class WandUploadsTest {

    private static final String KEY = "a key that only the wand has";

    private final WalkedSite walked = new WalkedSite();

    @BeforeEach
    void a_wand() {
        walked.put(PlanKind.WANDS, "w-1", "{'name':'Wand 1','key':'" + KEY + "'}");
    }

    @Test
    void five_thousand_records_of_a_wand_are_taken_once_and_again_with_no_change() {
        byte[] file = wand(5_000, after(60), 0);
        long began = System.nanoTime();

        ObjectNode first =
                walked.at(after(70)).uploads().take(walked.site, file, "lee").report();

        long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
        System.out.println("wand upload: 5,000 records in " + millis + " ms");
        assertThat(first.path("newScans").asInt()).isEqualTo(5_000);
        assertThat(first.path("troubles")).isEmpty();
        ObjectNode again =
                walked.at(after(80)).uploads().take(walked.site, file, "lee").report();
        assertThat(again.path("newScans").asInt()).isZero();
        assertThat(again.path("troubles").toString()).contains("ALREADY_KNOWN");
    }

    /** Every record lies a minute after the one before; the last ones are on the round. */
    private static byte[] wand(int records, Instant dock, long fast) {
        List<WandRecord> all = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            Instant at = dock.minus(Duration.ofMinutes(records - i));
            all.add(new WandRecord(i + 1, at.toEpochMilli() + fast, "0" + (1 + i % 3) + "AA"));
        }
        long right = dock.toEpochMilli();
        UploadBatch batch = new UploadBatch("w-1", "d-1", right + fast, right, "1.0", 1, records, 3_000);
        return WandBinary.write(batch, all, KEY);
    }

    @Test
    void files_that_are_foreign_torn_forged_or_of_a_wrong_clock_each_get_their_answer_and_are_kept_with_their_doubt() {
        WandUploads uploads = walked.at(after(70)).uploads();
        List<WandRecord> one = List.of(new WandRecord(1, after(3).toEpochMilli(), "01AA"));
        UploadBatch foreign = new UploadBatch(
                "theirs", "", after(60).toEpochMilli(), after(60).toEpochMilli(), "", 1, 1, 0);

        ObjectNode other = uploads.take(walked.site, WandCsv.write(foreign, one, "k"), "lee")
                .report();
        byte[] whole = wand(70, after(60), 7 * 60_000L);
        ObjectNode torn = uploads.take(walked.site, Arrays.copyOf(whole, whole.length - 100), "lee")
                .report();
        ObjectNode none = uploads.take(walked.site, "name,phone\n".getBytes(StandardCharsets.UTF_8), "lee")
                .report();

        assertThat(other.path("troubles").toString()).contains("FOREIGN_WAND");
        assertThat(torn.path("troubles").toString()).contains("TORN").contains("NOT_SIGNED");
        assertThat(none.path("kept").asBoolean()).isFalse();
        assertThat(statuses(walked.round(after(70))))
                .as("what nobody signed proves nothing")
                .containsOnly("MISSED");
        ObjectNode mended = uploads.take(walked.site, whole, "lee").report();
        assertThat(mended.path("troubles").toString()).contains("CLOCK_OFF");
        assertThat(statuses(walked.round(after(70)))).doesNotContain("MISSED");
        assertThat(uploads.list(walked.site)).hasSize(3);
    }
}
