package dev.sluice.director.own;

import dev.sluice.director.own.bfd.Bfd;
import dev.sluice.director.own.bgp.BgpOptions;
import dev.sluice.director.own.bgp.Routes;
import dev.sluice.linux.space.NetworkSpace;
import dev.sluice.model.unit.Network;
import dev.sluice.model.unit.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A director's announcements in a process of its own, which can be stopped and killed. */
final class AnnouncerProcess implements AutoCloseable {
    private final Process process;
    private final PrintWriter to;

    /**
     * @param options what {@link #main} takes
     */
    AnnouncerProcess(NetworkSpace space, List<String> options) {
        var command =
                new ArrayList<>(
                        List.of(
                                ProcessHandle.current().info().command().orElse("java"),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xmx64m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                AnnouncerProcess.class.getName()));
        command.addAll(options);
        process =
                space.start(
                        new ProcessBuilder(command)
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.INHERIT));
        to = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    }

    /** Says what it is to do: see {@link #obey}. */
    void say(String line) {
        to.println(line);
    }

    /** Sends a signal, such as STOP. */
    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor(10, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Peer's address, its AS, password, hold time, "passive" or "active", "bfd" or "no". */
    public static void main(String[] args) throws IOException {
        InetAddress peer = InetAddress.ofLiteral(args[0]);
        var password = new Secret(args[2].getBytes(StandardCharsets.UTF_8));
        var options =
                new BgpOptions(
                        64601,
                        0x0A5C_0002,
                        Integer.parseInt(args[3]),
                        BgpOptions.PORT,
                        List.of(
                                new BgpOptions.PeerOptions(
                                        peer,
                                        Long.parseLong(args[1]),
                                        password,
                                        args[4].equals("passive"))));
        var moving = new AtomicBoolean(true);
        List<InetAddress> neighbours = args[5].equals("bfd") ? List.of(peer) : List.of();
        try (Announcer announcer =
                        Announcer.start(
                                options,
                                neighbours,
                                Bfd.PORT,
                                moving::get,
                                1,
                                Thread.ofPlatform().daemon().factory());
                var lines =
                        new BufferedReader(
                                new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null) {
                obey(line, announcer, moving);
                line = lines.readLine();
            }
        }
    }

    private static void obey(String line, Announcer announcer, AtomicBoolean moving) {
        switch (line) {
            case "stall" -> moving.set(false);
            case "go on" -> moving.set(true);
            default -> announcer.announce(routes(line));
        }
    }

    /** Networks, each with a {@code +} for each time that the path is longer; {@code leaving}. */
    private static Routes routes(String line) {
        Map<Network, Integer> networks = new HashMap<>();
        for (String word : line.replace("leaving", "").strip().split(" ")) {
            String text = word.replace("+", "");
            Network.parse(text)
                    .ifPresent(network -> networks.put(network, word.length() - text.length()));
        }
        return new Routes(networks, line.contains("leaving"));
    }
}
