package dev.sluice.lab.region;

import dev.sluice.lab.process.LabFailure;
import java.util.ArrayList;
import java.util.List;

/** Looks from a namespace, mostly the client's, whether a door is open. */
record ClientProbe(String namespace) {
    private static final int HTTP_OK = 200;

    /** Whether somebody answers there: HTTP with success, TCP with a connection, UDP at all. */
    boolean answers(LabPlan.Door door) throws LabFailure {
        return switch (door.protocol()) {
            case "http", "https" -> fetches(door);
            case "udp" -> echoes(door);
            default -> connects(door);
        };
    }

    private boolean fetches(LabPlan.Door door) throws LabFailure {
        return curl(door, "-o", "/dev/null", "-w", "%{http_code}").equals("" + HTTP_OK);
    }

    /** What is fetched there; empty where nothing is. */
    String text(LabPlan.Door door) throws LabFailure {
        return curl(door, "-f");
    }

    private String curl(LabPlan.Door door, String... options) throws LabFailure {
        var command = new ArrayList<>(List.of("curl", "-sk", "-g", "--max-time", "2"));
        command.addAll(List.of(options));
        command.add(door + door.path());
        return Step.inside(namespace, command).attempt().output();
    }

    private boolean connects(LabPlan.Door door) throws LabFailure {
        return nc(door, "-z", "-w", "1").attempt().status() == 0;
    }

    private boolean echoes(LabPlan.Door door) throws LabFailure {
        var ended = nc(door, "-u", "-w", "1").reading(List.of("hello")).attempt();
        return ended.output().contains("hello");
    }

    private Step nc(LabPlan.Door door, String... options) {
        var command = new ArrayList<>(List.of("nc"));
        command.addAll(List.of(options));
        command.addAll(List.of(door.address(), Integer.toString(door.port())));
        return Step.inside(namespace, command);
    }
}
