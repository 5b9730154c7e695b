package dev.sluice.proxy.http;

import static dev.sluice.proxy.http.RawClient.get;
import static dev.sluice.proxy.http.RawClient.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ProxyProtocolMode;
import dev.sluice.model.Redirect;
import dev.sluice.proxy.ProxyBed;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What servers are told about clients, and redirects. */
class ForwardedTest {
    private static final String CLAIMS =
            "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Client-Port: 77\r\nForwarded: for=1\r\nX_Forwarded_For: 192.0.2.2\r\nX-Real-IP: 192.0.2.3\r\nX-Mine: kept\r\nX-Hop: gone\r\nProxy-Connection: x\r\nConnection: x-hop, Content-Length, X-Forwarded-For\r\n\r\n";

    private final ProxyBed bed = new ProxyBed();

    @AfterEach
    void stop() {
        bed.close();
    }

    private String headAtServer(String request) throws IOException {
        try (var server = ScriptedServer.saying("1");
                var client = new RawClient(bed.servers(server.port()).open())) {
            assertThat(client.ask(request).status()).isEqualTo(200);
            return server.heads().getFirst();
        }
    }

    @Test
    void a_stranger_has_no_say_about_who_it_is() throws IOException {
        assertThat(headAtServer(CLAIMS))
                .contains(
                        "X-Forwarded-For: 127.0.0.1\r\n",
                        "X-Forwarded-Proto: http\r\n",
                        "X-Mine: kept")
                .doesNotContain("192.0.2", "https", "for=1", "77", "gone", "Proxy-Connection");
    }

    @Test
    void a_trusted_proxy_is_believed_and_named() throws IOException {
        bed.trust("127.0.0.0/8");
        assertThat(headAtServer(CLAIMS))
                .contains(
                        "X-Forwarded-For: 192.0.2.1, ",
                        ", 127.0.0.1\r\n",
                        "X-Forwarded-Proto: https\r\n",
                        "X-Forwarded-Client-Port: 77\r\n",
                        "X-Forwarded-Port: " + bed.port + "\r\n",
                        "SLB-IP: 127.0.0.1\r\n",
                        "SLB-ID: lb-1\r\n");
    }

    @Test
    void a_request_without_host_gets_the_listeners() throws IOException {
        assertThat(headAtServer("GET / HTTP/1.0\r\n\r\n"))
                .startsWith("GET / HTTP/1.1\r\nHost: 127.0.0.1:" + bed.port + "\r\n");
    }

    @Test
    void a_redirect_keeps_host_path_and_query() throws IOException {
        bed.redirect = new Redirect(8443, 308);
        try (var client = new RawClient(bed.open())) {
            var answer = client.ask("GET /p?q=1 HTTP/1.1\r\nHost: ex.org:80\r\n\r\n");
            assertThat(answer.status()).isEqualTo(308);
            assertThat(answer.header("Location")).isEqualTo("https://ex.org:8443/p?q=1");
            assertThat(client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").head()).contains(" 308 ");
            assertThat(client.ask(post("/", 3)).header("Connection")).isEqualTo("close");
        }
    }

    @Test
    void the_proxy_protocol_names_the_client() throws IOException {
        bed.proxyProtocol = ProxyProtocolMode.REQUIRED;
        assertThat(headAtServer("PROXY TCP4 192.0.2.9 192.0.2.1 4711 80\r\n" + get("/")))
                .contains("X-Forwarded-For: 192.0.2.9\r\n");
        String v2 =
                "\r\n\r\n\0\r\nQUIT\n!\u0011\0\u000c" + "\u00c0\0\2\u0008\u00c0\0\2\1\u0012g\0\120";
        assertThat(headAtServer(v2 + get("/"))).contains("X-Forwarded-For: 192.0.2.8\r\n");
        try (var client = new RawClient(bed.port)) {
            client.send(get("/"));
            assertThat(client.closed()).as("without the header").isTrue();
        }
    }

    @Test
    void an_optional_proxy_protocol_may_be_left_out() throws IOException {
        bed.proxyProtocol = ProxyProtocolMode.OPTIONAL;
        assertThat(headAtServer(get("/"))).contains("X-Forwarded-For: 127.0.0.1\r\n");
    }
}
