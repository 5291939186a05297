package io.gatehouse.gateway;

import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.SiteBook;
import java.util.List;

/**
 * What every start needs after its settings, looked up beside them: how a site book is read off the disk takes as long to
 * find out as all the settings do, and a gateway has more than one processor. Changes nothing but the time.
 */
final class Foresight {

    private Foresight() {}

    /** Returns at once. */
    static void begin() {
        Thread beside = new Thread(Foresight::readBook, "foresight");
        beside.setDaemon(true);
        beside.start();
    }

    private static void readBook() {
        SiteBook empty = new SiteBook(
                new SiteId("nowhere"),
                new GatewayId("nobody"),
                1,
                0,
                "UTC",
                new byte[32],
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        SiteBook.read(empty.toBytes());
    }
}
