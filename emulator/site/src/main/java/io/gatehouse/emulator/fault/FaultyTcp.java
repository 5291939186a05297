package io.gatehouse.emulator.fault;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Listens, and joins each connection to one of its own to the target. */
final class FaultyTcp implements FaultProxy.Carrier {

    private static final int CONNECT_MILLIS = 5_000;

    private final ServerSocket server;
    private final InetSocketAddress target;
    private final Dice dice;
    private final Set<TcpConnection> standing = ConcurrentHashMap.newKeySet();

    private FaultyTcp(ServerSocket server, InetSocketAddress target, Dice dice) {
        this.server = server;
        this.target = target;
        this.dice = dice;
    }

    static FaultyTcp open(InetSocketAddress listen, InetSocketAddress target, Dice dice) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(listen, 512);
        FaultyTcp tcp = new FaultyTcp(server, target, dice);
        TcpConnection.thread("fault-accept", tcp::accept);
        return tcp;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket near = server.accept();
                TcpConnection.thread("fault-join", () -> join(near));
            } catch (IOException e) {
                // closed, or a connection that was gone before we looked: the next one decides
            }
        }
    }

    private void join(Socket near) {
        Line line = dice.faults().is();
        if (line == Line.CUT) {
            dice.count(FaultCount.REFUSED, 1);
            TcpConnection.breakOff(near);
            return;
        }
        Socket far = new Socket();
        try {
            if (line != Line.BLACK_HOLE) {
                far.connect(target, CONNECT_MILLIS);
            }
            TcpConnection connection = new TcpConnection(near, far, dice, standing::remove);
            standing.add(connection);
            dice.count(FaultCount.CONNECTIONS, 1);
            connection.start();
        } catch (IOException e) {
            dice.count(FaultCount.REFUSED, 1);
            TcpConnection.breakOff(near);
        }
    }

    @Override
    public int port() {
        return server.getLocalPort();
    }

    @Override
    public void changed(Line now) {
        if (now == Line.CUT) {
            standing.forEach(connection -> {
                dice.count(FaultCount.RESET, 1);
                connection.breakOff();
            });
        } else if (now == Line.HALF_OPEN) {
            standing.forEach(TcpConnection::vanish);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (SocketException e) {
            // closing is all that is wanted
        } catch (IOException e) {
            // likewise
        }
        standing.forEach(TcpConnection::breakOff);
    }
}
