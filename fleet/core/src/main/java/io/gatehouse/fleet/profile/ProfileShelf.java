package io.gatehouse.fleet.profile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.profile.DeviceProfile;
import io.gatehouse.protocol.profile.ProfileFault;
import io.gatehouse.protocol.profile.ProfileReading;
import io.gatehouse.protocol.profile.Profiles;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The profiles that are in force: those of the product, over them those of the data folder, over them those that somebody
 * brought. Safe from any thread; blocking.
 */
public final class ProfileShelf {

    /** Parsed texts that are kept in memory; there are never that many profiles at once. */
    private static final int MOST_KEPT = 500;

    private final Jdbi jdbi;
    private final ProfileFolder folder;
    private final Clock clock;
    private final Map<String, ProfileReading> parsed = new ConcurrentHashMap<>();
    private volatile @Nullable InForce inForce;

    public ProfileShelf(Jdbi jdbi, ProfileFolder folder, Clock clock) {
        this.jdbi = jdbi;
        this.folder = folder;
        this.clock = clock;
    }

    /** Where a profile comes from. */
    public enum Source {
        SHIPPED,
        FOLDER,
        BROUGHT
    }

    private record InForce(Map<String, String> texts, Profiles profiles) {}

    /** As they are now: the same object for as long as nothing changes. */
    public Profiles inForce() {
        Map<String, String> texts = texts();
        InForce kept = inForce;
        if (kept == null || !kept.texts.equals(texts)) {
            kept = new InForce(
                    texts,
                    Profiles.shipped()
                            .with(folder.profiles())
                            .with(brought(texts).values()));
            inForce = kept;
        }
        return kept.profiles;
    }

    private Map<String, DeviceProfile> brought(Map<String, String> texts) {
        Map<String, DeviceProfile> all = new LinkedHashMap<>();
        texts.forEach((key, yaml) -> reading(yaml).fold(profile -> all.put(key, profile), faults -> null));
        return all;
    }

    private Map<String, String> texts() {
        return jdbi.withHandle(handle -> handle.createQuery("select key, yaml from device_profile order by key")
                .map((row, context) -> Map.entry(row.getString("key"), row.getString("yaml")))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> other, LinkedHashMap::new)));
    }

    private ProfileReading reading(String yaml) {
        if (parsed.size() > MOST_KEPT) {
            parsed.clear();
        }
        return parsed.computeIfAbsent(yaml, ProfileReading::of);
    }

    /**
     * Reads a profile and, when it is good, takes it. It is refused when the key is another one than {@code key}, or
     * belongs to a profile of another kind of device.
     */
    public ProfileReading put(String key, String yaml, String by) {
        ProfileReading reading =
                ProfileReading.of(yaml).fold(profile -> fitting(key, profile), ProfileReading.Bad::new);
        return reading.fold(
                profile -> {
                    jdbi.useHandle(handle -> handle.execute(
                            """
                            insert into device_profile (key, yaml, by, at) values (?, ?, ?, ?)
                            on conflict (key) do update set yaml = excluded.yaml, by = excluded.by, at = excluded.at
                            """, key, yaml, by, OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC)));
                    return reading;
                },
                faults -> reading);
    }

    private ProfileReading fitting(String key, DeviceProfile profile) {
        if (!profile.key().equals(key)) {
            return refused("key", "the key is '" + profile.key() + "' and the address says '" + key + "'");
        }
        Optional<DeviceProfile> other = inForce().find(key).filter(known -> known.kind() != profile.kind());
        return other.<ProfileReading>map(known -> refused(
                        "kind", "devices of this profile are of the kind " + known.kind() + "; give it another key"))
                .orElseGet(() -> new ProfileReading.Good(profile));
    }

    private static ProfileReading refused(String at, String message) {
        return new ProfileReading.Bad(List.of(new ProfileFault(0, at, message)));
    }

    /** Takes away what somebody brought: what was under it counts again. Says whether there was one. */
    public boolean delete(String key) {
        return jdbi.withHandle(handle -> handle.execute("delete from device_profile where key = ?", key)) > 0;
    }

    /** As REST shows them. */
    public List<ObjectNode> list() {
        Set<String> brought = brought(texts()).keySet();
        return inForce().all().stream().map(profile -> shown(profile, brought)).toList();
    }

    public Optional<ObjectNode> find(String key) {
        Map<String, String> texts = texts();
        return inForce().find(key).map(profile -> {
            ObjectNode shown = shown(profile, texts.keySet());
            boolean ours = shown.path("source").asText().equals(Source.SHIPPED.name());
            Optional.ofNullable(texts.get(key))
                    .or(() -> ours ? Profiles.shippedText(key) : Optional.empty())
                    .ifPresent(yaml -> shown.put("yaml", yaml));
            return shown;
        });
    }

    private ObjectNode shown(DeviceProfile profile, Set<String> brought) {
        ObjectNode shown = WireFormat.JSON.mapper().valueToTree(profile);
        return shown.put("source", source(profile.key(), brought).name());
    }

    private Source source(String key, Set<String> brought) {
        if (brought.contains(key)) {
            return Source.BROUGHT;
        }
        return folder.profiles().stream().anyMatch(one -> one.key().equals(key)) ? Source.FOLDER : Source.SHIPPED;
    }

    /** Files of the data folder that are no profiles, and why. */
    public List<ObjectNode> refused() {
        return folder.refused().entrySet().stream()
                .map(one -> {
                    ObjectNode shown = Json.object().put("file", one.getKey());
                    one.getValue().forEach(fault -> shown.withArray("faults").add(fault.toString()));
                    return shown;
                })
                .toList();
    }
}
