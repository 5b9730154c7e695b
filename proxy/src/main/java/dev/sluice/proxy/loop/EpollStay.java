package dev.sluice.proxy.loop;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.Native;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Keeps an epoll socket working when one of its directions has ended.
 *
 * <p>Netty 4.2.18 takes a socket out of epoll when the last of its events is switched off, as
 * happens when the other side's end arrives while reading is off, but goes on as if it were in: the
 * next write that has to wait fails with ENOENT from epoll_ctl. An event that is never switched off
 * keeps the socket in. EPOLLERR is one that the kernel reports in any case. Netty's method for it
 * is not public and its class is final, so it is reached by a method handle; {@code TcpRelayTest}
 * tells whether that still works and is still needed.
 */
public final class EpollStay {
    private static final MethodHandle SET_FLAG = setFlag();

    private EpollStay() {}

    private static MethodHandle setFlag() {
        try {
            return MethodHandles.privateLookupIn(EpollSocketChannel.class, MethodHandles.lookup())
                    .findVirtual(
                            EpollSocketChannel.class,
                            "setFlag",
                            MethodType.methodType(void.class, int.class));
        } catch (ReflectiveOperationException changed) {
            throw new LinkageError("Netty's epoll sockets have no setFlag(int)", changed);
        }
    }

    /**
     * To be called on a connected socket's loop before its input can end. Does nothing to sockets
     * of other transports.
     *
     * @return whether the socket is still usable
     */
    public static boolean keep(Channel channel) {
        if (!(channel instanceof EpollSocketChannel socket)) {
            return true;
        }
        try {
            SET_FLAG.invokeExact(socket, Native.EPOLLERR);
            return true;
        } catch (Throwable gone) {
            return false;
        }
    }
}
