package dev.sluice.proxy.http;

import dev.sluice.measure.Measure;
import dev.sluice.proxy.listen.ClientAddress;
import dev.sluice.proxy.log.AccessLogWriter;
import dev.sluice.proxy.loop.Loop;
import dev.sluice.proxy.loop.LoopLocal;
import dev.sluice.proxy.loop.Loops;
import dev.sluice.proxy.table.LiveListener;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** HTTP for all loops: makes the handler that stands last in a client's pipeline. */
public final class HttpEngine implements AutoCloseable {
    private final Loops allLoops;
    private final LoopLocal<HttpLoop> loops;
    private final @Nullable AccessLogWriter accessLog;

    /**
     * @param accessLog file that gets one JSON line a request; null writes none
     * @throws IOException with a sentence that names the file, when it cannot be written
     */
    public HttpEngine(Loops loops, Measure measure, @Nullable Path accessLog) throws IOException {
        this.allLoops = loops;
        this.accessLog = accessLog == null ? null : new AccessLogWriter(accessLog);
        var violations = new Violations(measure);
        this.loops = new LoopLocal<>(loops, loop -> httpLoop(loop, violations));
        AccessLogWriter writer = this.accessLog;
        if (writer != null) {
            measure.counter(
                    "sluice_access_log_dropped_lines_total",
                    "Lines left out of the access log because the disk was too slow, since the start.",
                    writer::droppedLines);
        }
    }

    private HttpLoop httpLoop(Loop loop, Violations violations) {
        AccessLogWriter writer = accessLog;
        var log = new RequestLog(writer == null ? null : writer.buffer(), loop);
        return new HttpLoop(loop, allLoops, new Connector(loop, allLoops), violations, log);
    }

    /**
     * The handler for a client's connection.
     *
     * @param secure whether TLS stands before it
     */
    public ChannelHandler connection(
            LiveListener live, Loop loop, Channel channel, ClientAddress client, boolean secure) {
        return new ClientConnection(live, loops.of(loop), channel, client, secure);
    }

    /** Writes what is left of the access log. The loops are still running. */
    @Override
    public void close() {
        for (Loop loop : allLoops.all()) {
            loop.eventLoop().submit(() -> loops.of(loop).log().flush()).awaitUninterruptibly(1_000);
        }
        if (accessLog != null) {
            accessLog.close();
        }
    }
}
