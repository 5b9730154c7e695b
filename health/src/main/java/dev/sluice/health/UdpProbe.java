package dev.sluice.health;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sends a datagram. "Port unreachable" (ICMP) is a failure. Where an answer is expected, silence
 * and any other answer are failures, too; where none is, silence is health, since most protocols do
 * not answer what they do not understand.
 *
 * @param request what is sent; null sends the product's name
 * @param expect what must come back, a line end behind it aside; null takes anything and nothing
 */
record UdpProbe(@Nullable String request, @Nullable String expect) implements Probe {
    private static final int ANSWER_MAX_BYTES = 2048;

    @Override
    public ProbeResult ask(InetSocketAddress server) throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.connect(server);
            byte[] question =
                    (request == null ? HttpProbe.PRODUCT : request)
                            .getBytes(StandardCharsets.ISO_8859_1);
            socket.send(new DatagramPacket(question, question.length));
            var answer = new DatagramPacket(new byte[ANSWER_MAX_BYTES], ANSWER_MAX_BYTES);
            socket.receive(answer);
            return judge(answer);
        }
    }

    private ProbeResult judge(DatagramPacket answer) {
        var text = new String(answer.getData(), 0, answer.getLength(), StandardCharsets.ISO_8859_1);
        return expect == null || text.stripTrailing().equals(expect.stripTrailing())
                ? ProbeResult.SUCCESS
                : ProbeResult.failure("wrong answer");
    }

    @Override
    public ProbeResult silence(Duration timeout) {
        return expect == null ? ProbeResult.SUCCESS : Probe.super.silence(timeout);
    }
}
