package io.gatehouse.fleet.rollout;

import io.gatehouse.fleet.rollout.engine.UnitKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Which doors are lanes of the same entrance, and which devices each of them needs. Doors between the same two areas are; where
 * no area is said, doors at the same place are; else a door is an entrance of its own.
 */
final class Entrances {

    private final Map<String, Map<String, Set<UnitKey>>> lanes = new LinkedHashMap<>();
    private final Map<UnitKey, Set<String>> of = new HashMap<>();

    private record Row(
            String site,
            String door,
            @Nullable String reader,
            @Nullable String lock,
            @Nullable String from,
            @Nullable String to,
            @Nullable String place) {}

    static Entrances at(Handle handle, Collection<String> sites) {
        Entrances entrances = new Entrances();
        handle.createQuery("""
                        select a.site, a.door, a.reader, d.lock_device, a.rules ->> 'areaFrom' as area_from,
                            a.rules ->> 'areaTo' as area_to, coalesce(r.place, l.place) as place
                        from access_point a join door d on d.site = a.site and d.id = a.door
                        left join device r on r.site = a.site and r.id = a.reader
                        left join device l on l.site = d.site and l.id = d.lock_device
                        where a.site = any (:sites) order by a.site, a.door, a.id
                        """)
                .bindArray("sites", String.class, sites)
                .map((row, context) -> read(row))
                .forEach(entrances::add);
        return entrances;
    }

    private static Row read(ResultSet row) throws SQLException {
        return new Row(
                row.getString("site"),
                row.getString("door"),
                row.getString("reader"),
                row.getString("lock_device"),
                row.getString("area_from"),
                row.getString("area_to"),
                row.getString("place"));
    }

    private void add(Row row) {
        String entrance = row.site() + "/" + nameOf(row);
        Set<UnitKey> lane = lanes.computeIfAbsent(entrance, e -> new LinkedHashMap<>())
                .computeIfAbsent(row.door(), d -> new HashSet<>());
        Stream.of(row.reader(), row.lock()).filter(Objects::nonNull).forEach(device -> {
            UnitKey key = new UnitKey(row.site(), device);
            lane.add(key);
            of.computeIfAbsent(key, k -> new HashSet<>()).add(entrance);
        });
    }

    private static String nameOf(Row row) {
        if (row.from() != null || row.to() != null) {
            Set<String> both = new TreeSet<>();
            both.add(row.from() == null ? "outside" : row.from());
            both.add(row.to() == null ? "outside" : row.to());
            return "areas/" + String.join("|", both);
        }
        return row.place() == null ? "door/" + row.door() : "place/" + row.place();
    }

    /** The entrances that the device is needed for. */
    Set<String> of(UnitKey device) {
        return Set.copyOf(of.getOrDefault(device, Set.of()));
    }

    List<Set<UnitKey>> lanes(String entrance) {
        return new ArrayList<>(lanes.getOrDefault(entrance, Map.of()).values());
    }
}
