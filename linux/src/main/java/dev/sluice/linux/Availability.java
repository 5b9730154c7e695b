package dev.sluice.linux;

import dev.sluice.linux.call.Errno;
import dev.sluice.linux.call.Syscalls;
import dev.sluice.linux.device.Device;
import dev.sluice.linux.device.XdpFeatures;
import dev.sluice.linux.netlink.DeviceFeatures;
import dev.sluice.linux.netlink.Link;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.xdp.Umem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether packets can be forwarded here, in words.
 *
 * @param missing why not, a sentence each with its remedy; empty if they can
 * @param hints what works but could work better, a sentence each
 * @param natively whether the driver runs the filter; otherwise the kernel does behind it
 * @param takesRedirected whether programs at other interfaces can send frames out by this one
 * @param inTc whether programs can be in traffic control, as links
 * @param large where frames come by it that are longer than its MTU
 * @param program the kernel's number of the XDP program at it; 0 if there is none
 */
public record Availability(
        List<String> missing,
        List<String> hints,
        boolean natively,
        boolean takesRedirected,
        boolean inTc,
        LargeFrames large,
        int program) {
    private static final int KERNEL_MAJOR = 5;
    private static final int KERNEL_MINOR = 16;
    private static final int TCX_MAJOR = 6;
    private static final int TCX_MINOR = 6;
    private static final int AF_XDP = 44;
    private static final int SOCK_RAW = 3;

    /** Longest MTU whose frames fit a page with what the kernel puts around them. */
    private static final int MTU_MAX = 3498;

    private static final int CAP_NET_ADMIN = 12;
    private static final int CAP_NET_RAW = 13;
    private static final int CAP_SYS_ADMIN = 21;
    private static final int CAP_BPF = 39;

    public Availability {
        missing = List.copyOf(missing);
        hints = List.copyOf(hints);
    }

    private Availability(List<String> missing) {
        this(missing, List.of(), true, true, hasTcLinks(), LargeFrames.NONE, 0);
    }

    public boolean isAvailable() {
        return missing.isEmpty();
    }

    /** Of this machine and this process: kernel and capabilities. */
    public static Availability ofMachine() {
        var missing = new ArrayList<String>();
        String release = line("/proc/sys/kernel/osrelease");
        if (isOlder(release, KERNEL_MAJOR, KERNEL_MINOR)) {
            missing.add(
                    "Linux is "
                            + release
                            + ", and packet forwarding needs "
                            + KERNEL_MAJOR
                            + "."
                            + KERNEL_MINOR
                            + " or newer.");
        }
        capabilities(missing);
        int socket = Syscalls.socket(AF_XDP, SOCK_RAW, 0);
        if (socket == -Errno.EAFNOSUPPORT) {
            missing.add("This kernel was built without AF_XDP (CONFIG_XDP_SOCKETS).");
        } else if (socket >= 0) {
            Syscalls.close(socket);
        }
        return new Availability(missing);
    }

    private static boolean hasTcLinks() {
        return !isOlder(line("/proc/sys/kernel/osrelease"), TCX_MAJOR, TCX_MINOR);
    }

    static boolean isOlder(String release, int thanMajor, int thanMinor) {
        Matcher version = Pattern.compile("(\\d+)\\.(\\d+).*").matcher(release);
        if (!version.matches()) {
            return false;
        }
        int major = Integer.parseInt(version.group(1));
        int minor = Integer.parseInt(version.group(2));
        return major < thanMajor || (major == thanMajor && minor < thanMinor);
    }

    private static void capabilities(List<String> missing) {
        long held = heldCapabilities();
        if (!has(held, CAP_SYS_ADMIN)) {
            require(missing, held, CAP_BPF, "CAP_BPF");
        }
        require(missing, held, CAP_NET_ADMIN, "CAP_NET_ADMIN");
        require(missing, held, CAP_NET_RAW, "CAP_NET_RAW");
    }

    private static void require(List<String> missing, long held, int capability, String name) {
        if (!has(held, capability)) {
            missing.add("This process lacks " + name + "; run it as root or give it that.");
        }
    }

    private static boolean has(long held, int capability) {
        return (held >>> capability & 1) != 0;
    }

    private static long heldCapabilities() {
        try (var lines = Files.lines(Path.of("/proc/thread-self/status"))) {
            return lines.filter(line -> line.startsWith("CapEff:"))
                    .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                    .findFirst()
                    .orElse(0L);
        } catch (IOException _) {
            return 0;
        }
    }

    private static String line(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException _) {
            return "";
        }
    }

    /** Of an interface of the calling thread's network namespace. */
    public static Availability of(String name) {
        try (Netlink netlink = Netlink.open()) {
            Optional<Link> link = netlink.links().named(name);
            if (link.isEmpty()) {
                return new Availability(
                        List.of("There is no interface " + name + "; see `ip link`."));
            }
            return of(link.get());
        }
    }

    private static Availability of(Link link) {
        var missing = new ArrayList<String>();
        var hints = new ArrayList<String>();
        var device = new Device(link.name());
        if (!link.up()) {
            hints.add(link.name() + " is down; `ip link set " + link.name() + " up`.");
        }
        XdpFeatures features = features(link);
        driver(link, device, features, hints);
        mtu(link, missing);
        offloads(link, device, missing, hints);
        queues(link, device, missing);
        return new Availability(
                missing,
                hints,
                runsFilter(features),
                !features.known() || features.takesRedirected(),
                hasTcLinks(),
                LargeFrames.of(link, device),
                link.xdpProgram());
    }

    private static XdpFeatures features(Link link) {
        OptionalLong bits = DeviceFeatures.of(link.index());
        return bits.isPresent() ? XdpFeatures.of(bits.getAsLong()) : XdpFeatures.UNKNOWN;
    }

    private static boolean runsFilter(XdpFeatures features) {
        return !features.known() || (features.basic() && features.redirect());
    }

    private static void driver(Link link, Device device, XdpFeatures features, List<String> hints) {
        String driver = device.driver().isEmpty() ? "its driver" : device.driver();
        if (!runsFilter(features)) {
            hints.add(
                    link.name()
                            + " cannot run the filter in "
                            + driver
                            + reason(driver)
                            + " The kernel runs it behind the driver (generic XDP or tc), slower.");
        } else if (features.known() && !features.zeroCopy()) {
            hints.add(
                    driver
                            + " of "
                            + link.name()
                            + " copies frames: expect less packets a second.");
        }
        if (features.known() && !features.takesRedirected()) {
            hints.add(link.name() + " takes no frames from programs" + untaken(driver));
        }
    }

    private static String untaken(String driver) {
        return driver.equals("veth")
                ? ": `ethtool -K` its other end `gro on`, or else workers forward what leaves by it."
                : ": workers forward what leaves by it.";
    }

    private static String reason(String driver) {
        return driver.equals("veth")
                ? " (native XDP): the other end sends by more queues than this one receives by."
                : " (native XDP).";
    }

    private static void mtu(Link link, List<String> missing) {
        if (link.mtu() > MTU_MAX || Umem.chunkBytesFor(link.mtu()) == 0) {
            missing.add(
                    link.name()
                            + " has an MTU of "
                            + link.mtu()
                            + ", and at most "
                            + MTU_MAX
                            + " fits; `ip link set "
                            + link.name()
                            + " mtu 1500`.");
        }
    }

    private static void offloads(
            Link link, Device device, List<String> missing, List<String> hints) {
        if (device.does(Device.Offload.LARGE_RECEIVE)) {
            missing.add(
                    link.name()
                            + " joins received segments (LRO); `ethtool -K "
                            + link.name()
                            + " lro off`.");
        }
        if (device.does(Device.Offload.VLAN_STRIPPING)) {
            hints.add(
                    link.name()
                            + " takes VLAN tags off before they are seen; where frames are tagged,"
                            + " `ethtool -K "
                            + link.name()
                            + " rxvlan off txvlan off`.");
        }
    }

    private static void queues(Link link, Device device, List<String> missing) {
        OptionalInt receive = device.receiveQueues();
        OptionalInt transmit = device.transmitQueues();
        if (receive.isPresent() && receive.getAsInt() == 0) {
            missing.add(link.name() + " has no receive queue.");
        }
        if (receive.isPresent()
                && transmit.isPresent()
                && transmit.getAsInt() < receive.getAsInt()) {
            missing.add(
                    link.name()
                            + " receives by "
                            + receive.getAsInt()
                            + " queues and sends by "
                            + transmit.getAsInt()
                            + "; make them as many with `ethtool -L "
                            + link.name()
                            + "`.");
        }
    }
}
