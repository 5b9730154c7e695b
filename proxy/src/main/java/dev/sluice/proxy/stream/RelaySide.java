package dev.sluice.proxy.stream;

import dev.sluice.measure.Counter;
import dev.sluice.proxy.loop.EpollStay;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One of a relay's two connections: what it reads goes to the other as it is, without a copy. What
 * it reads before there is another (bytes behind a PROXY protocol header) is held. On the relay's
 * event loop.
 */
final class RelaySide extends ChannelInboundHandlerAdapter {
    private final TcpRelay relay;
    private final Counter direction;
    private final ArrayDeque<ByteBuf> held = new ArrayDeque<>(1);

    private @Nullable Channel channel;
    private @Nullable RelaySide other;
    private boolean inputEnded;
    private boolean outputEnded;

    /**
     * @param direction counts what this side reads
     */
    RelaySide(TcpRelay relay, Counter direction) {
        this.relay = relay;
        this.direction = direction;
    }

    Channel channel() {
        Channel now = channel;
        if (now == null) {
            throw new AssertionError("a relay's side is used once it is in a pipeline");
        }
        return now;
    }

    /** Whether all that was to be written is, and its end too. */
    boolean outputEnded() {
        return outputEnded;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        if (direction == Counter.LISTENER_BYTES_IN) {
            stayPolled();
            ctx.channel().config().setAutoRead(false);
            ctx.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
            if (ctx.channel().isActive()) {
                relay.start();
            }
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (direction == Counter.LISTENER_BYTES_IN) {
            relay.start();
        } else {
            stayPolled();
        }
    }

    private void stayPolled() {
        if (!EpollStay.keep(channel())) {
            relay.broke();
        }
    }

    /** From here on reads go to the other side; what was held goes first. */
    void join(RelaySide with) {
        other = with;
        ByteBuf early = held.poll();
        while (early != null) {
            with.write(early);
            early = held.poll();
        }
        with.channel().flush();
        if (inputEnded) {
            with.endOutput();
        }
        read(with.channel().isWritable());
    }

    /** Reads on, or not for now. Netty must not be told to read what has ended. */
    private void read(boolean on) {
        if (!inputEnded) {
            channel().config().setAutoRead(on);
        }
    }

    /** Takes over the buffer. It is on its way with the next flush. */
    void write(ByteBuf bytes) {
        Channel to = channel();
        to.write(bytes, to.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        relay.moved(direction, bytes.readableBytes());
        RelaySide to = other;
        if (to == null) {
            held.add(bytes);
            return;
        }
        to.write(bytes);
        Channel onward = to.channel();
        if (!onward.isWritable()) {
            onward.flush();
            read(onward.isWritable());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (other != null) {
            other.channel().flush();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        relay.moved();
        if (other != null) {
            other.read(ctx.channel().isWritable());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent && !inputEnded) {
            inputEnded = true;
            if (other != null) {
                other.endOutput();
            }
            closeIfDone();
        }
    }

    /** Passes an end on. Netty drops what is unwritten at a shutdown, so that comes after it. */
    private void endOutput() {
        Channel to = channel();
        if (!to.isOpen()) {
            relay.broke();
            return;
        }
        to.writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(written -> {
                    if (written.isSuccess()) {
                        to.eventLoop().execute(this::shutdownOutput);
                    } else {
                        relay.broke();
                    }
                });
    }

    private void shutdownOutput() {
        ((DuplexChannel) channel())
                .shutdownOutput()
                .addListener(ended -> {
                    outputEnded = true;
                    closeIfDone();
                    relay.outputEnded();
                });
    }

    /** A socket that has ended both ways is of no more use; epoll would report it for ever. */
    private void closeIfDone() {
        if (inputEnded && outputEnded) {
            channel().close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        relay.broke();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        boolean expected = inputEnded && outputEnded;
        if (!expected && (direction == Counter.LISTENER_BYTES_IN || other != null)) {
            relay.broke();
        }
    }

    /** Closes so that the peer sees a reset. */
    void reset() {
        if (channel().isOpen()) {
            channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        close();
    }

    void close() {
        ByteBuf early = held.poll();
        while (early != null) {
            early.release();
            early = held.poll();
        }
        channel().close();
    }
}
