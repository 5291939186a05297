package io.gatehouse.fleet.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a site consists of, as {@code PUT /sites/{site}/estate} brings it; every list may be missing. */
public record EstateDocument(
        @Nullable List<Door> doors,
        @Nullable List<AccessPoint> accessPoints,
        @Nullable List<Schedule> schedules,
        @Nullable List<Profile> profiles,
        @Nullable List<Person> people,
        @Nullable List<Credential> credentials,
        @Nullable List<Device> devices,
        @Nullable List<Checkpoint> checkpoints) {

    /** A door or lane. */
    public record Door(
            String id,
            String name,
            @Nullable String mode,
            @Nullable Integer releaseMillis,
            @Nullable Integer openSeconds,
            @Nullable String lock) {}

    /** One direction of a door. */
    public record AccessPoint(
            String id,
            String door,
            String direction,
            String reader,
            @Nullable Boolean enabled) {}

    /** Weekly hours. */
    public record Schedule(String id, String name, JsonNode weekly) {}

    /** A set of rights. */
    public record Profile(String id, String name, JsonNode policies) {}

    /** Somebody. */
    public record Person(
            String id, String name, String type, @Nullable Boolean active) {}

    /** Something to show at a reader. */
    public record Credential(
            String type,
            @Nullable String format,
            @Nullable Integer facility,
            String number,
            @Nullable String person,
            @Nullable String validFrom,
            @Nullable String validTo,
            @Nullable String state,
            @Nullable List<String> profiles) {}

    /** A device and its place. */
    public record Device(
            String id,
            String kind,
            String name,
            @Nullable String place,
            @Nullable String secret,
            @Nullable Integer heartbeatSeconds) {}

    /** A place on a round. */
    public record Checkpoint(
            String id, String name, @Nullable List<String> tags) {}

    static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
