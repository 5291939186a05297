package io.gatehouse.proof.bench;

import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.DeviceKind;
import io.gatehouse.protocol.sitebook.SiteBook;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The site that engines are compared on: 500 doors in 40 groups, 200 access levels, 50 daily schedules, and one policy for
 * each level, group and schedule that it names: 609. Every person has two cards, every card one level; one in twenty is
 * disabled.
 */
final class AccessSite {

    static final int LEVELS = 200;
    static final int GROUPS = 40;
    static final int POLICIES = 609;

    private static final int SCHEDULES = 50;
    static final int DOORS = 500;
    private static final int MINUTES = 1_440;
    private static final long SEED = 609;

    /** Cards of the level pass the doors of the group from one minute of the day until another, exclusive. */
    record Policy(int level, int group, int from, int to) {}

    /**
     * May this card pass this door in this minute of the day?
     *
     * @param right what every engine must say
     */
    record Question(int card, int door, int minute, boolean right) {}

    final List<Policy> policies;
    private final int[] levels;
    private final boolean[] disabled;

    AccessSite(int cards) {
        SplittableRandom random = new SplittableRandom(SEED);
        int[][] hours = IntStream.range(0, SCHEDULES)
                .mapToObj(i -> new int[] {random.nextInt(600), 601 + random.nextInt(MINUTES - 601)})
                .toArray(int[][]::new);
        int[] firstGroups =
                IntStream.range(0, LEVELS).map(i -> random.nextInt(GROUPS)).toArray();
        this.policies = IntStream.range(0, POLICIES)
                .mapToObj(i -> {
                    int[] span = hours[random.nextInt(SCHEDULES)];
                    // a level's policies are for different groups: no two of the 609 are alike
                    int group = (firstGroups[i % LEVELS] + i / LEVELS * 13) % GROUPS;
                    return new Policy(i % LEVELS, group, span[0], span[1]);
                })
                .toList();
        this.levels = IntStream.range(0, cards).map(i -> random.nextInt(LEVELS)).toArray();
        this.disabled = new boolean[cards];
        for (int card = 0; card < cards; card++) {
            disabled[card] = random.nextInt(20) == 0;
        }
    }

    int cards() {
        return levels.length;
    }

    int level(int card) {
        return levels[card];
    }

    boolean isDisabled(int card) {
        return disabled[card];
    }

    static int groupOf(int door) {
        return door % GROUPS;
    }

    /** About two of three are granted. */
    List<Question> questions(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Question> questions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int card = random.nextInt(cards());
            boolean meant = random.nextInt(100) < 72;
            int nth = random.nextInt(3);
            Policy policy = policies.get(levels[card] + LEVELS * nth);
            int group = meant ? policy.group : random.nextInt(GROUPS);
            int door = group + GROUPS * random.nextInt((DOORS - group + GROUPS - 1) / GROUPS);
            int minute = meant ? policy.from + random.nextInt(policy.to - policy.from) : random.nextInt(MINUTES);
            questions.add(new Question(card, door, minute, isRight(card, door, minute)));
        }
        return questions;
    }

    private boolean isRight(int card, int door, int minute) {
        return !disabled[card]
                && policies.stream()
                        .anyMatch(policy -> policy.level == levels[card]
                                && policy.group == groupOf(door)
                                && minute >= policy.from
                                && minute < policy.to);
    }

    /** The reference of a card, in the form that the site's key gives it. */
    static String ref(int card) {
        long mixed = (card + 1L) * 0x9E3779B97F4A7C15L;
        return HexFormat.of().toHexDigits(mixed) + HexFormat.of().toHexDigits(mixed * 0xBF58476D1CE4E5B9L);
    }

    static DeviceId reader(int door) {
        return new DeviceId("reader-" + door);
    }

    /** The same as a site book. */
    SiteBook book() {
        IntStream doors = IntStream.range(0, DOORS);
        return new SiteBook(
                new SiteId("bench"),
                new GatewayId("gw-bench"),
                1,
                0,
                "Asia/Shanghai",
                new byte[32],
                IntStream.range(0, DOORS)
                        .mapToObj(i -> new SiteBook.Device(reader(i), DeviceKind.READER, "secret", 30))
                        .toList(),
                IntStream.range(0, DOORS)
                        .mapToObj(i -> new SiteBook.Door(
                                "door-" + i, "Door " + i, SiteBook.DoorMode.LOCKED, 5_000, 30, reader(i)))
                        .toList(),
                doors.mapToObj(i -> new SiteBook.AccessPoint(
                                "in-" + i, "door-" + i, SiteBook.Direction.IN, reader(i), true))
                        .toList(),
                policies.stream().map(AccessSite::schedule).distinct().toList(),
                IntStream.range(0, LEVELS).mapToObj(this::profile).toList(),
                IntStream.range(0, (cards() + 1) / 2)
                        .mapToObj(i -> new SiteBook.Person("p" + i, "Person " + i, "STAFF", true))
                        .toList(),
                IntStream.range(0, cards()).mapToObj(this::credential).toList(),
                List.of());
    }

    private static SiteBook.Schedule schedule(Policy policy) {
        List<String> span = List.of(time(policy.from) + "-" + time(policy.to));
        return new SiteBook.Schedule(
                scheduleId(policy),
                scheduleId(policy),
                Map.of("MON", span, "TUE", span, "WED", span, "THU", span, "FRI", span, "SAT", span, "SUN", span));
    }

    private static String time(int minute) {
        return LocalTime.of(minute / 60, minute % 60).toString();
    }

    private static String scheduleId(Policy policy) {
        return "s" + policy.from + "-" + policy.to;
    }

    private SiteBook.AccessProfile profile(int level) {
        return new SiteBook.AccessProfile(
                "level-" + level,
                "Level " + level,
                policies.stream()
                        .filter(policy -> policy.level == level)
                        .map(policy -> new SiteBook.AccessPolicy(scheduleId(policy), pointsOf(policy.group)))
                        .toList());
    }

    private static List<String> pointsOf(int group) {
        return IntStream.range(0, DOORS)
                .filter(door -> groupOf(door) == group)
                .mapToObj(door -> "in-" + door)
                .toList();
    }

    private SiteBook.Credential credential(int card) {
        return new SiteBook.Credential(
                ref(card),
                "p" + card / 2,
                disabled[card] ? SiteBook.CredentialState.DISABLED : SiteBook.CredentialState.ENABLED,
                null,
                null,
                List.of("level-" + levels[card]));
    }
}
