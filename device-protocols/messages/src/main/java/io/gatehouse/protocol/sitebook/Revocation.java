package io.gatehouse.protocol.sitebook;

import io.gatehouse.protocol.SiteId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What no longer counts from now on, whatever the book in force says; it travels ahead of the book that has it worked in
 * ({@link SiteBook#revokedUpTo}).
 *
 * @param seq the site's number, without holes
 * @param issuedAt milliseconds since 1970, the fleet's clock
 * @param credentials references of credentials that open nothing more
 * @param state why
 * @param person who opens nothing more, with whatever credential; or nothing
 */
public record Revocation(
        SiteId site,
        long seq,
        long issuedAt,
        List<String> credentials,
        SiteBook.CredentialState state,
        @Nullable String person) {

    public Revocation {
        credentials = List.copyOf(credentials);
    }

    /**
     * The book with what the revocations take away; those that are worked in already change nothing. A credential that the
     * book does not have may be a pass that somebody carries: it gets in as revoked.
     */
    public static SiteBook over(SiteBook book, Collection<Revocation> revocations) {
        Map<String, SiteBook.CredentialState> credentials = new HashMap<>();
        Set<String> people = new HashSet<>();
        long workedIn = book.revokedUpTo() == null ? 0 : book.revokedUpTo();
        for (Revocation one : revocations) {
            if (one.seq > workedIn) {
                one.credentials.forEach(ref -> credentials.put(ref, one.state));
                if (one.person != null) {
                    people.add(one.person);
                }
            }
        }
        if (credentials.isEmpty() && people.isEmpty()) {
            return book;
        }
        Sections kept = Sections.of(book);
        return new Sections(
                        kept.devices(),
                        kept.doors(),
                        kept.accessPoints(),
                        kept.schedules(),
                        kept.profiles(),
                        kept.people().stream()
                                .map(one -> people.contains(one.id()) ? suspended(one) : one)
                                .toList(),
                        revoked(kept.credentials(), credentials),
                        kept.checkpoints())
                .book(
                        new Sections.Title(book.site(), book.gateway(), book.version(), book.compiledAt()),
                        SiteBookDelta.Head.of(book));
    }

    private static List<SiteBook.Credential> revoked(
            List<SiteBook.Credential> all, Map<String, SiteBook.CredentialState> states) {
        List<SiteBook.Credential> less = new ArrayList<>(all.size());
        for (SiteBook.Credential one : all) {
            less.add(revoked(one, states.remove(one.ref())));
        }
        states.forEach((ref, state) -> less.add(new SiteBook.Credential(ref, null, state, null, null, List.of())));
        return less;
    }

    private static SiteBook.Credential revoked(SiteBook.Credential one, SiteBook.@Nullable CredentialState state) {
        return state == null
                ? one
                : new SiteBook.Credential(
                        one.ref(), one.person(), state, one.validFrom(), one.validTo(), one.profiles(), one.rules());
    }

    private static SiteBook.Person suspended(SiteBook.Person one) {
        PersonRules rules = one.rules();
        return new SiteBook.Person(
                one.id(), one.name(), one.type(), false, rules == null ? null : rules.at(PersonRules.Status.SUSPENDED));
    }
}
