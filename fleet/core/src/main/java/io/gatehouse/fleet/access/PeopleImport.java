package io.gatehouse.fleet.access;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.sheet.Sheet;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.protocol.Ids;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.access.CredentialRef;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Takes people and their cards from a sheet, a card a row; somebody with two cards stands in two rows. By id and by card
 * number, so that the same sheet twice changes nothing the second time.
 */
public final class PeopleImport {

    private static final int TOLD_ROWS = 100;
    private static final int TOLD_FAULTS = 500;

    private final Jdbi jdbi;
    private final Keys keys;
    private final Clock clock;

    public PeopleImport(Jdbi jdbi, Keys keys, Clock clock) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * What is asked for.
     *
     * @param dryRun only say what would become of it
     * @param skipBad take the rows without faults even when others have some
     */
    public record Wish(boolean dryRun, boolean skipBad) {}

    /**
     * What was done, or would be.
     *
     * @param report as REST tells it
     */
    public record Done(boolean written, ObjectNode report, List<Finding> warnings) {}

    /** Reads and, unless it is a dry run or a row has a fault, writes. */
    public Done take(SiteId site, Sheet sheet, Wish wish) {
        return jdbi.inTransaction(handle -> {
            Map<ImportColumn, Integer> columns = ImportColumn.find(sheet.headings());
            ZoneId zone = ImportGround.zone(handle, site);
            List<ImportRow> rows = sheet.rows().stream()
                    .map(line -> new ImportRow(line, columns, zone))
                    .toList();
            Taking taking = new Taking(handle, site, rows);
            taking.read(columns.keySet());
            boolean write = !wish.dryRun() && !taking.people.isEmpty() && (taking.faults.isEmpty() || wish.skipBad());
            List<Finding> warnings = write ? taking.write() : List.of();
            return new Done(write, taking.report(write), warnings);
        });
    }

    private final class Taking {

        private final Handle handle;
        private final SiteId site;
        private final ImportGround there;
        private final CardTable cardTable;
        private final List<ImportRow> rows;
        private final Map<String, PersonEntry> people = new HashMap<>();
        private final Map<String, CardEntry> cards = new HashMap<>();
        private final Map<String, Integer> seenCards = new HashMap<>();
        private final List<ImportRow.Fault> faults = new ArrayList<>();
        private final Map<String, Integer> counts = new HashMap<>();
        private final ArrayNode sample = Json.array();
        private int read;

        Taking(Handle handle, SiteId site, List<ImportRow> rows) {
            this.handle = handle;
            this.site = site;
            this.rows = rows;
            this.cardTable = new CardTable(handle, site.value(), keys.credentialKey(site), clock);
            this.there = ImportGround.read(handle, site, keys, ids(), refs());
        }

        private Set<String> ids() {
            return rows.stream().map(ImportRow::id).filter(Ids::isValid).collect(Collectors.toSet());
        }

        private Set<String> refs() {
            return rows.stream()
                    .map(ImportRow::shown)
                    .flatMap(Stream::ofNullable)
                    .map(cardTable::refOf)
                    .collect(Collectors.toSet());
        }

        void read(Set<ImportColumn> columns) {
            for (ImportColumn needed : List.of(ImportColumn.ID, ImportColumn.NAME, ImportColumn.TYPE)) {
                if (!columns.contains(needed)) {
                    faults.add(new ImportRow.Fault(1, needed.name(), "NO_COLUMN", ""));
                }
            }
            if (faults.isEmpty()) {
                rows.forEach(this::row);
            }
        }

        private void row(ImportRow row) {
            read++;
            ImportGround.Known now = there.people().get(row.id());
            PersonEntry person = row.person(now == null ? null : now.rules());
            CardEntry card = row.card();
            String ref = card == null ? null : cardTable.refOf(card.shown());
            if (card != null && ref != null) {
                cardFaults(row, card, ref);
            }
            PersonEntry other = people.get(person.id());
            if (other != null && !other.equals(person)) {
                row.fault(ImportColumn.ID, "SAID_OTHERWISE", person.id());
            }
            String what = row.faults().isEmpty() ? keep(person, now, card, ref) : "BAD";
            if (what.equals("BAD")) {
                faults.addAll(row.faults());
                count("badRows");
            }
            if (sample.size() < TOLD_ROWS) {
                sample.add(shown(row, person, card, what));
            }
        }

        private void cardFaults(ImportRow row, CardEntry card, String ref) {
            card.profiles().stream()
                    .filter(profile -> !there.profiles().contains(profile))
                    .forEach(profile -> row.fault(ImportColumn.PROFILES, "NO_PROFILE", profile));
            ImportGround.Card held = there.cards().get(ref);
            if (held != null && held.person() != null && !row.id().equals(held.person())) {
                row.fault(ImportColumn.NUMBER, "CARD_OF_ANOTHER", held.person());
            }
            Integer before = seenCards.putIfAbsent(ref, row.number());
            if (before != null) {
                row.fault(ImportColumn.NUMBER, "CARD_TWICE", before.toString());
            }
        }

        private String keep(
                PersonEntry person, ImportGround.@Nullable Known now, @Nullable CardEntry card, @Nullable String ref) {
            String what = now == null ? "NEW" : now.isSame(person) ? "SAME" : "CHANGED";
            if (people.put(person.id(), person) == null) {
                count(Map.of("NEW", "newPeople", "SAME", "samePeople", "CHANGED", "changedPeople")
                        .getOrDefault(what, ""));
            }
            if (card == null || ref == null) {
                return what;
            }
            ImportGround.Card held = there.cards().get(ref);
            // a card that was reported lost stays so: a list is no report of a find
            CardEntry kept = held == null ? card : held.stateKept(card);
            String whatCard = held == null ? "NEW" : held.isSame(kept) ? "SAME" : "CHANGED";
            count(Map.of("NEW", "newCards", "SAME", "sameCards", "CHANGED", "changedCards")
                    .getOrDefault(whatCard, ""));
            cards.put(ref, kept);
            return what.equals("SAME") && !whatCard.equals("SAME") ? "CHANGED" : what;
        }

        private void count(String name) {
            counts.merge(name, 1, Integer::sum);
        }

        private ObjectNode shown(ImportRow row, PersonEntry person, @Nullable CardEntry card, String what) {
            ObjectNode shown = Json.object()
                    .put("row", row.number())
                    .put("id", person.id())
                    .put("name", person.name())
                    .put("type", person.type());
            if (card != null) {
                shown.put("mask", CredentialRef.mask(card.shown().number()));
            }
            return shown.put("what", what);
        }

        List<Finding> write() {
            CheckedChange checked = new CheckedChange(handle, keys, site);
            List<Finding> before = checked.findings();
            new PeopleTable(handle, site.value(), keys).write(List.copyOf(people.values()));
            cardTable.write(List.copyOf(cards.values()));
            return checked.findings().stream()
                    .filter(finding -> !before.contains(finding))
                    .map(Finding::asWarning)
                    .toList();
        }

        ObjectNode report(boolean written) {
            ObjectNode report = Json.object().put("written", written).put("rows", read);
            for (String name : List.of(
                    "newPeople", "changedPeople", "samePeople", "newCards", "changedCards", "sameCards", "badRows")) {
                report.put(name, counts.getOrDefault(name, 0));
            }
            ArrayNode errors = report.putArray("errors");
            faults.stream()
                    .limit(TOLD_FAULTS)
                    .forEach(fault -> errors.addObject()
                            .put("row", fault.row())
                            .put("column", fault.column())
                            .put("code", fault.code())
                            .put("value", fault.value()));
            report.set("sample", sample);
            return report;
        }
    }
}
