package dev.sluice.lab.failover;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Holds idle connections, as a process: its doors as {@code METHOD=ADDRESS:PORT}. It does what
 * lines say, each of which has a line for an answer.
 *
 * <pre>
 *   fill N      forgets those that broke, and opens as many as are missing
 *   silent      how many have not been answered what they said
 *   say 0|1     every second says something
 *   fates       how many are broken and how many there are, by method, and why
 * </pre>
 */
final class IdleProcess {
    private IdleProcess() {}

    public static void main(String[] args) throws IOException {
        List<Door> doors = Arrays.stream(args).map(IdleProcess::door).toList();
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Talks talks = Talks.start(Place.HERE, doors, Talks.SILENCE, Talks.SELDOM_MS)) {
            System.out.println("ready");
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ");
                String said = talks.ask(clients -> answer(clients, words));
                System.out.println(said);
            }
        }
    }

    private static Door door(String words) {
        int equals = words.indexOf('=');
        int colon = words.lastIndexOf(':');
        return new Door(
                words.substring(0, equals),
                words.substring(equals + 1, colon),
                Integer.parseInt(words.substring(colon + 1)));
    }

    private static String answer(Talks clients, String[] words) {
        return switch (words[0]) {
            case "fill" -> {
                clients.forget();
                long there = count(clients, talk -> talk.isLive() ? 1 : 0);
                clients.open(Kind.IDLE, (int) Math.max(0, Integer.parseInt(words[1]) - there));
                yield "ok";
            }
            case "silent" -> {
                long waiting =
                        count(
                                clients,
                                talk ->
                                        talk.isLive() && (talk.isWaiting() || talk.sent == 0)
                                                ? 1
                                                : 0);
                yield Long.toString(waiting + clients.pending());
            }
            case "say" -> {
                int half = Integer.parseInt(words[1]);
                clients.say(talk -> talk.id % 2 == half);
                yield "ok";
            }
            case "fates" -> Fates.of(clients.talks()).text();
            default -> "what?";
        };
    }

    private static long count(Talks clients, ToLongFunction<Talk> each) {
        return clients.talks().stream().mapToLong(each).sum();
    }
}
