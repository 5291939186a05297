package io.gatehouse.proof.road;

import io.gatehouse.emulator.replay.BadgeLog;
import io.gatehouse.proof.docs.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** The badge log that the road is tested with: two days of a real office where they lie beside the project, else ours. */
record Logs(Path events, Path people, double speed, String what) {

    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    /** The two days are played in a quarter of a minute; {@code -Dgatehouse.road.speed=2000} takes its time. */
    private static final double SPEED = Integer.getInteger("gatehouse.road.speed", 10_000);

    private static final int READS = 1_200;
    private static final int PEOPLE = 60;

    static Logs find(Path scratch) throws IOException {
        String given = System.getenv("GATEHOUSE_SHARED_DATA");
        Path folder =
                given == null ? ProjectFiles.root().resolveSibling("shared").resolve("data") : Path.of(given);
        Path real = folder.resolve("badge-log/events_dev.csv");
        return Files.exists(real)
                ? new Logs(real, folder.resolve("badge-log/people.csv"), SPEED, "two days of an office")
                : made(scratch);
    }

    private static Logs made(Path scratch) throws IOException {
        SplittableRandom random = new SplittableRandom(11);
        StringBuilder people = new StringBuilder("person,last,first,department,office,cards\n");
        for (int i = 0; i < PEOPLE; i++) {
            people.append("p%d,Last%d,First%d,Office,1,card%d%n".formatted(i, i, i, i));
        }
        StringBuilder events = new StringBuilder("ts,card,person,floor,zone\n");
        LocalDateTime at = LocalDateTime.of(2026, 5, 4, 7, 0);
        for (int i = 0; i < READS; i++) {
            at = at.plusSeconds(1 + random.nextInt(40));
            int who = random.nextInt(PEOPLE + 3);
            events.append("%s,card%d,p%d,%d,%d%n"
                    .formatted(
                            at.withNano(0) + (at.getSecond() == 0 ? ":00" : ""),
                            who,
                            who,
                            1 + random.nextInt(3),
                            1 + random.nextInt(5)));
        }
        Path eventsFile = Files.writeString(scratch.resolve("events.csv"), events);
        Path peopleFile = Files.writeString(scratch.resolve("people.csv"), people);
        return new Logs(eventsFile, peopleFile, 1_200, "a log of our own");
    }

    BadgeLog log() throws IOException {
        return BadgeLog.read(events, ZONE);
    }

    /** How many reads of a log there are of cards that are in the people file, and how many of others. */
    Map<Boolean, Long> knownAndUnknown(BadgeLog log) throws IOException {
        String known = Files.readString(people);
        return log.entries().stream()
                .collect(Collectors.partitioningBy(
                        entry -> known.matches("(?s).*\\b" + entry.card() + "\\b.*"), Collectors.counting()));
    }
}
