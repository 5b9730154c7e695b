package dev.sluice.linux.netlink;

import dev.sluice.linux.call.Errno;
import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Polls;
import dev.sluice.linux.call.Syscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A conversation with the kernel: a request, then its answers (RFC 3549 §2). Used by one thread at
 * a time; whoever asks waits for the answer.
 */
final class NetlinkSocket implements AutoCloseable {
    /** The kernel's answers to a dump come in datagrams of up to 32 KiB. */
    private static final int BUFFER_BYTES = 1 << 16;

    private static final int RECEIVE_BYTES = 1 << 22;
    private static final long ANSWER_MS = 10_000;
    private static final int DUMPS_MAX = 5;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment buffer = arena.allocate(BUFFER_BYTES, Long.BYTES);
    private final Polls polls = new Polls(1);
    private final int fd;
    private int number;

    private NetlinkSocket(int fd) {
        this.fd = fd;
        polls.add(fd);
    }

    /** Opens one in the calling thread's network namespace. */
    static NetlinkSocket open(int protocol) {
        int fd = Syscalls.socket(Abi.AF_NETLINK, Abi.SOCK_RAW | Abi.SOCK_CLOEXEC, protocol);
        KernelException.check(fd, "cannot open a netlink socket");
        Syscalls.setsockopt(fd, Abi.SOL_SOCKET, Abi.SO_RCVBUFFORCE, RECEIVE_BYTES);
        Syscalls.setsockopt(fd, Abi.SOL_NETLINK, Abi.NETLINK_EXT_ACK, 1);
        Syscalls.setsockopt(fd, Abi.SOL_NETLINK, Abi.NETLINK_CAP_ACK, 1);
        var socket = new NetlinkSocket(fd);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(Abi.SOCKADDR_SIZE, Integer.BYTES);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) Abi.AF_NETLINK);
            KernelException.check(Syscalls.bind(fd, address), "cannot bind a netlink socket");
        } catch (KernelException e) {
            socket.close();
            throw e;
        }
        return socket;
    }

    int fd() {
        return fd;
    }

    /** Gets what the kernel tells a group from now on. */
    void join(int group) {
        KernelException.check(
                Syscalls.setsockopt(fd, Abi.SOL_NETLINK, Abi.NETLINK_ADD_MEMBERSHIP, group),
                "cannot join netlink group " + group);
    }

    /**
     * Asks for a change and waits until it is made.
     *
     * @param what what was tried, for the exception
     */
    synchronized void change(MessageWriter request, String what) {
        answers(request, what);
    }

    /** Asks for one thing. */
    synchronized Message ask(MessageWriter request, String what) {
        List<Message> answers = answers(request, what);
        if (answers.isEmpty()) {
            throw new KernelException(what, Errno.ENODATA);
        }
        return answers.getFirst();
    }

    /** Asks for all of a kind; again where it changed in between, a few times. */
    synchronized List<Message> dump(MessageWriter request, String what) {
        List<Message> answers = answers(request, what);
        for (int i = 1; i < DUMPS_MAX && interrupted(answers); i++) {
            answers = answers(request, what);
        }
        return answers;
    }

    private static boolean interrupted(List<Message> answers) {
        return answers.stream().anyMatch(m -> (m.flags() & Abi.NLM_F_DUMP_INTR) != 0);
    }

    private List<Message> answers(MessageWriter request, String what) {
        int asked = ++number;
        send(request.finish(asked), what);
        var answers = new ArrayList<Message>();
        while (true) {
            for (Message message : receive(what)) {
                if (message.number() != asked) {
                    continue;
                }
                if (message.type() == Abi.NLMSG_ERROR) {
                    Refusal.check(message, what);
                    return answers;
                }
                if (message.type() == Abi.NLMSG_DONE) {
                    KernelException.check(message.number4(0), what);
                    return answers;
                }
                answers.add(message);
            }
        }
    }

    private void send(byte[] request, String what) {
        try (Arena confined = Arena.ofConfined()) {
            MemorySegment bytes = confined.allocate(request.length, Integer.BYTES);
            MemorySegment.copy(request, 0, bytes, ValueLayout.JAVA_BYTE, 0, request.length);
            KernelException.check(Syscalls.send(fd, bytes, request.length, 0), what);
        }
    }

    private List<Message> receive(String what) {
        if (polls.await(ANSWER_MS) == 0) {
            throw new KernelException(what, Errno.ETIMEDOUT);
        }
        return receiveWaiting(what);
    }

    /**
     * What has come, without waiting for it.
     *
     * @throws KernelException with ENOBUFS where more came than there was room for
     */
    List<Message> receiveWaiting(String what) {
        long length = Syscalls.recv(fd, buffer, BUFFER_BYTES, MSG_DONTWAIT);
        if (length == -Errno.EAGAIN || length == -Errno.EINTR) {
            return List.of();
        }
        KernelException.check(length, what);
        return Message.split(
                ByteBuffer.wrap(buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE)));
    }

    private static final int MSG_DONTWAIT = 0x40;

    @Override
    public void close() {
        Syscalls.close(fd);
        polls.close();
        arena.close();
    }
}
