package io.gatehouse.gateway;

import io.gatehouse.gateway.device.SiteOrders;
import io.gatehouse.gateway.link.SiteBookFetch;
import io.gatehouse.gateway.patrol.GuardDesk;
import io.gatehouse.gateway.patrol.PatrolCommands;
import io.gatehouse.gateway.patrol.PatrolRoom;
import io.gatehouse.gateway.web.GuardPages;
import io.gatehouse.gateway.web.WandUploads;
import io.gatehouse.launch.Surroundings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** The rooms of the site's patrol, joined: rounds, guards' phones, and what the web listener shows and takes of them. */
record Patrolling(PatrolRoom room, GuardDesk guards, WandUploads wands, GuardPages pages) {

    /** What is taken from outside. */
    record Around(PatrolRoom.Times times, Surroundings surroundings, SiteBookFetch fetch, String gateway) {}

    static Patrolling of(Context context, PatrolRoom room, GuardDesk.Journaled journaled, Around around) {
        LongSupplier up = around.times.up();
        GuardDesk guards = new GuardDesk(
                context,
                room,
                journaled,
                new GuardDesk.Around(around.times.stamps(), around.surroundings, up),
                (id, officer, type, bytes) -> bring(around, id + "?officer=" + encoded(officer), type, bytes));
        return new Patrolling(
                room, guards, new WandUploads(context, room, up), new GuardPages(context, guards, room.board(), up));
    }

    private static Future<Boolean> bring(Around around, String photo, String type, byte[] bytes) {
        return around.fetch.bring("/guard/gateways/" + encoded(around.gateway) + "/photos/" + photo, type, bytes);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Who carries out what is asked of the site: the one given, and these rooms what is the patrol's. */
    SiteOrders besides(SiteOrders other) {
        return new PatrolCommands(room).besides(other);
    }

    /** Call about once a second. */
    void tick(BooleanSupplier line) {
        room.tick();
        guards.tick(line.getAsBoolean());
    }
}
