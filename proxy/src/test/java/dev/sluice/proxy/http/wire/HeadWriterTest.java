package dev.sluice.proxy.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class HeadWriterTest {
    private static final ListenerHeaders PLAIN =
            new ListenerHeaders(null, 0, false, null, null, "192.0.2.80:8000");
    private static final ListenerHeaders ALL =
            new ListenerHeaders("https", 443, true, "192.0.2.80", "lb-1", "192.0.2.80");

    private final RequestEdits requestEdits = new RequestEdits();
    private final ResponseEdits responseEdits = new ResponseEdits();

    private String toServer(String request) {
        return toServer(request, new ForwardedHeaders(PLAIN, Wire.bytes("198.51.100.7"), 1, false));
    }

    private String toServer(String request, ForwardedHeaders forwarded) {
        RequestHead head = Wire.request(request);
        assertThat(head.violation()).isEqualTo(Violation.NONE);
        ByteBuf out = Unpooled.buffer();
        new HeadWriter().request(head, forwarded, requestEdits, out);
        return Wire.text(out).replace("\r\n", "\n");
    }

    private String toClient(ResponseHead head) {
        assertThat(head.violation()).isEqualTo(Violation.NONE);
        ByteBuf out = Unpooled.buffer();
        new HeadWriter().response(head, responseEdits, out);
        return Wire.text(out).replace("\r\n", "\n");
    }

    private String toClient(int clientMinor, boolean keepAlive, ResponseHead head) {
        responseEdits.begin(clientMinor, keepAlive, head.framing().toClient(clientMinor));
        return toClient(head);
    }

    @Test
    void a_plain_request_passes_with_the_clients_address_added() {
        assertThat(toServer("GET /a?b HTTP/1.1\r\nHost: A:80\r\nAccept:  x \r\n\r\n"))
                .isEqualTo(
                        """
                        GET /a?b HTTP/1.1
                        Host: A:80
                        Accept:  x\s
                        X-Forwarded-For: 198.51.100.7

                        """);
    }

    @Test
    void headers_of_one_hop_and_false_claims_are_left_out() {
        String request =
                """
                GET / HTTP/1.1
                Connection: keep-alive, X-Mine
                Host: a
                Keep-Alive: timeout=5
                X-Mine: 1
                X-Forwarded-For: 10.0.0.1
                X_Forwarded_For: 10.0.0.1
                X-Forwarded-Ssl: on
                Forwarded: for=10.0.0.1
                X-Real-IP: 10.0.0.1
                SLB-ID: lb-9
                X-Request-Id: 1
                Proxy-Authorization: x
                TE: gzip
                Upgrade: h2c
                HTTP2-Settings: x
                Cookie: a=b

                """;

        assertThat(toServer(request.replace("\n", "\r\n")))
                .isEqualTo(
                        """
                        GET / HTTP/1.1
                        Host: a
                        Cookie: a=b
                        X-Forwarded-For: 198.51.100.7

                        """);
    }

    @Test
    void all_forwarding_headers_are_set_for_a_client_that_is_not_trusted() {
        var forwarded = new ForwardedHeaders(ALL, Wire.bytes("2001:db8::1"), 4711, false);
        requestEdits.requestId(Wire.bytes("01J"));

        assertThat(
                        toServer(
                                "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-Proto: http\r\nX-Request-Id: 5\r\n\r\n",
                                forwarded))
                .isEqualTo(
                        """
                        GET / HTTP/1.1
                        Host: a
                        X-Forwarded-For: 2001:db8::1
                        X-Forwarded-Proto: https
                        X-Forwarded-Port: 443
                        X-Forwarded-Client-Port: 4711
                        SLB-IP: 192.0.2.80
                        SLB-ID: lb-1
                        X-Request-Id: 01J

                        """);
    }

    @Test
    void what_a_trusted_proxy_says_is_kept_and_added_to() {
        var forwarded = new ForwardedHeaders(ALL, Wire.bytes("198.51.100.7"), 4711, true);
        String request =
                """
                GET / HTTP/1.1
                Host: a
                X-Forwarded-For: 10.0.0.1
                X-Forwarded-Proto: http
                X-Forwarded-For: 10.0.0.2, 10.0.0.3
                Forwarded: for=10.0.0.1
                SLB-ID: theirs
                X-Request-Id: 5

                """;

        assertThat(toServer(request.replace("\n", "\r\n"), forwarded))
                .isEqualTo(
                        """
                        GET / HTTP/1.1
                        Host: a
                        X-Forwarded-Proto: http
                        Forwarded: for=10.0.0.1
                        X-Request-Id: 5
                        X-Forwarded-For: 10.0.0.1, 10.0.0.2, 10.0.0.3, 198.51.100.7
                        X-Forwarded-Port: 443
                        X-Forwarded-Client-Port: 4711
                        SLB-IP: 192.0.2.80
                        SLB-ID: lb-1

                        """);
    }

    @Test
    void an_absolute_target_becomes_origin_form_and_its_authority_the_host() {
        assertThat(toServer("GET http://Good:81/x HTTP/1.1\r\nA: 1\r\nHost: evil\r\nB: 2\r\n\r\n"))
                .isEqualTo(
                        """
                        GET /x HTTP/1.1
                        Host: Good:81
                        A: 1
                        B: 2
                        X-Forwarded-For: 198.51.100.7

                        """);
    }

    @Test
    void http_1_0_becomes_http_1_1_and_gets_a_host() {
        assertThat(toServer("GET / HTTP/1.0\r\n\r\n"))
                .isEqualTo(
                        """
                        GET / HTTP/1.1
                        Host: 192.0.2.80:8000
                        X-Forwarded-For: 198.51.100.7

                        """);
    }

    @Test
    void an_empty_line_before_the_request_is_not_passed_on() {
        assertThat(toServer("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"))
                .startsWith("GET / HTTP/1.1\n");
    }

    @Test
    void framing_is_written_anew() {
        assertThat(toServer("POST / HTTP/1.1\r\nContent-Length: 007\r\nHost: a\r\n\r\n"))
                .contains("\nContent-Length: 7\n")
                .doesNotContain("007");
        assertThat(toServer("POST / HTTP/1.1\r\nTransfer-Encoding:\tCHUNKED\r\nHost: a\r\n\r\n"))
                .contains("\nTransfer-Encoding: chunked\n")
                .doesNotContain("CHUNKED");
        assertThat(toServer("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"))
                .contains("\nContent-Length: 0\n");
    }

    @Test
    void a_websocket_request_keeps_its_upgrade_and_trailers_their_te() {
        assertThat(
                        toServer(
                                "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: WebSocket\r\nConnection: upgrade\r\n\r\n"))
                .contains("\nConnection: Upgrade\nUpgrade: websocket\n");
        assertThat(toServer("GET / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nConnection: te\r\n\r\n"))
                .contains("\nConnection: TE\nTE: trailers\n");
    }

    @Test
    void expect_is_passed_on_only_when_asked() {
        String request =
                "PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n";

        assertThat(toServer(request)).doesNotContain("Expect");
        requestEdits.passExpect();
        assertThat(toServer(request)).contains("\nExpect: 100-continue\n");
    }

    @Test
    void a_part_of_a_value_is_replaced() {
        String request = "GET / HTTP/1.1\r\nHost: a\r\nCookie: x=1; s=abc; y=2\r\nZ: 1\r\n\r\n";
        int at = request.indexOf("abc");
        requestEdits.replaceValue(at, at + 3, Wire.bytes("longer"));

        assertThat(toServer(request)).contains("Cookie: x=1; s=longer; y=2\nZ: 1\n");
    }

    @Test
    void an_answer_passes_with_its_framing_written_anew() {
        assertThat(
                        toClient(
                                1,
                                true,
                                Wire.response(
                                        "HTTP/1.1 200 Fine\r\nServer: x\r\nContent-Length: 05\r\nKeep-Alive: 1\r\nX-Accel-Redirect: /x\r\nDate: now\r\n\r\n")))
                .isEqualTo(
                        """
                        HTTP/1.1 200 Fine
                        Server: x
                        Date: now
                        Content-Length: 5

                        """);
    }

    @Test
    void a_body_without_length_is_chunked_for_new_clients_and_ends_the_connection_of_old_ones() {
        for (String line : new String[] {"Transfer-Encoding: chunked\r\n", ""}) {
            String answer = "HTTP/1.1 200 OK\r\n" + line + "\r\n";
            assertThat(toClient(1, true, Wire.response(answer)))
                    .isEqualTo("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n");
            assertThat(toClient(0, true, Wire.response(answer)))
                    .isEqualTo("HTTP/1.1 200 OK\nConnection: close\n\n");
        }
    }

    @Test
    void old_clients_are_told_that_the_connection_stays() {
        ResponseHead head = Wire.response("HTTP/1.0 200\r\nContent-Length: 0\r\n\r\n");

        assertThat(toClient(0, true, head))
                .isEqualTo("HTTP/1.1 200 \nContent-Length: 0\nConnection: keep-alive\n\n");
        assertThat(toClient(1, false, head))
                .isEqualTo("HTTP/1.1 200 \nContent-Length: 0\nConnection: close\n\n");
    }

    @Test
    void head_and_304_say_the_length_and_204_and_1xx_never_do() {
        assertThat(
                        toClient(
                                1,
                                true,
                                Wire.response(
                                        Method.HEAD,
                                        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")))
                .isEqualTo("HTTP/1.1 200 OK\nContent-Length: 9\n\n");
        assertThat(toClient(1, true, Wire.response("HTTP/1.1 304 x\r\nContent-Length: 9\r\n\r\n")))
                .isEqualTo("HTTP/1.1 304 x\nContent-Length: 9\n\n");
        assertThat(toClient(1, true, Wire.response("HTTP/1.1 204 x\r\nContent-Length: 0\r\n\r\n")))
                .isEqualTo("HTTP/1.1 204 x\n\n");
        assertThat(toClient(1, false, Wire.response("HTTP/1.1 103 x\r\nLink: y\r\n\r\n")))
                .isEqualTo("HTTP/1.1 103 x\nLink: y\n\n");
    }

    @Test
    void a_switch_of_protocols_is_passed_on() {
        ResponseHead head = new ResponseHead(HeadLimits.DEFAULT);
        head.expect(Method.GET, true);
        Wire.responseInto(
                head,
                Wire.bytes(
                        "HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n"));

        assertThat(toClient(1, true, head))
                .isEqualTo(
                        "HTTP/1.1 101 Switching\nSec-WebSocket-Accept: x\nConnection: Upgrade\nUpgrade: websocket\n\n");
    }

    @Test
    void lines_are_added_and_a_servers_cookie_is_rewritten() {
        String answer = "HTTP/1.1 200 OK\r\nSet-Cookie: s=abc; Path=/\r\nContent-Length: 0\r\n\r\n";
        ResponseHead head = Wire.response(answer);
        responseEdits.begin(1, true, BodyFraming.NONE);
        responseEdits.addLines(Wire.bytes("Set-Cookie: SERVERID=1\r\n"));
        int at = answer.indexOf("abc");
        responseEdits.replaceValue(at, at + 3, Wire.bytes("1|abc"));

        assertThat(toClient(head))
                .isEqualTo(
                        "HTTP/1.1 200 OK\nSet-Cookie: s=1|abc; Path=/\nSet-Cookie: SERVERID=1\nContent-Length: 0\n\n");
    }
}
