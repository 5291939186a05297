package io.gatehouse.fleet.web.live;

/**
 * One server-sent event. Immutable.
 *
 * @param number grows by one with each message of the ring
 * @param data one line of JSON
 */
record Message(long number, Topic topic, String data) {

    /** The bytes on the wire (HTML standard, 9.2.6). */
    String frame(String epoch) {
        return "id: " + epoch + "-" + number + "\nevent: " + topic.wireName() + "\ndata: " + data + "\n\n";
    }
}
