package dev.sluice.director.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.director.filter.LocalNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Unchanged servers in Python, and clients that write what a director would. */
@Timeout(180)
class BackendAttachmentTest {
    private static final byte[] OPTION = HexFormat.of().parseHex("fe089c40c6336407");
    private static final byte[] OPTION6 =
            HexFormat.of().parseHex("fd149c4020010db8000000000000000000000007");
    private static final String CLIENT = "198.51.100.7 40000";
    private static final String DIRECTOR = "10\\.77\\.0\\.1 \\d+";

    /** Answers each line with the addresses that accept and getpeername gave. */
    private static final String SERVER =
            """
            import socket, sys
            address = sys.argv[1]
            family = socket.AF_INET6 if ':' in address else socket.AF_INET
            server = socket.create_server((address, 7001), family=family,
                                          dualstack_ipv6=family == socket.AF_INET6)
            print('ready')
            while True:
                connection, accepted = server.accept()
                with connection, connection.makefile('rw') as lines:
                    for line in lines:
                        peer = connection.getpeername()
                        lines.write(f'{accepted[0]} {accepted[1]} {peer[0]} {peer[1]}\\n')
                        lines.flush()
            """;

    private static final String ASKER =
            """
            import socket, sys
            with socket.create_connection((sys.argv[1], 7001)) as connection:
                with connection.makefile('rw') as lines:
                    for line in sys.stdin:
                        lines.write(line)
                        lines.flush()
                        print(lines.readline().strip())
            """;

    private BackendSetting setting;

    @BeforeEach
    void make() throws IOException {
        setting = new BackendSetting();
    }

    @AfterEach
    void remove() throws IOException {
        if (setting != null) {
            setting.close();
        }
    }

    @Test
    void an_unchanged_server_sees_the_client_by_accept_and_by_getpeername() {
        setting.attach("10.77.0.0/24");
        setting.serve(SERVER, "0.0.0.0");
        write(OPTION, true);

        assertThat(asker("10.77.0.5").ask("hello")).isEqualTo(CLIENT + " " + CLIENT);
        assertThat(setting.status().handled()).containsEntry(Handled.NAMED, 1L);
    }

    @Test
    void a_server_of_both_families_sees_an_ipv4_client_as_mapped() {
        setting.attach("10.77.0.0/24");
        setting.serve(SERVER, "::");
        write(OPTION, true);

        assertThat(asker("10.77.0.5").ask("hello"))
                .isEqualTo("::ffff:" + CLIENT + " ::ffff:" + CLIENT);
    }

    @Test
    void a_client_by_ipv6_is_seen() {
        setting.attach("fd77::/64");
        setting.serve(SERVER, "::");
        write(OPTION6, true);

        assertThat(asker("fd77::5").ask("hello")).isEqualTo("2001:db8::7 40000 2001:db8::7 40000");
    }

    @Test
    void an_ipv6_client_cannot_be_said_by_a_socket_for_ipv4() {
        setting.attach("10.77.0.0/24");
        setting.serve(SERVER, "0.0.0.0");
        write(OPTION6, true);

        assertThat(asker("10.77.0.5").ask("hello")).matches(DIRECTOR + " " + DIRECTOR);
    }

    @Test
    void a_server_that_already_listens_need_not_start_again() {
        setting.serve(SERVER, "0.0.0.0");
        assertThat(setting.attach("10.77.0.0/24")).isEqualTo(1);
        write(OPTION, true);

        assertThat(asker("10.77.0.5").ask("hello")).isEqualTo(CLIENT + " " + CLIENT);
    }

    @Test
    void an_option_that_comes_with_the_first_data_is_seen_from_then_on() {
        setting.attach("10.77.0.0/24");
        setting.serve(SERVER, "0.0.0.0");
        write(OPTION, false);

        assertThat(asker("10.77.0.5").ask("hello")).endsWith(" " + CLIENT);
    }

    @Test
    void who_is_no_director_is_not_believed() {
        setting.attach("10.78.0.0/24");
        setting.serve(SERVER, "0.0.0.0");
        write(OPTION, true);

        assertThat(asker("10.77.0.5").ask("hello")).matches(DIRECTOR + " " + DIRECTOR);
    }

    @Test
    void without_the_option_the_peer_is_who_it_is() {
        setting.attach("10.77.0.0/24");
        setting.serve(SERVER, "0.0.0.0");

        assertThat(asker("10.77.0.5").ask("hello")).matches(DIRECTOR + " " + DIRECTOR);
    }

    @Test
    void to_attach_again_keeps_what_is_known_and_to_detach_forgets_it() {
        setting.attach("10.77.0.0/24");
        setting.serve(SERVER, "0.0.0.0");
        write(OPTION, true);
        Speaking asker = asker("10.77.0.5");
        assertThat(asker.ask("first")).endsWith(" " + CLIENT);

        setting.attach("10.77.0.1/32");
        assertThat(asker.ask("second")).endsWith(" " + CLIENT);
        assertThat(setting.status().directors())
                .containsExactly(LocalNetwork.parse("10.77.0.1").orElseThrow());

        setting.attachment().detach();
        assertThat(asker.ask("third")).matches(CLIENT.replace(".", "\\.") + " " + DIRECTOR);
        assertThat(setting.status().isAttached()).isFalse();
    }

    @Test
    void the_status_names_where_it_is_attached() {
        assertThat(setting.status()).isEqualTo(BackendStatus.NOTHING);
        setting.attach("10.77.0.0/24", setting.servers.folder(), "eth0");

        BackendStatus status = setting.status();

        assertThat(status.controlGroup()).isEqualTo(setting.servers.folder().toString());
        assertThat(status.networkInterface()).isEqualTo("eth0");
        assertThat(status.directors()).hasSize(1);
        setting.attach("10.77.0.0/24");
        assertThat(setting.status().networkInterface()).isNull();
    }

    @Test
    void what_is_not_there_is_refused_in_a_sentence() {
        assertThatThrownBy(() -> setting.attach("10.77.0.0/24", Path.of("/proc"), null))
                .hasMessageContaining("/proc is no control group of version 2");
        assertThatThrownBy(() -> setting.attach("10.77.0.0/24", null, "eth9"))
                .hasMessageContaining("there is no interface eth9 here");
    }

    private void write(byte[] option, boolean inSyn) {
        setting.closedLater(new ClientOption(setting.clients, option, inSyn));
    }

    private Speaking asker(String to) {
        return setting.ask(ASKER, to);
    }
}
