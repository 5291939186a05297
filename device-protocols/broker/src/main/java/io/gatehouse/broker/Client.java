package io.gatehouse.broker;

/**
 * A signed-in connection.
 *
 * @param identity who it is, as {@link SignIn.Admitted} said
 * @param clientId the MQTT client identifier
 * @param version 4 for MQTT 3.1.1, 5 for MQTT 5
 * @param address the peer's network address
 */
public record Client(String identity, String clientId, int version, String address) {

    public boolean isVersion5() {
        return version >= 5;
    }
}
