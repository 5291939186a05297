package io.gatehouse.gateway.ingress.coap;

import io.gatehouse.protocol.DeviceId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.eclipse.californium.scandium.ConnectionListener;
import org.eclipse.californium.scandium.dtls.Connection;
import org.eclipse.californium.scandium.dtls.ConnectionId;

/**
 * Which known device tries with a key that is not its own. Nothing in a handshake says so: the name comes first, in clear,
 * and what was encrypted with another key cannot be read. So it is noted who asked for a key, and told when what follows
 * does not fit it. On Californium's threads.
 */
final class WrongKeys implements ConnectionListener {

    /** Handshakes that go on at once; beyond it the oldest knowledge is let go, and a wrong key stays untold. */
    private static final int MOST = 1_000;

    private final Map<ConnectionId, DeviceId> asked = new ConcurrentHashMap<>();
    private final Consumer<DeviceId> wrong;

    /** @param wrong must not block */
    WrongKeys(Consumer<DeviceId> wrong) {
        this.wrong = wrong;
    }

    /** Somebody says that it is this device, and will have to show its key. */
    void asks(ConnectionId connection, DeviceId device) {
        if (asked.size() >= MOST) {
            asked.clear();
        }
        asked.put(connection, device);
    }

    @Override
    public void onConnectionEstablished(Connection connection) {
        forget(connection);
    }

    @Override
    public void onConnectionRemoved(Connection connection) {
        forget(connection);
    }

    @Override
    public boolean onConnectionMacError(Connection connection) {
        ConnectionId id = connection.getConnectionId();
        DeviceId device = id == null ? null : asked.remove(id);
        if (device != null) {
            wrong.accept(device);
        }
        // what it sends again cannot be read either: the library's own time ends the handshake
        return false;
    }

    private void forget(Connection connection) {
        ConnectionId id = connection.getConnectionId();
        if (id != null) {
            asked.remove(id);
        }
    }

    @Override
    public boolean onConnectionUpdatesSequenceNumbers(Connection connection, boolean writeSequenceNumber) {
        return false;
    }

    @Override
    public void beforeExecution(Connection connection) {
        // nothing is measured here
    }

    @Override
    public void updateExecution(Connection connection) {
        // nothing is measured here
    }

    @Override
    public void afterExecution(Connection connection) {
        // nothing is measured here
    }
}
