package io.gatehouse.fleet.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.command.Commands;
import io.gatehouse.fleet.command.Ordered;
import io.gatehouse.fleet.command.Outlet;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.profile.Profiles;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Settings of devices: changed by layer, ordered over the commands' road, compared with what the devices tell. */
public final class Twins {

    private static final int LINES = 200;
    private static final int A_TICK = 500;

    private final Jdbi jdbi;
    private final KnownSettings known;
    private final Outlet outlet;
    private final Surroundings surroundings;
    private final SettingsOrders orders;

    public Twins(Jdbi jdbi, Commands commands, KnownSettings known, Outlet outlet, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.known = known;
        this.outlet = outlet;
        this.surroundings = surroundings;
        this.orders = new SettingsOrders(commands, surroundings);
    }

    /** A layer as it is kept; an empty one of version 0 when nobody has set anything. */
    public Optional<ObjectNode> layer(LayerKey key) {
        return jdbi.withHandle(handle -> problem(handle, key).isPresent()
                ? Optional.empty()
                : Optional.of(Layers.read(handle, key).json()));
    }

    /**
     * Replaces a layer. What is left out of it comes from the layer above again.
     *
     * @param version the one that whoever changes it has seen
     */
    public SettingsOutcome change(LayerKey key, ObjectNode settings, long version, String by) {
        return jdbi.inTransaction(handle -> {
            Optional<SettingsOutcome> refused = refused(handle, key, settings);
            if (refused.isPresent()) {
                return refused.get();
            }
            Layer was = Layers.lock(handle, key);
            if (was.version() != version) {
                return new SettingsOutcome.Conflict(was);
            }
            Layers.write(handle, key, new Layers.Change(settings, before(handle, was, settings)), version + 1, by(by));
            List<Ordered> sent = new ArrayList<>();
            for (TwinRow row : touched(handle, key)) {
                renew(handle, row).ifPresent(sent::add);
            }
            return new SettingsOutcome.Done(Layers.read(handle, key).json(), sent);
        });
    }

    /** Whom a change would touch and what differs there; nothing is changed. */
    public SettingsOutcome preview(LayerKey key, ObjectNode settings) {
        return jdbi.withHandle(handle -> {
            Optional<SettingsOutcome> refused = refused(handle, key, settings);
            if (refused.isPresent()) {
                return refused.get();
            }
            ArrayNode lines = Json.array();
            int[] counts = new int[2];
            for (TwinRow row : touched(handle, key)) {
                List<Layer> layers = new ArrayList<>(layersOf(handle, row));
                layers.replaceAll(one -> one.key().equals(key) ? new Layer(key, settings, 0, null, null, null) : one);
                ObjectNode differs =
                        difference(row.desired(), Desired.of(layers).settings(), row);
                counts[0]++;
                if (!differs.isEmpty()) {
                    counts[1]++;
                    if (lines.size() < LINES) {
                        lines.add(Json.object()
                                .put("site", row.site())
                                .put("device", row.device())
                                .put("name", row.name())
                                .set("differs", differs));
                    }
                }
            }
            ObjectNode shown = Json.object().put("devices", counts[0]).put("differing", counts[1]);
            shown.set("items", lines);
            return new SettingsOutcome.Done(shown, List.of());
        });
    }

    private static ObjectNode difference(JsonNode was, JsonNode is, TwinRow row) {
        ObjectNode differs = Json.object();
        is.fields().forEachRemaining(field -> {
            if (!field.getValue().equals(was.get(field.getKey()))) {
                ObjectNode both = differs.putObject(field.getKey());
                both.set("wanted", field.getValue());
                JsonNode told = row.reported().settings().get(field.getKey());
                if (told != null) {
                    both.set("is", told);
                }
            }
        });
        return differs;
    }

    /** The twin of a device as REST shows it. */
    public Optional<ObjectNode> of(String site, String device) {
        return jdbi.withHandle(handle -> TwinRow.find(handle, site, device).map(row -> json(handle, row)));
    }

