package io.gatehouse.fleet.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.command.Ordered;
import io.gatehouse.fleet.rollout.engine.UnitKey;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.twin.Twins;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Settings: as a device's own layer, and back to the layer that it had. */
final class SettingsMover implements Mover {

    private final Twins twins;

    SettingsMover(Twins twins) {
        this.twins = twins;
    }

    @Override
    public Ordered install(Handle handle, RolloutRow row, UnitKey unit) {
        JsonNode settings = Objects.requireNonNull(row.settings());
        ObjectNode back = twins.wayBack(handle, unit.site(), unit.device(), settings);
        handle.execute("""
                update rollout_unit set before_settings = ?::jsonb
                where rollout = ? and site = ? and device = ? and before_settings is null
                """, Json.write(back), row.id(), unit.site(), unit.device());
        ObjectNode next = twins.deviceLayer(handle, unit.site(), unit.device());
        settings.fields().forEachRemaining(field -> next.set(field.getKey(), field.getValue()));
        return changed(handle, row, unit, next);
    }

    @Override
    public Ordered goBack(Handle handle, RolloutRow row, UnitKey unit) {
        Optional<String> was = handle.createQuery(
                        "select before_settings from rollout_unit where rollout = ? and site = ? and device = ?")
                .bind(0, row.id())
                .bind(1, unit.site())
                .bind(2, unit.device())
                .mapTo(String.class)
                .findOne();
        ObjectNode before = was.map(text -> (ObjectNode) Json.read(text)).orElseGet(Json::object);
        return changed(handle, row, unit, before);
    }

    private Ordered changed(Handle handle, RolloutRow row, UnitKey unit, ObjectNode layer) {
        return twins.changeDevice(
                        handle, unit.site(), unit.device(), layer, row.made().by())
                .orElseGet(Ordered.NoDevice::new);
    }
}
