package io.gatehouse.fleet.commission;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The order in which somebody walks: site, building, floor, door, name; where there are numbers, by number. Pure. */
final class PlaceOrder implements Comparator<JsonNode> {

    private static final List<String> PARTS = List.of("siteName", "building", "floor", "door", "name");
    private static final Pattern CHUNK = Pattern.compile("\\d+|\\D+");

    @Override
    public int compare(JsonNode one, JsonNode other) {
        return PARTS.stream()
                .mapToInt(part ->
                        compare(one.path(part).asText(), other.path(part).asText()))
                .filter(order -> order != 0)
                .findFirst()
                .orElse(0);
    }

    /** {@code 2F} comes before {@code 10F}; who says nothing comes last. */
    static int compare(String one, String other) {
        if (one.isEmpty() || other.isEmpty()) {
            return Boolean.compare(one.isEmpty(), other.isEmpty());
        }
        List<String> ours = chunks(one);
        List<String> theirs = chunks(other);
        for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
            int order = chunk(ours.get(i), theirs.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(ours.size(), theirs.size());
    }

    private static int chunk(String one, String other) {
        boolean numbers = Character.isDigit(one.charAt(0)) && Character.isDigit(other.charAt(0));
        return numbers ? new BigInteger(one).compareTo(new BigInteger(other)) : one.compareToIgnoreCase(other);
    }

    private static List<String> chunks(String text) {
        List<String> chunks = new ArrayList<>();
        Matcher matcher = CHUNK.matcher(text);
        while (matcher.find()) {
            chunks.add(matcher.group());
        }
        return chunks;
    }
}
