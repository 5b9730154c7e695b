package dev.sluice.linux.device;

import dev.sluice.linux.call.Errno;
import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Syscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * A network device as ethtool(8) sees it: its driver, its queues, and what it does to frames by
 * itself. Each question is a system call.
 *
 * <pre>
 *   struct ifreq:  name, 16 bytes | pointer to a command's structure, which begins with its number
 * </pre>
 */
public record Device(String name) {
    /** Things that a device does to frames by itself, and may be told not to. */
    public enum Offload {
        /** Joins received TCP segments to long ones. */
        LARGE_RECEIVE(Abi.ETH_FLAG_LRO),
        /** Takes VLAN tags off received frames. */
        VLAN_STRIPPING(Abi.ETH_FLAG_RXVLAN),
        /** Puts VLAN tags on sent frames. */
        VLAN_INSERTION(Abi.ETH_FLAG_TXVLAN);

        private final int flag;

        Offload(int flag) {
            this.flag = flag;
        }
    }

    /** The driver's name, such as {@code veth}; empty where it has none to tell. */
    public String driver() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(Abi.DRVINFO_SIZE, Long.BYTES);
            int result = ask(arena, Abi.ETHTOOL_GDRVINFO, answer);
            return result < 0
                    ? ""
                    : answer.getString(Abi.DRVINFO_DRIVER, StandardCharsets.US_ASCII);
        }
    }

    /** How many queues it receives by now; empty where the driver does not tell. */
    public OptionalInt receiveQueues() {
        return channels(Abi.CHANNELS_RX_COUNT);
    }

    /** How many queues it sends by now; empty where the driver does not tell. */
    public OptionalInt transmitQueues() {
        return channels(Abi.CHANNELS_TX_COUNT);
    }

    private OptionalInt channels(int alone) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(Abi.CHANNELS_SIZE, Long.BYTES);
            if (ask(arena, Abi.ETHTOOL_GCHANNELS, answer) < 0) {
                return OptionalInt.empty();
            }
            return OptionalInt.of(
                    answer.get(ValueLayout.JAVA_INT, alone)
                            + answer.get(ValueLayout.JAVA_INT, Abi.CHANNELS_COMBINED_COUNT));
        }
    }

    /** Whether it does such a thing now. */
    public boolean does(Offload offload) {
        return (value(Abi.ETHTOOL_GFLAGS) & offload.flag) != 0;
    }

    /** Has it do such a thing no more. */
    public void stop(Offload offload) {
        set(Abi.ETHTOOL_SFLAGS, value(Abi.ETHTOOL_GFLAGS) & ~offload.flag, offload.name());
    }

    /** Whether the kernel leaves checksums of what it sends by this device to the device. */
    public boolean fillsChecksums() {
        return value(Abi.ETHTOOL_GTXCSUM) != 0;
    }

    /** Says whether the kernel leaves checksums of what it sends by this device to the device. */
    public void fillsChecksums(boolean does) {
        set(Abi.ETHTOOL_STXCSUM, does ? 1 : 0, "checksums");
    }

    /** Whether the kernel joins the TCP segments that come by it, behind its driver (GRO). */
    public boolean joinsReceived() {
        return value(Abi.ETHTOOL_GGRO) != 0;
    }

    /** Whether the kernel leaves it to the device to cut TCP segments (TSO). */
    public boolean cutsSegments() {
        return value(Abi.ETHTOOL_GTSO) != 0;
    }

    private int value(int command) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(Abi.VALUE_SIZE, Long.BYTES);
            return ask(arena, command, answer) < 0
                    ? 0
                    : answer.get(ValueLayout.JAVA_INT, Abi.VALUE_DATA);
        }
    }

    private void set(int command, int value, String what) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(Abi.VALUE_SIZE, Long.BYTES);
            request.set(ValueLayout.JAVA_INT, Abi.VALUE_DATA, value);
            KernelException.check(
                    ask(arena, command, request), "cannot switch " + what + " of " + name);
        }
    }

    /** Asks by any socket of the namespace. */
    private int ask(Arena arena, int command, MemorySegment about) {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length >= Abi.IFNAMSIZ) {
            return -Errno.ENODEV;
        }
        MemorySegment request = arena.allocate(Abi.IFREQ_SIZE, Long.BYTES);
        MemorySegment.copy(bytes, 0, request, ValueLayout.JAVA_BYTE, Abi.IFREQ_NAME, bytes.length);
        request.set(ValueLayout.JAVA_LONG, Abi.IFREQ_DATA, about.address());
        about.set(ValueLayout.JAVA_INT, 0, command);
        int socket = Syscalls.socket(Abi.AF_INET, Abi.SOCK_DGRAM | Abi.SOCK_CLOEXEC, 0);
        if (socket < 0) {
            return socket;
        }
        try {
            return Syscalls.ioctl(socket, Abi.SIOCETHTOOL, request);
        } finally {
            Syscalls.close(socket);
        }
    }
}
