package dev.sluice.proxy.loop;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The event loops of a process, one thread each. Immutable; any thread. */
public final class Loops implements AutoCloseable {
    private static final int PAGE_BYTES = 8192;

    /** Chunks of 8 KiB << 7 = 1 MiB. */
    private static final int CHUNK_ORDER = 7;

    private final Transport transport;
    private final MultiThreadIoEventLoopGroup group;
    private final ByteBufAllocator allocator;
    private final List<Loop> all;
    private final IdentityHashMap<EventExecutor, Loop> byExecutor = new IdentityHashMap<>();

    private Loops(Transport transport, int count) {
        this.transport = transport;
        // One small arena a loop: buffers are taken and given back by the same thread.
        this.allocator =
                new PooledByteBufAllocator(true, 0, count, PAGE_BYTES, CHUNK_ORDER, 256, 64, false);
        this.group =
                new MultiThreadIoEventLoopGroup(
                        count, new DefaultThreadFactory("loop", true), transport.ioHandlers());
        var loops = new ArrayList<Loop>();
        for (EventExecutor executor : group) {
            var loop = new Loop(loops.size(), (EventLoop) executor);
            loops.add(loop);
            byExecutor.put(executor, loop);
        }
        this.all = List.copyOf(loops);
        all.forEach(Loop::start);
    }

    /** Starts loops. As many as there are processors is right; more only adds switching. */
    public static Loops start(Transport transport, int count) {
        return new Loops(transport, count);
    }

    public Transport transport() {
        return transport;
    }

    public MultiThreadIoEventLoopGroup group() {
        return group;
    }

    /** Where all buffers of sockets come from: pooled, outside the heap. */
    public ByteBufAllocator allocator() {
        return allocator;
    }

    public List<Loop> all() {
        return all;
    }

    /** The loop a channel was registered with. */
    public Loop of(EventExecutor executor) {
        Loop loop = byExecutor.get(executor);
        if (loop == null) {
            throw new AssertionError("every channel of the proxy is on one of its loops");
        }
        return loop;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
    }
}
