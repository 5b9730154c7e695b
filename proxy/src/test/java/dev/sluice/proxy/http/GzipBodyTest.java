package dev.sluice.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GzipBodyTest {
    /** Without caches, so that it knows exactly what is not given back. */
    private final PooledByteBufAllocator allocator =
            new PooledByteBufAllocator(true, 0, 1, 8192, 7, 0, 0, false);

    private final GzipBodies bodies = new GzipBodies(allocator);
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    @AfterEach
    void every_buffer_was_given_back() {
        assertThat(allocator.metric().directArenas().getFirst().numActiveAllocations()).isZero();
    }

    private GzipBody take() {
        GzipBody body = bodies.take();
        if (body == null) {
            throw new AssertionError("none is at work yet");
        }
        return body;
    }

    private int send(ByteBuf piece) {
        int size = piece.readableBytes();
        try {
            piece.readBytes(sent, size);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        piece.release();
        return size;
    }

    private ByteBuf direct(byte[] bytes, int from, int to) {
        return allocator.directBuffer().writeBytes(bytes, from, to - from);
    }

    private static byte[] unzipped(byte[] gzip) throws IOException {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return in.readAllBytes();
        }
    }

    /** Repeats itself in part, as text does; or not at all. */
    private static byte[] body(Random random) {
        byte[] bytes =
                new byte[random.nextInt(4) == 0 ? random.nextInt(8) : random.nextInt(200_000)];
        int letters = 1 << random.nextInt(9);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) random.nextInt(letters);
        }
        return bytes;
    }

    @Test
    void random_bodies_cut_anywhere_come_out_as_they_went_in() throws IOException {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < 150; round++) {
            byte[] in = body(random);
            sent.reset();
            GzipBody gzip = take();
            int at = 0;
            while (at < in.length) {
                int to = Math.min(in.length, at + random.nextInt(1 << random.nextInt(1, 17)));
                send(gzip.write(piece(random, in, at, to)));
                if (random.nextInt(3) == 0) {
                    send(gzip.flush());
                }
                at = to;
            }
            send(gzip.finish());
            bodies.give(gzip);

            assertThat(unzipped(sent.toByteArray())).as("seed %d", seed).isEqualTo(in);
        }
    }

    /** The kinds of buffers that sockets, TLS and slicing bring. */
    private ByteBuf piece(Random random, byte[] in, int from, int to) {
        return switch (random.nextInt(3)) {
            case 0 -> {
                ByteBuf whole = direct(in, 0, in.length);
                ByteBuf slice = whole.retainedSlice(from, to - from);
                whole.release();
                yield slice;
            }
            case 1 -> Unpooled.copiedBuffer(in, from, to - from);
            default -> {
                int middle = (from + to) >>> 1;
                yield Unpooled.wrappedBuffer(direct(in, from, middle), direct(in, middle, to));
            }
        };
    }

    @Test
    void what_came_in_can_be_read_after_a_flush() throws DataFormatException {
        GzipBody gzip = take();
        byte[] hello = "hello hello hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        var inflater = new Inflater(true);
        byte[] out = new byte[100];
        int seen = 10;
        for (int i = 0; i < 5; i++) {
            assertThat(send(gzip.write(direct(hello, 0, hello.length)))).isZero();
            assertThat(send(gzip.flush())).isPositive();
            assertThat(send(gzip.flush())).as("nothing new").isZero();

            inflater.setInput(sent.toByteArray(), seen, sent.size() - seen);
            seen = sent.size();
            int length = inflater.inflate(out);
            assertThat(java.util.Arrays.copyOf(out, length)).isEqualTo(hello);
        }
        inflater.end();
        bodies.give(gzip);
    }

    @Test
    void an_empty_body_is_a_whole_member() throws IOException {
        GzipBody gzip = take();
        assertThat(send(gzip.write(Unpooled.EMPTY_BUFFER)) + send(gzip.flush())).isZero();
        send(gzip.finish());
        bodies.give(gzip);

        assertThat(unzipped(sent.toByteArray())).isEmpty();
    }

    @Test
    void a_body_that_broke_off_leaves_nothing_to_the_next() throws IOException {
        GzipBody broken = take();
        ByteBuf piece = direct(new byte[3000], 0, 3000);
        send(broken.write(piece));
        assertThat(piece.refCnt()).isZero();
        bodies.give(broken);

        GzipBody next = take();
        assertThat(next).isSameAs(broken);
        sent.reset();
        send(next.write(direct(new byte[] {1, 2, 3}, 0, 3)));
        send(next.finish());
        assertThat(unzipped(sent.toByteArray())).containsExactly(1, 2, 3);
        bodies.give(next);
    }

    @Test
    void only_so_many_are_at_work_and_a_few_are_kept() {
        List<GzipBody> all = new ArrayList<>();
        for (int i = 0; i < GzipBodies.BUSY_MAX; i++) {
            all.add(take());
        }
        assertThat(bodies.take()).isNull();
        all.forEach(bodies::give);

        List<GzipBody> again = new ArrayList<>();
        for (int i = 0; i <= GzipBodies.SPARE_MAX; i++) {
            again.add(take());
        }
        assertThat(all).containsAll(again.subList(0, GzipBodies.SPARE_MAX));
        assertThat(all).doesNotContain(again.getLast());
        again.forEach(bodies::give);
    }
}
