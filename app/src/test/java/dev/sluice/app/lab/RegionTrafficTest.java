package dev.sluice.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.app.lab.MethodsFile.Way;
import dev.sluice.app.scenario.Packaged;
import dev.sluice.app.scenario.Program;
import dev.sluice.app.scenario.Until;
import dev.sluice.linux.space.NetworkSpace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A whole region with its processes, as the launcher makes it: every method of forwarding, both
 * families, the programs that people use. Runs after packaging.
 */
@Packaged
class RegionTrafficTest {
    private static final Pattern BACKEND = Pattern.compile("\"backend\":\"(backend-[0-9])\"");
    static final List<Way> WAYS = MethodsFile.WAYS;

    private static StandingLab lab;

    @TempDir private Path folder;

    @BeforeAll
    static void up() {
        Assumptions.assumeTrue(NetworkSpace.isAllowed(), "not run without root: the lab");
        lab = StandingLab.up("--proxies", "1");
        lab.apply(MethodsFile.of(lab.configuration()));
    }

    @AfterAll
    static void down() {
        if (lab != null) {
            lab.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://203.0.113.10/",
                "https://203.0.113.10/",
                "http://[2001:db8:113::10]/",
                "https://[2001:db8:113::10]/"
            })
    void pages_come_from_all_backends_in_turn_and_backends_see_the_client(String url) {
        String client = url.contains("[") ? "2001:db8:100:0:0:0:0:2" : "198.51.100.2";
        var backends = new TreeSet<String>();
        Until.holds(
                "all backends have answered " + url,
                () -> {
                    String answer = client("curl", "-sk", "-g", url).output();
                    assertThat(answer).contains("\"client\":\"" + client + "\"");
                    backends.add(backend(answer));
                    return backends.size() == 3;
                });
    }

    @ParameterizedTest
    @FieldSource("WAYS")
    void a_server_answers_and_sees_the_client_itself(Way way) {
        String answer = client("curl", "-s", "-g", "http://" + way.host() + ":8080/").output();

        assertThat(answer).as(way.toString()).contains("\"client\":\"" + way.client() + "\"");
    }

    @ParameterizedTest
    @FieldSource("WAYS")
    void every_byte_that_nc_sends_comes_back(Way way) throws Exception {
        byte[] sent = new byte[300_000];
        new Random(7).nextBytes(sent);
        Path file = Files.write(folder.resolve("sent"), sent);
        Path back = folder.resolve("back");
        String nc = "nc -N -w15 %s 7001 <%s >%s".formatted(way.address(), file, back);

        assertThat(client("bash", "-c", nc).code()).as(way.toString()).isZero();

        byte[] received = Files.readAllBytes(back);
        int greeting = "backend-1\n".length();
        assertThat(received).hasSize(greeting + sent.length).endsWith(sent);
    }

    @ParameterizedTest
    @FieldSource("WAYS")
    void datagrams_are_answered_small_and_in_fragments(Way way) {
        for (int size : List.of(1, 1400, 4000)) {
            String text = "x".repeat(size);
            String ask = "echo %s | nc -u -W1 -w3 %s 7053".formatted(text, way.address());

            // The first that is too long for a tunnel only teaches the client how long it may be.
            Until.holds(
                    way + " answers a datagram of " + size,
                    () ->
                            client("bash", "-c", ask)
                                    .output()
                                    .matches("backend-[0-9]: " + text + "\n"));
        }
    }

    @ParameterizedTest
    @FieldSource("WAYS")
    void bulk_runs_both_ways(Way way) throws Exception {
        try (var backend = lab.space("backend-1")) {
            for (String direction : List.of("--no-delay", "--reverse")) {
                Process server = backend.start(new ProcessBuilder("iperf3", "-s", "-1"));
                Until.holds("iperf3 listens", () -> listens("backend-1", 5201));
                var command = List.of("iperf3", "-t", "1", "-c", way.address(), direction);

                Program ran = client(command.toArray(String[]::new));

                server.destroy();
                server.waitFor();
                assertThat(ran.code()).as("%s: %s", way, ran.output()).isZero();
                assertThat(ran.output()).doesNotContain(" 0.00 bits/sec                  receiver");
            }
        }
    }

    @Test
    void connections_outlive_a_director_that_is_killed_and_nobody_is_reset() {
        try (var client = lab.space("client");
                var theSwitch = lab.space("switch");
                var watch = ResetWatch.begin(theSwitch, "director-1")) {
            var talks = new ArrayList<LongTalk>();
            for (Way way : WAYS) {
                talks.add(LongTalk.open(client, way.address(), 7001));
            }
            talks.forEach(talk -> exchange(talk, "before"));
            lab.command("kill", "director-1");
            talks.forEach(talk -> talk.say("while nobody is there"));
            assertThat(client("nc", "-z", "-w", "1", "203.0.113.11", "7001").output())
                    .as("a new client hears nothing")
                    .doesNotContain("refused");
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
            lab.command("start", "director-1");

            for (LongTalk talk : talks) {
                assertThat(talk.hear()).isEqualTo("while nobody is there");
                exchange(talk, "after");
            }
            talks.forEach(LongTalk::close);
            assertThat(watch.end()).isEmpty();
        }
    }

    @Test
    void a_director_shows_what_it_does_while_it_serves() throws Exception {
        try (var client = lab.space("client");
                var director = lab.space("director-1")) {
            LongTalk talk = LongTalk.open(client, "203.0.113.10", 7001);
            exchange(talk, "here");

            assertThat(ofDirector("dump")).contains("203.0.113.10");
            assertThat(ofDirector("sessions", "list", "tcp", "port", "7001"))
                    .contains("ESTABLISHED", "198.51.100.2:", "203.0.113.10:7001");
            assertThat(ofDirector("check")).doesNotContain("wrong");

            Path file = folder.resolve("frames.pcapng");
            var words = lab.director("director-1", "capture", "-c", "4", "-w", file.toString());
            words.addAll(List.of("tcp", "port", "7001"));
            Process capture = director.start(new ProcessBuilder(words).inheritIO());
            Until.holds(
                    "four frames were captured",
                    () -> {
                        exchange(talk, "seen");
                        return !capture.isAlive();
                    });
            assertThat(Program.run("tcpdump", "-nr", file.toString()).output())
                    .contains("203.0.113.10.7001", "10.1.0.10");

            ofDirector("sessions", "kill", "tcp", "port", "7001");
            assertThat(talk.isEnded()).isTrue();
        }
    }

    private static String ofDirector(String... words) {
        Program ran =
                lab.exec("director-1", lab.director("director-1", words).toArray(String[]::new));
        assertThat(ran.code()).as(ran.output()).isZero();
        return ran.output();
    }

    private static void exchange(LongTalk talk, String line) {
        talk.say(line);
        assertThat(talk.hear()).isEqualTo(line);
    }

    private static boolean listens(String node, int port) {
        return lab.exec(node, "ss", "-Hltn", "sport = :" + port).output().contains("LISTEN");
    }

    private static Program client(String... command) {
        return lab.exec("client", command);
    }

    private static String backend(String answer) {
        var found = BACKEND.matcher(answer);
        assertThat(found.find()).as(answer).isTrue();
        return found.group(1);
    }
}
