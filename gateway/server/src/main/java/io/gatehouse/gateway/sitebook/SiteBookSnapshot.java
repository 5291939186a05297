package io.gatehouse.gateway.sitebook;

import io.gatehouse.gateway.access.AccessBook;
import io.gatehouse.gateway.access.WeeklySchedule;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.SiteBook;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A site book in force: indexed for asking, immutable, safe from any thread. */
public final class SiteBookSnapshot implements AccessBook, AutoCloseable {

    private final long version;
    private final SiteId site;
    private final ZoneId zone;
    private final byte[] credentialKey;
    private final CredentialTable credentials;
    private final Map<DeviceId, SiteBook.Device> devices = new LinkedHashMap<>();
    private final Map<String, SiteBook.Door> doors = new HashMap<>();
    private final Map<String, SiteBook.AccessPoint> accessPoints = new HashMap<>();
    private final Map<DeviceId, List<SiteBook.AccessPoint>> byReader = new HashMap<>();
    private final Map<String, SiteBook.Person> people = new HashMap<>();
    private final Map<String, SiteBook.AccessProfile> profiles = new HashMap<>();
    private final Map<String, WeeklySchedule> schedules = new HashMap<>();

    SiteBookSnapshot(SiteBook book, CredentialTable credentials) {
        this.version = book.version();
        this.site = book.site();
        this.zone = ZoneId.of(book.timeZone());
        this.credentialKey = book.credentialKey();
        this.credentials = credentials;
        book.devices().forEach(one -> devices.put(one.id(), one));
        book.doors().forEach(one -> doors.put(one.id(), one));
        for (SiteBook.AccessPoint point : book.accessPoints()) {
            accessPoints.put(point.id(), point);
            byReader.computeIfAbsent(point.reader(), r -> new ArrayList<>()).add(point);
        }
        book.people().forEach(one -> people.put(one.id(), one));
        book.profiles().forEach(one -> profiles.put(one.id(), one));
        book.schedules().forEach(one -> schedules.put(one.id(), WeeklySchedule.of(one)));
    }

    @Override
    public long version() {
        return version;
    }

    public SiteId site() {
        return site;
    }

    @Override
    public ZoneId zone() {
        return zone;
    }

    @Override
    public byte[] credentialKey() {
        return credentialKey.clone();
    }

    public Optional<SiteBook.Device> device(DeviceId id) {
        return Optional.ofNullable(devices.get(id));
    }

    public List<SiteBook.Device> devices() {
        return List.copyOf(devices.values());
    }

    @Override
    public Optional<SiteBook.AccessPoint> accessPoint(String id) {
        return Optional.ofNullable(accessPoints.get(id));
    }

    @Override
    public List<SiteBook.AccessPoint> accessPointsOf(DeviceId reader) {
        return byReader.getOrDefault(reader, List.of());
    }

    @Override
    public Optional<SiteBook.Door> door(String id) {
        return Optional.ofNullable(doors.get(id));
    }

    @Override
    public Optional<SiteBook.Credential> credential(String ref) {
        return credentials.find(ref);
    }

    @Override
    public Optional<SiteBook.Person> person(String id) {
        return Optional.ofNullable(people.get(id));
    }

    @Override
    public Optional<SiteBook.AccessProfile> profile(String id) {
        return Optional.ofNullable(profiles.get(id));
    }

    @Override
    public Optional<WeeklySchedule> schedule(String id) {
        return Optional.ofNullable(schedules.get(id));
    }

    @Override
    public void close() {
        credentials.close();
    }
}
