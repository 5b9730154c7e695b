package dev.sluice.app.command;

import dev.sluice.app.CommandFailed;
import dev.sluice.app.client.Reason;
import dev.sluice.director.inspect.InspectClient;
import dev.sluice.director.inspect.InspectSocket;
import dev.sluice.director.inspect.NotUnderstood;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which running director of this machine is meant. */
final class RunningDirector {
    /** Where directors have their state unless they are told otherwise, by their names. */
    static final Path USUAL_STATES = Path.of("/run/sluice");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The director's name; needed where several run on this machine.")
    @Nullable String name;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Its --state, if it was given one.")
    @Nullable Path state;

    private interface Question<T> {
        T ask(Path folder) throws IOException, NotUnderstood;
    }

    /** Asks it, and copies what it answers. */
    void ask(String request, OutputStream into) {
        with(folder -> {
            InspectClient.ask(folder, request, into);
            return request;
        });
    }

    /** Has it do something, and prints each step; returns whether it was done. */
    boolean follow(String request, PrintStream into) {
        return with(folder -> InspectClient.follow(folder, request, into::println));
    }

    private <T> T with(Question<T> question) {
        Path folder = folder();
        try {
            return question.ask(folder);
        } catch (NotUnderstood no) {
            throw new CommandFailed(String.valueOf(no.getMessage()), no);
        } catch (IOException e) {
            throw new CommandFailed(
                    "cannot ask the director whose state is in "
                            + folder
                            + " ("
                            + Reason.of(e)
                            + "); does it run, and are you root?",
                    e);
        }
    }

    private Path folder() {
        if (state != null) {
            return state.toAbsolutePath();
        }
        return name != null ? USUAL_STATES.resolve(name) : onlyOne();
    }

    private static Path onlyOne() {
        List<Path> running = running();
        if (running.size() == 1) {
            return running.getFirst();
        }
        if (running.isEmpty()) {
            throw new CommandFailed(
                    "no director runs here with its state in "
                            + USUAL_STATES
                            + "; say where with --state");
        }
        throw new CommandFailed(
                "several directors run here: say --name, one of "
                        + running.stream()
                                .map(path -> String.valueOf(path.getFileName()))
                                .collect(Collectors.joining(", ")));
    }

    private static List<Path> running() {
        try (Stream<Path> folders = Files.list(USUAL_STATES)) {
            return folders.filter(folder -> Files.exists(InspectSocket.in(folder)))
                    .sorted()
                    .toList();
        } catch (IOException _) {
            return List.of();
        }
    }
}
