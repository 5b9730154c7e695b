package dev.sluice.director.sync.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.director.sync.SessionBook;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Tag;

/**
 * Fuzz target: whatever stands in the file that a director finds at its start, such as rows that
 * were being written when it died, it begins with it or without it.
 */
@Tag("fuzz")
class BookFileFuzzTest {
    private static final UUID BOOT = new UUID(1, 2);
    private static final long CLUSTER = 7;
    private static final int CAPACITY = 64;
    private static final Path FOLDER = Path.of("/dev/shm");

    /** The first byte says whether the head is written over, or the rows behind it. */
    @FuzzTest(maxDuration = "60s")
    void any_file_is_gone_on_with_or_begun_anew(byte[] bytes) throws IOException {
        Path file = Files.createTempFile(FOLDER, "book", "");
        try {
            open(file, 3).close();
            writeOver(file, bytes);
            int highest;
            try (BookFile found = open(file, 4)) {
                highest = found.book().highest();
                assertThat(highest).isBetween(0, CAPACITY);
                found.note();
            }
            try (BookFile again = open(file, 5)) {
                assertThat(again.book().highest()).isBetween(0, highest);
            }
        } finally {
            Files.delete(file);
        }
    }

    private static BookFile open(Path file, long seed) throws IOException {
        return BookFile.open(file, CAPACITY, BOOT, CLUSTER, seed);
    }

    private static void writeOver(Path file, byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            return;
        }
        boolean isHead = (bytes[0] & 1) != 0;
        int most = isHead ? BookFile.HEADER_BYTES : CAPACITY * SessionBook.ROW_BYTES;
        try (var opened = new RandomAccessFile(file.toFile(), "rw")) {
            opened.seek(isHead ? 0 : BookFile.HEADER_BYTES);
            opened.write(bytes, 1, Math.min(bytes.length - 1, most));
        }
    }
}
