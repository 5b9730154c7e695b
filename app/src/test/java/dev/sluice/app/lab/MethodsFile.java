package dev.sluice.app.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The lab's example with a load balancer more for each method of forwarding and each family, all on
 * the same backends.
 */
final class MethodsFile {
    static final List<Way> WAYS = ways();

    private MethodsFile() {}

    /** How a director reaches servers, and the address behind which it does so. */
    record Way(String method, boolean ipv6, String address) {
        String client() {
            return ipv6 ? "2001:db8:100::2" : "198.51.100.2";
        }

        /** For a URL. */
        String host() {
            return ipv6 ? "[" + address + "]" : address;
        }

        @Override
        public String toString() {
            return method + (ipv6 ? " over IPv6" : " over IPv4");
        }
    }

    /** The example's text with all that added. */
    static String of(String example) {
        String balancers = WAYS.stream().map(MethodsFile::balancer).collect(Collectors.joining());
        return example.replaceFirst(
                "(?m)^serverGroups:\n", balancers + "\nserverGroups:\n" + groups());
    }

    private static List<Way> ways() {
        var ways = new ArrayList<Way>();
        int host = 11;
        for (String method : List.of("fullnat", "nat", "route", "tunnel")) {
            ways.add(new Way(method, false, "203.0.113." + host));
            ways.add(new Way(method, true, "2001:db8:113::" + host));
            host++;
        }
        return ways;
    }

    private static String balancer(Way way) {
        String six = way.ipv6 ? "-6" : "";
        String name = way.method + six;
        return """
          - name: %s
            address: "%s"
            forwarding: %s
            listeners:
              - { name: %s-echo, protocol: tcp, port: 7001, serverGroup: echo%s }
              - { name: %s-datagrams, protocol: udp, port: 7053, serverGroup: datagrams%s }
              - { name: %s-web, protocol: tcp, port: 8080, serverGroup: web%s }
              - { name: %s-bulk, protocol: tcp, port: 5201, serverGroup: bulk%s }
        """
                .formatted(
                        name, way.address, way.method, name, six, name, six, name, six, name, six);
    }

    /** Bulk transfer needs one server: a program's connections must all meet the same. */
    private static String groups() {
        return """
          - name: web
            servers:
              - { address: 10.1.0.101, port: 8080 }
              - { address: 10.1.0.102, port: 8080 }
          - name: web-6
            servers:
              - { address: "2001:db8:10::101", port: 8080 }
              - { address: "2001:db8:10::102", port: 8080 }
          - name: bulk
            healthCheck: off
            servers: [ { address: 10.1.0.101, port: 5201 } ]
          - name: bulk-6
            healthCheck: off
            servers: [ { address: "2001:db8:10::101", port: 5201 } ]
        """;
    }
}
