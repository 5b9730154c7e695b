package dev.sluice.director.own;

import dev.sluice.director.worker.TestSpaces;
import dev.sluice.linux.netlink.InterfaceAddress;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.netlink.VethEnd;
import dev.sluice.linux.space.NetworkSpace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;

/** A router and a director, each a namespace: 10.92.0.1 and .2, fd92::1 and ::2. */
public final class TwoMachines implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    final NetworkSpace router;
    final NetworkSpace director;
    private final TestSpaces spaces;

    TwoMachines(String word) {
        spaces = TestSpaces.of(word);
        router = spaces.create("router");
        director = spaces.create("director");
        for (NetworkSpace space : new NetworkSpace[] {router, director}) {
            space.sysctl("net/ipv6/conf/default/disable_ipv6", "0");
            space.sysctl("net/ipv6/conf/default/accept_dad", "0");
        }
        try (Netlink here = router.netlink();
                Netlink there = director.netlink()) {
            here.links()
                    .createVeth(VethEnd.here("front0", 1), new VethEnd("front", 1, director.fd()));
            begin(here, "front0", "10.92.0.1", "fd92::1");
            begin(there, "front", "10.92.0.2", "fd92::2");
        }
    }

    private static void begin(Netlink netlink, String name, String ipv4, String ipv6) {
        int index = netlink.links().index(name);
        netlink.links().up(index);
        netlink.addresses().add(new InterfaceAddress(index, InetAddress.ofLiteral(ipv4), 24));
        netlink.addresses().add(new InterfaceAddress(index, InetAddress.ofLiteral(ipv6), 64));
    }

    /** Without the program the test does not run, and says so. */
    public static void needs(String program, String debianPackage) {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of(program)),
                "Not run: there is no "
                        + program
                        + "; the Debian package "
                        + debianPackage
                        + " has it.");
    }

    public static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until something is so; with the last words where it is not. */
    public static void await(String what, BooleanSupplier isSo, Supplier<String> last) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(
                        "not within " + DEADLINE + ": " + what + "\n" + last.get());
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    @Override
    public void close() {
        spaces.close();
    }
}
