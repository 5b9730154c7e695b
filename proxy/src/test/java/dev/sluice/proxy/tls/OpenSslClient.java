package dev.sluice.proxy.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs {@code openssl s_client}, sends one line and returns all that it printed. */
final class OpenSslClient {
    private OpenSslClient() {}

    static String run(int port, String... options) {
        var command =
                new ArrayList<>(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port));
        command.addAll(List.of(options));
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var in = process.getOutputStream()) {
                in.write("hello\n".getBytes(StandardCharsets.US_ASCII));
                in.flush();
                String output =
                        new String(
                                process.getInputStream().readAllBytes(),
                                StandardCharsets.ISO_8859_1);
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
                return output;
            } catch (IOException gone) {
                return new String(
                        process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            }
        } catch (IOException e) {
            throw new AssertionError("openssl is not installed", e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
