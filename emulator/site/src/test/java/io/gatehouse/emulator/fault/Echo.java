package io.gatehouse.emulator.fault;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Says back what it hears, over TCP and UDP. */
final class Echo implements AutoCloseable {

    private final ServerSocket tcp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final DatagramSocket udp = new DatagramSocket(0, InetAddress.getLoopbackAddress());

    Echo() throws IOException {
        TcpConnection.thread("echo-tcp", this::accept);
        TcpConnection.thread("echo-udp", this::datagrams);
    }

    InetSocketAddress tcpAddress() {
        return new InetSocketAddress(tcp.getInetAddress(), tcp.getLocalPort());
    }

    InetSocketAddress udpAddress() {
        return new InetSocketAddress(udp.getLocalAddress(), udp.getLocalPort());
    }

    private void accept() {
        while (!tcp.isClosed()) {
            try {
                Socket socket = tcp.accept();
                TcpConnection.thread("echo-one", () -> echo(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            // a broken line is what these tests are about
        }
    }

    private void datagrams() {
        while (!udp.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
                udp.receive(packet);
                udp.send(packet);
            } catch (IOException e) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        tcp.close();
        udp.close();
    }
}
