package dev.sluice.director.own.vrrp;

import dev.sluice.director.own.vrrp.VirtualRouterSettings.Track;
import dev.sluice.director.table.Address;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One virtual router: its state, its timers, and what an advertisement means to it (RFC 9568 §6.4).
 * Changes of state are its group's.
 *
 * <p>Beyond the RFC: a goodbye counts only from the master that was followed; a live master is
 * preempted only by who knows all that it knows, and has heard it for long enough.
 */
final class VirtualRouter {
    private static final long NS_PER_MS = 1_000_000;
    private static final long NS_PER_S = 1_000 * NS_PER_MS;
    private static final int PRIORITIES = 256;
    private static final int DOWN_AFTER = 3;

    /** How often in an interval a master of lower priority is told that there is a better one. */
    private static final int ASSERTIONS = 4;

    /** When the link is told again where the addresses are, after they came. */
    private static final long[] ANNOUNCE_AGAIN_NS = {NS_PER_S, 5 * NS_PER_S};

    private final Outputs outputs;
    private final BooleanSupplier complete;
    private final BooleanSupplier turn;
    private VirtualRouterSettings settings;
    private State state = State.STOPPED;
    private Cause cause = Cause.STARTED;
    private long sinceNs;
    private boolean incomplete;

    /** A backup's: when the master is down; a master's: when the others are told again. */
    private long dueNs;

    private long sentNs;
    private long followedIntervalNs;
    private @Nullable Address followed;
    private boolean left;

    /** A live master of lower priority is being let run out. */
    private boolean preempting;

    private boolean hearsLower;
    private long preemptFromNs;

    /** Its master is down; it waits for the rest of its group. */
    private boolean wanting;

    private boolean faulty;
    private int priority;
    private int announcements = ANNOUNCE_AGAIN_NS.length;
    private long tookNs;
    private long announcedNs;

    /**
     * @param complete whether all is known here that a live master knows
     * @param turn whether nothing is to be taken from a live master before addresses are
     */
    VirtualRouter(
            VirtualRouterSettings settings,
            Outputs outputs,
            BooleanSupplier complete,
            BooleanSupplier turn) {
        this.settings = settings;
        this.outputs = outputs;
        this.complete = complete;
        this.turn = turn;
        this.priority = settings.priority();
        this.followedIntervalNs = settings.intervalMs() * NS_PER_MS;
    }

    VirtualRouterSettings settings() {
        return settings;
    }

    State state() {
        return state;
    }

    /** Why it is in its state. */
    Cause cause() {
        return cause;
    }

    /** Since when it is. */
    long sinceNs() {
        return sinceNs;
    }

    /**
     * Whether it became master without knowing all that its predecessor knew, and still does not.
     */
    boolean isIncomplete() {
        return incomplete && !complete.getAsBoolean();
    }

    boolean isMaster() {
        return state == State.MASTER;
    }

    boolean isFaulty() {
        return faulty;
    }

    /** Whether its group may become master for all that it knows. */
    boolean isReady() {
        return isMaster() || wanting;
    }

    /** Whom it follows; null if nobody was heard yet. */
    @Nullable Address followed() {
        return followed;
    }

    int priority() {
        return priority;
    }

    long dueNs() {
        if (isMaster() && announcements < ANNOUNCE_AGAIN_NS.length) {
            long again = tookNs + ANNOUNCE_AGAIN_NS[announcements];
            return again - dueNs < 0 ? again : dueNs;
        }
        return dueNs;
    }

    /** How long the others are waited for. */
    long masterDownNs() {
        return DOWN_AFTER * followedIntervalNs + skewNs();
    }

    /** The lower the priority, the later (RFC 9568 §6.1; under version 2, of a second). */
    private long skewNs() {
        long of = settings.version() == 2 ? NS_PER_S : followedIntervalNs;
        return (PRIORITIES - priority) * of / PRIORITIES;
    }

