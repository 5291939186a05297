package io.gatehouse.emulator.fault;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Carries datagrams: each peer has a socket of its own to the target; one thread sends what was held back. */
final class FaultyUdp implements FaultProxy.Carrier {

    private static final int MAX_DATAGRAM = 65_535;
    private static final int MAX_PEERS = 1_000;

    private final DatagramSocket near;
    private final InetSocketAddress target;
    private final Dice dice;
    private final Map<SocketAddress, DatagramSocket> peers = new ConcurrentHashMap<>();
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "fault-udp");
        thread.setDaemon(true);
        return thread;
    });

    private FaultyUdp(DatagramSocket near, InetSocketAddress target, Dice dice) {
        this.near = near;
        this.target = target;
        this.dice = dice;
    }

    static FaultyUdp open(InetSocketAddress listen, InetSocketAddress target, Dice dice) throws IOException {
        FaultyUdp udp = new FaultyUdp(new DatagramSocket(listen), target, dice);
        TcpConnection.thread("fault-near", udp::hearNear);
        return udp;
    }

    private void hearNear() {
        while (!near.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
                near.receive(packet);
                DatagramSocket out = peer(packet.getSocketAddress());
                carry(packet, out, target, true);
            } catch (IOException e) {
                // closed, or one datagram that could not be taken: datagrams may be lost
            }
        }
    }

    private DatagramSocket peer(SocketAddress who) throws IOException {
        DatagramSocket known = peers.get(who);
        if (known != null) {
            return known;
        }
        if (peers.size() >= MAX_PEERS) {
            dice.count(FaultCount.REFUSED, 1);
            throw new IOException("too many peers");
        }
        DatagramSocket made = new DatagramSocket(new InetSocketAddress(near.getLocalAddress(), 0));
        peers.put(who, made);
        dice.count(FaultCount.CONNECTIONS, 1);
        TcpConnection.thread("fault-far", () -> hearFar(made, who));
        return made;
    }

    private void hearFar(DatagramSocket far, SocketAddress who) {
        while (!far.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
                far.receive(packet);
                carry(packet, near, who, false);
            } catch (IOException e) {
                // as above
            }
        }
    }

    private void carry(DatagramPacket packet, DatagramSocket out, SocketAddress to, boolean upwards) {
        int length = packet.getLength();
        dice.count(upwards ? FaultCount.BYTES_UP : FaultCount.BYTES_DOWN, length);
        if (dice.swallows(upwards, length) || dice.happens(dice.faults().loss(), FaultCount.LOST)) {
            return;
        }
        byte[] bytes = Arrays.copyOf(packet.getData(), length);
        dice.corrupt(bytes, length);
        send(bytes, out, to, dice.travelNanos() + dice.nanosAtRate(length) + dice.overtakenNanos());
        if (dice.happens(dice.faults().duplicate(), FaultCount.DUPLICATED)) {
            send(bytes, out, to, dice.travelNanos());
        }
    }

    private void send(byte[] bytes, DatagramSocket out, SocketAddress to, long nanos) {
        Runnable sending = () -> {
            try {
                out.send(new DatagramPacket(bytes, bytes.length, to));
            } catch (IOException e) {
                dice.count(FaultCount.LOST, 1);
            }
        };
        if (nanos == 0) {
            sending.run();
        } else if (!later.isShutdown()) {
            later.schedule(sending, nanos, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public int port() {
        return near.getLocalPort();
    }

    @Override
    public void changed(Line now) {
        if (now == Line.HALF_OPEN) {
            // a datagram has no connection that could go on standing: the peers' ports are forgotten
            peers.values().forEach(DatagramSocket::close);
            peers.clear();
        }
    }

    @Override
    public void close() {
        later.shutdownNow();
        near.close();
        peers.values().forEach(DatagramSocket::close);
    }
}
