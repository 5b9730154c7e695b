package dev.sluice.director.inspect;

import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a director is looked into: a socket in a folder that only its owner enters. A request is a
 * line; the answer is {@code ok} and what was asked for, or {@code no} and why, to the end of the
 * connection.
 *
 * <p>Threads are platform threads: a network namespace belongs to a thread, and what is said of
 * interfaces and routes must be of the director's own, which new threads get from their maker.
 */
public final class InspectSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InspectSocket.class);
    private static final int LINE_MAX = 4_096;

    private final ServerSocketChannel listening;
    private final Path path;
    private final Inspector inspector;

    private InspectSocket(ServerSocketChannel listening, Path path, Inspector inspector) {
        this.listening = listening;
        this.path = path;
        this.inspector = inspector;
    }

    /** Where the socket of a director is that has a state folder. */
    public static Path in(Path stateFolder) {
        return stateFolder.resolve("inspect").resolve("socket");
    }

    /** Listens; what a process before left is taken away. */
    public static InspectSocket open(Path stateFolder, Inspector inspector) throws IOException {
        Path path = in(stateFolder);
        Path folder = stateFolder.resolve("inspect");
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        Files.deleteIfExists(path);
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listening.bind(UnixDomainSocketAddress.of(path));
        } catch (IOException | RuntimeException e) {
            listening.close();
            throw e;
        }
        var socket = new InspectSocket(listening, path, inspector);
        Thread.ofPlatform().daemon().name("inspect").start(socket::accept);
        return socket;
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel asker = listening.accept();
                Thread.ofPlatform().daemon().name("inspect-asker").start(() -> serve(asker));
            }
        } catch (ClosedChannelException _) {
            // The director ends.
        } catch (IOException e) {
            LOG.warn("the director cannot be looked into any more", e);
        }
    }

    private void serve(SocketChannel asker) {
        try (asker) {
            String line = line(asker);
            OutputStream out = Channels.newOutputStream(asker);
            try {
                Inspector.Body body = inspector.answer(List.of(line.strip().split(" +")));
                out.write("ok\n".getBytes(StandardCharsets.UTF_8));
                body.write(out, watch(asker)::get);
            } catch (NotUnderstood | IllegalStateException no) {
                out.write(("no " + no.getMessage() + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            LOG.debug("an asker went away", e);
        }
    }

    /** Becomes true when the asker has gone away. */
    private static AtomicBoolean watch(SocketChannel asker) {
        var gone = new AtomicBoolean();
        Thread.ofVirtual()
                .name("inspect-watch")
                .start(() -> {
                    try {
                        while (asker.read(ByteBuffer.allocate(1)) >= 0) {
                            // What an asker says after its request means nothing.
                        }
                    } catch (IOException _) {
                        // Gone either way.
                    }
                    gone.set(true);
                });
        return gone;
    }

    private static String line(SocketChannel asker) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LINE_MAX);
        while (bytes.hasRemaining() && asker.read(bytes) >= 0) {
            if (bytes.position() > 0 && bytes.get(bytes.position() - 1) == '\n') {
                break;
            }
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            listening.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.debug("the socket stays", e);
        }
    }
}
