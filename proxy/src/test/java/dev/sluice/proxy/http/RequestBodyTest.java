package dev.sluice.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class RequestBodyTest {
    private final RequestBody body = new RequestBody();
    private final ByteBufAllocator allocator = ByteBufAllocator.DEFAULT;

    private ByteBuf replayed() {
        ByteBuf all = Unpooled.buffer();
        body.replay(piece -> {
            all.writeBytes(piece);
            piece.release();
        });
        return all;
    }

    @Test
    void many_small_pieces_hold_on_to_few_large_reads() {
        int pieces = 3_000;
        body.begin(false, pieces);
        var reads = new ArrayList<ByteBuf>();
        ByteBuf expected = Unpooled.buffer();
        for (int i = 0; i < pieces; i++) {
            ByteBuf read = Unpooled.buffer().writeByte(i);
            expected.writeByte(i);
            reads.add(read);
            ByteBuf piece = body.next(read, allocator);
            body.keep(piece, true, allocator);
            piece.release();
            read.release();
        }
        assertThat(reads).filteredOn(read -> read.refCnt() > 0).hasSizeLessThan(20);
        assertThat(replayed()).isEqualTo(expected);
        assertThat(replayed()).as("once more").isEqualTo(expected);
        body.forget();
        assertThat(reads).allMatch(read -> read.refCnt() == 0);
    }

    @Test
    void what_no_server_has_got_is_kept_however_large() {
        int size = 4 * RequestBody.KEPT_BYTES;
        body.begin(false, 2L * size);
        for (int i = 0; i < 2; i++) {
            ByteBuf read = Unpooled.buffer().writeZero(size);
            ByteBuf piece = body.next(read, allocator);
            body.keep(piece, false, allocator);
            piece.release();
            read.release();
        }
        assertThat(body.complete()).isTrue();
        assertThat(body.replayable()).isTrue();
        assertThat(replayed().readableBytes()).isEqualTo(2 * size);
        body.forget();
    }

    @Test
    void a_large_body_that_is_under_way_is_not_kept() {
        int size = 4 * RequestBody.KEPT_BYTES;
        body.begin(false, size);
        ByteBuf read = Unpooled.buffer().writeZero(size);
        ByteBuf piece = body.next(read, allocator);
        body.keep(piece, true, allocator);
        assertThat(body.replayable()).isFalse();
        piece.release();
        read.release();
        assertThat(read.refCnt()).isZero();
    }
}
