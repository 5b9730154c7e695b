package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.filter.Filter;
import dev.sluice.director.forward.PathProbe;
import dev.sluice.director.path.PathChecks;
import dev.sluice.director.table.Address;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.table.TableBuilder;
import dev.sluice.director.table.TargetServers;
import dev.sluice.director.worker.HopAgent;
import dev.sluice.director.worker.Port;
import dev.sluice.director.worker.WorkerSettings;
import dev.sluice.linux.bpf.BpfFolder;
import dev.sluice.linux.netlink.InterfaceAddress;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.space.NetworkSpace;
import dev.sluice.linux.xdp.RingSizes;
import dev.sluice.measure.Measure;
import dev.sluice.model.Forwarding;
import dev.sluice.model.Protocol;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Servers that have the virtual address, and such that have not. Health checks have no part in it:
 * their threads are in no namespace.
 */
class PathInSpaceTest {
    private static final long DEADLINE_NS = 60_000_000_000L;
    private static final String HAS = "10.91.2.2";
    private static final String HAS_NOT = "10.91.3.2";

    @TempDir Path folder;

    @Test
    void a_server_without_the_virtual_address_is_found_out_and_comes_back() throws Exception {
        try (var region = new SmallRegion("path", 2)) {
            has(region.servers);
            DirectorOptions options = options();
            Filter filter = Filter.open(BpfFolder.open(options.bpfRoot(), "sluice/path-test"));
            ForwardingTable table = table();
            Engine engine = region.director.call(() -> start(options, filter, table));
            try (var server = new NamedServer(region.servers, Written.VIRTUAL, Written.PORT);
                    var checks =
                            new PathChecks(
                                    engine::ask,
                                    PathProbe.most(engine.workers().size()),
                                    Director::nowMs,
                                    new Random(1))) {
                checks.update(table);

                await(() -> !isOpen(table, HAS_NOT) && isOpen(table, HAS));

                has(region.others);
                try (var other = new NamedServer(region.others, Written.VIRTUAL, Written.PORT)) {
                    await(() -> isOpen(table, HAS_NOT));
                    assertThat(other.clientAddresses()).isEmpty();
                }
                assertThat(server.clientAddresses()).isEmpty();
            } finally {
                engine.close();
                filter.close();
                Filter.remove(BpfFolder.open(options.bpfRoot(), "sluice/path-test"));
            }
        }
    }

    private static Engine start(DirectorOptions options, Filter filter, ForwardingTable table)
            throws Exception {
        try (Netlink kernel = Netlink.open()) {
            List<Port> ports =
                    Interfaces.ports(
                            SmallRegion.PORTS,
                            kernel,
                            filter,
                            new AttachmentChoice.Told(null, false, false));
            var engine = new Engine(options, ports, false, Director::nowMs, new Measure());
            try (HopAgent agent = HopAgent.start(ports, engine::use)) {
                agent.wanted(List.of(address(HAS), address(HAS_NOT))).join();
                await(() ->
                        kernel.neighbours().all().stream()
                                        .filter(n -> n.managed() && n.isResolved())
                                        .count()
                                == 2);
                agent.wanted(List.of(address(HAS), address(HAS_NOT))).join();
            }
            engine.use(table);
            engine.start(
                    filter,
                    TakenFrames.of(
                            table,
                            Set.of(),
                            Interfaces.macs(ports, kernel),
                            Interfaces.addresses(kernel)),
                    died -> {
                        throw new AssertionError(died);
                    });
            return engine;
        }
    }

    private static ForwardingTable table() {
        Written written =
                new Written()
                        .checkedEvery(Duration.ofMillis(100))
                        .servers(HAS, HAS_NOT)
                        .listener(Written.VIRTUAL, Protocol.TCP, Forwarding.ROUTE);
        return new TableBuilder(_ -> Optional.empty(), Director::nowMs, 2, 1, new Measure())
                .build(written.config(), Written.DIRECTOR, ForwardingTable.EMPTY);
    }

    private DirectorOptions options() {
        return new DirectorOptions(
                Written.DIRECTOR,
                folder,
                DirectorOptions.BPF_ROOT,
                1 << 12,
                1 << 10,
                UUID.randomUUID(),
                1,
                WorkerSettings.DEFAULT.withRings(new RingSizes(512, 512)));
    }

    private static void has(NetworkSpace server) {
        try (Netlink netlink = server.netlink()) {
            int lo = netlink.links().index("lo");
            var address = SmallRegion.literal(Written.VIRTUAL);
            netlink.addresses().add(new InterfaceAddress(lo, address, 32));
        }
    }

    private static boolean isOpen(ForwardingTable table, String server) {
        ForwardedListener listener = table.listeners().getFirst();
        TargetServers target = Objects.requireNonNull(listener.target());
        Address address = address(server);
        int place = target.placeOf(address.high(), address.low(), Written.PORT);
        return listener.live().paths().isOpen(target.server(place).live().number());
    }

    private static Address address(String literal) {
        return Address.parse(literal).orElseThrow();
    }

    private static void await(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNs).isNegative();
            LockSupport.parkNanos(20_000);
        }
    }
}
