package dev.sluice.proxy.http;

import static dev.sluice.proxy.http.RawClient.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.StickySession;
import dev.sluice.model.StickyType;
import dev.sluice.proxy.ProxyBed;
import dev.sluice.proxy.http.RawClient.Answer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cookies that tie a client to a server. */
class StickyTest {
    private final ProxyBed bed = new ProxyBed();

    @AfterEach
    void stop() {
        bed.close();
    }

    private static StickySession insert(long timeoutS) {
        return new StickySession(StickyType.INSERT, "SRV", Duration.ofSeconds(timeoutS));
    }

    private static String with(String cookie) {
        return "GET / HTTP/1.1\r\nHost: a\r\nCookie: x=y; " + cookie + "; z=\r\n\r\n";
    }

    private static String cookie(Answer answer) {
        return String.valueOf(answer.header("Set-Cookie")).split(";", 2)[0];
    }

    @Test
    void a_client_gets_a_cookie_once_and_stays_with_its_server() throws IOException {
        bed.sticky = insert(60);
        try (var one = ScriptedServer.saying("one");
                var two = ScriptedServer.saying("two");
                var client = new RawClient(bed.servers(one.port(), two.port()).open())) {
            var first = client.ask(get("/"));
            assertThat(first.header("Set-Cookie"))
                    .matches("SRV=[0-9a-f]{16}; Path=/; HttpOnly; Max-Age=60");
            for (int i = 0; i < 6; i++) {
                var next = client.ask(with(cookie(first)));
                assertThat(next.body()).isEqualTo(first.body());
                assertThat(next.header("Set-Cookie")).isNull();
            }
            assertThat(cookie(client.ask(with("SRV=0123456789abcdef")))).startsWith("SRV=");
            assertThat(cookie(client.ask(with("SRV=nonsense")))).startsWith("SRV=");
        }
    }

    @Test
    void a_client_whose_server_is_gone_gets_another_and_a_new_cookie() throws IOException {
        bed.sticky = insert(0);
        try (var one = ScriptedServer.saying("one");
                var two = ScriptedServer.saying("two")) {
            bed.servers(one.port(), two.port()).apply();
            try (var client = new RawClient(bed.port)) {
                var first = client.ask(get("/"));
                assertThat(first.header("Set-Cookie")).doesNotContain("Max-Age");
                (first.body().equals("one") ? one : two).stop();
                var second = client.ask(with(cookie(first)));
                assertThat(second.body()).isNotEqualTo(first.body());
                assertThat(cookie(second)).startsWith("SRV=").isNotEqualTo(cookie(first));
            }
        }
    }

    @Test
    void a_refusal_ties_nobody() throws IOException {
        bed.sticky = insert(60);
        try (var server =
                        ScriptedServer.answering(
                                "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
                var client = new RawClient(bed.servers(server.port()).open())) {
            assertThat(client.ask(get("/")).header("Set-Cookie")).isNull();
        }
    }

    @Test
    void the_servers_own_cookie_is_marked_and_the_server_never_sees_the_mark() throws IOException {
        bed.sticky = new StickySession(StickyType.REWRITE, "JSESSIONID", Duration.ZERO);
        String answer =
                "HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nSet-Cookie: JSESSIONID=s1; Path=/\r\nContent-Length: 3\r\n\r\n";
        try (var one = ScriptedServer.answering(answer + "one");
                var two = ScriptedServer.answering(answer + "two");
                var client = new RawClient(bed.servers(one.port(), two.port()).open())) {
            var first = client.ask(get("/"));
            assertThat(first.head())
                    .contains("Set-Cookie: a=b\r\n")
                    .containsPattern("Set-Cookie: JSESSIONID=[0-9a-f]{16}\\|s1; Path=/\r\n");
            String marked = first.head().replaceAll("(?s).*(JSESSIONID=[^;]*).*", "$1");
            for (int i = 0; i < 4; i++) {
                assertThat(client.ask(with(marked)).body()).isEqualTo(first.body());
            }
            var server = first.body().equals("one") ? one : two;
            assertThat(server.heads().getLast()).contains("Cookie: x=y; JSESSIONID=s1; z=\r\n");
        }
    }
}
