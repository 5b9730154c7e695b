package dev.sluice.lab.failover;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A connection, or a flow of datagrams, as its client sees it: what was said, what came back, when,
 * and what went wrong. Used by the clients' thread alone; times are of {@link System#nanoTime}.
 */
final class Talk {
    /** Where it is in its life. */
    enum Phase {
        CONNECTING,
        OPEN,
        /** The client has ended its half. */
        SHUT,
        /** Ended as it should. */
        DONE,
        BROKEN
    }

    final long id;
    final Kind kind;
    final Door door;
    final long beganNs;
    Phase phase = Phase.CONNECTING;
    long connectedNs;
    long shutNs;
    long doneNs;
    int sent;
    int received;

    private int server;
    private int port;
    private long heardNs;
    private long waitingNs;
    private long gapNs;
    private int sentBefore;
    private int receivedBefore;
    private @Nullable String why;
    private final Silences silences = new Silences();

    Talk(long id, Kind kind, Door door, long nowNs) {
        this.id = id;
        this.kind = kind;
        this.door = door;
        this.beganNs = nowNs;
        this.heardNs = nowNs;
        this.waitingNs = nowNs;
    }

    /** Its client's port, by which it is found in what others saw of it. */
    void from(int clientPort) {
        port = clientPort;
    }

    void connected(long nowNs) {
        phase = Phase.OPEN;
        connectedNs = nowNs;
        heardNs = nowNs;
        waitingNs = nowNs;
    }

    void said(long nowNs) {
        if (!isWaiting()) {
            waitingNs = nowNs;
        }
        sent++;
    }

    void shut(long nowNs) {
        if (!isWaiting()) {
            waitingNs = nowNs;
        }
        phase = Phase.SHUT;
        shutNs = nowNs;
    }

    /** A record has come; false where it is none that this talk can be told. */
    boolean hears(ByteBuffer record, int at, long nowNs) {
        int number = NumberedRecord.number(record, at);
        if (NumberedRecord.talk(record, at) != id || !isNext(number)) {
            broke("wrong data", nowNs);
            return false;
        }
        int from = NumberedRecord.server(record, at);
        if (server != 0 && from != server) {
            broke("another server", nowNs);
            return false;
        }
        server = from;
        received++;
        long since = kind.isSteady() ? heardNs : Math.max(heardNs, waitingNs);
        if (nowNs - since > gapNs) {
            gapNs = nowNs - since;
        }
        if (kind == Kind.BEAT) {
            silences.heard(heardNs, nowNs);
        }
        heardNs = nowNs;
        return true;
    }

    /** Datagrams may be lost, and overtake each other. */
    private boolean isNext(int number) {
        return kind.isDatagrams() ? number > 0 && number <= sent : number == received + 1;
    }

    /** The other end has ended. */
    void ended(long nowNs) {
        int expected = kind == Kind.LATE ? sent + 1 : sent;
        if (phase == Phase.SHUT && kind != Kind.HALF_CLOSED && received == expected) {
            phase = Phase.DONE;
            doneNs = nowNs;
        } else {
            broke("ended", nowNs);
        }
    }

    void broke(String how, long nowNs) {
        if (isLive()) {
            phase = Phase.BROKEN;
            doneNs = nowNs;
            why = how;
        }
    }

    /** Breaks what has been silent for too long. */
    void checkSilence(long nowNs, long mostNs) {
        if (isLive() && isWaiting() && nowNs - Math.max(heardNs, waitingNs) >= mostNs) {
            broke("silence", nowNs);
        }
    }

    boolean isLive() {
        return phase != Phase.DONE && phase != Phase.BROKEN;
    }

    boolean isBroken() {
        return phase == Phase.BROKEN;
    }

    /** Whether something is to come from the other end. */
    boolean isWaiting() {
        return phase == Phase.CONNECTING
                || phase == Phase.SHUT
                || kind.isDatagrams()
                || received < sent;
    }

    /** Whether nothing has come since then though something should. */
    boolean isOverdue(long sinceNs) {
        return isLive() && isWaiting() && heardNs - sinceNs < 0 && waitingNs - sinceNs < 0;
    }

    /** Measures gaps, and counts losses, from now on. */
    void mark() {
        gapNs = 0;
        silences.clear();
        sentBefore = sent;
        receivedBefore = received;
    }

    /** The longest gap between answers since it was marked, with the one that lasts. */
    long gapNs(long nowNs) {
        return isLive() && kind.isSteady() && phase != Phase.CONNECTING
                ? Math.max(gapNs, nowNs - heardNs)
                : gapNs;
    }

    /** How long after a fault it was silent because of it; -1 where it still is. */
    long silentNs(long faultNs, long byNs, long nowNs) {
        return Silences.lasts(heardNs, byNs, nowNs) ? -1 : silences.lastedNs(faultNs, byNs);
    }

    /** Records since it was marked that did not come back. */
    int lost() {
        return Math.max(0, sent - sentBefore - (received - receivedBefore));
    }

    /** Why it is broken; empty where it is not. */
    String why() {
        return why == null ? "" : why;
    }

    /** When what became of it, in milliseconds from a moment. */
    String story(long fromNs) {
        return "%s by %s from port %d: began at %s, connected at %s, %d of %d answered, at %s: %s"
                .formatted(
                        kind.name().toLowerCase(Locale.ROOT),
                        door.name(),
                        port,
                        ms(beganNs, fromNs),
                        connectedNs == 0 ? "no time" : ms(connectedNs, fromNs),
                        received,
                        sent,
                        isLive() ? "present" : ms(doneNs, fromNs),
                        isLive() ? phase : why());
    }

    private static String ms(long ns, long fromNs) {
        return "%,.0f ms".formatted((ns - fromNs) / 1e6);
    }

    /** What an exception of its socket says, short. */
    static String why(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("reset") || message.contains("Broken pipe") ? "reset" : message;
    }
}
