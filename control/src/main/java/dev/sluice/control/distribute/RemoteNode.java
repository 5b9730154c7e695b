package dev.sluice.control.distribute;

import dev.sluice.model.node.Acknowledgement;
import dev.sluice.model.node.Explanation;
import dev.sluice.model.node.Node;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.NodeReport;
import dev.sluice.model.node.Question;
import dev.sluice.model.node.Role;
import dev.sluice.node.wire.Holding;
import dev.sluice.node.wire.StreamAnswer;
import dev.sluice.node.wire.StreamReport;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node on another machine, as far as control can tell: what is asked of it goes by its stream,
 * and while there is none, it is away. Its state is guarded by this object's monitor.
 */
public final class RemoteNode implements Node {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteNode.class);

    private final String name;
    private final Role role;
    private final Holdings holdings;
    private final Distributor distributor;
    private final StreamTimes times;
    private final InstantSource clock;
    private @Nullable NodeStream stream;
    private @Nullable NodeReport report;
    private String awaySince;

    public RemoteNode(
            String name,
            Role role,
            Holdings holdings,
            Distributor distributor,
            StreamTimes times,
            InstantSource clock) {
        this.name = name;
        this.role = role;
        this.holdings = holdings;
        this.distributor = distributor;
        this.times = times;
        this.clock = clock;
        this.awaySince = name + " has not connected since control started";
    }

    /** Gives it to the distributor; away until it connects. */
    public void attach() {
        distributor.attach(this, role);
        distributor.left(name, awaySince);
    }

    @Override
    public String name() {
        return name;
    }

    public Role role() {
        return role;
    }

    /** Whether it is connected. */
    public synchronized boolean isHere() {
        return stream != null;
    }

    /**
     * Begins a stream, in place of one that may still look open.
     *
     * @param revision what the node says it holds; 0 for nothing
     * @param digest of that
     */
    public synchronized NodeStream open(long revision, String digest) {
        if (stream != null) {
            stream.end("the node has opened another stream");
        }
        Holding held = holdings.find(role, revision, digest).orElse(Holding.NONE);
        var opened = new NodeStream(UUID.randomUUID().toString(), held, times);
        stream = opened;
        report = null;
        return opened;
    }

    /** Serves a stream to its end, on the calling thread. */
    public void serve(NodeStream opened, NodeStream.Sink sink)
            throws IOException, InterruptedException {
        LOG.info("node {} is connected", name);
        distributor.returned(name);
        try {
            opened.run(sink);
        } finally {
            leave(opened);
        }
    }

    private void leave(NodeStream opened) {
        String since = name + " is away since " + Instant.ofEpochMilli(clock.millis());
        opened.end(since);
        synchronized (this) {
            if (stream != opened) {
                return;
            }
            stream = null;
            report = null;
            awaySince = since;
        }
        LOG.info("node {} is not connected any more", name);
        distributor.left(name, since);
    }

    /**
     * Takes in what the node has posted.
     *
     * @return false if that belongs to no open stream
     */
    public boolean hear(StreamReport posted) {
        NodeStream of = streamOf(posted.session());
        if (of == null) {
            return false;
        }
        NodeReport newest = posted.report();
        if (newest != null) {
            synchronized (this) {
                report = newest;
            }
        }
        of.hear(posted);
        if (posted.leaving()) {
            of.end("the node is stopping");
        }
        return true;
    }

    /** The same for an answer. */
    public boolean hear(StreamAnswer posted) {
        NodeStream of = streamOf(posted.session());
        if (of != null) {
            of.hear(posted);
        }
        return of != null;
    }

    private synchronized @Nullable NodeStream streamOf(String session) {
        return stream != null && stream.session().equals(session) ? stream : null;
    }

    @Override
    public Acknowledgement apply(NodeConfig config) {
        Holding holding = holdings.of(role, config);
        StreamReport answer =
                stream()
                        .give(holding)
                        .orElseThrow(() -> new NodeAway(name + " left before it answered"));
        Acknowledgement acknowledged = answer.acknowledged();
        if (acknowledged == null) {
            throw new IllegalStateException(Objects.requireNonNullElse(answer.failure(), "?"));
        }
        if (!holding.isSameAs(answer.digest())) {
            throw new IllegalStateException(
                    "it holds something else than it was sent, and gets all of it again");
        }
        return acknowledged;
    }

    private synchronized NodeStream stream() {
        if (stream == null) {
            throw new NodeAway(awaySince);
        }
        return stream;
    }

    @Override
    public synchronized NodeReport report() {
        if (report == null) {
            throw new NodeAway(stream == null ? awaySince : name + " has not reported yet");
        }
        return report;
    }

    @Override
    public Explanation explain(Question question) {
        try {
            return stream().ask(question).orTimeout(times.answerMs(), TimeUnit.MILLISECONDS).join();
        } catch (CompletionException e) {
            throw new NodeAway(name + " does not explain: " + e.getCause());
        }
    }

    /** Ends its stream, if one is open. */
    public void end(String why) {
        NodeStream open;
        synchronized (this) {
            open = stream;
        }
        if (open != null) {
            open.end(why);
        }
    }
}
