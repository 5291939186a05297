package io.gatehouse.fleet.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.sitebook.DoorRules;
import io.gatehouse.protocol.sitebook.PointRules;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a site's access consists of: how each kind is named in the estate document and what record it is on the wire. */
public enum ThingKind {
    DOORS(
            "doors",
            SiteBook.Door.class,
            SiteBook::doors,
            "{\"mode\":\"LOCKED\",\"releaseMillis\":5000,\"openSeconds\":20}"),
    ACCESS_POINTS("accessPoints", SiteBook.AccessPoint.class, SiteBook::accessPoints, "{\"enabled\":true}"),
    SCHEDULES("schedules", SiteBook.Schedule.class, SiteBook::schedules, "{\"weekly\":{}}"),
    PROFILES("profiles", SiteBook.AccessProfile.class, SiteBook::profiles, "{\"policies\":[]}"),
    AREAS("areas", SiteRules.Area.class, book -> rules(book).areas(), "{\"hard\":false,\"clearance\":{}}"),
    AUTHENTICATIONS(
            "authentications",
            SiteRules.AuthenticationProfile.class,
            book -> rules(book).authentications(),
            "{\"usual\":{\"priority\":0,\"ways\":[]},\"policies\":[]}"),
    SPECIAL_DAYS("specialDays", SiteRules.SpecialDays.class, book -> rules(book).specialDays(), "{\"days\":[]}"),
    INTERLOCKS("interlocks", SiteRules.Interlock.class, book -> rules(book).interlocks(), "{\"doors\":[]}"),
    RULE_PACKS(
            "rulePacks",
            SiteRules.RulePack.class,
            book -> rules(book).rulePacks(),
            "{\"areas\":[],\"accompanied\":false,\"approval\":\"NONE\",\"consent\":true}"),
    DENIALS("denials", SiteRules.DenyRule.class, book -> rules(book).denials(), "{\"groups\":[],\"accessPoints\":[]}"),
    PERMITS(
            "permits",
            SiteRules.Permit.class,
            book -> rules(book).permits(),
            "{\"active\":true,\"accessPoints\":[],\"areas\":[]}"),
    VISITS("visits", SiteRules.Visit.class, book -> rules(book).visits(), "{\"checkedIn\":false}");

    private final String wireName;
    private final Class<?> type;
    private final Function<SiteBook, List<?>> of;
    private final String usual;

    ThingKind(String wireName, Class<?> type, Function<SiteBook, List<?>> of, String usual) {
        this.wireName = wireName;
        this.type = type;
        this.of = of;
        this.usual = usual;
    }

    public String wireName() {
        return wireName;
    }

    public static Optional<ThingKind> byWireName(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName.equals(name))
                .findFirst();
    }

    /** The kinds that have no table of their own. */
    boolean isRule() {
        return compareTo(AREAS) >= 0;
    }

    /** The field that names one; a rule pack is named by the type of people it is for. */
    String idField() {
        return this == RULE_PACKS ? "type" : "id";
    }

    /** All of the kind as the wire has them. */
    List<ObjectNode> of(SiteBook book) {
        return of.apply(book).stream()
                .map(Json::write)
                .map(text -> (ObjectNode) Json.read(text))
                .toList();
    }

    /** The record that the JSON describes, over what is usual, or why it is none. */
    RuleJson.Read<?> read(JsonNode given) {
        String field = wireName + "/" + given.path(idField()).asText();
        JsonNode whole = RuleJson.over(Json.read(usual), given);
        if (whole instanceof ObjectNode object && object.path("rules").isObject()) {
            RuleJson.Read<?> rules = switch (this) {
                case DOORS -> RuleJson.rules(object.path("rules"), DoorRules.class, field + "/rules");
                case ACCESS_POINTS -> RuleJson.rules(object.path("rules"), PointRules.class, field + "/rules");
                default -> null;
            };
            if (rules != null && rules.refusal() != null) {
                return rules;
            }
            if (rules != null) {
                object.set("rules", Json.read(Json.write(rules.orThrow())));
            }
        }
        for (String needed : List.of(idField(), "name", "door", "direction", "reader", "validFrom", "validTo")) {
            if (needs(needed) && !whole.hasNonNull(needed)) {
                return new RuleJson.Read<>(null, Finding.refusal("MISSING", field + "/" + needed, "name", needed));
            }
        }
        return RuleJson.read(whole, type, field);
    }

    private boolean needs(String field) {
        return switch (field) {
            case "name" -> this != ACCESS_POINTS && this != RULE_PACKS && this != PERMITS && this != VISITS;
            case "door", "direction", "reader" -> this == ACCESS_POINTS;
            case "validFrom", "validTo" -> this == VISITS;
            default -> true;
        };
    }

    private static SiteRules rules(SiteBook book) {
        SiteRules rules = book.rules();
        return rules == null ? SiteRules.NONE : rules;
    }
}
