package io.gatehouse.protocol.sitebook;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the entries of a large book have in common is kept once: a person's id in their credentials, types, lists of
 * profiles. Read from bytes each entry brings a copy of its own, which is half of what the book takes.
 */
final class Pool {

    private final Map<Object, Object> once = new HashMap<>();

    List<SiteBook.Person> people(List<SiteBook.Person> people) {
        return people.stream()
                .map(one -> new SiteBook.Person(
                        share(one.id()), one.name(), share(one.type()), one.active(), shareOrNot(one.rules())))
                .toList();
    }

    List<SiteBook.Credential> credentials(List<SiteBook.Credential> credentials) {
        return credentials.stream()
                .map(one -> new SiteBook.Credential(
                        one.ref(),
                        shareOrNot(one.person()),
                        one.state(),
                        shareOrNot(one.validFrom()),
                        shareOrNot(one.validTo()),
                        share(List.copyOf(one.profiles())),
                        shareOrNot(one.rules())))
                .toList();
    }

    <T> @Nullable T shareOrNot(@Nullable T value) {
        return value == null ? null : share(value);
    }

    @SuppressWarnings("unchecked") // what equals a T is one here: keys are strings, numbers, lists and records
    <T> T share(T value) {
        Object there = once.putIfAbsent(value, value);
        return there == null ? value : (T) there;
    }
}