    /** Other settings of the same virtual router. */
    void use(VirtualRouterSettings newest, Set<String> down) {
        boolean moved =
                isMaster()
                        && !(newest.addresses().equals(settings.addresses())
                                && newest.networks().equals(settings.networks()));
        settings = newest;
        followedIntervalNs = newest.intervalMs() * NS_PER_MS;
        track(down);
        if (moved) {
            outputs.changed(new Transition(settings, state, state, Cause.CONFIGURED, false));
            outputs.announce(settings);
        }
    }

    /** What of that which it tracks does not work. */
    void track(Set<String> down) {
        int loss = 0;
        faulty = false;
        for (Track track : settings.tracks()) {
            if (down.contains(track.name())) {
                loss += track.weight();
                faulty |= track.weight() == 0;
            }
        }
        priority =
                settings.isOwner()
                        ? Advert.OWNER
                        : Math.clamp((long) settings.priority() - loss, 1, Advert.OWNER - 1);
    }

    /** Begins to wait for a master. */
    void follow(long nowNs) {
        follow(nowNs, masterDownNs());
    }

    private void follow(long nowNs, long forNs) {
        dueNs = nowNs + forNs;
        wanting = false;
        preempting = false;
        hearsLower = false;
        left = false;
    }

    /** Forgets whom it followed, and waits as long as its own interval says. */
    void followNobody(long nowNs) {
        followed = null;
        followedIntervalNs = settings.intervalMs() * NS_PER_MS;
        follow(nowNs);
    }

    /** An advertisement while it takes no part. */
    void heardAside(Advert advert, Address from) {
        if (advert.priority() != Advert.GOODBYE) {
            followed = from;
        } else if (from.equals(followed)) {
            followed = null;
        }
    }

    void forgetMaster() {
        followed = null;
    }

    /** Its master may be gone: it is so unless it is heard as soon as a living one would be. */
    void doubtMaster(long nowNs) {
        long dueSoonNs = nowNs + followedIntervalNs + skewNs();
        if (!left && dueSoonNs - dueNs < 0) {
            dueNs = dueSoonNs;
        }
    }

    /**
     * An advertisement while it is a backup.
     *
     * @return whether its master left
     */
    boolean heardAsBackup(Advert advert, Address from, long nowNs) {
        if (advert.priority() == Advert.GOODBYE) {
            if (followed != null && !followed.equals(from)) {
                return false;
            }
            follow(nowNs, skewNs());
            left = true;
            return true;
        }
        heardMaster(advert, from, nowNs);
        return false;
    }

    private void heardMaster(Advert advert, Address from, long nowNs) {
        boolean lower = advert.priority() < priority;
        followed = from;
        if (lower && mayPreempt(nowNs)) {
            preempting = true;
            return;
        }
        followedIntervalNs = advert.intervalMs() * NS_PER_MS;
        boolean heardLowerBefore = hearsLower;
        follow(nowNs);
        hearsLower = lower && heardLowerBefore;
        if (lower && !hearsLower && settings.preempt()) {
            hearsLower = true;
            preemptFromNs = nowNs + settings.preemptDelayMs() * NS_PER_MS;
        }
    }

    /**
     * Whether it is to take over from a live master and does not wait for its group, or did so just
     * now: what it took is in use a moment after.
     */
    boolean isPreempting(long nowNs) {
        return switch (state) {
            case STOPPED, FAULT -> false;
            case BACKUP -> !wanting && (preempting || (hearsLower && settings.preempt()));
            case MASTER -> cause == Cause.PREEMPTED && nowNs - tookNs < masterDownNs();
        };
    }

    /** Whether a live master of a lower priority need not be followed, by now. */
    private boolean mayPreempt(long nowNs) {
        if (settings.isOwner()) {
            return true;
        }
        if (!settings.preempt() || !complete.getAsBoolean()) {
            return false;
        }
        if (settings.networks().isEmpty() && !turn.getAsBoolean()) {
            return false;
        }
        return settings.preemptDelayMs() == 0 || (hearsLower && nowNs - preemptFromNs >= 0);
    }

