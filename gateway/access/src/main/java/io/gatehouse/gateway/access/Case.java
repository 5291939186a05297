package io.gatehouse.gateway.access;

import io.gatehouse.protocol.access.CredentialRef;
import io.gatehouse.protocol.sitebook.SiteBook;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

/** One read together with everything that was looked up for it. */
record Case(
        AccessBook book,
        Read read,
        String credentialRef,
        boolean repeated,
        Optional<SiteBook.AccessPoint> accessPoint,
        Optional<SiteBook.Door> door,
        Optional<SiteBook.Credential> credential,
        Optional<SiteBook.Person> person) {

    static Case of(AccessBook book, Read read, Debounce debounce) {
        String ref = CredentialRef.of(book.credentialKey(), read.credential());
        Optional<SiteBook.AccessPoint> point = accessPoint(book, read);
        Optional<SiteBook.Credential> credential = book.credential(ref);
        return new Case(
                book,
                read,
                ref,
                debounce.repeats(read, ref),
                point,
                point.flatMap(p -> book.door(p.door())),
                credential,
                credential.flatMap(c -> Optional.ofNullable(c.person())).flatMap(book::person));
    }

    private static Optional<SiteBook.AccessPoint> accessPoint(AccessBook book, Read read) {
        List<SiteBook.AccessPoint> own = book.accessPointsOf(read.reader());
        return read.accessPoint() == null
                ? own.stream().findFirst()
                : own.stream().filter(p -> p.id().equals(read.accessPoint())).findFirst();
    }

    ZonedDateTime local() {
        return read.at().atZone(book.zone());
    }

    boolean doorIs(SiteBook.DoorMode mode) {
        return door.isPresent() && door.get().mode() == mode;
    }
}
