package io.gatehouse.fleet.access;

import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hours that can be read and do not overlap, and days that the calendar has. */
final class ScheduleCheck {

    private static final Pattern SPAN =
            Pattern.compile("([01][0-9]|2[0-3]):([0-5][0-9])-(?:([01][0-9]|2[0-3]):([0-5][0-9])|24:00)");
    private static final Set<String> DAYS = Set.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");
    private static final int MINUTES_OF_DAY = 24 * 60;

    private final Configuration all;
    private final List<Finding> findings;

    ScheduleCheck(Configuration all, List<Finding> findings) {
        this.all = all;
        this.findings = findings;
    }

    private record Span(String text, int from, int to) {}

    void run() {
        all.book().schedules().forEach(this::schedule);
        all.rules().specialDays().forEach(this::specialDays);
    }

    private void schedule(SiteBook.Schedule schedule) {
        String at = "schedules/" + schedule.id();
        new TreeMap<>(schedule.weekly()).forEach((day, spans) -> {
            if (!DAYS.contains(day)) {
                findings.add(Finding.refusal("BAD_DAY", at + "/weekly", "day", day));
            }
            spans(at + "/weekly." + day, day, spans);
        });
        Map<String, List<String>> special = schedule.special();
        if (special != null) {
            new TreeMap<>(special).forEach((group, spans) -> spans(at + "/special." + group, group, spans));
        }
    }

    private void spans(String field, String day, List<String> texts) {
        List<Span> spans = new ArrayList<>();
        for (String text : texts) {
            Matcher matcher = SPAN.matcher(text);
            if (!matcher.matches()) {
                findings.add(Finding.refusal("BAD_SPAN", field, "span", text));
                continue;
            }
            int from = minutes(matcher.group(1), matcher.group(2));
            int to = matcher.group(3) == null ? MINUTES_OF_DAY : minutes(matcher.group(3), matcher.group(4));
            if (to <= from) {
                findings.add(Finding.refusal("SPAN_ENDS_BEFORE", field, "span", text));
            } else {
                spans.add(new Span(text, from, to));
            }
        }
        spans.sort(Comparator.comparingInt(Span::from));
        for (int i = 1; i < spans.size(); i++) {
            Span before = spans.get(i - 1);
            Span span = spans.get(i);
            if (span.from() < before.to()) {
                findings.add(Finding.refusal(
                        "OVERLAPPING_SPANS", field, "day", day, "one", before.text(), "other", span.text()));
            }
        }
    }

    private void specialDays(SiteRules.SpecialDays group) {
        String at = "specialDays/" + group.id();
        String like = group.likeWeekday();
        if (like != null && !DAYS.contains(like)) {
            findings.add(Finding.refusal("BAD_DAY", at + "/likeWeekday", "day", like));
        }
        for (String day : group.days()) {
            if (!isDate(day)) {
                findings.add(Finding.refusal("BAD_DATE", at + "/days", "day", day));
            }
        }
    }

    private static boolean isDate(String text) {
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    static boolean isTime(String text) {
        return text.matches("([01][0-9]|2[0-3]):[0-5][0-9]");
    }

    private static int minutes(String hours, String minutes) {
        return Integer.parseInt(hours) * 60 + Integer.parseInt(minutes);
    }
}
