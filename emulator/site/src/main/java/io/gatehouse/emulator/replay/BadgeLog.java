package io.gatehouse.emulator.replay;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** A log of badge reads: time, card, person, floor, zone; each floor and zone has one reader. */
public record BadgeLog(List<Entry> entries) {

    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setTrim(true)
            .get();

    /** One read. */
    public record Entry(Instant at, String card, String reader) {}

    public BadgeLog {
        entries = List.copyOf(entries);
    }

    /**
     * Reads a CSV file with the columns {@code ts,card,person,floor,zone}.
     *
     * @param zone where times without an offset are meant
     * @throws IllegalArgumentException naming the line that does not fit
     */
    public static BadgeLog read(Path file, ZoneId zone) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                CSVParser rows = FORMAT.parse(text)) {
            for (CSVRecord row : rows) {
                entries.add(entry(row, zone));
            }
        }
        entries.sort(Comparator.comparing(Entry::at));
        return new BadgeLog(entries);
    }

    private static Entry entry(CSVRecord row, ZoneId zone) {
        try {
            Instant at = LocalDateTime.parse(row.get("ts")).atZone(zone).toInstant();
            return new Entry(at, row.get("card"), readerId(row.get("floor"), row.get("zone")));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException("line " + (row.getRecordNumber() + 1) + ": " + e.getMessage(), e);
        }
    }

    static String readerId(String floor, String zone) {
        String plain = zone.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return "reader-" + floor + "-" + plain;
    }

    /** How many reads each reader has, most first. */
    public Map<String, Integer> volumes() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        entries.forEach(entry -> counts.merge(entry.reader(), 1, Integer::sum));
        Map<String, Integer> sorted = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(one -> sorted.put(one.getKey(), one.getValue()));
        return sorted;
    }

    /** Shares the readers between MQTT and CoAP so that each carries about half of the reads. */
    public Map<String, String> wires() {
        Map<String, String> wires = new LinkedHashMap<>();
        int mqtt = 0;
        int coap = 0;
        for (Map.Entry<String, Integer> reader : volumes().entrySet()) {
            if (mqtt <= coap) {
                wires.put(reader.getKey(), wires.size() % 4 == 0 ? "mqtt5" : "mqtt3");
                mqtt += reader.getValue();
            } else {
                wires.put(reader.getKey(), "coap");
                coap += reader.getValue();
            }
        }
        return wires;
    }
}
