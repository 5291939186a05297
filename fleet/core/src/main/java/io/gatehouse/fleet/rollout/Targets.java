package io.gatehouse.fleet.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.rollout.engine.Unit;
import io.gatehouse.fleet.rollout.engine.UnitKey;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.artifact.Acceptance;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Which devices a wish is about, and which wave each of them comes in. */
final class Targets {

    private Targets() {}

    /**
     * A device that is meant.
     *
     * @param runs the firmware that it says it runs, or nothing
     * @param reported the settings that it says it runs with
     */
    record Found(
            UnitKey key,
            String name,
            Model model,
            @Nullable String place,
            @Nullable String runs,
            JsonNode reported,
            boolean heard) {}

    /** What it is. */
    record Model(String kind, @Nullable String profile) {}

    /** @param product only devices that do not say that they are another one; nothing for any */
    static List<Found> of(Handle handle, RolloutWish.Target target, @Nullable String product, Instant now) {
        return handle.createQuery("""
                        select d.site, d.id, d.name, d.kind, d.profile, d.place, d.state ->> 'firmware' as firmware, t.reported,
                            coalesce(d.last_heard > :now - make_interval(secs => 2 * d.heartbeat_seconds + 2), false) as heard
                        from device d left join device_twin t on t.site = d.site and t.device = d.id
                        where (:sites::text is null or d.site = any (string_to_array(:sites, ',')))
                            and (:devices::text is null or d.site || '/' || d.id = any (string_to_array(:devices, ',')))
                            and (:kind::text is null or d.kind = :kind)
                            and (:text::text is null or strpos(lower(d.id || ' ' || d.name || ' ' || coalesce(d.place, '')),
                                lower(:text)) > 0)
                            and (:product::text is null or coalesce(d.state ->> 'product', :product) = :product)
                        order by d.site, d.id
                        """)
                .bind("now", RolloutRow.time(now))
                .bind("sites", joined(target.sites()))
                .bind("devices", target.isListed() ? listed(target.devices()) : null)
                .bind("kind", target.kind())
                .bind("text", target.text())
                .bind("product", product)
                .map((row, context) -> new Found(
                        new UnitKey(row.getString("site"), row.getString("id")),
                        row.getString("name"),
                        new Model(row.getString("kind"), row.getString("profile")),
                        row.getString("place"),
                        row.getString("firmware"),
                        Json.read(row.getString("reported")),
                        row.getBoolean("heard")))
                .list();
    }

    private static String listed(@Nullable List<String> devices) {
        return devices == null ? "" : String.join(",", devices);
    }

    private static @Nullable String joined(@Nullable List<String> all) {
        return all == null || all.isEmpty() ? null : String.join(",", all);
    }

    /** Spread by a digest, so that a wave of a share has some of every site, and the same ones each time. */
    static List<Unit> units(List<Found> found, List<RolloutWish.Wave> waves, Entrances entrances, Instant now) {
        List<Found> spread = new ArrayList<>(found);
        spread.sort(Comparator.comparing(one ->
                Acceptance.sha256((one.key().site() + "/" + one.key().device()).getBytes(StandardCharsets.UTF_8))));
        List<Set<String>> named = named(waves);
        List<Unit> units = new ArrayList<>();
        for (int i = 0; i < spread.size(); i++) {
            Found one = spread.get(i);
            int wave = waveOf(one, waves, named, new Place(i, spread.size()));
            units.add(Unit.pending(one.key(), wave, entrances.of(one.key()), now));
        }
        return units;
    }

    /** The place of one device among all, in the order in which shares are taken. */
    private record Place(int at, int of) {}

    private static int waveOf(Found one, List<RolloutWish.Wave> waves, List<Set<String>> named, Place place) {
        for (int i = 0; i < waves.size(); i++) {
            boolean listed = waves.get(i).devices() == null
                    || named.get(i).contains(one.key().site() + "/" + one.key().device());
            if (listed && fits(one, waves.get(i), place)) {
                return i;
            }
        }
        return waves.size() - 1;
    }

    /** Looked up for each device: a list of thousands is not. */
    private static List<Set<String>> named(List<RolloutWish.Wave> waves) {
        List<Set<String>> named = new ArrayList<>();
        for (RolloutWish.Wave wave : waves) {
            List<String> devices = wave.devices();
            named.add(devices == null ? Set.of() : Set.copyOf(devices));
        }
        return named;
    }

    /** A share is rounded up: the first wave of a few devices has one. */
    private static boolean fits(Found one, RolloutWish.Wave wave, Place place) {
        Integer percent = wave.percent();
        if (percent != null && (long) place.at() * 100 >= (long) percent * place.of()) {
            return false;
        }
        List<String> sites = wave.sites();
        if (sites != null
                && !sites.isEmpty()
                && !new TreeSet<>(sites).contains(one.key().site())) {
            return false;
        }
        String text = wave.text();
        String all = one.key().device() + " " + one.name() + " "
                + Optional.ofNullable(one.place()).orElse("");
        return text == null || all.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }
}
