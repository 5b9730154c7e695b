package dev.sluice.proxy.log;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A file that is appended to under a name which others may give to another file. Not thread-safe.
 */
class LogFile {
    private final Path path;
    private @Nullable FileChannel channel;
    private @Nullable Object identity;

    LogFile(Path path) {
        this.path = path;
    }

    void open() throws IOException {
        try {
            channel = FileChannel.open(path, CREATE, APPEND);
            identity = identityOf(path);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Opens the file anew if its name stands for another one by now, or for none. */
    void follow() throws IOException {
        if (channel == null || identity == null || !identity.equals(identityOf(path))) {
            close();
            open();
        }
    }

    /** Appends the first {@code length} bytes. */
    void write(byte[] bytes, int length) throws IOException {
        FileChannel open = channel;
        if (open == null) {
            throw new IOException(path + " is not open");
        }
        try {
            ByteBuffer rest = ByteBuffer.wrap(bytes, 0, length);
            while (rest.hasRemaining()) {
                open.write(rest);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    void close() {
        FileChannel open = channel;
        channel = null;
        identity = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // All that was written is with the kernel; closing can lose nothing.
            }
        }
    }

    private IOException unwritable(IOException e) {
        String reason = e.getMessage();
        return new IOException(
                path
                        + " cannot be written ("
                        + e.getClass().getSimpleName()
                        + (reason == null ? "" : ": " + reason)
                        + "); make its directory and let this process write there",
                e);
    }

    /** Device and inode; null while there is no such file. */
    private static @Nullable Object identityOf(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
