package io.gatehouse.patrol.wand;

import io.gatehouse.patrol.wand.WandTrouble.Code;
import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.RefusalCode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A wand's file in words: a first line, a heading of {@code name,value}, an empty line, a line for each record and a last
 * line {@code hmac,...} over every byte before it.
 */
public final class WandCsv {

    static final String FIRST_LINE = "gatehouse-wand,1";

    private static final String HMAC = "hmac,";

    private final ZoneId zone;
    private final Map<String, String> heading = new HashMap<>();
    private final List<WandRecord> records = new ArrayList<>();
    private final List<WandTrouble> troubles = new ArrayList<>();
    private int damaged;

    private WandCsv(ZoneId zone) {
        this.zone = zone;
    }

    static Decoded<WandUpload> read(byte[] file, ZoneId zone) {
        return new WandCsv(zone).read(file);
    }

    private Decoded<WandUpload> read(byte[] file) {
        String text = new String(file, StandardCharsets.UTF_8);
        int mark = text.lastIndexOf("\n" + HMAC) + 1;
        boolean ends = mark > 0;
        String content = ends ? text.substring(0, mark) : text;
        String signature = ends ? text.substring(mark + HMAC.length()).strip().toLowerCase(Locale.ROOT) : "";
        List<String> lines = content.lines().toList();
        int empty = lines.indexOf("");
        lines.subList(1, empty < 0 ? lines.size() : empty).forEach(this::head);
        UploadBatch batch;
        try {
            batch = batch();
        } catch (IllegalArgumentException | DateTimeException e) {
            return Decoded.malformed(RefusalCode.MISSING_FIELD, "the heading cannot be read: " + e.getMessage());
        }
        if (empty >= 0) {
            lines.subList(empty + 1, lines.size()).forEach(this::record);
        }
        boolean whole = ends && records.size() >= batch.records();
        tell(batch, ends);
        records.sort(Comparator.comparingLong(WandRecord::seq));
        byte[] signed = Arrays.copyOf(file, content.getBytes(StandardCharsets.UTF_8).length);
        return Decoded.ok(new WandUpload(batch, records, whole, new WandUpload.Signed(signed, signature), troubles));
    }

    private void tell(UploadBatch batch, boolean ends) {
        if (!ends || records.size() + damaged < batch.records()) {
            troubles.add(new WandTrouble(
                    Code.TORN,
                    "the file ends early: " + records.size() + " of " + batch.records()
                            + " records are there; read the wand out again"));
        }
        if (damaged > 0) {
            troubles.add(new WandTrouble(Code.DAMAGED, damaged + " lines cannot be read and are left out"));
        }
    }

    private void head(String line) {
        int comma = line.indexOf(',');
        if (comma > 0) {
            heading.put(
                    line.substring(0, comma).strip(), line.substring(comma + 1).strip());
        }
    }

    private UploadBatch batch() {
        return new UploadBatch(
                wanted("wand"),
                heading.getOrDefault("dock", ""),
                time(wanted("wand-time")),
                time(wanted("dock-time")),
                heading.getOrDefault("firmware", ""),
                Long.parseLong(heading.getOrDefault("erase", "0")),
                Integer.parseInt(wanted("records")),
                Integer.parseInt(heading.getOrDefault("millivolts", "0")));
    }

    private String wanted(String name) {
        String value = heading.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw new IllegalArgumentException("'" + name + "' is missing");
        }
        return value;
    }

    private long time(String text) {
        String iso = text.replace(' ', 'T');
        return iso.endsWith("Z") || iso.matches(".*[+-]\\d\\d:\\d\\d")
                ? OffsetDateTime.parse(iso).toInstant().toEpochMilli()
                : LocalDateTime.parse(iso).atZone(zone).toInstant().toEpochMilli();
    }

    private void record(String line) {
        String[] words = line.split(",", -1);
        if (line.isBlank() || words[0].equals("seq") || records.size() >= WandFile.MOST_RECORDS) {
            return;
        }
        try {
            if (words.length < 3 || words[2].isBlank() || words[2].length() > 64) {
                throw new IllegalArgumentException("seq,time,tag is wanted");
            }
            records.add(new WandRecord(Long.parseLong(words[0].strip()), time(words[1].strip()), words[2].strip()));
        } catch (IllegalArgumentException | DateTimeException e) {
            damaged++;
        }
    }

    /** Writes what {@link #read} reads, with times in UTC; not signed when the key is {@code ""}. */
    public static byte[] write(UploadBatch batch, List<WandRecord> records, String key) {
        StringBuilder text = new StringBuilder(FIRST_LINE)
                .append("\nwand,")
                .append(batch.wand())
                .append("\ndock,")
                .append(batch.dock())
                .append("\nfirmware,")
                .append(batch.firmware())
                .append("\nerase,")
                .append(batch.erase())
                .append("\nmillivolts,")
                .append(batch.millivolts())
                .append("\nwand-time,")
                .append(Instant.ofEpochMilli(batch.wandTime()))
                .append("\ndock-time,")
                .append(Instant.ofEpochMilli(batch.dockTime()))
                .append("\nrecords,")
                .append(batch.records())
                .append("\n\nseq,time,tag\n");
        records.forEach(one -> text.append(one.seq())
                .append(',')
                .append(Instant.ofEpochMilli(one.rawTime()))
                .append(',')
                .append(one.tag())
                .append('\n'));
        byte[] content = text.toString().getBytes(StandardCharsets.UTF_8);
        String last = HMAC + (key.isEmpty() ? "" : WandFile.signature(content, key)) + "\n";
        return text.append(last).toString().getBytes(StandardCharsets.UTF_8);
    }
}
