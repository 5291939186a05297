package io.gatehouse.gateway.uplink;

import io.gatehouse.protocol.uplink.GatewayHello;
import io.gatehouse.protocol.uplink.UplinkBatch;
import java.util.List;

/** The line to the fleet, as the uplink needs it. Must not block; what it cannot send it may drop. */
public interface UplinkLink {

    /** Says which logs there are; the caller adds who speaks and where it listens. */
    void sendHello(List<GatewayHello.Log> logs);

    void send(UplinkBatch batch);
}
