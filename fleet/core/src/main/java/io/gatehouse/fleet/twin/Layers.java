package io.gatehouse.fleet.twin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import java.time.OffsetDateTime;
import org.jdbi.v3.core.Handle;

/** The layers' rows. */
final class Layers {

    private static final String WHERE = " where scope = :scope and site = :site and key = :key";

    private Layers() {}

    static Layer read(Handle handle, LayerKey key) {
        return read(handle, key, "");
    }

    /** Nobody else changes it before the transaction ends. */
    static Layer lock(Handle handle, LayerKey key) {
        // also one that is not there yet
        handle.createQuery("select pg_advisory_xact_lock(hashtext(:name))")
                .bind("name", "setting_layer " + key.scope() + " " + key.site() + "/" + key.key())
                .mapToMap()
                .list();
        return read(handle, key, " for update");
    }

    private static Layer read(Handle handle, LayerKey key, String how) {
        return handle.createQuery("select * from setting_layer" + WHERE + how)
                .bind("scope", key.scope().name())
                .bind("site", key.site())
                .bind("key", key.key())
                .map((row, context) -> Layer.read(row))
                .findOne()
                .orElseGet(() -> Layer.empty(key));
    }

    /**
     * A change of a layer.
     *
     * @param before what undoes it
     */
    record Change(ObjectNode settings, ObjectNode before) {}

    /** Who changes it, and when. */
    record By(String who, OffsetDateTime at) {}

    static void write(Handle handle, LayerKey key, Change change, long version, By by) {
        handle.createUpdate("""
                        insert into setting_layer as was (scope, site, key, settings, version, changed_by, changed_at,
                            before_settings)
                        values (:scope, :site, :key, :settings::jsonb, :version, :by, :at, :before::jsonb)
                        on conflict (scope, site, key) do update set settings = excluded.settings,
                            version = excluded.version, changed_by = excluded.changed_by, changed_at = excluded.changed_at,
                            before_settings = excluded.before_settings, before_by = was.changed_by, before_at = was.changed_at
                        """)
                .bind("scope", key.scope().name())
                .bind("site", key.site())
                .bind("key", key.key())
                .bind("settings", Json.write(change.settings()))
                .bind("before", Json.write(change.before()))
                .bind("version", version)
                .bind("by", by.who())
                .bind("at", by.at())
                .execute();
    }
}
