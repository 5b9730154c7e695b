package dev.sluice.app.demo;

import dev.sluice.app.CommandFailed;
import java.util.List;

/** Where the demonstration's listeners listen on 127.0.0.1. */
public record DemoPorts(int tcp, int udp, int http, int https) {
    public static final DemoPorts USUAL = new DemoPorts(7001, 7053, 7080, 7443);

    /** Four ports as a user lists them: tcp, udp, http, https. */
    public static DemoPorts of(List<Integer> ports) {
        if (ports.size() != 4 || ports.stream().anyMatch(port -> port < 1 || port > 65535)) {
            throw new CommandFailed(
                    "--demo-ports takes four ports, 1 to 65535: TCP,UDP,HTTP,HTTPS");
        }
        return new DemoPorts(ports.get(0), ports.get(1), ports.get(2), ports.get(3));
    }
}
