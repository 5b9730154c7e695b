package dev.sluice.director.sync;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;

/** Fuzz target: whatever the bytes of a datagram are, reading it never throws. */
@Tag("fuzz")
class DatagramFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void any_bytes_are_read_or_refused(byte[] bytes) {
        byte[] sealed = bytes.clone();
        if (bytes.length >= Seal.BYTES) {
            Arrays.fill(sealed, bytes.length - Seal.BYTES, bytes.length, (byte) 0);
        }
        var reader = new DatagramReader(0, Seal.none());
        if (reader.open(sealed, 0, sealed.length) != null) {
            return;
        }
        var session = new SyncedSession();
        while (reader.next()) {
            if (reader.record() == SeekFields.SEEK
                    && reader.fields().remaining() >= SeekFields.SEEK_BYTES) {
                reader.fields().getLong();
                reader.fields().get();
                SeekFields.read(reader.fields(), session);
            } else {
                SessionFields.read(reader.record(), reader.fields(), session);
            }
        }
    }
}
