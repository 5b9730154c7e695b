package dev.sluice.node;

import dev.sluice.model.node.Acknowledgement;
import dev.sluice.model.node.Explanation;
import dev.sluice.model.node.Node;
import dev.sluice.node.wire.Frame;
import dev.sluice.node.wire.Holding;
import dev.sluice.node.wire.StreamAnswer;
import dev.sluice.node.wire.StreamReport;
import dev.sluice.node.wire.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows control: one thread reads the stream and gives configurations to the node, another
 * reports and looks after silence and the certificate.
 *
 * <pre>
 * connect → read a line → change: check the digest, apply, keep, acknowledge ─┐
 *    ↑           ↑        heartbeat: compare the digest                       │
 *    │           ├────────question: answered on a thread of its own ──────────┤
 *    │           └────────────────────────────────────────────────────────────┘
 *    └── pause ── cut, silent, or another digest: then all of it is asked for anew
 * </pre>
 */
final class NodeLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeLink.class);
    private static final String SESSION = "Sluice-Session";

    private final LinkOptions options;
    private final LinkTimes times;
    private final Membership membership;
    private final Node node;
    private final LastGood lastGood;
    private final Backoff backoff;
    private final InstantSource clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Holding held = Holding.NONE;
    private volatile boolean diverged;
    private volatile List<Acknowledgement.Refusal> refusals = List.of();
    private volatile @Nullable LineSource lines;
    private volatile String session = "";
    private volatile LinkState state;

    NodeLink(
            LinkOptions options,
            LinkTimes times,
            Membership membership,
            Node node,
            InstantSource clock,
            RandomGenerator random) {
        this.options = options;
        this.times = times;
        this.membership = membership;
        this.node = node;
        this.clock = clock;
        this.lastGood = new LastGood(options.dataDir());
        this.backoff = new Backoff(times.firstRetryMs(), times.lastRetryMs(), random);
        this.state = new LinkState(false, clock.instant(), "not connected yet");
    }

    /** Serves by what was kept on the disk, and begins to follow. */
    void start() {
        lastGood.read().ifPresent(this::serveKept);
        Thread.ofVirtual().name("node-follow").start(this::follow);
        Thread.ofVirtual().name("node-report").start(this::report);
    }

    private void serveKept(Holding kept) {
        try {
            refusals = node.apply(kept.config()).refusals();
            held = kept;
            LOG.info("serves by revision {}, which was kept on the disk", kept.revision());
        } catch (RuntimeException e) {
            LOG.error("revision {}, which was kept on the disk, was not taken", kept.revision(), e);
        }
    }

    private void follow() {
        try {
            do {
                try {
                    followOnce();
                } catch (IOException e) {
                    lost(String.valueOf(e.getMessage()));
                } catch (RuntimeException e) {
                    LOG.error("following control failed; it is tried again", e);
                    lost("following control failed");
                }
            } while (!closed.await(backoff.pauseMs(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One sentence for each new trouble, not one for each attempt. */
    private void lost(String why) {
        if (closed.getCount() == 0) {
            return;
        }
        if (state.connected() || !state.trouble().equals(why)) {
            LOG.warn("{}; serves by revision {} meanwhile", why, held.revision());
        }
        state = new LinkState(false, clock.instant(), why);
    }

    private void followOnce() throws IOException {
        HttpResponse<InputStream> answer = membership.http().open(path());
        try (var source = new LineSource(answer.body())) {
            session = answer.headers().firstValue(SESSION).orElse("");
            lines = source;
            diverged = false;
            LOG.info("connected to control");
            state = new LinkState(true, clock.instant(), "");
            for (String line = source.next(); line != null; line = source.next()) {
                take(Frame.read(line));
            }
            throw new IOException("control has ended the stream");
        } finally {
            lines = null;
        }
    }

    private String path() {
        Holding from = diverged ? Holding.NONE : held;
        String path = "/node/v1/changes?from=" + from.revision() + "&digest=" + from.digest();
        return options.address() == null
                ? path
                : path + "&address=" + URLEncoder.encode(options.address(), StandardCharsets.UTF_8);
    }

    private void take(Frame frame) throws IOException {
        switch (frame) {
            case Frame.Change change -> take(change);
            case Frame.Heartbeat heartbeat -> take(heartbeat);
            case Frame.Question question ->
                    Thread.ofVirtual().name("node-explain").start(() -> answer(question));
            case Frame.End end ->
                    throw new IOException("control ends the stream: " + end.message());
        }
    }

    private void take(Frame.Change change) throws IOException {
        Holding next;
        try {
            next = held.with(change);
        } catch (Unreadable e) {
            diverged = true;
            throw e;
        }
        String from = session;
        try {
            Acknowledgement answer = node.apply(next.config());
            held = next;
            refusals = answer.refusals();
            lastGood.keep(next);
            post(StreamReport.acknowledged(from, answer, next.digest()));
            backoff.reset();
        } catch (RuntimeException e) {
            LOG.error("revision {} was not taken", change.revision(), e);
            post(StreamReport.failed(from, "it was not taken: " + e));
        }
    }

    /** A revision of 0 says that control has sent nothing that could be compared. */
    private void take(Frame.Heartbeat heartbeat) throws Unreadable {
        if (heartbeat.revision() != 0
                && (heartbeat.revision() != held.revision()
                        || !held.isSameAs(heartbeat.digest()))) {
            diverged = true;
            throw new Unreadable(
                    "revision %d is held, and control says it should be %d with another digest"
                            .formatted(held.revision(), heartbeat.revision()));
        }
        backoff.reset();
    }

    private void post(StreamReport report) throws IOException {
        membership.http().post("/node/v1/report", report);
    }

    private void answer(Frame.Question question) {
        Explanation explanation = null;
        String failure = null;
        try {
            explanation = node.explain(question.asked());
        } catch (RuntimeException e) {
            LOG.warn("a question could not be answered", e);
            failure = String.valueOf(e.getMessage());
        }
        try {
            membership
                    .http()
                    .post(
                            "/node/v1/answer",
                            new StreamAnswer(session, question.number(), explanation, failure));
        } catch (IOException e) {
            LOG.warn("an answer did not reach control ({})", e.getMessage());
        }
    }

    /** Reports take a twentieth of the time at most, however long they are. */
    private void report() {
        long pauseMs = times.reportMs();
        try {
            while (!closed.await(pauseMs, TimeUnit.MILLISECONDS)) {
                long beganNs = System.nanoTime();
                LineSource source = lines;
                if (source != null
                        && source.silentNs() > TimeUnit.MILLISECONDS.toNanos(times.silenceMs())) {
                    source.close("control has been silent for too long");
                } else if (source != null) {
                    reportOnce(source);
                }
                long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs);
                pauseMs = Math.max(times.reportMs(), 20 * tookMs);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reportOnce(LineSource source) {
        try {
            membership.renewIfDue();
            post(StreamReport.doing(session, node.report()));
        } catch (NotTaken e) {
            source.close(String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            LOG.warn("a report did not reach control ({})", e.getMessage());
        }
    }

    /** How things stand. */
    LinkState state() {
        return state;
    }

    /** What the node serves by. */
    Holding held() {
        return held;
    }

    /** What it could not honour of that. */
    List<Acknowledgement.Refusal> refusals() {
        return refusals;
    }

    /** Leaves control; the node goes on as it is. */
    @Override
    public void close() {
        closed.countDown();
        LineSource source = lines;
        if (source != null) {
            sayLeaving();
            source.close();
        }
        membership.close();
        lastGood.close();
    }

    /** Control would find out by itself, only later. */
    private void sayLeaving() {
        try {
            post(StreamReport.leaving(session));
        } catch (IOException e) {
            LOG.info("control did not hear that this node leaves ({})", e.getMessage());
        }
    }
}
