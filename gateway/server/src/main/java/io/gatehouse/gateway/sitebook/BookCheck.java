package io.gatehouse.gateway.sitebook;

import io.gatehouse.protocol.sitebook.SiteBook;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether a book that is signed and newer can be meant: what a site would stand still with is not tried. */
final class BookCheck {

    /** Fewer people or credentials than this may go at once: somebody has tidied up. */
    private static final int FEW = 20;

    private BookCheck() {}

    /** What is wrong with it, or nothing. */
    static Optional<String> problem(@Nullable SiteBook before, SiteBook book) {
        return zone(book).or(() -> dangling(book)).or(() -> before == null ? Optional.empty() : emptied(before, book));
    }

    private static Optional<String> zone(SiteBook book) {
        try {
            ZoneId.of(book.timeZone());
            return Optional.empty();
        } catch (DateTimeException e) {
            return Optional.of("there is no time zone " + book.timeZone());
        }
    }

    private static Optional<String> dangling(SiteBook book) {
        Set<String> doors = book.doors().stream().map(SiteBook.Door::id).collect(Collectors.toSet());
        Set<String> devices =
                book.devices().stream().map(one -> one.id().value()).collect(Collectors.toSet());
        for (SiteBook.AccessPoint point : book.accessPoints()) {
            if (!doors.contains(point.door())) {
                return Optional.of("access point " + point.id() + " is of a door that is not there: " + point.door());
            }
            if (!devices.contains(point.reader().value())) {
                return Optional.of(
                        "access point " + point.id() + " is read by a device that is not there: " + point.reader());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> emptied(SiteBook before, SiteBook book) {
        return emptied("devices", before.devices(), book.devices(), 0)
                .or(() -> emptied("doors", before.doors(), book.doors(), 0))
                .or(() -> emptied("access points", before.accessPoints(), book.accessPoints(), 0))
                .or(() -> emptied("profiles", before.profiles(), book.profiles(), 0))
                .or(() -> emptied("people", before.people(), book.people(), FEW))
                .or(() -> emptied("credentials", before.credentials(), book.credentials(), FEW));
    }

    private static Optional<String> emptied(String what, List<?> before, List<?> now, int few) {
        return now.isEmpty() && before.size() > few
                ? Optional.of("it has no " + what + ", the one in force has " + before.size())
                : Optional.empty();
    }
}
