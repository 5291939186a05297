package io.gatehouse.fleet.search;

import java.util.List;

/**
 * Why a question cannot be read. Immutable.
 *
 * @param code stable: {@code FIELD_UNKNOWN}, {@code VALUE_MISSING}, {@code VALUE_UNKNOWN}, {@code NOT_A_NUMBER},
 *     {@code NOT_A_TIME}, {@code NOT_COMPARABLE}, {@code QUOTE_OPEN}, {@code PARENTHESIS}, {@code NOTHING_AFTER},
 *     {@code TOO_LONG}, {@code GROUP_UNKNOWN}, {@code GROUP_TURNS}
 * @param at where it begins, counted in characters from 0
 * @param length how much of it is wrong, at least 1
 * @param what the part that is wrong, as it was typed
 * @param known what would have been understood there, or nothing
 */
public record Fault(String code, int at, int length, String what, List<String> known) {

    public Fault {
        known = List.copyOf(known);
    }

    /** In English, for programs and logs; the console has its own words for the code. */
    public String message() {
        String where = " (at character " + (at + 1) + ").";
        return switch (code) {
            case "FIELD_UNKNOWN" -> "There is no field '" + what + "' here" + where;
            case "VALUE_MISSING" -> "'" + what + "' has no value" + where;
            case "VALUE_UNKNOWN" -> "'" + what + "' is none of the values of this field" + where;
            case "NOT_A_NUMBER" -> "'" + what + "' is no number" + where;
            case "NOT_A_TIME" -> "'" + what + "' is neither an age such as 90m, 12h or 7d nor a date" + where;
            case "NOT_COMPARABLE" -> "'" + what + "' can be equal, but not more or less" + where;
            case "QUOTE_OPEN" -> "The quote is not closed" + where;
            case "PARENTHESIS" -> "The parentheses do not match" + where;
            case "NOTHING_AFTER" -> "Something is missing after '" + what + "'" + where;
            case "GROUP_UNKNOWN" -> "There is no group '" + what + "'" + where;
            case "GROUP_TURNS" -> "The group '" + what + "' is made of itself" + where;
            default -> "The question is too long" + where;
        };
    }

    public String hint() {
        return known.isEmpty()
                ? "Words are looked for as they stand; put quotes around a word with a colon."
                : "It may be: " + String.join(", ", known) + ".";
    }
}
