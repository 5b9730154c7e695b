package dev.sluice.control.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.control.identity.NotAdmitted.Reason;
import dev.sluice.model.node.Fleet.ProxyNode;
import dev.sluice.model.node.Role;
import dev.sluice.model.shape.Words;
import dev.sluice.node.join.Badge;
import dev.sluice.node.join.NodeIdentity;
import dev.sluice.node.join.SigningRequest;
import dev.sluice.node.wire.JoinRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path otherFolder;

    private volatile Instant now = Instant.parse("2030-01-01T00:00:00Z");
    private final InstantSource clock = () -> now;

    @SuppressWarnings("NullAway.Init")
    private Admission admission;

    @BeforeEach
    void open() throws Exception {
        admission = Admission.open(folder, clock);
    }

    @Test
    void a_node_with_a_token_is_let_in_and_known_by_its_certificate_from_then_on()
            throws Exception {
        NodeIdentity identity = join("proxy-1", Role.PROXY, token(Role.PROXY));

        JoinedNode known = admission.nodeOf(shown(identity));

        assertThat(known.name()).isEqualTo("proxy-1");
        assertThat(known.role()).isEqualTo(Role.PROXY);
        assertThat(known.address()).isEqualTo("192.0.2.7");
        assertThat(identity.badge().role()).isEqualTo(Role.PROXY);
        assertThat(identity.certificate().getNotAfter().toInstant())
                .isEqualTo(now.plus(Duration.ofDays(30)));
    }

    @Test
    void what_was_let_in_is_known_after_a_restart() throws Exception {
        NodeIdentity identity = join("proxy-1", Role.PROXY, token(Role.PROXY));

        Admission again = Admission.open(folder, clock);

        assertThat(again.nodeOf(shown(identity)).name()).isEqualTo("proxy-1");
        assertThat(again.register().fleet().proxies())
                .containsExactly(new ProxyNode("proxy-1", "192.0.2.7"));
        assertThat(again.authority().fingerprint()).isEqualTo(admission.authority().fingerprint());
    }

    @Test
    void everything_kept_is_for_its_owner_alone() throws Exception {
        join("proxy-1", Role.PROXY, token(Role.PROXY));

        try (var files = Files.list(folder.resolve("nodes"))) {
            assertThat(files)
                    .hasSize(3)
                    .allSatisfy(file ->
                            assertThat(Files.getPosixFilePermissions(file))
                                    .isEqualTo(PosixFilePermissions.fromString("rw-------")));
        }
    }

    @Test
    void a_token_works_once() throws Exception {
        String token = token(Role.PROXY);
        join("proxy-1", Role.PROXY, token);

        refused(Reason.TOKEN_USED, () -> join("proxy-2", Role.PROXY, token));
        refused(Reason.TOKEN_USED, () -> join("proxy-1", Role.PROXY, token));
    }

    @Test
    void a_token_stays_used_over_a_restart() throws Exception {
        String token = token(Role.PROXY);
        join("proxy-1", Role.PROXY, token);
        admission = Admission.open(folder, clock);

        refused(Reason.TOKEN_USED, () -> join("proxy-2", Role.PROXY, token));
    }

    @Test
    void a_token_for_many_works_until_it_expires() throws Exception {
        String token = admission.giveToken(Role.DIRECTOR, HOUR, true).text();
        join("director-1", Role.DIRECTOR, token);
        join("director-2", Role.DIRECTOR, token);
        now = now.plus(HOUR).plusMillis(1);

        refused(Reason.TOKEN_EXPIRED, () -> join("director-3", Role.DIRECTOR, token));
    }

    @Test
    void a_token_of_one_role_lets_in_no_other() throws Exception {
        String token = token(Role.PROXY);

        refused(Reason.WRONG_ROLE, () -> join("director-1", Role.DIRECTOR, token));
        join("proxy-1", Role.PROXY, token);
    }

    @Test
    void a_token_that_was_never_given_out_lets_nobody_in() throws Exception {
        String token = token(Role.PROXY);
        String forged = token.replaceFirst("(sluice\\.proxy\\.[0-9a-f]{8}\\.).", "$1-");
        Admission other = Admission.open(otherFolder, clock);

        refused(Reason.BAD_TOKEN, () -> join("p", Role.PROXY, "let me in"));
        refused(
                Reason.BAD_TOKEN,
                () -> join("p", Role.PROXY, forged.equals(token) ? token + "x" : forged));
        refused(
                Reason.BAD_TOKEN,
                () -> join("p", Role.PROXY, other.giveToken(Role.PROXY, HOUR, false).text()));
    }

    @Test
    void a_mistake_in_the_request_does_not_cost_a_token() throws Exception {
        String token = token(Role.PROXY);
        String request = SigningRequest.pem(NodeIdentity.newKeys(), "p");

        for (var wrong :
                List.of(
                        new JoinRequest("p/1", "proxy", token, request, null),
                        new JoinRequest("p", "teapot", token, request, null),
                        new JoinRequest("p", "proxy", token, request, "not.an.address.example"),
                        new JoinRequest("p", "proxy", token, "no request", null),
                        new JoinRequest("p", "proxy", token, damaged(request), null))) {
            assertThatThrownBy(() -> admission.join(wrong, "192.0.2.7", _ -> false))
                    .as(wrong + " " + wrong.address())
                    .isInstanceOf(NotAdmitted.class);
        }
        join("p", Role.PROXY, token);
    }

    @Test
    void a_name_that_is_connected_is_taken() throws Exception {
        String token = token(Role.PROXY);
        String request = SigningRequest.pem(NodeIdentity.newKeys(), "p");

        assertThatThrownBy(() ->
                        admission.join(
                                new JoinRequest("p", "proxy", token, request, null),
                                "192.0.2.7",
                                "p"::equals))
                .isInstanceOfSatisfying(
                        NotAdmitted.class, e -> assertThat(e.reason()).isEqualTo(Reason.NAME_TAKEN))
                .hasMessageContaining("choose another name");
    }

    @Test
    void whoever_joins_later_under_a_name_takes_it_from_who_had_it() throws Exception {
        NodeIdentity first = join("proxy-1", Role.PROXY, token(Role.PROXY));
        NodeIdentity second = join("proxy-1", Role.PROXY, token(Role.PROXY));

        assertThat(admission.nodeOf(shown(second)).name()).isEqualTo("proxy-1");
        refused(Reason.NOT_JOINED, () -> admission.nodeOf(shown(first)));
    }

    @Test
    void a_removed_node_is_refused() throws Exception {
        NodeIdentity identity = join("proxy-1", Role.PROXY, token(Role.PROXY));

        assertThat(admission.register().remove("proxy-1")).isTrue();

        refused(Reason.NOT_JOINED, () -> admission.nodeOf(shown(identity)));
    }

    @Test
    void an_expired_certificate_is_refused() throws Exception {
        NodeIdentity identity = join("proxy-1", Role.PROXY, token(Role.PROXY));
        now = now.plus(Duration.ofDays(30)).plusSeconds(1);

        refused(Reason.BAD_CERTIFICATE, () -> admission.nodeOf(shown(identity)), "expired at");
    }

    @Test
    void a_certificate_of_another_authority_is_refused() throws Exception {
        Admission other = Admission.open(otherFolder, clock);
        String token = other.giveToken(Role.PROXY, HOUR, false).text();
        NodeIdentity identity = join(other, "proxy-1", Role.PROXY, token);
        join("proxy-1", Role.PROXY, token(Role.PROXY));

        refused(
                Reason.BAD_CERTIFICATE,
                () -> admission.nodeOf(shown(identity)),
                "another authority");
    }

    @Test
    void no_certificate_and_controls_own_are_no_nodes() {
        refused(Reason.NO_CERTIFICATE, () -> admission.nodeOf(List.of()));
        refused(
                Reason.NOT_JOINED,
                () -> admission.nodeOf(shown(admission.authority().ofControl())));
        refused(
                Reason.NOT_JOINED,
                () -> admission.nodeOf(List.of(admission.authority().certificate())));
    }

    @Test
    void a_renewed_certificate_is_of_the_same_node_and_lives_longer() throws Exception {
        NodeIdentity identity = join("proxy-1", Role.PROXY, token(Role.PROXY));
        now = now.plus(Duration.ofDays(16));
        assertThat(identity.isDue(now)).isTrue();
        var keys = NodeIdentity.newKeys();

        JoinedNode node = admission.nodeOf(shown(identity));
        NodeIdentity renewed =
                NodeIdentity.of(
                        keys.getPrivate(),
                        admission.renew(node, SigningRequest.pem(keys, "whatever it says")));

        assertThat(renewed.badge()).isEqualTo(identity.badge());
        assertThat(renewed.isDue(now)).isFalse();
        assertThat(admission.nodeOf(shown(renewed))).isEqualTo(node);
    }

    @Test
    void an_authority_that_is_damaged_is_said_with_the_file_and_the_remedy() throws Exception {
        Files.writeString(folder.resolve("nodes/authority.pem"), "rubbish");

        assertThatThrownBy(() -> Admission.open(folder, clock))
                .hasMessageContaining("authority.pem")
                .hasMessageContaining("restore it from a copy");
    }

    @Test
    void a_badge_is_read_only_from_what_is_one() throws Exception {
        NodeIdentity identity = join("a.b-c_d", Role.DIRECTOR, token(Role.DIRECTOR));

        assertThat(Badge.of(identity.certificate()))
                .hasValueSatisfying(badge -> assertThat(badge.name()).isEqualTo("a.b-c_d"));
        assertThat(Badge.isControl(identity.certificate())).isFalse();
        assertThat(Badge.of(admission.authority().certificate())).isEmpty();
    }

    private String token(Role role) throws Exception {
        return admission.giveToken(role, HOUR, false).text();
    }

    private NodeIdentity join(String name, Role role, String token) throws Exception {
        return join(admission, name, role, token);
    }

    private static NodeIdentity join(Admission at, String name, Role role, String token)
            throws Exception {
        var keys = NodeIdentity.newKeys();
        @Nullable String address = null;
        var request =
                new JoinRequest(
                        name, Words.of(role), token, SigningRequest.pem(keys, name), address);
        return NodeIdentity.of(keys.getPrivate(), at.join(request, "192.0.2.7", _ -> false));
    }

    private static List<X509Certificate> shown(NodeIdentity identity) {
        return List.of(identity.certificate(), identity.authority());
    }

    private static String damaged(String pem) {
        int at = pem.indexOf('\n') + 100;
        return pem.substring(0, at) + (pem.charAt(at) == 'A' ? 'B' : 'A') + pem.substring(at + 1);
    }

    private static void refused(Reason reason, ThrowingCallable what) {
        refused(reason, what, "");
    }

    private static void refused(Reason reason, ThrowingCallable what, String words) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        NotAdmitted.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(words);
    }
}
