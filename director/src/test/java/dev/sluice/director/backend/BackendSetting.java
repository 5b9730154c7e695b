package dev.sluice.director.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.filter.LocalNetwork;
import dev.sluice.linux.bpf.BpfFolder;
import dev.sluice.linux.bpf.XdpMode;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.netlink.VethEnd;
import dev.sluice.linux.space.NetworkSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A server's host at 10.77.0.5 and fd77::5, and a client's at 10.77.0.1 and fd77::1, each with a
 * control group for its processes.
 */
final class BackendSetting implements AutoCloseable {
    private static final String PREFIX = "sluice-tbackend-";
    private static final String PINS = "sluice-tbackend";
    private static final long DEADLINE_NS = 30_000_000_000L;

    final NetworkSpace server;
    final NetworkSpace client;
    final ControlGroup servers;
    final ControlGroup clients;
    private final List<AutoCloseable> open = new ArrayList<>();

    BackendSetting() throws IOException {
        ControlGroup root = ControlGroup.root().orElse(new ControlGroup(Path.of("/")));
        Assumptions.assumeTrue(
                NetworkSpace.isAllowed() && root.isThere(),
                "not run without root and control groups of version 2: backend attach");
        NetworkSpace.deleteAll(PREFIX);
        servers = group(root, "servers");
        clients = group(root, "clients");
        server = space("server");
        client = space("client");
        try (Netlink netlink = server.netlink()) {
            netlink.links()
                    .createVeth(VethEnd.here("eth0", 1), new VethEnd("eth0", 1, client.fd()));
        }
        address(server, "10.77.0.5/24", "fd77::5/64");
        address(client, "10.77.0.1/24", "fd77::1/64");
        attachment().detach();
    }

    private static ControlGroup group(ControlGroup root, String name) throws IOException {
        Path folder = root.folder().resolve(PREFIX + name);
        return new ControlGroup(Files.createDirectories(folder));
    }

    private NetworkSpace space(String name) {
        NetworkSpace space = closedLater(NetworkSpace.create(PREFIX + name));
        space.sysctl("net/ipv6/conf/default/accept_dad", "0");
        return space;
    }

    private static void address(NetworkSpace space, String ipv4, String ipv6) {
        space.exec("ip", "addr", "add", ipv4, "dev", "eth0");
        space.exec("ip", "addr", "add", ipv6, "dev", "eth0", "nodad");
        space.exec("ip", "link", "set", "eth0", "up");
    }

    /** As each command would find it: nothing is kept between two. */
    BackendAttachment attachment() {
        return BackendAttachment.in(BpfFolder.open(Path.of("/sys/fs/bpf"), PINS));
    }

    int attach(String directors) {
        return attach(directors, servers.folder(), null);
    }

    int attach(String directors, @Nullable Path controlGroup, @Nullable String networkInterface) {
        LocalNetwork network = LocalNetwork.parse(directors).orElseThrow();
        var options =
                new BackendOptions(
                        List.of(network), controlGroup, networkInterface, XdpMode.NATIVE);
        return server.call(() -> {
            try {
                return attachment().attach(options);
            } catch (NotAttachable e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        });
    }

    BackendStatus status() {
        return server.call(() -> attachment().status());
    }

    /** Starts a process on the server's host and waits until it is ready. */
    Speaking serve(String script, String... arguments) {
        Speaking process = closedLater(new Speaking(server, servers, script, arguments));
        assertThat(process.read()).isEqualTo("ready");
        return process;
    }

    /** Starts a process on the client's host. */
    Speaking ask(String script, String... arguments) {
        return closedLater(new Speaking(client, clients, script, arguments));
    }

    <T extends AutoCloseable> T closedLater(T thing) {
        open.add(thing);
        return thing;
    }

    @Override
    public void close() throws IOException {
        for (AutoCloseable one : open.reversed()) {
            try {
                one.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
        attachment().detach();
        NetworkSpace.deleteAll(PREFIX);
        remove(servers);
        remove(clients);
    }

    /** Its last process is known to have ended a moment before the kernel lets the group go. */
    private static void remove(ControlGroup group) throws IOException {
        long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (true) {
            try {
                Files.delete(group.folder());
                return;
            } catch (IOException busy) {
                if (System.nanoTime() - deadlineNs > 0) {
                    throw busy;
                }
                LockSupport.parkNanos(1_000_000);
            }
        }
    }
}
