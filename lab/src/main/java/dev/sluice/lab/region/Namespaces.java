package dev.sluice.lab.region;

import dev.sluice.lab.process.LabFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The network namespaces of a region that the kernel knows, whoever made them: what an earlier
 * region left behind, killed as it may have been, is found here.
 *
 * @param prefix begins their names
 */
record Namespaces(String prefix) {
    private static final Path NAMED = Path.of("/run/netns");
    private static final String NODES =
            "(?:client|router|switch|(?:control|director|proxy|backend)-[1-9][0-9]{0,2})";

    /** Those that there are; names that no region gives are not ours. */
    List<String> found() throws LabFailure {
        if (!Files.isDirectory(NAMED)) {
            return List.of();
        }
        Pattern ours = Pattern.compile(Pattern.quote(prefix) + NODES);
        try (Stream<Path> all = Files.list(NAMED)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> ours.matcher(name).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new LabFailure("cannot list " + NAMED + ": " + e.getMessage(), e);
        }
    }

    /** Kills every process in them and deletes them, with all that hangs on them. */
    void clear() throws LabFailure {
        List<String> names = found();
        if (names.isEmpty()) {
            return;
        }
        for (String name : names) {
            processes(name).forEach(Running::kill);
        }
        Step.batch(names.stream().map(name -> "netns del " + name).toList()).run();
    }

    /** The processes in one of them. */
    private static List<Running> processes(String name) throws LabFailure {
        var ended = Step.of("ip", "netns", "pids", name).attempt();
        var processes = new ArrayList<Running>();
        for (String pid : ended.output().lines().toList()) {
            if (pid.matches("[0-9]+")) {
                Running.of(Long.parseLong(pid)).ifPresent(processes::add);
            }
        }
        return processes;
    }
}
