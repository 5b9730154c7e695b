package dev.sluice.director.session;

import java.util.List;

/**
 * What a director, which sees segments but ends no connection, takes a TCP connection's state to
 * be: the states, transitions and timeouts of Linux IPVS (net/netfilter/ipvs/ip_vs_proto_tcp.c), so
 * that a director behaves as those who come from there expect. Sequence numbers are not looked at.
 */
public final class TcpStates {
    public static final int NONE = 0;
    public static final int ESTABLISHED = 1;
    public static final int SYN_SENT = 2;
    public static final int SYN_RECV = 3;
    public static final int FIN_WAIT = 4;
    public static final int TIME_WAIT = 5;
    public static final int CLOSE = 6;
    public static final int CLOSE_WAIT = 7;
    public static final int LAST_ACK = 8;
    public static final int LISTEN = 9;
    public static final int SYNACK = 10;

    /** How many states there are. */
    public static final int COUNT = 11;

    /** Row of transitions: the client sent it. */
    static final int INPUT = 0;

    /** Row of transitions: the server sent it. */
    static final int OUTPUT = 1;

    /** Row of transitions: the client sent it, and what the server sends is not seen. */
    static final int INPUT_ONLY = 2;

    private static final int FIN_FLAG = 0x01;
    private static final int SYN_FLAG = 0x02;
    private static final int RST_FLAG = 0x04;
    private static final int ACK_FLAG = 0x10;

    private static final int EVENTS = 4;
    private static final int SYN = 0;
    private static final int FIN = 1;
    private static final int ACK = 2;
    private static final int RST = 3;

    private static final int STRIDE = 16;

    /** Columns are the old states, in the order of their numbers. */
    private static final String[] TABLE = {
        // NO ES SS SR FW TW CL CW LA LI SA
        "SR ES ES SR SR SR SR SR SR SR SR", // input, syn
        "CL CW SS TW TW TW CL CW LA LI TW", // input, fin
        "ES ES SS ES FW TW CL CW CL LI ES", // input, ack
        "CL CL CL SR CL CL CL CL LA LI SR", // input, rst
        "SS ES SS SR SS SS SS SS SS LI SR", // output, syn
        "TW FW SS TW FW TW CL TW LA LI TW", // output, fin
        "ES ES SS ES FW TW CL CW LA ES ES", // output, ack
        "CL CL SS CL CL TW CL CL CL CL CL", // output, rst
        "SR ES ES SR SR SR SR SR SR SR SR", // input only, syn
        "CL FW SS TW FW TW CL CW LA LI TW", // input only, fin
        "ES ES SS ES FW TW CL CW CL LI ES", // input only, ack
        "CL CL CL SR CL CL CL CL LA LI CL", // input only, rst
    };

    private static final String[] NAMES = {
        "NONE",
        "ESTABLISHED",
        "SYN_SENT",
        "SYN_RECV",
        "FIN_WAIT",
        "TIME_WAIT",
        "CLOSE",
        "CLOSE_WAIT",
        "LAST_ACK",
        "LISTEN",
        "SYNACK",
    };

    private static final List<String> SHORT_NAMES =
            List.of("NO", "ES", "SS", "SR", "FW", "TW", "CL", "CW", "LA", "LI", "SA");
    private static final int[] TIMEOUT_MS = {
        2_000, 900_000, 120_000, 60_000, 120_000, 120_000, 10_000, 60_000, 30_000, 120_000, 120_000,
    };

    private static final byte[] NEXT = transitions();

    private TcpStates() {}

    /**
     * The state after a segment.
     *
     * @param row {@link #INPUT}, {@link #OUTPUT} or {@link #INPUT_ONLY}
     * @param state the state before
     * @param tcpFlags byte 13 of the TCP header
     */
    static int next(int row, int state, int tcpFlags) {
        int event = event(tcpFlags);
        return event < 0 ? CLOSE : NEXT[(row * EVENTS + event) * STRIDE + state];
    }

    /** How long a connection stays in a state of which nothing more is seen, unless configured. */
    public static int timeoutMs(int state) {
        return TIMEOUT_MS[state];
    }

    /** Whether a handshake has begun that is not finished. */
    public static boolean isHalfOpen(int state) {
        return state == NONE || state == SYN_SENT || state == SYN_RECV || state == SYNACK;
    }

    /** Whether a new SYN on the same tuple begins another connection, with another server. */
    public static boolean isReusable(int state) {
        return state == TIME_WAIT || state == CLOSE;
    }

    /** Its name as IPVS has it. */
    public static String name(int state) {
        return NAMES[state];
    }

    private static int event(int tcpFlags) {
        if ((tcpFlags & RST_FLAG) != 0) {
            return RST;
        }
        if ((tcpFlags & SYN_FLAG) != 0) {
            return SYN;
        }
        if ((tcpFlags & FIN_FLAG) != 0) {
            return FIN;
        }
        return (tcpFlags & ACK_FLAG) != 0 ? ACK : -1;
    }

    private static byte[] transitions() {
        var next = new byte[TABLE.length * STRIDE];
        for (int line = 0; line < TABLE.length; line++) {
            String[] states = TABLE[line].split(" ");
            for (int old = 0; old < COUNT; old++) {
                next[line * STRIDE + old] = (byte) SHORT_NAMES.indexOf(states[old]);
            }
        }
        return next;
    }
}
