package dev.sluice.director.sync.run;

import dev.sluice.director.sync.BulkAnswer;
import dev.sluice.director.sync.SessionSync;
import dev.sluice.linux.call.Polls;
import dev.sluice.linux.socket.TcpSocket;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** A connection by which somebody asks for sessions: a question comes, the answer goes. */
final class BulkConnection implements AutoCloseable {
    private static final int QUESTION_BYTES_MAX = 1400;

    /** From the connection to the question's last byte. */
    private static final int QUESTION_MS = 2_000;

    /** For which nothing of the answer may go. */
    private static final int STUCK_MS = 3_000;

    private static final int ANSWER_MS = 120_000;

    /** Parts that are made between other things. */
    private static final int PARTS_MAX = 4;

    private final TcpSocket socket;
    private final InetAddress from;
    private final long beganMs;
    private final byte[] bytes = new byte[QUESTION_BYTES_MAX];
    private int length;
    private @Nullable BulkAnswer answer;
    private int partBytes;
    private int partSent;
    private long progressMs;
    private boolean isOver;

    BulkConnection(TcpSocket socket, InetAddress from, long nowMs) {
        this.socket = socket;
        this.from = from;
        this.beganMs = nowMs;
        this.progressMs = nowMs;
    }

    InetAddress from() {
        return from;
    }

    boolean isOver() {
        return isOver;
    }

    void await(Polls polls) {
        if (answer == null) {
            polls.add(socket.fd());
        } else {
            polls.addWritable(socket.fd());
        }
    }

    /**
     * Goes on as far as it goes.
     *
     * @return whether a question was found good
     */
    boolean run(SessionSync sync, long nowMs) {
        if (isOver) {
            return false;
        }
        boolean isAsked = answer == null && read(sync, nowMs);
        if (isAsked) {
            send(nowMs);
        } else if (answer != null && socket.read(bytes) != 0) {
            isOver = true; // It has ended, or says what nobody says there.
        }
        long patienceMs = answer == null ? QUESTION_MS : ANSWER_MS;
        isOver |= nowMs - beganMs > patienceMs || nowMs - progressMs > STUCK_MS;
        return isAsked;
    }

    private boolean read(SessionSync sync, long nowMs) {
        byte[] some = new byte[QUESTION_BYTES_MAX - length];
        int count = socket.read(some);
        if (count < 0) {
            isOver = true;
            return false;
        }
        System.arraycopy(some, 0, bytes, length, count);
        length += count;
        int wanted = BulkAnswer.questionBytes(bytes, length);
        if (wanted > QUESTION_BYTES_MAX || (wanted != 0 && length > wanted)) {
            isOver = true;
            return false;
        }
        if (wanted == 0 || length < wanted) {
            return false;
        }
        answer = sync.answer(bytes, length, nowMs);
        isOver = answer == null;
        progressMs = nowMs;
        return !isOver;
    }

    /** Makes and sends parts of the answer, if it is asked for and there is room. */
    void send(long nowMs) {
        BulkAnswer made = answer;
        if (made == null) {
            return;
        }
        for (int i = 0; i < PARTS_MAX && !isOver; i++) {
            if (partSent == partBytes) {
                partSent = 0;
                partBytes = made.next(nowMs);
                isOver = partBytes == 0;
            }
            int written = isOver ? 0 : socket.write(made.bytes(), partSent, partBytes - partSent);
            if (written == 0) {
                return;
            }
            isOver |= written < 0;
            partSent += written;
            progressMs = nowMs;
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
