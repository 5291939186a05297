package io.gatehouse.gateway.access;

import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.sitebook.SiteBook;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** What the decision asks of a site book. An immutable snapshot; safe from any thread. */
public interface AccessBook {

    long version();

    ZoneId zone();

    byte[] credentialKey();

    Optional<SiteBook.AccessPoint> accessPoint(String id);

    /** The access points that the reader serves, in the book's order. */
    List<SiteBook.AccessPoint> accessPointsOf(DeviceId reader);

    Optional<SiteBook.Door> door(String id);

    Optional<SiteBook.Credential> credential(String ref);

    Optional<SiteBook.Person> person(String id);

    Optional<SiteBook.AccessProfile> profile(String id);

    Optional<WeeklySchedule> schedule(String id);
}
