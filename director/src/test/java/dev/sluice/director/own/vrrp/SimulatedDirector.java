package dev.sluice.director.own.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.table.Address;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A director of a {@link SimulatedCluster}: an election, a queue of what came, and a clock. */
final class SimulatedDirector implements Outputs {
    private static final Address GROUP = Bytes.address("224.0.0.18");

    final Address address;
    final List<VirtualRouterSettings> settings;
    private final SimulatedCluster cluster;
    private final List<Heard> queue = new ArrayList<>();
    private @Nullable Election election;
    private long clockNs;
    private long timerNumber;
    private boolean unannounced;
    long stoppedUntilNs;
    long completeFromNs;
    long lastRunNs;
    int part;

    SimulatedDirector(
            SimulatedCluster cluster, Address address, List<VirtualRouterSettings> settings) {
        this.cluster = cluster;
        this.address = address;
        this.settings = settings;
        this.clockNs = cluster.random.nextLong(1L << 40) - (1L << 39);
    }

    boolean runs() {
        return election != null;
    }

    boolean isComplete() {
        return cluster.nowNs() >= completeFromNs;
    }

    State state(int router) {
        return election == null ? State.STOPPED : election.state(settings.get(router).key());
    }

    void start() {
        queue.clear();
        Election begun = new Election(() -> cluster.nowNs() + clockNs, this::isComplete, this);
        election = begun;
        lastRunNs = cluster.nowNs();
        begun.use(settings);
        schedule();
    }

    void crash() {
        election = null;
    }

    void stop() {
        if (election != null) {
            election.resign();
            election = null;
        }
    }

    void jump(long byNs) {
        clockNs += byNs;
        if (byNs > 0) {
            lastRunNs -= byNs;
        }
    }

    void tracked(String name, boolean works) {
        if (election != null) {
            election.tracked(name, works);
            schedule();
        }
    }

    void receive(Heard heard) {
        if (election != null) {
            queue.add(heard);
            run();
        }
    }

    void run() {
        Election running = election;
        if (running == null || cluster.nowNs() < stoppedUntilNs) {
            return;
        }
        boolean stalled = running.wake();
        if (cluster.nowNs() - lastRunNs > cluster.masterDownNsMax()) {
            assertThat(running.owned()).as("after it stood still").isEmpty();
        }
        lastRunNs = cluster.nowNs();
        if (!stalled) {
            queue.forEach(heard -> running.heard("eth0", heard));
        }
        queue.clear();
        running.expire();
        schedule();
    }

    private void schedule() {
        Election running = election;
        if (running != null) {
            long number = ++timerNumber;
            cluster.at(
                    cluster.nowNs() + running.waitNs(),
                    () -> {
                        if (timerNumber == number) {
                            run();
                        }
                    });
        }
    }

    @Override
    public void send(VirtualRouterSettings router, Advert advert) {
        MemorySegment message = MemorySegment.ofArray(new byte[AdvertCodec.length(advert)]);
        AdvertCodec.write(advert, message, address, GROUP);
        cluster.send(this, new Heard(address, AdvertCodec.read(message, address, GROUP, 255)));
    }

    @Override
    public void changed(Transition transition) {
        cluster.log(
                address
                        + " "
                        + transition.router().id()
                        + " "
                        + transition.now()
                        + " "
                        + transition.cause());
        if (transition.cause() == Cause.PREEMPTED) {
            assertThat(isComplete()).as("whoever preempts knows all").isTrue();
        }
        unannounced |= transition.now() == State.MASTER;
    }

    @Override
    public void announce(VirtualRouterSettings router) {
        unannounced = false;
    }

    /** Whether it took addresses and told nobody. */
    boolean isUnannounced() {
        return unannounced;
    }

    @Override
    public void refused(Refusal why) {
        throw new AssertionError("nothing that was sent is refused: " + why);
    }

    @Override
    public void stalled(long stoodStillNs) {
        cluster.log(address + " stood still");
    }
}
