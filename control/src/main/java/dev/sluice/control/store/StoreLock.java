package dev.sluice.control.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The claim of one process on a data directory: a lock on the file {@code sluice.lock}, which the
 * kernel drops with the process, however that ends. The file holds the owner's process id.
 */
final class StoreLock implements AutoCloseable {
    private final FileChannel channel;

    private StoreLock(FileChannel channel) {
        this.channel = channel;
    }

    static StoreLock claim(Path dataDir) throws IOException {
        Path file = dataDir.resolve("sluice.lock");
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            if (lockOf(channel) == null) {
                throw new StoreException(inUse(dataDir, file), null);
            }
            String pid = ProcessHandle.current().pid() + "\n";
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
            return new StoreLock(channel);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    private static @Nullable FileLock lockOf(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static String inUse(Path dataDir, Path file) throws IOException {
        String pid = Files.readString(file).strip();
        return dataDir
                + " is in use by another sluice process"
                + (pid.matches("[0-9]{1,10}") ? " (process " + pid + ")" : "")
                + "; stop that one, or give this one a directory of its own with --data";
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
