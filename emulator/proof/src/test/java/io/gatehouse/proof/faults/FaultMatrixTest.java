package io.gatehouse.proof.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;

/**
 * The rows of the fault matrix. Every build runs the short form of those that are quick; {@code ./mvnw -q -Pfaults
 * [-Dfault=F4,F7]} runs all of them whole and prints one line a row.
 */
class FaultMatrixTest {

    /** Stays until the next run, to look into what a row left behind. */
    private static final Path FOLDER = Path.of("target", "faults").toAbsolutePath();

    private static final FaultStand STAND = new FaultStand(FOLDER);
    private static final List<String> HELD = new ArrayList<>();
    private static final List<String> SHORT = new ArrayList<>();
    private static final List<String> SKIPPED = new ArrayList<>();

    @BeforeAll
    static void an_empty_folder() throws IOException {
        Folders.delete(FOLDER);
        Files.createDirectories(FOLDER);
    }

    @AfterAll
    static void all_is_counted() throws Exception {
        STAND.close();
        System.out.printf(
                "faults: %d rows hold, %d fall short, %d skipped%s%n",
                HELD.size(), SHORT.size(), SKIPPED.size(), SHORT.isEmpty() ? "" : "; short: " + SHORT);
    }

    @TestFactory
    Stream<DynamicTest> the_short_form_of_a_row_holds() {
        return chosen().filter(row -> row.everyBuild() || Boolean.getBoolean("fault.short"))
                .map(row -> test(row, false));
    }

    @Tag("faults")
    @TestFactory
    Stream<DynamicTest> the_whole_row_holds() {
        return chosen().map(row -> test(row, true));
    }

    private static Stream<Row> chosen() {
        String chosen = System.getProperty("fault", "");
        List<String> ids = List.of(chosen.toUpperCase(Locale.ROOT).split("[, ]+"));
        return Matrix.ROWS.stream().filter(row -> chosen.isBlank() || ids.contains(row.id()));
    }

    private static DynamicTest test(Row row, boolean whole) {
        return DynamicTest.dynamicTest(row.id() + " " + row.fault(), () -> {
            try {
                Finding finding = row.body().run(STAND, whole);
                System.out.println(finding.line(row.id()));
                (finding.holds() ? HELD : SHORT).add(row.id());
                assertThat(finding.broken()).as(finding.line(row.id())).isEmpty();
            } catch (TestAbortedException skipped) {
                System.out.println(row.id() + ": skipped: " + skipped.getMessage());
                SKIPPED.add(row.id());
                throw skipped;
            } catch (AssertionError falls) {
                throw falls;
            } catch (Exception broke) {
                System.out.println(row.id() + ": " + broke + ": falls short");
                SHORT.add(row.id());
                throw broke;
            }
        });
    }
}
