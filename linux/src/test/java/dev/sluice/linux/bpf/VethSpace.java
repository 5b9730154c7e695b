package dev.sluice.linux.bpf;

import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Syscalls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A network namespace with two interfaces that are tied together, left and right. */
final class VethSpace implements AutoCloseable {
    static final int LEFT = 10;
    static final int RIGHT = 11;

    private static final int CLONE_NEWNET = 0x4000_0000;

    private final String name;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    VethSpace(String name) {
        this.name = name;
        exec("ip", "netns", "del", name);
        must("ip", "netns", "add", name);
        must("ip", "-n", name, "link", "set", "lo", "up");
        must(
                "ip",
                "-n",
                name,
                "link",
                "add",
                "left",
                "index",
                "" + LEFT,
                "type",
                "veth",
                "peer",
                "name",
                "right",
                "index",
                "" + RIGHT);
        for (String side : List.of("left", "right")) {
            must("ip", "netns", "exec", name, "sysctl", "-qw", quiet(side));
            must("ip", "-n", name, "link", "set", side, "up");
        }
        thread.execute(() -> enter(name));
    }

    /** Runs something on a thread that is in the namespace. */
    <T> T in(Callable<T> what) throws Exception {
        try {
            return thread.submit(what).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** How many IP packets of either version came to the namespace's own kernel. */
    long packetsOfKernel() throws Exception {
        return in(() -> {
            String v6 = Files.readString(Path.of("/proc/thread-self/net/snmp6"));
            String v4 = Files.readString(Path.of("/proc/thread-self/net/snmp"));
            String values = v4.lines().filter(l -> l.startsWith("Ip: ")).toList().getLast();
            return Long.parseLong(values.split(" ")[3])
                    + Long.parseLong(v6.lines().findFirst().orElseThrow().split("\\s+")[1]);
        });
    }

    @Override
    public void close() {
        thread.close();
        exec("ip", "netns", "del", name);
    }

    private static String quiet(String side) {
        return "net.ipv6.conf." + side + ".disable_ipv6=1";
    }

    private static void enter(String name) {
        int space = Syscalls.open("/run/netns/" + name, 0);
        KernelException.check(Syscalls.setns(space, CLONE_NEWNET), "cannot enter " + name);
        Syscalls.close(space);
    }

    private static void must(String... command) {
        String said = exec(command);
        if (said != null) {
            throw new AssertionError(String.join(" ", command) + ": " + said);
        }
    }

    /** What a command said when it failed; null if it did not. */
    private static @Nullable String exec(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            byte[] said = process.getInputStream().readAllBytes();
            return process.waitFor() == 0 ? null : new String(said, StandardCharsets.UTF_8);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(String.join(" ", command), e);
        }
    }
}
