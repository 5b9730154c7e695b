package dev.sluice.director.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.filter.LocalNetwork;
import dev.sluice.director.table.Address;
import dev.sluice.linux.bpf.BpfFolder;
import dev.sluice.linux.bpf.BpfProgram;
import dev.sluice.linux.bpf.TestRun;
import dev.sluice.linux.bpf.XdpAction;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A director at 10.0.0.0/24 and fd00::/64 sends through tunnels to 192.0.2.5 and fd05::5. */
class UnwrapTextTest {
    private static final String MACS = "0200000000050200000000d1";
    private static final String DIRECTOR = "0a000001";
    private static final String DIRECTOR6 = "fd000000000000000000000000000001";
    private static final String BACKEND = "c0000205";
    private static final String BACKEND6 = "fd050000000000000000000000000005";

    private static final String INNER4 =
            "4500001c000000004011 0000 c6336407 cb00710a 9c40 0035 0008 0000";
    private static final String INNER6 =
            "6000000000083a40 20010db8000000000000000000000007 20010db8000000000000000000000010"
                    + "8000000000010001";
    private static final String GUE = "c001 17c0 0024 0000";

    private static BpfFolder folder;
    private static BackendMaps maps;
    private static BpfProgram program;

    @BeforeAll
    static void load() {
        boolean root = System.getProperty("user.name").equals("root");
        Assumptions.assumeTrue(root, "not run without root: the XDP program for tunnels");
        folder = BpfFolder.open(Path.of("/sys/fs/bpf"), "sluice-tunwrap");
        maps = new BackendMaps(folder);
        maps.believe(
                List.of(
                        LocalNetwork.parse("10.0.0.0/24").orElseThrow(),
                        LocalNetwork.parse("fd00::/64").orElseThrow()));
        maps.endTunnelsAt(
                List.of(
                        Address.parse("192.0.2.5").orElseThrow(),
                        Address.parse("fd05::5").orElseThrow()));
        program = BpfProgram.xdp("unwrap", UnwrapText.of(maps));
    }

    @AfterAll
    static void close() {
        if (program != null) {
            program.close();
            maps.close();
            folder.remove();
        }
    }

    @Test
    void a_packet_in_a_packet_is_taken_out() {
        unwraps(outer4("04", DIRECTOR, BACKEND), "0800", INNER4);
        unwraps(outer4("29", DIRECTOR, BACKEND), "86dd", INNER6);
        unwraps(outer6("04", DIRECTOR6, BACKEND6), "0800", INNER4);
        unwraps(outer6("29", DIRECTOR6, BACKEND6), "86dd", INNER6);
    }

    @Test
    void a_packet_in_udp_is_taken_out() {
        unwraps(outer4("11", DIRECTOR, BACKEND) + GUE, "0800", INNER4);
        unwraps(outer4("11", DIRECTOR, BACKEND) + GUE, "86dd", INNER6);
        unwraps(outer6("11", DIRECTOR6, BACKEND6) + GUE, "0800", INNER4);
        unwraps(outer6("11", DIRECTOR6, BACKEND6) + GUE, "86dd", INNER6);
    }

    @Test
    void who_is_no_director_is_not_believed() {
        long before = maps.count(Handled.FOREIGN);

        leaves(frame(outer4("04", "0a000101", BACKEND) + INNER4));
        leaves(frame(outer6("29", BACKEND6, BACKEND6) + INNER6));

        assertThat(maps.count(Handled.FOREIGN)).isEqualTo(before + 2);
    }

    @Test
    void what_is_for_another_host_stays_as_it_is() {
        long before = maps.count(Handled.FOREIGN);

        leaves(frame(outer4("04", DIRECTOR, "c0000206") + INNER4));
        leaves(frame(outer6("04", DIRECTOR6, DIRECTOR6) + INNER4));

        assertThat(maps.count(Handled.FOREIGN)).isEqualTo(before + 2);
    }

    @Test
    void all_else_stays_as_it_is() {
        leaves(frame("0800" + INNER4));
        leaves(frame("86dd" + INNER6));
        leaves(frame("0806" + INNER4 + INNER4));
        leaves(frame(outer4("06", DIRECTOR, BACKEND) + INNER4));
        leaves(frame(outer4("11", DIRECTOR, BACKEND) + "c001 17c1 0024 0000" + INNER4));
        leaves(frame(outer4("11", DIRECTOR, BACKEND) + GUE + "0104" + INNER4));
        leaves(frame(outer4("04", DIRECTOR, BACKEND) + "51" + INNER4.substring(2)));
        leaves(frame(outer6("3c", DIRECTOR6, BACKEND6) + "0400010400000000" + INNER4));
    }

    @Test
    void fragments_and_options_outside_stay_as_they_are() {
        String outer = outer4("04", DIRECTOR, BACKEND);

        leaves(frame(outer.substring(0, 16) + "2000" + outer.substring(20) + INNER4));
        leaves(frame(outer.substring(0, 16) + "0010" + outer.substring(20) + INNER4));
        leaves(frame("080046" + outer.substring(6) + "01010101" + INNER4));
    }

    @Test
    void a_frame_cut_anywhere_before_the_inner_packet_stays_as_it_is() {
        for (String outer :
                List.of(
                        outer4("04", DIRECTOR, BACKEND),
                        outer4("11", DIRECTOR, BACKEND) + GUE,
                        outer6("29", DIRECTOR6, BACKEND6),
                        outer6("11", DIRECTOR6, BACKEND6) + GUE)) {
            byte[] headers = frame(outer);
            byte[] whole = frame(outer + (outer.startsWith("0800") ? INNER4 : INNER6));
            for (int length = TestRun.FRAME_BYTES_MIN; length <= headers.length; length++) {
                leaves(Arrays.copyOf(whole, length));
            }
        }
    }

    private static void unwraps(String outer, String type, String inner) {
        long before = maps.count(Handled.UNWRAPPED);
        TestRun.Outcome outcome = TestRun.once(program, frame(outer + inner));

        assertThat(outcome.action()).isEqualTo(XdpAction.PASS);
        assertThat(outcome.frame()).isEqualTo(frame(type + inner));
        assertThat(maps.count(Handled.UNWRAPPED)).isEqualTo(before + 1);
    }

    private static void leaves(byte[] frame) {
        long before = maps.count(Handled.UNWRAPPED);
        TestRun.Outcome outcome = TestRun.once(program, frame);

        assertThat(outcome.action()).isEqualTo(XdpAction.PASS);
        assertThat(outcome.frame()).isEqualTo(frame);
        assertThat(maps.count(Handled.UNWRAPPED)).isEqualTo(before);
    }

    private static String outer4(String protocol, String from, String to) {
        return "080045000100" + "00004000" + "40" + protocol + "0000" + from + to;
    }

    private static String outer6(String next, String from, String to) {
        return "86dd600000000100" + next + "40" + from + to;
    }

    private static byte[] frame(String behindMacs) {
        return HexFormat.of().parseHex((MACS + behindMacs).replace(" ", ""));
    }
}