    /** The devices that do not run with what they should. */
    public List<ObjectNode> drift(Reach reach, int limit) {
        return jdbi.withHandle(handle -> TwinRow.drifting(handle, reach.text(), limit).stream()
                .map(row -> json(handle, row))
                .toList());
    }

    private ObjectNode json(Handle handle, TwinRow row) {
        return row.json(Desired.of(layersOf(handle, row)), known, profileOf(row));
    }

    /** Takes up what devices told, and orders what they should have; call every few seconds, on any number of nodes. */
    public void tick() {
        List<Ordered> sent = jdbi.inTransaction(handle -> {
            boolean mine = handle.createQuery("select pg_try_advisory_xact_lock(hashtext('twins'))")
                    .mapTo(Boolean.class)
                    .one();
            List<Ordered> all = new ArrayList<>();
            if (mine) {
                for (TwinRow row : TwinRow.open(handle, A_TICK)) {
                    heard(handle, row);
                    TwinRow now = TwinRow.find(handle, row.site(), row.device()).orElseThrow();
                    order(handle, now).ifPresent(all::add);
                }
            }
            return all;
        });
        outlet.send(sent);
    }

    /** Changes a device's own layer as a part of somebody's transaction; the order, or nothing when it runs with it already. */
    public Optional<Ordered> changeDevice(Handle handle, String site, String device, ObjectNode settings, String by) {
        LayerKey key = LayerKey.ofDevice(site, device);
        Layer was = Layers.lock(handle, key);
        Layers.write(
                handle, key, new Layers.Change(settings, before(handle, was, settings)), was.version() + 1, by(by));
        return TwinRow.find(handle, site, device).flatMap(row -> renew(handle, row));
    }

    /** A device's own layer, to be changed in the same transaction. */
    public ObjectNode deviceLayer(Handle handle, String site, String device) {
        return Layers.lock(handle, LayerKey.ofDevice(site, device)).settings().deepCopy();
    }

    /**
     * The layer that brings the device back to how it is now: its own, and what it tells of fields that nobody has set for it;
     * to leave those out would not set them back.
     */
    public ObjectNode wayBack(Handle handle, String site, String device, JsonNode fields) {
        ObjectNode back = deviceLayer(handle, site, device);
        TwinRow.find(handle, site, device)
                .ifPresent(row -> fields.fieldNames().forEachRemaining(name -> {
                    JsonNode told = row.reported().settings().get(name);
                    if (told != null && !row.desired().has(name)) {
                        back.set(name, told);
                    }
                }));
        return back;
    }

    private Layers.By by(String who) {
        return new Layers.By(who, now());
    }

    /**
     * The layer that undoes its change to the next one. What nobody had set does not go back by being left out: there it says
     * what the device told, else what holds when nobody says anything.
     */
    private ObjectNode before(Handle handle, Layer was, JsonNode next) {
        LayerKey key = was.key();
        boolean ofDevice = key.scope() == LayerKey.Scope.DEVICE;
        ObjectNode before = ofDevice
                ? wayBack(handle, key.site(), key.key(), next)
                : was.settings().deepCopy();
        Optional<TwinRow> row = ofDevice ? TwinRow.find(handle, key.site(), key.key()) : Optional.empty();
        String profile = ofDevice ? row.map(this::profileOf).orElse("") : key.key();
        JsonNode above = switch (key.scope()) {
            case DEVICE -> row.map(TwinRow::desired).orElseGet(Json::object);
            case SITE -> Layers.read(handle, LayerKey.ofProfile(profile)).settings();
            case PROFILE -> Json.object();
        };
        known.defaults(profile).forEach((name, initial) -> {
            if (next.has(name) && !before.has(name) && !above.has(name)) {
                before.set(name, initial);
            }
        });
        return before;
    }

