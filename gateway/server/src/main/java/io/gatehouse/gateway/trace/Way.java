package io.gatehouse.gateway.trace;

import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.uplink.SiteEvent;

/** When one message got how far. On the gateway's context. */
public interface Way {

    /** Of which nothing is told: costs nothing, there is one of it. */
    Way UNTOLD = new Way() {
        @Override
        public void decoded() {}

        @Override
        public void decided() {}

        @Override
        public void durable(Lane lane, long seq) {}

        @Override
        public void answered(SiteEvent event) {}
    };

    /** What the device said can be read. */
    void decoded();

    /** What is to be recorded of it is known; for a read that is the decision. */
    void decided();

    /** It is on the disk, under this number. */
    void durable(Lane lane, long seq);

    /** Its answer, and the unlock command when there is one, were handed on; tells the whole way if it is on the disk. */
    void answered(SiteEvent event);
}
