package io.gatehouse.fleet.search;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes a condition of SQL from a question. Text that was typed becomes parameters, column names come from the catalogue
 * only. For one question, on one thread.
 */
public final class Compiler {

    private static final int DEEPEST_GROUP = 5;

    private final Catalogue catalogue;
    private final Instant now;
    private final ZoneId zone;
    private final Function<String, Optional<String>> groups;
    private final Map<String, Object> values = new HashMap<>();
    private final List<String> inside = new ArrayList<>();

    private Compiler(Catalogue catalogue, Ground ground) {
        this.catalogue = catalogue;
        this.now = ground.now;
        this.zone = ground.zone;
        this.groups = ground.groups;
    }

    /**
     * What a question is read with.
     *
     * @param zone where days begin
     * @param groups a saved question by its name
     */
    public record Ground(Instant now, ZoneId zone, Function<String, Optional<String>> groups) {

        /** Without groups, with days in UTC. */
        public static Ground at(Instant now) {
            return new Ground(now, ZoneOffset.UTC, name -> Optional.empty());
        }
    }

    /** The condition, or what is wrong with the question. */
    public static Condition.Made compile(Catalogue catalogue, String question, Ground ground) {
        Asked asked = Asked.of(question);
        if (asked instanceof Asked.Refused refused) {
            return new Condition.Made.Refused(refused.fault());
        }
        Compiler compiler = new Compiler(catalogue, ground);
        try {
            String sql = compiler.sql(((Asked.Read) asked).whole());
            return new Condition.Made.Done(new Condition(sql, compiler.values));
        } catch (Unfit unfit) {
            return new Condition.Made.Refused(unfit.fault);
        }
    }

    private String sql(Term term) {
        if (term instanceof Term.All all) {
            return all.terms().isEmpty() ? "true" : joined(all.terms(), " and ");
        }
        if (term instanceof Term.Any any) {
            return joined(any.terms(), " or ");
        }
        if (term instanceof Term.Not not) {
            return "not coalesce(" + sql(not.term()) + ", false)";
        }
        return term instanceof Term.Word word ? word(word.text()) : field((Term.Field) term);
    }

    private String word(String text) {
        return "(" + catalogue.words().apply(bind("%" + escaped(text) + "%")) + ")";
    }

    private String joined(List<Term> terms, String by) {
        return terms.stream().map(this::sql).collect(Collectors.joining(by, "(", ")"));
    }

    private String field(Term.Field field) {
        FieldKind kind = catalogue
                .field(field.name())
                .orElseThrow(() -> new Unfit(new Fault(
                        "FIELD_UNKNOWN",
                        field.at(),
                        field.name().length(),
                        field.name(),
                        List.copyOf(catalogue.fields().keySet()))));
        if (kind instanceof FieldKind.Number number) {
            return number.column() + " " + field.compare() + " :" + bind(number(field));
        }
        if (kind instanceof FieldKind.Moment moment) {
            return moment(field, moment.column());
        }
        if (kind instanceof FieldKind.Version version) {
            return version.column() + " " + field.compare() + " (:" + bind(version(field)) + ")::int[]";
        }
        if (!field.compare().equals("=")) {
            throw new Unfit(fault("NOT_COMPARABLE", field, List.of()));
        }
        if (kind instanceof FieldKind.Group) {
            return group(field);
        }
        List<String> any = new ArrayList<>();
        int at = field.valueAt();
        for (String one : field.value().split("[,，]", -1)) {
            if (!one.isEmpty()) {
                any.add(equal(kind, one, at));
            }
            at += one.length() + 1;
        }
        if (any.isEmpty()) {
            throw new Unfit(fault("VALUE_MISSING", field, List.of()));
        }
        return any.stream().collect(Collectors.joining(" or ", "(", ")"));
    }

    private String equal(FieldKind kind, String value, int at) {
        if (kind instanceof FieldKind.Code code) {
            List<String> codes = meant(kind, value, code.codes(), code.said(), at);
            return code.column() + " = any (string_to_array(:" + bind(String.join(",", codes)) + ", ','))";
        }
        if (kind instanceof FieldKind.Cases cases) {
            List<String> codes =
                    meant(kind, value, List.copyOf(cases.conditions().keySet()), cases.said(), at);
            return codes.stream()
                    .map(one -> "(" + cases.conditions().get(one) + ")")
                    .collect(Collectors.joining(" or ", "(", ")"));
        }
        if (kind instanceof FieldKind.Spoken) {
            return word(value);
        }
        String pattern = bind(escaped(value).replace("*", "%"));
        if (kind instanceof FieldKind.Named named) {
            return named.column() + " in (" + named.among().replace(":pattern", ":" + pattern) + ")";
        }
        return ((FieldKind.Text) kind)
                .columns().stream()
                        .map(column -> column + " ilike :" + pattern)
                        .collect(Collectors.joining(" or ", "(", ")"));
    }

