package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.linux.space.NetworkSpace;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections and sockets of a client that all say something in turn, and miss no answer: nothing
 * is said again.
 */
final class Talk implements AutoCloseable {
    private static final int TIMEOUT_MS = 30_000;

    private final NetworkSpace space;
    private final List<Socket> connections = new ArrayList<>();
    private final List<DatagramSocket> sockets = new ArrayList<>();
    private long datagrams;
    private int rounds;

    Talk(NetworkSpace client) {
        this.space = client;
    }

    /** Connects so many more; a server says its name first. */
    void connect(int count, String virtual) throws IOException {
        var to = new InetSocketAddress(SmallRegion.literal(virtual), Written.PORT);
        for (int i = 0; i < count; i++) {
            connections.add(
                    space.call(() -> {
                        var socket = new Socket();
                        socket.setSoTimeout(TIMEOUT_MS);
                        socket.connect(to, TIMEOUT_MS);
                        return socket;
                    }));
        }
        for (Socket socket : connections.subList(connections.size() - count, connections.size())) {
            assertThat(DirectorBed.readLine(socket)).isNotEmpty();
        }
    }

    /** So many more speak by datagrams; the way to whom they speak with is known by now. */
    void open(int count, String virtual) throws IOException {
        var to = new InetSocketAddress(SmallRegion.literal(virtual), Written.PORT);
        for (int i = 0; i < count; i++) {
            sockets.add(
                    space.call(() -> {
                        var socket = new DatagramSocket();
                        socket.setSoTimeout(TIMEOUT_MS);
                        socket.connect(to);
                        return socket;
                    }));
        }
    }

    /** Each says something and hears its answer. */
    void round() throws IOException {
        round("round " + ++rounds);
    }

    /** Each says this and hears its answer. */
    void round(String words) throws IOException {
        byte[] bytes = words.getBytes(StandardCharsets.UTF_8);
        for (DatagramSocket socket : sockets) {
            socket.send(new DatagramPacket(bytes, bytes.length));
            datagrams++;
        }
        for (Socket socket : connections) {
            DirectorBed.write(socket, (words + "\n").getBytes(StandardCharsets.UTF_8));
        }
        for (DatagramSocket socket : sockets) {
            var answer = new DatagramPacket(new byte[2000], 2000);
            socket.receive(answer);
            assertThat(new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8))
                    .endsWith(" " + words);
        }
        for (Socket socket : connections) {
            assertThat(DirectorBed.readLine(socket)).isEqualTo(words);
        }
    }

    /** How many datagrams were sent. */
    long datagrams() {
        return datagrams;
    }

    /** How many there are that talk. */
    int size() {
        return connections.size() + sockets.size();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : connections) {
            socket.close();
        }
        sockets.forEach(DatagramSocket::close);
    }
}
