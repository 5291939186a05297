package io.gatehouse.fleet.access;

import io.gatehouse.fleet.sheet.Sheet;
import io.gatehouse.protocol.Ids;
import io.gatehouse.protocol.device.PresentedCredential;
import io.gatehouse.protocol.sitebook.PersonRules;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One row of a list of people, read into who it is and what card they have; with everything that is wrong with it. */
final class ImportRow {

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("业主", "OWNER"),
            Map.entry("租户", "TENANT"),
            Map.entry("住户", "TENANT"),
            Map.entry("家属", "FAMILY"),
            Map.entry("员工", "STAFF"),
            Map.entry("职员", "STAFF"),
            Map.entry("保安", "GUARD"),
            Map.entry("访客", "VISITOR"),
            Map.entry("施工", "CONTRACTOR"),
            Map.entry("装修", "CONTRACTOR"),
            Map.entry("家政", "HOUSEKEEPER"),
            Map.entry("保洁", "HOUSEKEEPER"),
            Map.entry("快递", "COURIER"),
            Map.entry("外卖", "COURIER"),
            Map.entry("司机", "DRIVER"));

    private static final Map<String, PersonRules.Status> STATUSES = Map.of(
            "在用", PersonRules.Status.ACTIVE,
            "正常", PersonRules.Status.ACTIVE,
            "停用", PersonRules.Status.SUSPENDED,
            "待审核", PersonRules.Status.PENDING,
            "已搬离", PersonRules.Status.MOVED_OUT,
            "离职", PersonRules.Status.MOVED_OUT,
            "禁止", PersonRules.Status.BLOCKED);

    /** @param code the console's strings have words for it ({@code importError}) */
    record Fault(int row, String column, String code, String value) {}

    private final Sheet.Line line;
    private final Map<ImportColumn, Integer> columns;
    private final ZoneId zone;
    private final List<Fault> faults = new ArrayList<>();

    ImportRow(Sheet.Line line, Map<ImportColumn, Integer> columns, ZoneId zone) {
        this.line = line;
        this.columns = columns;
        this.zone = zone;
    }

    int number() {
        return line.number();
    }

    List<Fault> faults() {
        return faults;
    }

    void fault(ImportColumn column, String code, String value) {
        faults.add(new Fault(line.number(), column.name(), code, value));
    }

    String cell(ImportColumn column) {
        Integer at = columns.get(column);
        return at == null || at >= line.cells().size() ? "" : line.cells().get(at);
    }

    String id() {
        return cell(ImportColumn.ID);
    }

    /** The person, over the rules that they have now; what the sheet has no column for stays as it is. */
    PersonEntry person(@Nullable PersonRules now) {
        if (id().isEmpty()) {
            fault(ImportColumn.ID, "MISSING", "");
        } else if (!Ids.isValid(id())) {
            fault(ImportColumn.ID, "BAD_ID", id());
        }
        if (cell(ImportColumn.NAME).isEmpty()) {
            fault(ImportColumn.NAME, "MISSING", "");
        } else if (cell(ImportColumn.NAME).length() > 200) {
            fault(ImportColumn.NAME, "TOO_LONG", "");
        }
        return new PersonEntry(id(), cell(ImportColumn.NAME), type(), null, rules(now));
    }

    private String type() {
        String given = cell(ImportColumn.TYPE);
        String type = TYPES.getOrDefault(given, given.toUpperCase(Locale.ROOT));
        if (given.isEmpty()) {
            fault(ImportColumn.TYPE, "MISSING", "");
        } else if (!type.matches("[A-Z_]{1,32}")) {
            fault(ImportColumn.TYPE, "BAD_TYPE", given);
        }
        return type;
    }

    private @Nullable PersonRules rules(@Nullable PersonRules now) {
        boolean says = columns.containsKey(ImportColumn.STATUS) || columns.containsKey(ImportColumn.GROUPS);
        if (!says) {
            return now;
        }
        PersonRules was = now == null ? PersonRules.PLAIN : now;
        PersonRules is = new PersonRules(
                columns.containsKey(ImportColumn.STATUS) ? status(was.status()) : was.status(),
                columns.containsKey(ImportColumn.GROUPS) ? listed(ImportColumn.GROUPS) : was.groups(),
                was.clearance(),
                was.exemptions(),
                was.extendedTime(),
                was.validFrom(),
                was.validTo(),
                was.watch(),
                was.accompanied(),
                was.traced(),
                was.host());
        return now == null && is.equals(PersonRules.PLAIN) ? null : is;
    }

    private PersonRules.Status status(PersonRules.Status now) {
        String given = cell(ImportColumn.STATUS);
        PersonRules.Status known = STATUSES.get(given);
        if (given.isEmpty() || known != null) {
            return known == null ? now : known;
        }
        try {
            return PersonRules.Status.valueOf(given.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            fault(ImportColumn.STATUS, "BAD_STATUS", given);
            return now;
        }
    }

    /** What its card shows to a reader, or nothing when the row has none; with nothing said about faults. */
    @Nullable
    PresentedCredential shown() {
        String number = cell(ImportColumn.NUMBER);
        String type = cell(ImportColumn.CARD_TYPE);
        String format = cell(ImportColumn.FORMAT);
        String facility = cell(ImportColumn.FACILITY);
        return number.isEmpty()
                ? null
                : new PresentedCredential(
                        type.isEmpty() ? "CARD" : type.toUpperCase(Locale.ROOT),
                        format.isEmpty() ? "RAW" : format.toUpperCase(Locale.ROOT),
                        isFacility(facility) ? Integer.parseInt(facility) : 0,
                        number);
    }

    private static boolean isFacility(String given) {
        return given.matches("[0-9]{1,9}");
    }

    /** The card, or nothing when the row has none. */
    @Nullable
    CardEntry card() {
        PresentedCredential shown = shown();
        if (shown == null) {
            return null;
        }
        String number = shown.number();
        if (number.length() > 128 || number.matches("[0-9.]+[eE]\\+?[0-9]+")) {
            fault(ImportColumn.NUMBER, "BAD_NUMBER", "");
        }
        Long from = time(ImportColumn.VALID_FROM, false);
        Long to = time(ImportColumn.VALID_TO, true);
        if (from != null && to != null && to <= from) {
            fault(ImportColumn.VALID_TO, "ENDS_BEFORE_IT_BEGINS", cell(ImportColumn.VALID_TO));
        }
        String facility = cell(ImportColumn.FACILITY);
        if (!facility.isEmpty() && !isFacility(facility)) {
            fault(ImportColumn.FACILITY, "BAD_FACILITY", facility);
        }
        return new CardEntry(shown, id(), CardState.ENABLED, from, to, listed(ImportColumn.PROFILES), null);
    }

    private List<String> listed(ImportColumn column) {
        return Arrays.stream(cell(column).split("[,;，；、|]"))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .distinct()
                .toList();
    }

    /** A date counts from its beginning, and as an end to the end of its day (ONVIF). */
    private @Nullable Long time(ImportColumn column, boolean end) {
        String given = cell(column).replace('/', '-');
        if (given.isEmpty()) {
            return null;
        }
        try {
            if (given.matches("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")) {
                String[] parts = given.split("-");
                LocalDate day = LocalDate.of(
                        Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
                return day.plusDays(end ? 1 : 0).atStartOfDay(zone).toInstant().toEpochMilli();
            }
            if (given.matches("[0-9]{5}")) {
                // days since 1899-12-30: how a spreadsheet keeps a date
                LocalDate day = LocalDate.of(1899, 12, 30).plusDays(Integer.parseInt(given) + (end ? 1 : 0));
                return day.atStartOfDay(zone).toInstant().toEpochMilli();
            }
            if (given.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2})?")) {
                return LocalDateTime.parse(given.replace(' ', 'T'))
                        .atZone(zone)
                        .toInstant()
                        .toEpochMilli();
            }
            return OffsetDateTime.parse(given).toInstant().toEpochMilli();
        } catch (DateTimeException e) {
            fault(column, "BAD_DATE", cell(column));
            return null;
        }
    }
}
