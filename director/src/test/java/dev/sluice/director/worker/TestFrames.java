package dev.sluice.director.worker;

import java.nio.ByteBuffer;

/** Frames with a UDP packet that carries a number. */
final class TestFrames {
    private TestFrames() {}

    /**
     * A frame of one of several flows.
     *
     * @param flow tells the source port
     */
    static byte[] udp(int flow, int number) {
        ByteBuffer frame = ByteBuffer.allocate(64);
        frame.put(new byte[] {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2}).putShort((short) 0x0800);
        frame.putShort((short) 0x4500).putShort((short) 50).putInt(0);
        frame.putShort((short) 0x4011).putShort((short) 0);
        frame.putInt(0x0A000001).putInt(0x0A000002);
        frame.putShort((short) (1024 + flow)).putShort((short) 7).putShort((short) 30);
        frame.putShort((short) 0).putInt(number);
        return frame.array();
    }

    static boolean isUdp(byte[] frame) {
        return frame.length >= 64 && frame[12] == 8 && frame[23] == 17;
    }

    static int number(byte[] frame) {
        return ByteBuffer.wrap(frame).getInt(Crossing.NUMBER_AT);
    }
}
