package dev.sluice.app.traffic;

import dev.sluice.app.scenario.FreePorts;
import dev.sluice.app.scenario.Until;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Debian's nginx as a backend that serves two files. */
final class Nginx implements AutoCloseable {
    private static final int LARGE_BYTES = 4 << 20;
    private static final long SEED = 20_26;

    private final Process process;
    private final int port;
    private final byte[] large;

    private Nginx(Process process, int port, byte[] large) {
        this.process = process;
        this.port = port;
        this.large = large;
    }

    static Nginx start(Path folder) throws IOException {
        Path root = Files.createDirectory(folder.resolve("nginx"));
        byte[] large = new byte[LARGE_BYTES];
        new Random(SEED).nextBytes(large);
        Files.write(root.resolve("large.bin"), large);
        Files.writeString(root.resolve("hello.txt"), "hello from nginx\n");
        int port = FreePorts.next();
        Path configuration =
                Files.writeString(root.resolve("nginx.conf"), configuration(root, port));
        Process process =
                new ProcessBuilder(
                                "/usr/sbin/nginx",
                                "-c",
                                configuration.toString(),
                                "-p",
                                root.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(root.resolve("out").toFile())
                        .start();
        Until.holds("nginx listens on " + port, () -> listens(port));
        return new Nginx(process, port, large);
    }

    int port() {
        return port;
    }

    byte[] large() {
        return large.clone();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }

    private static String configuration(Path root, int port) {
        // A worker of another user could not read the test's folder.
        String user = System.getProperty("user.name", "").equals("root") ? "user root;" : "";
        return """
        %3$s
        daemon off;
        worker_processes 1;
        error_log stderr;
        pid %1$s/pid;
        events { worker_connections 256; }
        http {
            access_log off;
            client_body_temp_path %1$s/body;
            proxy_temp_path %1$s/proxy;
            fastcgi_temp_path %1$s/fastcgi;
            uwsgi_temp_path %1$s/uwsgi;
            scgi_temp_path %1$s/scgi;
            server { listen 127.0.0.1:%2$d; root %1$s; }
        }
        """
                .formatted(root, port, user);
    }

    private static boolean listens(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }
}