    private List<TwinRow> touched(Handle handle, LayerKey key) {
        return switch (key.scope()) {
            case DEVICE -> TwinRow.find(handle, key.site(), key.key()).stream().toList();
            case SITE -> withProfile(TwinRow.of(handle, key.site()), key.key());
            case PROFILE -> withProfile(TwinRow.of(handle, null), key.key());
        };
    }

    private List<TwinRow> withProfile(List<TwinRow> rows, String profile) {
        return rows.stream().filter(row -> profileOf(row).equals(profile)).toList();
    }

    private String profileOf(TwinRow row) {
        return known.profileOf(row.kind(), Optional.ofNullable(row.profile()));
    }

    private List<Layer> layersOf(Handle handle, TwinRow row) {
        String profile = profileOf(row);
        return List.of(
                Layers.read(handle, LayerKey.ofProfile(profile)),
                Layers.read(handle, LayerKey.ofSite(row.site(), profile)),
                Layers.read(handle, LayerKey.ofDevice(row.site(), row.device())));
    }

    /** Works out anew what is wanted, a version on when it is something else, and orders it. */
    private Optional<Ordered> renew(Handle handle, TwinRow row) {
        ObjectNode wanted = Desired.of(layersOf(handle, row)).settings();
        if (wanted.equals(row.desired())) {
            return Optional.empty();
        }
        long at = surroundings.clock().millis();
        TwinWrites.desired(handle, row, wanted, Desired.ages(row.desired(), wanted, row.desiredAges(), at));
        return TwinRow.find(handle, row.site(), row.device()).flatMap(now -> order(handle, now));
    }

    private Optional<Ordered> order(Handle handle, TwinRow row) {
        boolean nothing = row.desired().isEmpty()
                || Desired.holds(row.desired(), row.reported().settings());
        return nothing || !orders.isDue(row) ? Optional.empty() : Optional.of(orders.order(handle, row));
    }

    private void heard(Handle handle, TwinRow row) {
        JsonNode told = row.told().settings();
        if (row.told().at() > 0 && !told.equals(row.reported().settings())) {
            JsonNode was = row.reported().settings();
            ObjectNode ages =
                    Desired.ages(was, told, row.reported().ages(), row.told().at());
            TwinWrites.reported(handle, row, ages);
        }
    }

    private Optional<SettingsOutcome> refused(Handle handle, LayerKey key, ObjectNode settings) {
        Optional<String> missing = problem(handle, key);
        if (missing.isPresent()) {
            return Optional.of(new SettingsOutcome.Nothing(missing.get()));
        }
        String profile = key.scope() == LayerKey.Scope.DEVICE
                ? profileOf(TwinRow.find(handle, key.site(), key.key()).orElseThrow())
                : key.key();
        return wrong(profile, settings).map(SettingsOutcome.Wrong::new);
    }

    /** What is wrong with settings for devices of that kind, in words; nothing when they can be had. */
    public Optional<String> wrong(String kind, @Nullable String profile, JsonNode settings) {
        return wrong(known.profileOf(kind, Optional.ofNullable(profile)), settings);
    }

    private Optional<String> wrong(String profile, JsonNode settings) {
        List<String> wrong = new ArrayList<>();
        settings.fields()
                .forEachRemaining(field ->
                        known.wrong(profile, field.getKey(), field.getValue()).ifPresent(wrong::add));
        return wrong.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", wrong));
    }

    /** What of the key there is not. */
    private Optional<String> problem(Handle handle, LayerKey key) {
        if (key.scope() == LayerKey.Scope.DEVICE) {
            return TwinRow.find(handle, key.site(), key.key()).isPresent()
                    ? Optional.empty()
                    : Optional.of("device " + key.site() + "/" + key.key());
        }
        return known.knows(key.key()) ? Optional.empty() : Optional.of("profile " + key.key());
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(surroundings.clock().instant(), ZoneOffset.UTC);
    }

    /** What models there are, at most a moment old. */
    public Profiles profiles() {
        return known.profiles();
    }
}
