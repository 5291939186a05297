package io.gatehouse.fleet.enrol;

import io.gatehouse.identity.ShortCode;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.SiteId;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Takes boxes out of positions and puts others in, each in one transaction: the name, the rules and the history stay with
 * the position; what the old box proves itself with is taken back, and the new one is to be commissioned.
 */
public final class Swaps {

    private final Jdbi jdbi;
    private final Labels labels;
    private final Enrolments enrolments;
    private final Surroundings surroundings;

    public Swaps(Jdbi jdbi, Labels labels, Enrolments enrolments, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.labels = labels;
        this.enrolments = enrolments;
        this.surroundings = surroundings;
    }

    /**
     * What a technician asks for.
     *
     * @param request the phone's own name for it: sent again it is the same swap, and the token a new one
     * @param old the label of the box that comes out, when it can still be read; it must be this position's
     * @param fresh the label of the box that goes in
     */
    public record Wish(
            SiteId site,
            DeviceId position,
            String request,
            @Nullable ShortCode old,
            ShortCode fresh,
            String reason) {}

    public Swapped swap(Wish wish, String by) {
        return jdbi.inTransaction(handle -> {
            Optional<String> kind = kindOf(handle, wish.site(), wish.position());
            if (kind.isEmpty()) {
                return new Swapped.NoPosition();
            }
            Optional<Label> fresh = Labels.find(handle, wish.fresh(), " for update");
            if (fresh.isEmpty()) {
                return new Swapped.NotThisBox(new Claimed.Unknown());
            }
            return Once.first(handle, wish.request(), "swap", by, now())
                    ? swap(handle, wish, fresh.get(), kind.get(), by)
                    : again(handle, wish, fresh.get(), by);
        });
    }

    private Swapped swap(Handle handle, Wish wish, Label fresh, String kind, String by) {
        SiteId belongs = fresh.site();
        Swapped refused = null;
        if (fresh.claim() != null) {
            refused = new Swapped.NotThisBox(new Claimed.Already(fresh));
        } else if (belongs != null && !belongs.equals(wish.site())) {
            refused = new Swapped.WrongSite(belongs);
        } else if (!fresh.kind().name().equals(kind)) {
            refused = new Swapped.OtherKind(fresh);
        }
        Optional<Label> stranger = Optional.ofNullable(wish.old())
                .flatMap(code -> Labels.find(handle, code, ""))
                .filter(label -> !wish.position().value().equals(label.device())
                        || !wish.site().equals(label.site()));
        if (refused == null && stranger.isPresent()) {
            refused = new Swapped.OtherBox(stranger.get());
        }
        if (refused != null) {
            // so that the same request may be sent again once it is mended
            Once.forget(handle, wish.request());
            return refused;
        }
        retire(handle, wish.site(), wish.position(), by, wish.reason());
        return labels.putIn(handle, fresh, wish.site(), wish.position().value(), by)
                .map(done -> (Swapped) new Swapped.Done(done.label(), done.device(), done.token()))
                .orElseThrow(() -> new IllegalStateException("the position is gone although it is locked"));
    }

    /** The answer was lost on the way: the box is in, and whoever put it in gets another token. */
    private Swapped again(Handle handle, Wish wish, Label fresh, String by) {
        boolean theirs = fresh.claim() != null
                && fresh.claim().by().equals(by)
                && wish.position().value().equals(fresh.device());
        return theirs
                ? new Swapped.Done(
                        fresh, wish.position(), enrolments.offer(handle, Holder.of(wish.site(), wish.position()), by))
                : new Swapped.NotThisBox(new Claimed.Already(fresh));
    }

    /** Empties a position; it stays, with everything that is said of it. Says whether there is one. */
    public boolean takeOut(SiteId site, DeviceId position, String by, String reason) {
        return jdbi.inTransaction(handle -> {
            boolean there = kindOf(handle, site, position).isPresent();
            if (there) {
                retire(handle, site, position, by, reason);
            }
            return there;
        });
    }

    private void retire(Handle handle, SiteId site, DeviceId position, String by, String reason) {
        enrolments.revoke(handle, Holder.of(site, position));
        new Installations(handle, now()).takeOut(site, position.value(), by, reason);
        handle.execute(
                "update label set device = null, retired = ?, retired_by = ? where site = ? and device = ?",
                now(),
                by,
                site.value(),
                position.value());
    }

    private static Optional<String> kindOf(Handle handle, SiteId site, DeviceId position) {
        return handle.createQuery("select kind from device where site = :site and id = :id for update")
                .bind("site", site.value())
                .bind("id", position.value())
                .mapTo(String.class)
                .findOne();
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(surroundings.clock().instant(), ZoneOffset.UTC);
    }
}
