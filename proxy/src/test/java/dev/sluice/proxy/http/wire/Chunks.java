package dev.sluice.proxy.http.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Reads a chunked body that comes in pieces, and tells what came out of it. */
final class Chunks {
    private Chunks() {}

    /** {@code END data | trailers}, {@code NEED_MORE data} or {@code VIOLATION kind data}. */
    static String read(byte[]... pieces) {
        ChunkedDecoder decoder = new ChunkedDecoder();
        decoder.reset();
        StringBuilder data = new StringBuilder();
        for (byte[] piece : pieces) {
            ByteBuf in = Unpooled.wrappedBuffer(piece);
            ChunkedDecoder.Action action;
            while ((action = decoder.decode(in)) == ChunkedDecoder.Action.DATA) {
                byte[] bytes = new byte[decoder.dataLength()];
                in.readBytes(bytes);
                data.append(Wire.text(bytes, 0, bytes.length));
            }
            if (action == ChunkedDecoder.Action.VIOLATION) {
                return action + " " + decoder.violation() + " " + data;
            }
            if (action == ChunkedDecoder.Action.END) {
                return action + " " + data + " | " + trailers(decoder.trailers());
            }
        }
        return ChunkedDecoder.Action.NEED_MORE + " " + data;
    }

    private static String trailers(HeaderLines lines) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.count(); i++) {
            text.append(Wire.name(lines, i)).append('=').append(Wire.value(lines, i)).append(' ');
        }
        return text.toString();
    }
}
