package dev.sluice.lab.packets;

import dev.sluice.lab.process.LabFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One TCP stream from the client to the backend, by iperf3.
 *
 * @param seconds that it lasts
 */
public record BulkTrial(int seconds) {
    /** At first a window grows, and whoever compiles does so. */
    private static final String UNCOUNTED_SECONDS = "3";

    private static final String PORT = Integer.toString(PacketBed.BULK_PORT);

    /** Bits a second that arrived. */
    public double run(PacketBed bed, Contender.Standing standing) throws LabFailure {
        Process server =
                start(bed, true, "iperf3", "-s", "-1", "-B", PacketBed.BACKEND, "-p", PORT);
        try {
            Listening.await(bed.backend(), PacketBed.BULK_PORT, "iperf3");
            Process client =
                    start(
                            bed,
                            false,
                            "iperf3",
                            "-c",
                            standing.target(),
                            "-p",
                            PORT,
                            "-t",
                            Integer.toString(seconds),
                            "-O",
                            UNCOUNTED_SECONDS,
                            "-J");
            String said =
                    new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            standing.requireAlive();
            return received(said);
        } catch (IOException e) {
            throw new LabFailure("cannot read what iperf3 said", e);
        } finally {
            server.destroyForcibly();
        }
    }

    private static Process start(PacketBed bed, boolean atBackend, String... command) {
        var builder = new ProcessBuilder(command);
        if (atBackend) {
            builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        }
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        return (atBackend ? bed.backend() : bed.client()).start(builder);
    }

    private static double received(String json) throws LabFailure {
        JsonNode result = JsonMapper.shared().readTree(json);
        JsonNode rate = result.path("end").path("sum_received").path("bits_per_second");
        if (rate.isMissingNode()) {
            throw new LabFailure("iperf3 failed: " + result.path("error").asString("no result"));
        }
        return rate.asDouble();
    }
}
