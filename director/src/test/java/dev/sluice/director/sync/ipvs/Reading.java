package dev.sluice.director.sync.ipvs;

import dev.sluice.director.table.Address;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a reader makes of a message, in words. */
final class Reading {
    final GatewayCounts counts = new GatewayCounts();
    final List<String> entries = new ArrayList<>();
    final byte[] again;

    Reading(byte[] message) {
        this(message, 0);
    }

    /** Reads a message, and writes what it says into another. */
    Reading(byte[] message, int syncId) {
        var reader = new MessageReader(syncId, counts);
        int id = message.length > 1 ? message[1] & 0xFF : 0;
        var writer = new MessageWriter(MessageReader.BYTES_MAX, id);
        if (reader.open(message, message.length) == null) {
            while (reader.next()) {
                entries.add(words(reader.entry()));
                writer.add(reader.entry());
            }
        }
        again = Arrays.copyOf(writer.bytes(), writer.close());
    }

    /** What was refused, and how often. */
    List<String> refused() {
        var refused = new ArrayList<String>();
        for (Refusal refusal : Refusal.values()) {
            if (counts.of(refusal) > 0) {
                refused.add(refusal + " " + counts.of(refusal));
            }
        }
        return refused;
    }

    private static String words(Entry entry) {
        return "%d %s:%d %s:%d %s:%d state %d flags %x for %d s%s"
                .formatted(
                        entry.protocol,
                        Address.text(entry.clientHigh, entry.clientLow),
                        entry.clientPort,
                        Address.text(entry.virtualHigh, entry.virtualLow),
                        entry.virtualPort,
                        Address.text(entry.serverHigh, entry.serverLow),
                        entry.serverPort,
                        entry.state,
                        entry.flags,
                        entry.timeoutS,
                        entry.hasShifts
                                ? " in %x%+d%+d out %x%+d%+d"
                                        .formatted(
                                                entry.inBegin,
                                                entry.inShift,
                                                entry.inShiftBefore,
                                                entry.outBegin,
                                                entry.outShift,
                                                entry.outShiftBefore)
                                : "");
    }
}
