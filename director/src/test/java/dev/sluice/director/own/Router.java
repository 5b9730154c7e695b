package dev.sluice.director.own;

import dev.sluice.linux.space.NetworkSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Somebody else's router: processes in a namespace, and what they answer when they are asked. */
public final class Router implements AutoCloseable {
    private final NetworkSpace space;
    private final List<Process> processes = new ArrayList<>();

    public Router(NetworkSpace space) {
        this.space = space;
    }

    public void start(List<String> command) {
        processes.add(
                space.start(
                        new ProcessBuilder(command)
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.INHERIT)));
    }

    /** What it answers; a word that fits no expectation while it does not. */
    public String ask(List<String> command) {
        try {
            return space.exec(command.toArray(String[]::new));
        } catch (IllegalStateException notYet) {
            return "no answer yet";
        }
    }

    static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    @Override
    public void close() {
        processes.forEach(process -> process.destroyForcibly().onExit().join());
    }
}
