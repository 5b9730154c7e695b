package dev.sluice.director;

import static dev.sluice.director.DirectorBed.echo;
import static dev.sluice.director.DirectorBed.readLine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.director.inspect.InspectClient;
import dev.sluice.director.inspect.InspectSocket;
import dev.sluice.director.inspect.NotUnderstood;
import dev.sluice.model.Forwarding;
import dev.sluice.model.Protocol;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking into a director that forwards between real sockets. */
class InspectTest {
    private static final int PACKET_BLOCK = 6;

    @TempDir Path folder;

    private DirectorBed bed;

    @BeforeEach
    void begin() {
        var written = new Written().servers("10.91.2.2", "10.91.2.3");
        bed =
                new DirectorBed(
                        folder,
                        2,
                        written.listener(Written.VIRTUAL, Protocol.TCP, Forwarding.FULLNAT));
    }

    @AfterEach
    void end() {
        if (bed != null) {
            bed.close();
        }
    }

    @Test
    void a_dump_tells_all_tables_for_people_and_for_programs() throws Exception {
        bed.served(4);

        assertThat(ask("dump text"))
                .contains("director test-director", "outside", "echo-TCP", "10.91.2.3:7001")
                .contains("tcp 203.0.113.10 7001", "weight 100", "198.18.1.1")
                .contains("half open 0", "evicted 0");
        assertThat(ask("dump json"))
                .startsWith("{\"name\":\"test-director\"")
                .contains("\"listeners\":[");
    }

    @Test
    void sessions_are_listed_by_a_filter_and_end_when_they_are_killed() throws Exception {
        try (Socket one = bed.connect(Written.VIRTUAL);
                Socket other = bed.connect(Written.VIRTUAL)) {
            readLine(one);
            readLine(other);
            String port = String.valueOf(one.getLocalPort());

            String listed = ask("sessions list 100 tcp host 10.91.1.2 port " + port);
            assertThat(listed.lines()).hasSize(2);
            assertThat(listed).contains("10.91.1.2:" + port, "fullnat", "echo-TCP", "198.18.1.");
            assertThat(ask("sessions list 100").lines()).hasSize(3);
            assertThat(ask("sessions list 1").lines()).hasSize(2);

            assertThat(ask("sessions kill port " + port)).startsWith("1 sessions end");
            assertThatThrownBy(() -> readLine(one)).hasMessage("Connection reset");
            assertThat(echo(other, "still here")).isEqualTo("still here");
        }
    }

    @Test
    void a_capture_shows_what_comes_and_what_goes_until_there_is_enough() throws Exception {
        var file = new ByteArrayOutputStream();
        CompletableFuture<Void> captured =
                CompletableFuture.runAsync(() -> askInto("capture 6 tcp port 7001", file));
        while (!captured.isDone()) {
            bed.served(1);
        }
        captured.get(10, TimeUnit.SECONDS);

        assertThat(packets(file.toByteArray())).isEqualTo(6);
        assertThat(ask("capture 1 port 1 somewhere")).startsWith("no ");
    }

    @Test
    void a_check_says_what_is_well_and_what_is_wrong() throws Exception {
        assertThat(ask("check").lines())
                .contains(
                        "ok    outside can forward packets",
                        "ok    203.0.113.10 is the director's alone",
                        "ok    198.18.1.0/28 is the director's alone",
                        "ok    10.91.2.2:7001 is reached by 10.91.2.2")
                .noneMatch(line -> line.startsWith("wrong"));
    }

    @Test
    void what_is_not_understood_is_said() throws Exception {
        assertThat(ask("dance")).startsWith("no there is dump");
        assertThat(ask("sessions list")).startsWith("no ");
        assertThat(ask("sessions list 5 in")).startsWith("no ");
        assertThat(ask("sessions kill")).isEqualTo("no say which sessions to kill, or all");
        assertThat(ask("sessions kill host nobody")).startsWith("no nobody is neither");
    }

    @Test
    void only_the_owner_of_the_director_can_look_into_it() throws IOException {
        Path entrance = InspectSocket.in(folder).getParent();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(entrance)))
                .isEqualTo("rwx------");
    }

    private String ask(String request) {
        var answer = new ByteArrayOutputStream();
        String no = askInto(request, answer);
        return no.isEmpty() ? answer.toString(StandardCharsets.UTF_8) : no;
    }

    /** Empty, or what the director says instead. */
    private String askInto(String request, ByteArrayOutputStream answer) {
        try {
            InspectClient.ask(folder, request, answer);
            return "";
        } catch (NotUnderstood no) {
            return "no " + no.getMessage();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int packets(byte[] file) {
        ByteBuffer blocks = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int packets = 0;
        while (blocks.hasRemaining()) {
            packets += blocks.getInt(blocks.position()) == PACKET_BLOCK ? 1 : 0;
            blocks.position(blocks.position() + blocks.getInt(blocks.position() + 4));
        }
        return packets;
    }
}
