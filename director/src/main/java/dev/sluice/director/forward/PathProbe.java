package dev.sluice.director.forward;

import dev.sluice.director.table.Address;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.TargetServer;
import dev.sluice.model.Forwarding;
import dev.sluice.model.TunnelKind;
import java.util.function.Consumer;

/**
 * A question whether a server answers for a listener's virtual address, sent as the listener's
 * packets are: by {@code route} or {@code tunnel}. Asked once.
 *
 * <p>It is a SYN from a local address to the virtual address. Any answer to it proves the way there
 * and that the server has the virtual address; a SYN-ACK proves that somebody listens. A reset ends
 * what the SYN began.
 */
public final class PathProbe {
    /** What came of it. */
    public enum Answer {
        /** A SYN-ACK. */
        ACCEPTED,
        /** A reset: nobody listens at that port. */
        REFUSED,
        /** It could not be sent: no local address, or no way to the server is known. */
        UNSENT
    }

    final long virtualHigh;
    final long virtualLow;
    final int virtualPort;
    final long serverHigh;
    final long serverLow;
    final boolean tunnel;
    final boolean gue;
    private final Consumer<Answer> heard;

    /**
     * @param heard takes the answer, on the worker's thread; it may never come
     */
    public PathProbe(ForwardedListener listener, TargetServer server, Consumer<Answer> heard) {
        this.virtualHigh = listener.high();
        this.virtualLow = listener.low();
        this.virtualPort = listener.port();
        this.serverHigh = server.high();
        this.serverLow = server.low();
        this.tunnel = listener.method() == Forwarding.TUNNEL;
        this.gue = listener.forward().tunnel() == TunnelKind.GUE;
        this.heard = heard;
    }

    /** How many may be on their way at a time. */
    public static int most(int workers) {
        return PathProbes.PORTS / workers;
    }

    /** The server that is asked. */
    public Address server() {
        return new Address(serverHigh, serverLow);
    }

    /** Says what came of it; once. By who sent it. */
    public void heard(Answer answer) {
        heard.accept(answer);
    }
}
