package dev.sluice.app.lab;

import dev.sluice.app.client.Table;
import dev.sluice.lab.region.LabPlan.Door;
import dev.sluice.lab.region.NodeKind;
import dev.sluice.lab.region.NodeStatus;
import dev.sluice.lab.region.Region;
import dev.sluice.lab.region.RegionSize;
import java.io.PrintStream;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What is said of a lab. */
public final class LabText {
    private static final String EXEC = "  ./sluice lab exec ";

    private LabText() {}

    /** That it is up, and what to try. */
    public static void banner(PrintStream out, Region region, List<Door> doors) {
        RegionSize size = region.size();
        out.printf(
                "The lab is up: %s, %s, %s.%n%n",
                counted(size.directors(), NodeKind.DIRECTOR),
                counted(size.proxies(), NodeKind.PROXY),
                counted(size.backends(), NodeKind.BACKEND));
        out.println("Try, more than once:");
        String first = doors.isEmpty() ? "" : doors.getFirst().address();
        doors.stream()
                .filter(door -> door.address().equals(first))
                .forEach(door -> out.println(EXEC + "client -- " + command(door)));
        out.println("Look:");
        out.println("  ./sluice lab status");
        out.println(EXEC + "control-1 -- ./sluice status");
        out.println("Hurt and mend, here and with any other node:");
        out.println("  ./sluice lab kill backend-1; ./sluice lab start backend-1");
        out.println("End: ./sluice lab down");
    }

    /** Every node, a line each. */
    public static void table(PrintStream out, List<NodeStatus> nodes) {
        var table = new Table("NODE", "PROCESS", "PID", "CABLES", "REVISION", "ADDRESSES");
        for (NodeStatus node : nodes) {
            table.row(
                    node.name(),
                    node.process() == NodeStatus.Life.none ? "" : node.process(),
                    node.pid() == null ? "" : node.pid(),
                    node.linked() ? "in" : "out",
                    node.revision() == null ? "" : node.revision(),
                    String.join(" ", node.addresses()));
        }
        table.print(out);
    }

    /** The same for programs. */
    public static void json(PrintStream out, List<NodeStatus> nodes) {
        var mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        out.println(mapper.writeValueAsString(nodes));
    }

    private static String command(Door door) {
        return switch (door.protocol()) {
            case "http" -> "curl -s " + url(door, 80);
            case "https" -> "curl -sk " + url(door, 443);
            case "udp" ->
                    "bash -c 'echo hello | nc -u -w1 %s %d'".formatted(door.address(), door.port());
            default -> "bash -c 'echo hello | nc -N %s %d'".formatted(door.address(), door.port());
        };
    }

    private static String url(Door door, int usualPort) {
        String whole = door.toString();
        String port = ":" + usualPort;
        return (whole.endsWith(port) ? whole.substring(0, whole.length() - port.length()) : whole)
                + "/";
    }

    private static String counted(int number, NodeKind kind) {
        if (number == 1) {
            return "1 " + kind.word();
        }
        return number + " " + (kind == NodeKind.PROXY ? "proxies" : kind.word() + "s");
    }
}
