package dev.sluice.director.inspect;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Asks a running director on this machine. */
public final class InspectClient {
    private InspectClient() {}

    /**
     * Asks, and copies the answer until it ends.
     *
     * @param stateFolder the director's
     * @param request a line of words, see {@link Inspector}
     * @throws NotUnderstood when the director says no, in its words
     * @throws IOException when there is no director, or it went away
     */
    public static void ask(Path stateFolder, String request, OutputStream into)
            throws IOException, NotUnderstood {
        try (SocketChannel channel = connect(stateFolder)) {
            answer(channel, request).transferTo(into);
        }
    }

    /**
     * Asks for something that is done in steps, each of which is a line.
     *
     * @param step hears each line when it comes
     * @return whether the director says at last that it is done
     */
    public static boolean follow(Path stateFolder, String request, Consumer<String> step)
            throws IOException, NotUnderstood {
        try (SocketChannel channel = connect(stateFolder)) {
            InputStream in = answer(channel, request);
            String line = line(in);
            while (!line.isEmpty()) {
                if (line.equals(Inspector.DONE) || line.equals(Inspector.FAILED)) {
                    return line.equals(Inspector.DONE);
                }
                step.accept(line);
                line = line(in);
            }
            throw new IOException("the director ended in the middle of its answer");
        }
    }

    private static SocketChannel connect(Path stateFolder) throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(InspectSocket.in(stateFolder)));
    }

    private static InputStream answer(SocketChannel channel, String request)
            throws IOException, NotUnderstood {
        channel.write(ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8)));
        InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
        String status = line(in);
        if (status.startsWith("no ")) {
            throw new NotUnderstood(status.substring(3));
        }
        if (!status.equals("ok")) {
            throw new IOException("the director ended in the middle of its answer");
        }
        return in;
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
