package dev.sluice.director.inspect;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes frames as a capture file that packet analyzers read (draft-ietf-opsawg-pcapng): a section
 * header block, a description of each interface, and an enhanced packet block for each frame, with
 * its direction and a comment.
 *
 * <pre>
 *  +-------------+--------------------+------+------------------------------+--------------------+
 *  | block type  | block total length | body | options: code, length, value | total length again |
 *  +-------------+--------------------+------+------------------------------+--------------------+
 * </pre>
 */
final class PcapngWriter {
    private static final int SECTION_HEADER = 0x0A0D0D0A;
    private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int ENHANCED_PACKET = 6;
    private static final short ETHERNET = 1;
    private static final short OPTION_END = 0;
    private static final short OPTION_COMMENT = 1;
    private static final short OPTION_NAME = 2;
    private static final short OPTION_RESOLUTION = 9;
    private static final short OPTION_FLAGS = 2;
    private static final byte NANOSECONDS = 9;
    private static final int INBOUND = 1;
    private static final int OUTBOUND = 2;

    private final OutputStream out;
    private final ByteBuffer block = ByteBuffer.allocate(1 << 17).order(ByteOrder.LITTLE_ENDIAN);

    /**
     * Begins a file.
     *
     * @param interfaces their names, by their numbers
     */
    PcapngWriter(OutputStream out, List<String> interfaces) throws IOException {
        this.out = out;
        begin(SECTION_HEADER);
        block.putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0).putLong(-1);
        end();
        for (String name : interfaces) {
            begin(INTERFACE_DESCRIPTION);
            block.putShort(ETHERNET).putShort((short) 0).putInt(0);
            option(OPTION_NAME, name.getBytes(StandardCharsets.UTF_8));
            option(OPTION_RESOLUTION, new byte[] {NANOSECONDS});
            option(OPTION_END, new byte[0]);
            end();
        }
    }

    /**
     * Writes a frame.
     *
     * @param timeNs since 1970
     * @param comment empty for none
     */
    void frame(
            MemorySegment frame, long timeNs, int interfaceNumber, boolean outgoing, String comment)
            throws IOException {
        int length = (int) frame.byteSize();
        begin(ENHANCED_PACKET);
        block.putInt(interfaceNumber).putInt((int) (timeNs >>> 32)).putInt((int) timeNs);
        block.putInt(length).putInt(length);
        block.put(frame.toArray(ValueLayout.JAVA_BYTE));
        pad();
        block.putShort(OPTION_FLAGS).putShort((short) Integer.BYTES);
        block.putInt(outgoing ? OUTBOUND : INBOUND);
        if (!comment.isEmpty()) {
            option(OPTION_COMMENT, comment.getBytes(StandardCharsets.UTF_8));
        }
        option(OPTION_END, new byte[0]);
        end();
    }

    private void begin(int type) {
        block.clear().putInt(type).putInt(0);
    }

    private void option(short code, byte[] value) {
        block.putShort(code).putShort((short) value.length).put(value);
        pad();
    }

    private void pad() {
        while (block.position() % Integer.BYTES != 0) {
            block.put((byte) 0);
        }
    }

    private void end() throws IOException {
        int length = block.position() + Integer.BYTES;
        block.putInt(length).putInt(Integer.BYTES, length);
        out.write(block.array(), 0, length);
    }
}
