package dev.sluice.lab.process;

import java.util.ArrayList;
import java.util.List;

/** Which core a program is kept on: what is measured shares none with what measures it. */
public enum Core {
    BALANCER("0"),
    LOAD("1"),
    ANY("");

    private final String number;

    Core(String number) {
        this.number = number;
    }

    /** The command line that runs a command on this core. */
    List<String> pin(List<String> command) {
        if (number.isEmpty()) {
            return command;
        }
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", number));
        pinned.addAll(command);
        return pinned;
    }
}
