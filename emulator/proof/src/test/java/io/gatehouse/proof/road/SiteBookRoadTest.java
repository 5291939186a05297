package io.gatehouse.proof.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the fleet decides on its way to gateways: changes, revocations, and that a person is forgotten. */
class SiteBookRoadTest {

    /** Generous for a machine that does other things too; the figure that is promised is printed and judged by the bench. */
    private static final Duration WITHIN = Duration.ofSeconds(20);

    @TempDir
    private static Path folder;

    private static BookRoad road;

    @BeforeAll
    static void a_site_of_2_000_people_with_two_gateways() throws Exception {
        road = new BookRoad(folder);
        road.fill(2_000);
        road.start("gw-1");
        road.start("gw-2");
    }

    @AfterAll
    static void everything_stops() throws Exception {
        road.close();
    }

    @Test
    void a_revocation_reaches_every_connected_gateway_at_once_and_one_that_was_away_when_it_is_back() throws Exception {
        List<Double> millis = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            String person = "p-000000" + i;
            long start = System.nanoTime();
            // without the book: what takes the right away is all that happens
            road.fleet
                    .core()
                    .jdbi()
                    .useHandle(handle -> handle.execute(
                            "update person set active = false where site = 'garden' and id = ?", person));
            await().atMost(WITHIN).pollInterval(Duration.ofMillis(10)).until(() -> isConfirmed(person, 2));
            millis.add((System.nanoTime() - start) / 1e6);
        }
        System.out.printf(
                Locale.ROOT,
                "P5: revocation to confirmation by 2 gateways %.0f ms (%.0f..%.0f), bar 2000 ms%n",
                millis.stream().sorted().toList().get(2),
                millis.stream().sorted().toList().get(0),
                millis.stream().sorted().toList().get(4));

        road.stop("gw-2");
        road.person("p-0000009", "Zhang San", false);
        await().atMost(WITHIN).until(() -> isConfirmed("p-0000009", 1));
        JsonNode open = road.revocation("p-0000009");
        assertThat(open.path("of").asInt()).isEqualTo(2);
        assertThat(open.path("waiting").get(0).asText()).isEqualTo("gw-2");
        assertThat(open.path("openSince").asText()).isNotEmpty();
        assertThat(road.api.get("/gateways/gw-2").path("revocationsOpen").asInt())
                .isOne();
        road.start("gw-2");
        await().atMost(WITHIN).until(() -> isConfirmed("p-0000009", 2));
        assertThat(road.api.get("/gateways/gw-2").has("revocationsOpen")).isFalse();
    }

    @Test
    void one_changed_person_comes_as_a_delta_and_one_who_was_away_gets_the_deltas_since() throws Exception {
        road.person("p-0000001", "Another name", true);
        await().atMost(WITHIN).until(() -> road.isCurrent("gw-1") && road.isCurrent("gw-2"));
        assertThat(files("gw-1")).anyMatch(name -> name.endsWith(road.version("gw-1") + ".delta"));

        road.stop("gw-2");
        road.person("p-0000002", "A third name", true);
        road.person("p-0000003", "A fourth name", true);
        road.start("gw-2");
        assertThat(files("gw-2")).anyMatch(name -> name.endsWith(road.version("gw-2") + ".delta"));
    }

    @Test
    void an_erased_person_is_in_no_file_here_or_there_also_of_copies_from_before_and_the_evidence_still_verifies()
            throws Exception {
        String name = "Ouyang Wanderer";
        road.person("p-0000007", name, true);
        await().atMost(WITHIN).until(() -> road.isCurrent("gw-1") && road.isCurrent("gw-2"));
        assertThat(name("p-0000007")).isEqualTo(name);
        Map<Path, byte[]> backup = books("gw-1");
        assertThat(backup).isNotEmpty();

        long start = System.nanoTime();
        JsonNode erased = road.api.post(
                "/sites/garden/people/p-0000007/erase",
                BookRoad.object().put("reason", "asked for").put("confirm", "p-0000007"));
        await().atMost(Duration.ofSeconds(60)).until(() -> isConfirmed("p-0000007", 2));
        await().atMost(Duration.ofSeconds(60)).until(() -> road.isCurrent("gw-1") && road.isCurrent("gw-2"));
        System.out.printf(
                Locale.ROOT,
                "S13: erased here and at 2 gateways in %.1f s, bar 60 s%n",
                (System.nanoTime() - start) / 1e9);

        assertThat(erased.path("credentials").asInt()).isEqualTo(2);
        assertThat(name("p-0000007")).isEqualTo(erased.path("pseudonym").asText());
        assertThat(road.api.get("/audit/state").path("items"))
                .allSatisfy(log -> assertThat(log.has("mismatch")).isFalse());
        road.fleet.core().jdbi().useHandle(handle -> handle.execute("checkpoint"));
        assertThat(found(name)).isEmpty();
        road.stop("gw-1");
        assertThat(found(name)).isEmpty();

        // a backup that leaves out the key, as it should: nobody reads it, and the gateway fetches what counts now
        for (Map.Entry<Path, byte[]> file : backup.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }
        road.start("gw-1");
        assertThat(found(name)).isEmpty();
        assertThat(road.version("gw-1")).isEqualTo(road.wanted("gw-1"));
    }

    private static String name(String person) {
        return road.api.get("/sites/garden/people/" + person).path("name").asText();
    }

    private static Map<Path, byte[]> books(String gateway) throws IOException {
        Map<Path, byte[]> copies = new HashMap<>();
        Path books = road.folder(gateway).resolve("site-books");
        for (String file : files(gateway)) {
            if (file.endsWith(".signed") || file.endsWith(".delta")) {
                copies.put(books.resolve(file), Files.readAllBytes(books.resolve(file)));
            }
        }
        return copies;
    }

    private static boolean isConfirmed(String person, int by) {
        JsonNode revocation = road.revocation(person);
        return revocation.path("confirmed").asInt() >= by;
    }

    private static List<String> files(String gateway) throws IOException {
        try (Stream<Path> there = Files.list(road.folder(gateway).resolve("site-books"))) {
            return there.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** Files of the fleet with its database, and of the gateways, that hold the words, in whatever form. */
    private static List<String> found(String words) throws IOException {
        List<String> forms = new ArrayList<>();
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            byte[] encoded = words.getBytes(charset);
            forms.add(new String(encoded, StandardCharsets.ISO_8859_1));
            forms.add(HexFormat.of().formatHex(encoded));
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> holds(file, forms))
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }
    }

    private static boolean holds(Path file, List<String> forms) {
        try {
            String all = Files.readString(file, StandardCharsets.ISO_8859_1);
            return forms.stream().anyMatch(all::contains);
        } catch (NoSuchFileException gone) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