    private static List<String> meant(
            FieldKind kind, String value, List<String> codes, Map<String, String> said, int at) {
        List<String> meant = Catalogue.meant(value, codes, said);
        if (meant.isEmpty()) {
            throw new Unfit(new Fault("VALUE_UNKNOWN", at, value.length(), value, Catalogue.values(kind)));
        }
        return meant;
    }

    private static double number(Term.Field field) {
        try {
            String digits = field.value().replaceFirst("%$", "");
            return Double.parseDouble(digits);
        } catch (NumberFormatException e) {
            throw new Unfit(fault("NOT_A_NUMBER", field, List.of("20", "3.5")));
        }
    }

    /** Digits between dots; what stands around them is left out, so that v2.4 and 2.4 are the same. */
    private static String version(Term.Field field) {
        String digits = field.value().replaceFirst("^[vV]", "");
        if (!digits.matches("[0-9]{1,6}([.][0-9]{1,6}){0,5}")) {
            throw new Unfit(fault("NOT_A_NUMBER", field, List.of("2.4", "2.4.1")));
        }
        return "{" + digits.replace('.', ',') + "}";
    }

    /** An age compares the other way round than its moment: longer ago is earlier. */
    private String moment(Term.Field field, String column) {
        Optional<Instant> ago = Ages.before(now, field.value());
        if (ago.isPresent()) {
            String compare = field.compare().equals("=") ? "<=" : field.compare();
            String turned = compare.startsWith("<") ? ">" + compare.substring(1) : "<" + compare.substring(1);
            return column + " " + (field.compare().equals("=") ? ">=" : turned) + " :" + bind(at(ago.get()));
        }
        Ages.Day day = Ages.day(field.value(), zone)
                .orElseThrow(() -> new Unfit(fault("NOT_A_TIME", field, List.of("90m", "12h", "7d", "2026-11-01"))));
        return switch (field.compare()) {
            case "<" -> column + " < :" + bind(at(day.begins()));
            case "<=" -> column + " < :" + bind(at(day.ends()));
            case ">" -> column + " >= :" + bind(at(day.ends()));
            case ">=" -> column + " >= :" + bind(at(day.begins()));
            default ->
                "(" + column + " >= :" + bind(at(day.begins())) + " and " + column + " < :" + bind(at(day.ends()))
                        + ")";
        };
    }

    private String group(Term.Field field) {
        String name = field.value();
        if (inside.contains(name) || inside.size() >= DEEPEST_GROUP) {
            throw new Unfit(fault("GROUP_TURNS", field, List.of()));
        }
        String question = groups.apply(name).orElseThrow(() -> new Unfit(fault("GROUP_UNKNOWN", field, List.of())));
        if (!(Asked.of(question) instanceof Asked.Read read)) {
            throw new Unfit(fault("GROUP_UNKNOWN", field, List.of()));
        }
        inside.add(name);
        try {
            return sql(read.whole());
        } catch (Unfit unfit) {
            // its place is in the group's own question, which is not the one that was typed
            throw unfit.fault.code().startsWith("GROUP") ? unfit : new Unfit(fault("GROUP_UNKNOWN", field, List.of()));
        } finally {
            inside.remove(name);
        }
    }

    private static Fault fault(String code, Term.Field field, List<String> known) {
        return new Fault(code, field.valueAt(), Math.max(1, field.value().length()), field.value(), known);
    }

    private String bind(Object value) {
        String name = "asked" + values.size();
        values.put(name, value);
        return name;
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("%", "\\%")
                .replace("_", "\\_")
                .toLowerCase(Locale.ROOT);
    }

    /** Leaves the descent; never leaves this class. */
    private static final class Unfit extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient Fault fault;

        Unfit(Fault fault) {
            super(fault.code(), null, false, false);
            this.fault = fault;
        }
    }
}
