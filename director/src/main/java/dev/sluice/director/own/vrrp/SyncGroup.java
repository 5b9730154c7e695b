package dev.sluice.director.own.vrrp;

import java.util.List;

/**
 * Virtual routers that move together: all become master when the last of them heard none any more,
 * and all leave when one does. One that has no group is a group of its own.
 */
final class SyncGroup {
    private final List<VirtualRouter> members;

    SyncGroup(List<VirtualRouter> members) {
        this.members = List.copyOf(members);
    }

    /** Begins those that have not, or goes on after a fault. */
    void begin(Cause cause, long nowNs) {
        if (isFaulty()) {
            leaveAll(State.FAULT, Cause.TRACKED, nowNs);
            return;
        }
        boolean begun = false;
        for (VirtualRouter member : members) {
            if (member.state() == State.STOPPED || member.state() == State.FAULT) {
                member.leave(State.BACKUP, cause, false, nowNs);
                member.followNobody(nowNs);
                begun = true;
            }
        }
        if (begun && members.stream().allMatch(member -> member.settings().isOwner())) {
            take(Cause.OWNER, nowNs);
        }
    }

    private boolean isFaulty() {
        return members.stream().anyMatch(VirtualRouter::isFaulty);
    }

    /** A member's master is down. */
    void expired(long nowNs) {
        if (members.stream().allMatch(VirtualRouter::isReady)) {
            take(Cause.NO_MASTER_HEARD, nowNs);
        }
    }

    /**
     * A member's master said goodbye, and so leaves all: of those whose link fell it cannot say so.
     */
    void masterLeft(VirtualRouter told, long nowNs) {
        for (VirtualRouter member : members) {
            if (member != told && member.state() == State.BACKUP) {
                member.doubtMaster(nowNs);
            }
        }
    }

    private void take(Cause cause, long nowNs) {
        for (VirtualRouter member : members) {
            if (!member.isMaster()) {
                member.take(cause, nowNs);
            }
        }
    }

    /** A member heard a better master. For the others' addresses nobody else may stand yet. */
    void giveWay(VirtualRouter loser, Cause cause, long nowNs) {
        loser.giveWay(cause, nowNs);
        for (VirtualRouter member : members) {
            if (member != loser && member.isMaster()) {
                member.leave(State.BACKUP, Cause.GROUP, true, nowNs);
            }
        }
    }

    /** What members track has changed. */
    void tracked(long nowNs) {
        boolean inFault = members.stream().anyMatch(member -> member.state() == State.FAULT);
        if (isFaulty() || inFault) {
            begin(Cause.RECOVERED, nowNs);
        }
    }

    /** Whether time passed that others did not wait for; then no member is master any more. */
    boolean stoodStill(long ranNs, long nowNs) {
        boolean any = members.stream().anyMatch(member -> member.stoodStill(ranNs, nowNs));
        if (any) {
            for (VirtualRouter member : members) {
                if (member.state() != State.FAULT && member.state() != State.STOPPED) {
                    member.leave(State.BACKUP, Cause.STALLED, false, nowNs);
                    member.followNobody(nowNs);
                }
            }
        }
        return any;
    }

    /** Whether local networks move with it. */
    boolean hasNetworks() {
        return members.stream().anyMatch(member -> !member.settings().networks().isEmpty());
    }

    /** Leaves, and hears who comes after. */
    void drain(long nowNs) {
        resign(Cause.DRAINED, nowNs);
        members.forEach(VirtualRouter::forgetMaster);
    }

    void resign(Cause cause, long nowNs) {
        leaveAll(State.STOPPED, cause, nowNs);
    }

    private void leaveAll(State to, Cause cause, long nowNs) {
        members.forEach(member -> member.leave(to, cause, true, nowNs));
    }
}
