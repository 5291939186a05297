package io.gatehouse.fleet.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a question, from left to right: {@code or} binds less than standing side by side, a minus or {@code not} binds
 * most. For one text, on one thread.
 */
final class Reading {

    private static final int LONGEST = 1_000;
    private static final int DEEPEST = 20;
    private static final Set<String> OR = Set.of("or", "或", "|");
    private static final Set<String> AND = Set.of("and", "且");
    private static final Set<String> NOT = Set.of("not", "非");
    private static final List<String> COMPARE = List.of("<=", ">=", "<", ">", "=");

    private final String text;
    private int at;
    private int depth;

    private Reading(String text) {
        this.text = text;
    }

    /** The question, or what is wrong with it. */
    static Asked of(String text) {
        if (text.length() > LONGEST) {
            return new Asked.Refused(new Fault("TOO_LONG", LONGEST, text.length() - LONGEST, "", List.of()));
        }
        Reading reading = new Reading(text);
        try {
            Term whole = reading.any();
            return reading.more()
                    ? new Asked.Refused(reading.fault("PARENTHESIS", reading.at, 1))
                    : new Asked.Read(text, whole);
        } catch (Wrong wrong) {
            return new Asked.Refused(wrong.fault);
        }
    }

    private Term any() {
        List<Term> terms = new ArrayList<>(List.of(all()));
        for (String or = word(OR); or != null; or = word(OR)) {
            if (!more() || peek() == ')') {
                throw new Wrong(new Fault("NOTHING_AFTER", at - or.length(), or.length(), or, List.of()));
            }
            terms.add(all());
        }
        return terms.size() == 1 ? terms.get(0) : new Term.Any(terms);
    }

    private Term all() {
        List<Term> terms = new ArrayList<>();
        while (more() && peek() != ')' && !isNext(OR)) {
            String and = word(AND);
            if (and == null) {
                terms.add(one());
            } else if (!more()) {
                throw new Wrong(new Fault("NOTHING_AFTER", at - and.length(), and.length(), and, List.of()));
            }
        }
        return terms.size() == 1 ? terms.get(0) : new Term.All(terms);
    }

    private Term one() {
        if (++depth > DEEPEST) {
            throw new Wrong(fault("TOO_LONG", at, 1));
        }
        try {
            int from = at;
            if (peek() == '-' || word(NOT) != null) {
                at = peek() == '-' && from == at ? at + 1 : at;
                if (!more() || peek() == ')') {
                    throw new Wrong(new Fault("NOTHING_AFTER", from, at - from, text.substring(from, at), List.of()));
                }
                return new Term.Not(one());
            }
            return peek() == '(' ? inside() : atom();
        } finally {
            depth--;
        }
    }

    private Term inside() {
        int open = at++;
        Term term = any();
        if (!more()) {
            throw new Wrong(fault("PARENTHESIS", open, 1));
        }
        at++;
        return term;
    }

    private Term atom() {
        int from = at;
        if (peek() == '"' || peek() == '“') {
            return new Term.Word(quoted(), from);
        }
        String name = run(true);
        if (at >= text.length() || !isColon(text.charAt(at))) {
            return new Term.Word(name, from);
        }
        at++;
        String compare = COMPARE.stream()
                .filter(one -> text.startsWith(one, at))
                .findFirst()
                .orElse("");
        at += compare.length();
        int valueAt = at;
        String value = at < text.length() && (peek() == '"' || peek() == '“') ? quoted() : run(false);
        if (value.isEmpty()) {
            throw new Wrong(new Fault("VALUE_MISSING", from, at - from, text.substring(from, at), List.of()));
        }
        return new Term.Field(name.toLowerCase(Locale.ROOT), compare.isEmpty() ? "=" : compare, value, from, valueAt);
    }

    private String quoted() {
        int open = at++;
        int close = at;
        while (close < text.length() && text.charAt(close) != '"' && text.charAt(close) != '”') {
            close++;
        }
        if (close >= text.length()) {
            throw new Wrong(fault("QUOTE_OPEN", open, text.length() - open));
        }
        String said = text.substring(at, close);
        at = close + 1;
        return said;
    }

    /** Up to the next space or closing parenthesis, and with {@code toColon} up to a colon. */
    private String run(boolean toColon) {
        int from = at;
        while (at < text.length()
                && !Character.isWhitespace(text.charAt(at))
                && text.charAt(at) != ')'
                && !(toColon && at > from && isColon(text.charAt(at)))) {
            at++;
        }
        return text.substring(from, at);
    }

    private static boolean isColon(char letter) {
        return letter == ':' || letter == '：';
    }

    private boolean more() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length();
    }

    private char peek() {
        return text.charAt(at);
    }

    private boolean isNext(Set<String> words) {
        int before = at;
        boolean next = word(words) != null;
        at = before;
        return next;
    }

    /** Takes the next word when it is one of these, and stands alone. */
    private @Nullable String word(Set<String> words) {
        if (!more()) {
            return null;
        }
        int before = at;
        String next = run(true);
        boolean alone = at >= text.length() || !isColon(text.charAt(at));
        if (alone && words.contains(next.toLowerCase(Locale.ROOT))) {
            return next;
        }
        at = before;
        return null;
    }

    private Fault fault(String code, int from, int length) {
        return new Fault(
                code,
                from,
                Math.max(1, length),
                text.substring(Math.min(from, text.length()), Math.min(text.length(), from + length)),
                List.of());
    }

    /** Leaves the descent; never leaves this class. */
    private static final class Wrong extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient Fault fault;

        Wrong(Fault fault) {
            super(fault.code(), null, false, false);
            this.fault = fault;
        }
    }
}
