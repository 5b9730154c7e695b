package dev.sluice.director.sync;

import java.nio.ByteBuffer;

/** Collects records of CONTROL datagrams for one receiver at a time. */
final class ControlWriter {
    private final Control control;
    private final Outlet outlet;
    private final SyncCounts counts;
    private final DatagramWriter writer;
    private int receiver;
    private boolean isOpen;

    ControlWriter(
            SyncSettings settings, Seal seal, Outlet outlet, SyncCounts counts, Control control) {
        this.control = control;
        this.outlet = outlet;
        this.counts = counts;
        this.writer =
                new DatagramWriter(
                        settings.datagramBytesMax(),
                        settings.cluster(),
                        settings.node(),
                        settings.epoch(),
                        seal);
    }

    /**
     * Begins a record for a receiver; {@link #endRecord} ends it.
     *
     * @param node its number, or {@link Outlet#ALL}
     * @param bytes that it has at most
     */
    ByteBuffer record(int node, int kind, int bytes) {
        if (isOpen && (node != receiver || !writer.hasRoom(bytes))) {
            send();
        }
        if (!isOpen) {
            isOpen = true;
            receiver = node;
            writer.begin(Datagram.CONTROL, control.nextSequence());
        }
        return writer.record(kind);
    }

    void endRecord() {
        writer.endRecord();
    }

    /** Sends what was collected, if there is something. */
    void send() {
        if (isOpen) {
            isOpen = false;
            int length = writer.close();
            outlet.send(receiver, writer.bytes(), length);
            counts.add(SyncCounts.Count.DATAGRAMS_SENT);
        }
    }
}
