package io.gatehouse.fleet.whatif;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.access.AccessDesk;
import io.gatehouse.access.Words;
import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.LevelsInBook;
import io.gatehouse.fleet.sitebook.SiteBookQuery;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.sitebook.Factor;
import io.gatehouse.protocol.sitebook.SiteBook;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Answers {@link Question}s with the door's own engine, over the book that the fleet would compile now. */
public final class WhatIf {

    private final Jdbi jdbi;
    private final Keys keys;

    public WhatIf(Jdbi jdbi, Keys keys) {
        this.jdbi = jdbi;
        this.keys = keys;
    }

    /** What became of a question. */
    public sealed interface Told {

        /**
         * An answer for each credential, the one that gets furthest first; none when the person has no credential.
         *
         * @param assumptions codes of what is taken for granted
         */
        record Answers(List<ObjectNode> items, List<String> assumptions) implements Told {}

        /** Something that the question names is not there. */
        record Nothing(String what, String id) implements Told {}
    }

    /** A credential as its row has it. */
    private record Carried(String ref, String mask, String type) {

        Factor factor() {
            return Objects.requireNonNullElse(LevelsInBook.factor(type), Factor.CARD);
        }
    }

    public Told ask(Question question) {
        return jdbi.inTransaction(handle -> {
            String person = question.person();
            String credential = question.credential();
            SiteBook around = new SiteBookQuery(handle, keys)
                    .around(
                            question.site(),
                            Stream.ofNullable(person).toList(),
                            Stream.ofNullable(credential).toList());
            return missing(around, question)
                    .<Told>map(nothing -> nothing)
                    .orElseGet(() -> answers(AccessBook.of(around), around, question, carried(handle, question)));
        });
    }

    private static Optional<Told.Nothing> missing(SiteBook book, Question question) {
        String person = question.person();
        String credential = question.credential();
        String where = question.assumed().where();
        if (book.accessPoints().stream().noneMatch(one -> one.id().equals(question.accessPoint()))) {
            return Optional.of(new Told.Nothing("access point", question.accessPoint()));
        }
        if (person != null && book.people().stream().noneMatch(one -> one.id().equals(person))) {
            return Optional.of(new Told.Nothing("person", person));
        }
        if (credential != null
                && book.credentials().stream().noneMatch(one -> one.ref().equals(credential))) {
            return Optional.of(new Told.Nothing("credential", credential));
        }
        boolean nowhere = where != null
                && !where.equals(Question.Assumed.OUTSIDE)
                && (book.rules() == null
                        || book.rules().areas().stream()
                                .noneMatch(one -> one.id().equals(where)));
        return nowhere ? Optional.of(new Told.Nothing("area", String.valueOf(where))) : Optional.empty();
    }

    private static List<Carried> carried(Handle handle, Question question) {
        return handle.createQuery("""
                        select ref, mask, type from credential where site = :site
                            and (ref = :credential or :credential::text is null and person = :person) order by ref
                        """)
                .bind("site", question.site().value())
                .bind("credential", question.credential())
                .bind("person", question.person())
                .map((row, c) -> new Carried(row.getString("ref"), row.getString("mask"), row.getString("type")))
                .list();
    }

    private static Told answers(AccessBook packed, SiteBook book, Question question, List<Carried> carried) {
        List<ObjectNode> items = carried.stream()
                .map(one -> answer(packed, book, question, one))
                .sorted(Comparator.comparingInt(
                        one -> howFar(Outcome.valueOf(one.path("outcome").asText()))))
                .toList();
        return new Told.Answers(items, new SupposedSite(packed, question).assumptions());
    }

    private static int howFar(Outcome outcome) {
        return switch (outcome) {
            case GRANTED, GRANTED_DURESS, GRANTED_SOFT, GRANTED_EXTERNAL, FREE_PASSAGE -> 0;
            case PENDING, MUSTERED, OBSERVED, IGNORED_DUPLICATE -> 1;
            case DENIED -> 2;
        };
    }

    private static ObjectNode answer(AccessBook packed, SiteBook book, Question question, Carried carried) {
        AccessDesk.Ruling ruling = new SupposedSite(packed, question).ask(carried.ref(), carried.factor());
        AccessDecision decision = Words.of(ruling.site(), ruling.read(), ruling.verdict(), carried.mask());
        ObjectNode json = Json.object()
                .put("credential", carried.ref())
                .put("credentialMask", carried.mask())
                .put("credentialType", carried.type())
                .put("accessPoint", question.accessPoint())
                .put("at", Json.time(question.at()));
        named(json, "person", decision.person(), personName(book, decision.person()));
        named(json, "door", decision.door(), doorName(book, decision.door()));
        return Verdicts.into(json, decision);
    }

    private static void named(ObjectNode json, String field, @Nullable String id, @Nullable String name) {
        if (id != null) {
            json.put(field, id);
        }
        if (name != null) {
            json.put(field + "Name", name);
        }
    }

    private static @Nullable String personName(SiteBook book, @Nullable String id) {
        return book.people().stream()
                .filter(one -> one.id().equals(id))
                .map(SiteBook.Person::name)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String doorName(SiteBook book, @Nullable String id) {
        return book.doors().stream()
                .filter(one -> one.id().equals(id))
                .map(SiteBook.Door::name)
                .findFirst()
                .orElse(null);
    }
}