    /** An advertisement while it is master: why to become a backup; null if it need not. */
    @Nullable Cause heardAsMaster(Advert advert, Address from, long nowNs) {
        if (advert.priority() == Advert.GOODBYE) {
            send(nowNs);
            return null;
        }
        boolean higher = advert.priority() > priority;
        if (higher || (advert.priority() == priority && isHigher(from))) {
            followed = from;
            followedIntervalNs = advert.intervalMs() * NS_PER_MS;
            return higher ? Cause.HIGHER_PRIORITY : Cause.HIGHER_ADDRESS;
        }
        if (nowNs - sentNs >= settings.intervalMs() * NS_PER_MS / ASSERTIONS) {
            send(nowNs);
        }
        if (nowNs - announcedNs >= settings.intervalMs() * NS_PER_MS / ASSERTIONS) {
            announce(nowNs);
        }
        return null;
    }

    private boolean isHigher(Address from) {
        int byHigh = Long.compareUnsigned(from.high(), settings.source().high());
        return byHigh > 0
                || (byHigh == 0 && Long.compareUnsigned(from.low(), settings.source().low()) > 0);
    }

    /** The time of {@link #dueNs} is there: whether the master is down. */
    boolean expire(long nowNs) {
        if (isMaster()) {
            announceAgain(nowNs);
            if (nowNs - dueNs >= 0) {
                send(nowNs);
            }
            return false;
        }
        if (preempting && !mayPreempt(nowNs)) {
            follow(nowNs);
            return false;
        }
        wanting = true;
        dueNs = nowNs + masterDownNs();
        return true;
    }

    private void announceAgain(long nowNs) {
        if (announcements < ANNOUNCE_AGAIN_NS.length
                && nowNs - tookNs - ANNOUNCE_AGAIN_NS[announcements] >= 0) {
            announcements++;
            announce(nowNs);
        }
    }

    private void announce(long nowNs) {
        announcedNs = nowNs;
        outputs.announce(settings);
    }

    /** Says that it lives. */
    private void send(long nowNs) {
        sentNs = nowNs;
        dueNs = nowNs + settings.intervalMs() * NS_PER_MS;
        outputs.send(settings, settings.advert(priority));
    }

    /** Whether others may have taken it for dead. */
    boolean stoodStill(long ranNs, long nowNs) {
        return switch (state) {
            case STOPPED, FAULT -> false;
            case BACKUP -> nowNs - ranNs > masterDownNs();
            case MASTER -> nowNs - sentNs > ownDownNs();
        };
    }

    private long ownDownNs() {
        long intervalNs = settings.intervalMs() * NS_PER_MS;
        long of = settings.version() == 2 ? NS_PER_S : intervalNs;
        return DOWN_AFTER * intervalNs + (PRIORITIES - priority) * of / PRIORITIES;
    }

    /** Takes the addresses. */
    void take(Cause because, long nowNs) {
        Cause why = because;
        if (why == Cause.NO_MASTER_HEARD) {
            why = preempting ? Cause.PREEMPTED : left ? Cause.MASTER_LEFT : why;
        }
        incomplete = !complete.getAsBoolean();
        follow(nowNs);
        followed = settings.source();
        followedIntervalNs = settings.intervalMs() * NS_PER_MS;
        tookNs = nowNs;
        announcements = 0;
        send(nowNs);
        become(State.MASTER, why, nowNs);
        announce(nowNs);
    }

    /**
     * Follows a better master. When they were parted until now, the link may have been told last
     * that the addresses are here: so the better one, who hears this, tells it anew.
     */
    void giveWay(Cause why, long nowNs) {
        outputs.send(settings, settings.advert(priority));
        leave(State.BACKUP, why, false, nowNs);
    }

    /**
     * Is no master any more, or was none.
     *
     * @param goodbye whether the others are told, so that they need not wait
     */
    void leave(State to, Cause why, boolean goodbye, long nowNs) {
        if (goodbye && isMaster()) {
            outputs.send(settings, settings.advert(Advert.GOODBYE));
        }
        follow(nowNs);
        incomplete = false;
        if (state != to) {
            become(to, why, nowNs);
        }
    }

    private void become(State to, Cause why, long nowNs) {
        State before = state;
        state = to;
        cause = why;
        sinceNs = nowNs;
        outputs.changed(new Transition(settings, before, to, why, incomplete));
    }
}
