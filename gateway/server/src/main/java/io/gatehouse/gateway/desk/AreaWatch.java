package io.gatehouse.gateway.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.access.AccessDesk;
import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.AreaInBook;
import io.gatehouse.gateway.record.Recorder;
import io.gatehouse.protocol.uplink.GatewayEvents;
import java.util.HashMap;
import java.util.Map;

/** Tells when an area with a limit becomes full, too full, or holds too few to be alone. On the gateway's context. */
final class AreaWatch {

    /** How an area stands, by ASHRAE 135's zone occupancy states. */
    enum Standing {
        NORMAL,
        BELOW_LOWER,
        AT_UPPER,
        ABOVE_UPPER;

        static Standing of(AreaInBook area, int people) {
            if (people > area.most()) {
                return ABOVE_UPPER;
            }
            if (people == area.most()) {
                return AT_UPPER;
            }
            return people > 0 && people < area.least() ? BELOW_LOWER : NORMAL;
        }
    }

    private final AccessDesk access;
    private final DoorCycles.Teller teller;
    /** Of areas that were looked at; how one stands at the first look is no news. */
    private final Map<String, Standing> known = new HashMap<>();

    AreaWatch(AccessDesk access, DoorCycles.Teller teller) {
        this.access = access;
        this.teller = teller;
    }

    /** Looks at every area with a limit. Call about once a second. */
    void tick(AccessBook book) {
        for (int number = 0; number < book.areas(); number++) {
            AreaInBook area = book.area(number);
            if (area.most() != Integer.MAX_VALUE || area.least() > 0) {
                look(area);
            }
        }
    }

    private void look(AreaInBook area) {
        int people = access.peopleIn(area.id());
        Standing now = Standing.of(area, people);
        Standing before = known.put(area.id(), now);
        if (before != null && before != now) {
            ObjectNode body = Recorder.body()
                    .put("area", area.id())
                    .put("name", area.name())
                    .put("people", people)
                    .put("standing", now.name());
            teller.tell(GatewayEvents.AREA_OCCUPANCY, null, body);
        }
    }
}
