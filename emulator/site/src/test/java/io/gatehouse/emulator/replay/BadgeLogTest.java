package io.gatehouse.emulator.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadgeLogTest {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    @TempDir
    Path folder;

    @Test
    void reads_come_in_the_order_of_their_times_in_the_sites_zone() throws Exception {
        BadgeLog log = log("2026-05-31T08:00:01,b,p2,1,Lobby", "2026-05-31T08:00:00,a,p1,2,Lobby");

        assertThat(log.entries())
                .containsExactly(
                        new BadgeLog.Entry(Instant.parse("2026-05-31T00:00:00Z"), "a", "reader-2-lobby"),
                        new BadgeLog.Entry(Instant.parse("2026-05-31T00:00:01Z"), "b", "reader-1-lobby"));
    }

    @Test
    void a_line_that_does_not_fit_is_named() {
        assertThatThrownBy(() -> log("2026-05-31T08:00:00,a,p1,1,1", "yesterday,b,p2,1,1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 3");
    }

    @Test
    void each_wire_carries_about_half_of_the_reads() throws Exception {
        String[] rows = new String[300];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = "2026-05-31T08:00:%02d,c,p,1,%d".formatted(i % 60, i % 7 * (i % 3));
        }
        BadgeLog log = log(rows);

        int mqtt = log.wires().entrySet().stream()
                .filter(wire -> wire.getValue().startsWith("mqtt"))
                .mapToInt(wire -> log.volumes().getOrDefault(wire.getKey(), 0))
                .sum();

        assertThat(mqtt).isBetween(90, 210);
    }

    @Test
    void a_card_without_a_person_stays_unknown_to_the_site() throws Exception {
        Path people = Files.writeString(
                folder.resolve("people.csv"),
                "person,last,first,department,office,cards\nmbramar,Bramar,Mat,Office,1,m1 m2\n,,,,,lost9\n");

        ObjectNode document = BadgeLogEstate.document(log("2026-05-31T08:00:00,m1,mbramar,1,1"), people);

        assertThat(document.path("people")).hasSize(1);
        assertThat(document.path("credentials").findValuesAsText("number")).containsExactly("m1", "m2");
    }

    private BadgeLog log(String... rows) throws Exception {
        Path file = Files.writeString(
                folder.resolve("log.csv"), "ts,card,person,floor,zone\n" + String.join("\n", rows) + "\n");
        return BadgeLog.read(file, SHANGHAI);
    }
}
