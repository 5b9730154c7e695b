package dev.sluice.director.backend;

import static dev.sluice.linux.bpf.Condition.DIFFERS;
import static dev.sluice.linux.bpf.Condition.EQUALS;
import static dev.sluice.linux.bpf.Register.R0;
import static dev.sluice.linux.bpf.Register.R1;
import static dev.sluice.linux.bpf.Register.R2;
import static dev.sluice.linux.bpf.Register.R3;
import static dev.sluice.linux.bpf.Register.R4;
import static dev.sluice.linux.bpf.Register.R6;
import static dev.sluice.linux.bpf.Width.INT;
import static dev.sluice.linux.bpf.Width.LONG;
import static dev.sluice.linux.bpf.Width.SHORT;

import dev.sluice.linux.bpf.AddressKeys;
import dev.sluice.linux.bpf.KernelFunction;
import dev.sluice.linux.bpf.Label;
import dev.sluice.linux.bpf.ProgramText;
import dev.sluice.linux.bpf.SocketAddressFields;

/**
 * The programs that answer {@code accept} and {@code getpeername} with the client that is kept with
 * the socket. A socket for IPv4 cannot say an IPv6 address: there the director's stays.
 */
final class PeerNameText {
    private static final long MAPPED = 0xffff_0000L;

    private PeerNameText() {}

    static ProgramText ipv4(BackendMaps maps) {
        var p = new ProgramText();
        Label out = p.label("out");
        client(p, maps, out);
        p.load(LONG, R1, R0, 0).jumpIf(R1, DIFFERS, 0, out);
        p.load(INT, R1, R0, 8).setLong(R2, MAPPED).jumpIf(R1, DIFFERS, R2, out);
        p.load(INT, R1, R0, 12).store(INT, R6, SocketAddressFields.IPV4, R1);
        port(p);
        return p.place(out).set(R0, 1).exit();
    }

    static ProgramText ipv6(BackendMaps maps) {
        var p = new ProgramText();
        Label out = p.label("out");
        client(p, maps, out);
        for (int at = 0; at < AddressKeys.BYTES; at += Integer.BYTES) {
            p.load(INT, R1, R0, at).store(INT, R6, SocketAddressFields.IPV6 + at, R1);
        }
        port(p);
        return p.place(out).set(R0, 1).exit();
    }

    private static void client(ProgramText p, BackendMaps maps, Label none) {
        p.set(R6, R1).load(LONG, R2, R6, SocketAddressFields.SOCKET).setMap(R1, maps.clients);
        p.set(R3, 0).set(R4, 0).call(KernelFunction.SOCKET_STORAGE).jumpIf(R0, EQUALS, 0, none);
    }

    private static void port(ProgramText p) {
        p.load(SHORT, R1, R0, BackendMaps.CLIENT_PORT_AT);
        p.store(INT, R6, SocketAddressFields.PORT, R1);
    }
}
