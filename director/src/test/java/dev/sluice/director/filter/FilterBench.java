package dev.sluice.director.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.linux.bpf.BpfFolder;
import dev.sluice.linux.bpf.BpfMap;
import dev.sluice.linux.bpf.BpfProgram;
import dev.sluice.linux.bpf.MapShape;
import dev.sluice.linux.bpf.TestRun;
import dev.sluice.linux.bpf.XdpAction;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;

/**
 * The filter with no interface, run on frames from memory. An interface stands where a socket would
 * be, which is all the same to a redirect that is decided and not done.
 */
final class FilterBench implements AutoCloseable {
    static final int IFINDEX = 7;
    private static final int LOOPBACK = 1;

    final FilterMaps maps;
    final BpfMap sockets = BpfMap.create("sockets", MapShape.devices(4));
    private final BpfFolder folder;
    private final BpfProgram program;

    FilterBench(String name) {
        folder = folder(name);
        maps = FilterMaps.open(folder);
        program = BpfProgram.xdp("filter", FilterText.of(maps, sockets, IFINDEX));
        sockets.put(0, LOOPBACK);
    }

    /** An empty folder for pins; skips the test where there cannot be one. */
    static BpfFolder folder(String name) {
        boolean root = System.getProperty("user.name").equals("root");
        Assumptions.assumeTrue(root, "not run without root: the XDP filter");
        Path mount = Path.of("/sys/fs/bpf");
        Filter.remove(BpfFolder.open(mount, name));
        return BpfFolder.open(mount, name);
    }

    static FilterRules rules() {
        return new FilterRules(
                Map.of(IFINDEX, Set.of(0x0200_0000_0001L), IFINDEX + 1, Set.of(0x0200_0000_0002L)),
                Set.of(
                        new Endpoint(TestFrames.address("203.0.113.10"), TestFrames.TCP, 80),
                        new Endpoint(TestFrames.address("203.0.113.10"), TestFrames.UDP, 53),
                        new Endpoint(TestFrames.address("2001:db8::10"), TestFrames.TCP, 80),
                        new Endpoint(TestFrames.address("192.0.2.1"), TestFrames.TCP, 443)),
                Set.of(
                        new Endpoint(TestFrames.address("10.1.0.5"), TestFrames.TCP, 8080),
                        new Endpoint(TestFrames.address("fd00::5"), TestFrames.UDP, 5353)),
                Set.of(
                        TestFrames.address("203.0.113.10"),
                        TestFrames.address("203.0.113.11"),
                        TestFrames.address("192.0.2.1"),
                        TestFrames.address("2001:db8::10")),
                Set.of(TestFrames.address("203.0.113.10"), TestFrames.address("2001:db8::10")),
                Set.of(
                        LocalNetwork.parse("198.18.1.0/28").orElseThrow(),
                        LocalNetwork.parse("fd00:1::/120").orElseThrow()),
                Set.of(
                        TestFrames.address("10.1.0.1"),
                        TestFrames.address("fd00::1"),
                        TestFrames.address("192.0.2.1")),
                Map.of(TestFrames.address("192.0.2.1"), new SharedPorts(32_768, 60_999)));
    }

    /** The frame is the director's, and counted as said. */
    void takes(Seen as, byte[] frame) {
        decides(XdpAction.REDIRECT, as, frame);
    }

    /** The frame is the kernel's, and counted as said. */
    void passes(Seen as, byte[] frame) {
        decides(XdpAction.PASS, as, frame);
    }

    private void decides(XdpAction action, Seen as, byte[] frame) {
        long before = maps.counts().sum(as.ordinal());
        assertThat(run(frame)).isEqualTo(action);
        assertThat(maps.counts().sum(as.ordinal())).as("counted as " + as).isEqualTo(before + 1);
    }

    XdpAction run(byte[] frame) {
        TestRun.Outcome outcome = TestRun.once(program, frame);
        assertThat(outcome.frame()).as("the frame, as it was").isEqualTo(frame);
        return outcome.action();
    }

    int averageNs(byte[] frame) {
        return TestRun.repeated(program, frame, 1_000_000).averageNs();
    }

    @Override
    public void close() {
        program.close();
        maps.close();
        sockets.close();
        folder.remove();
    }
}
