package dev.sluice.director.sync.run;

import dev.sluice.director.sync.SessionSync;
import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Polls;
import dev.sluice.linux.socket.TcpSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connection by which this director asks a peer for sessions; one at a time. Nothing of it
 * waits. How long it may take is the {@link SessionSync}'s to say.
 */
final class BulkAsker implements AutoCloseable {
    /** Of one read; and of what was read before, a part can be left that is completed by it. */
    private static final int READ_BYTES = 1 << 14;

    /** Reads between other things. */
    private static final int READS_MAX = 8;

    /** Sessions that one read may complete. */
    private static final int ROOM = 2 * READ_BYTES / SyncThread.SESSION_BYTES_MIN;

    private final @Nullable InetAddress from;
    private final byte[] bytes = new byte[READ_BYTES];
    private byte[] request = new byte[0];
    private int sent;
    private @Nullable TcpSocket socket;
    private boolean hasFailed;

    /**
     * @param from the address that peers know this director by; null for any
     */
    BulkAsker(@Nullable InetAddress from) {
        this.from = from;
    }

    /** Connects; to a peer whose address is not known it fails. */
    void open(@Nullable InetSocketAddress to, byte[] question, int length) {
        close();
        request = Arrays.copyOf(question, length);
        sent = 0;
        hasFailed = to == null;
        if (to != null) {
            try {
                socket = TcpSocket.connect(from, to, null);
            } catch (KernelException e) {
                hasFailed = true;
            }
        }
    }

    /** Has a thread wait for it, as far as there is room for what comes. */
    void await(Polls polls, int room) {
        TcpSocket open = socket;
        if (open != null && sent < request.length) {
            polls.addWritable(open.fd());
        } else if (open != null && room >= ROOM) {
            polls.add(open.fd());
        }
    }

    /** Goes on as far as it goes without waiting. */
    void run(SessionSync sync, IntSupplier room, long nowMs) {
        if (hasFailed) {
            hasFailed = false;
            sync.bulkEnded(nowMs);
        }
        TcpSocket open = socket;
        if (open != null && ask(open, sync, nowMs)) {
            read(open, sync, room, nowMs);
        }
    }

    /** Whether all of the question has been sent. */
    private boolean ask(TcpSocket open, SessionSync sync, long nowMs) {
        if (sent == request.length) {
            return true;
        }
        byte[] rest = Arrays.copyOfRange(request, sent, request.length);
        int written = open.write(rest, 0, rest.length);
        if (written < 0) {
            end(sync, nowMs);
            return false;
        }
        sent += written;
        return sent == request.length;
    }

    private void read(TcpSocket open, SessionSync sync, IntSupplier room, long nowMs) {
        for (int i = 0; i < READS_MAX && socket == open && room.getAsInt() >= ROOM; i++) {
            int count = open.read(bytes);
            if (count == 0) {
                return;
            }
            if (count < 0) {
                end(sync, nowMs);
            } else {
                sync.bulk(bytes, 0, count, nowMs);
            }
        }
    }

    private void end(SessionSync sync, long nowMs) {
        close();
        sync.bulkEnded(nowMs);
    }

    @Override
    public void close() {
        TcpSocket open = socket;
        socket = null;
        hasFailed = false;
        if (open != null) {
            open.close();
        }
    }
}
