package dev.sluice.node;

import dev.sluice.measure.Measure;
import dev.sluice.model.node.Acknowledgement.Refusal;
import dev.sluice.model.node.Node;
import dev.sluice.model.shape.Words;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node tied to control: its standing, its stream, and what it shows. Any thread. */
public final class NodeProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeProcess.class);

    private final LinkOptions options;
    private final NodeLink link;
    private final ObservePort observed;

    private NodeProcess(LinkOptions options, NodeLink link, ObservePort observed) {
        this.options = options;
        this.link = link;
        this.observed = observed;
    }

    /** What a process is started with beside its node. */
    public record Surroundings(
            InetSocketAddress observe,
            Measure measure,
            LinkTimes times,
            InstantSource clock,
            RandomGenerator random) {}

    /**
     * Joins where that is still to be done, serves by what was kept on the disk, and follows
     * control. While control cannot be reached, a node that has joined starts without it; one that
     * has not waits for it.
     *
     * @param dump what the node has to say of its inside
     * @throws IOException with a sentence, when control refuses or something here cannot be used
     */
    public static NodeProcess start(
            LinkOptions options, Node node, Surroundings around, Supplier<String> dump)
            throws IOException {
        Membership membership = membership(options, around);
        var link =
                new NodeLink(
                        options, around.times(), membership, node, around.clock(), around.random());
        try {
            ObservePort observed =
                    ObservePort.open(
                            around.observe(),
                            around.measure(),
                            () -> unready(link),
                            () -> standing(options, membership, link) + dump.get());
            link.start();
            return new NodeProcess(options, link, observed);
        } catch (IOException e) {
            link.close();
            throw e;
        }
    }

    private static Membership membership(LinkOptions options, Surroundings around)
            throws IOException {
        var backoff =
                new Backoff(
                        around.times().firstRetryMs(),
                        around.times().lastRetryMs(),
                        around.random());
        String trouble = "";
        while (true) {
            try {
                return Membership.take(options, around.times(), around.clock());
            } catch (NotTaken refusal) {
                throw refusal;
            } catch (ControlUnreachable away) {
                String now = String.valueOf(away.getMessage());
                if (!now.equals(trouble)) {
                    LOG.warn("{}; waits until it can", now);
                }
                trouble = now;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(backoff.pauseMs()));
                if (Thread.interrupted()) {
                    throw new InterruptedIOException("interrupted while waiting for control");
                }
            }
        }
    }

    private static String unready(NodeLink link) {
        return link.held().revision() > 0 ? "" : "no configuration yet: " + link.state().trouble();
    }

    private static String standing(LinkOptions options, Membership membership, NodeLink link) {
        LinkState state = link.state();
        var text = new StringBuilder();
        text.append("node        ").append(options.name());
        text.append(" (").append(Words.of(options.role())).append(")\n");
        text.append("control     ").append(options.control().getHostString());
        text.append(':').append(options.control().getPort());
        text.append(state.connected() ? ", connected since " : ", not connected: ");
        text.append(state.connected() ? state.since() : state.trouble()).append('\n');
        text.append("certificate until ");
        text.append(membership.identity().certificate().getNotAfter().toInstant()).append('\n');
        text.append("revision    ").append(link.held().revision());
        text.append(", digest ").append(link.held().digest()).append('\n');
        for (Refusal refusal : link.refusals()) {
            text.append("refused     ").append(refusal.key()).append(": ");
            text.append(refusal.message()).append('\n');
        }
        return text.append('\n').toString();
    }

    /** Where it shows itself. */
    public InetSocketAddress observed() {
        return observed.address();
    }

    /** The revision that the node serves by; 0 before the first. */
    public long revision() {
        return link.held().revision();
    }

    /** Whether control is connected. */
    public boolean isConnected() {
        return link.state().connected();
    }

    @Override
    public String toString() {
        return "NodeProcess[" + options.name() + "]";
    }

    /** Leaves control; the node itself goes on until its owner closes it. */
    @Override
    public void close() {
        link.close();
        observed.close();
    }
}
