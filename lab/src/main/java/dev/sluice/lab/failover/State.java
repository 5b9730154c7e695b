package dev.sluice.lab.failover;

/** How far a connection was when the fault came: what tables have a column for. */
public enum State {
    ACTIVE("active"),
    IDLE("idle"),
    HALF_CLOSED("half-closed"),
    IN_FLIGHT("data in flight"),
    SYN_SENT("SYN sent"),
    ACK_JUST_SENT("ACK < 50 ms ago"),
    ACK_SENT("ACK ≥ 50 ms ago"),
    FIN_ONE_WAY("FIN one way"),
    FIN_BOTH_WAYS("FINs under way"),
    TIME_WAIT("TIME-WAIT"),
    DATAGRAMS("UDP"),
    /** Began after the fault. */
    NEW("new"),
    /** Broke before the fault, which should not be. */
    BEFORE("before");

    private static final long JUST_NS = 50_000_000;

    private final String words;

    State(String words) {
        this.words = words;
    }

    /** As a table says it. */
    public String words() {
        return words;
    }

    /** Whether nothing is asked of such: who just began may have told nobody yet. */
    public boolean mayBreak() {
        return this == SYN_SENT || this == ACK_JUST_SENT;
    }

    /** The state of a talk at the time of a fault, which was there for certain a moment later. */
    static State of(Talk talk, long faultNs, long struckNs) {
        if (talk.isBroken() && talk.doneNs - faultNs < 0) {
            return BEFORE;
        }
        return switch (talk.kind) {
            case ACTIVE -> ACTIVE;
            case IDLE -> IDLE;
            case HALF_CLOSED -> HALF_CLOSED;
            case IN_FLIGHT -> IN_FLIGHT;
            case LATE -> FIN_ONE_WAY;
            case ENDING -> FIN_BOTH_WAYS;
            case DATAGRAMS, BEAT -> DATAGRAMS;
            case YOUNG -> young(talk, faultNs, struckNs);
        };
    }

    private static State young(Talk talk, long faultNs, long struckNs) {
        if (talk.beganNs - struckNs >= 0) {
            return NEW;
        }
        if (talk.connectedNs == 0 || talk.connectedNs - faultNs >= 0) {
            return SYN_SENT;
        }
        if (talk.shutNs == 0 || talk.shutNs - faultNs >= 0) {
            return faultNs - talk.connectedNs < JUST_NS ? ACK_JUST_SENT : ACK_SENT;
        }
        boolean over = talk.phase == Talk.Phase.DONE && talk.doneNs - faultNs < 0;
        return over ? TIME_WAIT : FIN_BOTH_WAYS;
    }
}
