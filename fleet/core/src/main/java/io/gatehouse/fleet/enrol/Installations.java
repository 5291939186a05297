package io.gatehouse.fleet.enrol;

import io.gatehouse.protocol.SiteId;
import java.time.OffsetDateTime;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Which box is in which position, and which were before. In the transaction of whoever puts it in or takes it out. */
final class Installations {

    private final Handle handle;
    private final OffsetDateTime now;

    Installations(Handle handle, OffsetDateTime now) {
        this.handle = handle;
        this.now = now;
    }

    /**
     * A box is in the position from now on: what was heard of the one before tells nothing of it, and it is to be
     * commissioned.
     */
    void putIn(SiteId site, String device, Label label, String by) {
        handle.createUpdate("""
                        update device set service = 'TO_COMMISSION', round = round + 1, profile = coalesce(
                                (select profile from label where code = :label), profile),
                            session = null, last_heard = null, online_since = null, state = null, state_time = null
                        where site = :site and id = :device
                        """)
                .bind("site", site.value())
                .bind("device", device)
                .bind("label", label.code().text())
                .execute();
        handle.createUpdate("""
                        insert into installation (site, device, label, serial, round, put_in, put_in_by)
                        select site, id, :label, :serial, round, :now, :by from device
                        where site = :site and id = :device
                        """)
                .bind("site", site.value())
                .bind("device", device)
                .bind("label", label.code().text())
                .bind("serial", label.serial())
                .bind("now", now)
                .bind("by", by)
                .execute();
    }

    /** The box is taken out; of one that nobody has noted, that it was there. The position is empty then. */
    void takeOut(SiteId site, String device, String by, @Nullable String reason) {
        int noted = handle.createUpdate("""
                        update installation set taken_out = :now, taken_out_by = :by, reason = :reason
                        where site = :site and device = :device and taken_out is null
                        """)
                .bind("site", site.value())
                .bind("device", device)
                .bind("now", now)
                .bind("by", by)
                .bind("reason", reason)
                .execute();
        if (noted == 0) {
            handle.createUpdate("""
                            insert into installation (site, device, round, taken_out, taken_out_by, reason)
                            select site, id, round, :now, :by, :reason from device
                            where site = :site and id = :device and service <> 'PLANNED'
                            """)
                    .bind("site", site.value())
                    .bind("device", device)
                    .bind("now", now)
                    .bind("by", by)
                    .bind("reason", reason)
                    .execute();
        }
        // nothing is there that could be offline
        handle.execute("""
                update device set service = 'PLANNED', session = null, last_heard = null, online_since = null,
                    state = null, state_time = null where site = ? and id = ?
                """, site.value(), device);
    }
}
