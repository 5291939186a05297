package io.gatehouse.patrol.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.patrol.Plans;
import io.gatehouse.patrol.Round;
import io.gatehouse.patrol.RoundCalendar;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.patrol.CheckpointScan.Way;
import io.gatehouse.protocol.patrol.PatrolCheckpoint;
import io.gatehouse.protocol.patrol.PatrolPlan;
import io.gatehouse.protocol.patrol.PatrolSchedule;
import io.gatehouse.protocol.patrol.Route;
import io.gatehouse.protocol.patrol.Route.Order;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Orienteering knows missing, additional and wrongly ordered controls: its results are rounds with known verdicts. */
class OrienteeringTest {

    private static final Path RESULTS = shared().resolve("patrol/ResultList1.xml");
    private static final ZoneId ZONE = ZoneId.of("+01:00");

    /** Beside the project, or where it is told to be. */
    private static Path shared() {
        String given = System.getenv("GATEHOUSE_SHARED_DATA");
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("mvnw")) && root.getParent() != null) {
            root = root.getParent();
        }
        return given == null ? root.resolveSibling("shared").resolve("data") : Path.of(given);
    }

    private record Punch(String control, long at) {}

    private record Run(long start, List<String> course, List<Punch> punches, List<String> missing) {}

    @Test
    void punches_that_are_missing_additional_or_out_of_turn_get_the_verdicts_that_the_results_have() throws Exception {
        assumeTrue(Files.exists(RESULTS), "the results are not beside the project");
        List<Run> runs = runs();

        assertThat(runs).hasSize(2);
        for (Run run : runs) {
            Judgement strict = judged(run, Order.STRICT);
            List<StopVerdict> stops = strict.rounds().get(0).stops();
            List<String> missed = stops.stream()
                    .filter(stop -> stop.status() == StopStatus.MISSED)
                    .map(StopVerdict::checkpoint)
                    .toList();
            long additional = strict.scans().stream()
                    .filter(scan -> scan.use() == ScanVerdict.Use.UNSCHEDULED
                            && scan.flags().contains(Flag.OUT_OF_SEQUENCE))
                    .count();

            assertThat(missed).isEqualTo(run.missing());
            assertThat(additional).isEqualTo(run.missing().size());
        }
    }

    @Test
    void a_patrol_in_any_order_has_visited_them_all_and_is_told_what_was_out_of_turn() throws Exception {
        assumeTrue(Files.exists(RESULTS), "the results are not beside the project");

        RoundVerdict wrongOrder = judged(runs().get(1), Order.ORDERED).rounds().get(0);

        assertThat(wrongOrder.missing()).isZero();
        assertThat(wrongOrder.stops())
                .extracting(stop -> stop.flags().contains(Flag.OUT_OF_SEQUENCE))
                .containsExactly(false, true, true, false, false);
    }

    private static Judgement judged(Run run, Order order) {
        List<PatrolCheckpoint> controls = run.course().stream()
                .distinct()
                .map(code -> PatrolCheckpoint.tagged(code, "Control " + code, code))
                .toList();
        List<Route.Stop> stops =
                run.course().stream().map(code -> Route.Stop.of(code, 0, 60)).toList();
        Route course = new Route("course", "Course", order, stops, 1, 0, 10, null);
        String start =
                Instant.ofEpochMilli(run.start()).atZone(ZONE).toLocalDateTime().toString();
        PatrolPlan plan = Plans.with(Plans.plan(course, PatrolSchedule.of("race", "course", start, "")), controls);
        List<Round> rounds = new RoundCalendar(plan, ZONE, List.of()).between(run.start() - 1, run.start() + 3_600_000);
        List<CheckpointScan> scans = new ArrayList<>();
        run.punches()
                .forEach(punch -> scans.add(CheckpointScan.plain(
                        "punch " + scans.size(), Way.WAND, punch.control(), "runner", punch.at())));
        return new RoundJudge(plan).judge(rounds, Evidence.of(scans), run.start() + 2 * 3_600_000);
    }

    private static List<Run> runs() throws Exception {
        NodeList results = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(RESULTS.toFile())
                .getElementsByTagName("Result");
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < results.getLength(); i++) {
            Element result = (Element) results.item(i);
            if (result.getElementsByTagName("SplitTime").getLength() > 0) {
                runs.add(run(result));
            }
        }
        return runs;
    }

    /** What is on the course stands in its order, missing ones too; what is additional comes after. */
    private static Run run(Element result) {
        long start = OffsetDateTime.parse(text(result, "StartTime")).toInstant().toEpochMilli();
        Run run = new Run(start, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        NodeList splits = result.getElementsByTagName("SplitTime");
        for (int i = 0; i < splits.getLength(); i++) {
            Element split = (Element) splits.item(i);
            String control = text(split, "ControlCode");
            if (!split.getAttribute("status").equals("Additional")) {
                run.course().add(control);
            }
            if (split.getAttribute("status").equals("Missing")) {
                run.missing().add(control);
            } else {
                run.punches().add(new Punch(control, start + Long.parseLong(text(split, "Time")) * 1_000));
            }
        }
        return run;
    }

    private static String text(Element element, String name) {
        return element.getElementsByTagName(name).item(0).getTextContent().strip();
    }
}
