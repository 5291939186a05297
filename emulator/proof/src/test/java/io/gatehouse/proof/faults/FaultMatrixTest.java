package io.gatehouse.proof.faults;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.gatehouse.proof.faults.Row.Short;
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
 * The rows of the fault matrix. Every build runs the short form of those that are quick, {@code -Plong} that of some more;
 * {@code ./mvnw -q -Pfaults [-Dfault=F4,F7]} runs all of them whole and prints one line a row.
 */
class FaultMatrixTest {

    /** Stays until the next run, to look into what a row left behind. */
    private static final Path FOLDER = Path.of("target", "faults").toAbsolutePath();

    private static final FaultStand STAND = new FaultStand(FOLDER);
    private static final List<String> HELD = new ArrayList<>();
    private static final List<String> SHORT = new ArrayList<>();
    private static final List<String> DISTURBED = new ArrayList<>();
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
                "faults: %d rows hold, %d fall short %s, %d disturbed %s, %d skipped %s%n",
                HELD.size(), SHORT.size(), SHORT, DISTURBED.size(), DISTURBED, SKIPPED.size(), SKIPPED);
    }

    @TestFactory
    Stream<DynamicTest> the_short_form_of_a_row_holds() {
        return chosen().filter(row -> row.shortForm() == Short.EVERY_BUILD || Boolean.getBoolean("fault.short"))
                .map(row -> test(row, false));
    }

    @Tag("long")
    @TestFactory
    Stream<DynamicTest> the_short_form_of_a_row_that_takes_a_while_holds() {
        return chosen().filter(row -> row.shortForm() == Short.LONG_BUILDS).map(row -> test(row, false));
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
            Others before = Others.now();
            Finding finding = found(row, whole);
            judge(row, finding, Others.now().since(before), whole);
        });
    }

    private static Finding found(Row row, boolean whole) throws Exception {
        try {
            return row.body().run(STAND, whole);
        } catch (TestAbortedException skipped) {
            System.out.println(row.id() + ": skipped: " + skipped.getMessage());
            SKIPPED.add(row.id());
            throw skipped;
        } catch (Exception | AssertionError broke) {
            System.out.println(row.id() + ": falls short: " + broke);
            SHORT.add(row.id());
            throw broke;
        }
    }

    private static void judge(Row row, Finding finding, Others.Share others, boolean whole) {
        String line = finding.line(row.id(), others);
        System.out.println(line);
        switch (finding.outcome(others)) {
            case HOLDS -> HELD.add(row.id());
            case FALLS_SHORT -> {
                SHORT.add(row.id());
                fail(line);
            }
            case DISTURBED -> {
                DISTURBED.add(row.id());
                // a short form judges no times
                assumeFalse(whole, line);
            }
        }
    }
}
