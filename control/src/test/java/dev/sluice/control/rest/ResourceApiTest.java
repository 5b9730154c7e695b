package dev.sluice.control.rest;

import static dev.sluice.control.AdminClient.size;
import static dev.sluice.control.AdminClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.control.AdminClient;
import dev.sluice.control.ControlBed;
import dev.sluice.control.Eventually;
import dev.sluice.model.node.Acknowledgement;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class ResourceApiTest {
    private static final String GROUP =
            "{\"servers\":[{\"address\":\"127.0.0.1\",\"port\":9001,\"weight\":50}]}";

    @TempDir private Path directory;
    private ControlBed bed;
    private AdminClient client;

    @BeforeEach
    void open() throws Exception {
        bed = new ControlBed(directory);
        client = bed.client();
    }

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void a_put_makes_a_resource_with_id_revision_and_conditions() throws Exception {
        HttpResponse<String> made = client.send("PUT", "/v1/serverGroups/pages?wait=60", GROUP);

        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(text(made, "name")).isEqualTo("pages");
        assertThat(text(made, "id")).matches("grp-[a-z2-7]{12}");
        assertThat(text(made, "revision")).isEqualTo("1");
        assertThat(text(made, "owner")).isEqualTo("api");
        assertThat(text(made, "servers.0.weight")).isEqualTo("50");
        assertThat(text(made, "status.conditions.0.status")).isEqualTo("True");
        assertThat(text(made, "status.conditions.2.type")).isEqualTo("Programmed");
        assertThat(text(made, "status.conditions.2.status")).isEqualTo("True");
        assertThat(made.headers().firstValue("ETag")).contains("\"1\"");
        assertThat(made.headers().firstValue("Location"))
                .contains("/v1/serverGroups/" + text(made, "id"));
    }

    @Test
    void what_was_read_can_be_put_back_and_changes_nothing() throws Exception {
        client.put("/v1/serverGroups/pages", GROUP);
        HttpResponse<String> read = client.get("/v1/serverGroups/pages");

        HttpResponse<String> again = client.put("/v1/serverGroups/pages", read.body());

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(text(again, "revision")).isEqualTo("1");
    }

    @Test
    void a_resource_is_found_by_its_id_and_renamed_by_it() throws Exception {
        String id = text(client.put("/v1/serverGroups/pages", GROUP), "id");

        HttpResponse<String> renamed =
                client.send("PATCH", "/v1/serverGroups/" + id, "{\"name\":\"sites\"}");

        assertThat(text(renamed, "name")).isEqualTo("sites");
        assertThat(text(renamed, "id")).isEqualTo(id);
        assertThat(client.get("/v1/serverGroups/pages").statusCode()).isEqualTo(404);
        assertThat(client.put("/v1/serverGroups/sites", "{\"name\":\"other\"}").statusCode())
                .isEqualTo(422);
    }

    @Test
    void a_patch_changes_what_it_names_and_null_takes_away() throws Exception {
        bed.putWeb();

        HttpResponse<String> patched =
                client.send(
                        "PATCH",
                        "/v1/listeners/web-http-80",
                        "{\"idleTimeout\":\"30s\",\"maxConnections\":100}");
        HttpResponse<String> cleared =
                client.send("PATCH", "/v1/listeners/web-http-80", "{\"maxConnections\":null}");

        assertThat(patched.statusCode()).as(patched.body()).isEqualTo(200);
        assertThat(text(patched, "idleTimeout")).isEqualTo("30s");
        assertThat(text(cleared, "idleTimeout")).isEqualTo("30s");
        assertThat(cleared.body()).doesNotContain("maxConnections").doesNotContain("warnings");
        assertThat(client.send("PATCH", "/v1/listeners/none", "{}").statusCode()).isEqualTo(404);
    }

    @Test
    void a_change_on_an_old_revision_is_refused() throws Exception {
        client.put("/v1/serverGroups/pages", GROUP);
        client.put("/v1/serverGroups/pages", "{\"servers\":[]}");

        HttpResponse<String> late =
                client.send("PUT", "/v1/serverGroups/pages", GROUP, "If-Match", "\"1\"");
        HttpResponse<String> right =
                client.send("PUT", "/v1/serverGroups/pages", GROUP, "If-Match", "\"2\"");

        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(text(late, "code")).isEqualTo("PreconditionFailed");
        assertThat(text(late, "detail"))
                .isEqualTo("it is at revision 2, not 1; read it again and decide anew");
        assertThat(right.statusCode()).isEqualTo(200);
        assertThat(
                        client.send("PUT", "/v1/serverGroups/pages", GROUP, "If-None-Match", "*")
                                .statusCode())
                .isEqualTo(412);
        assertThat(
                        client.send("DELETE", "/v1/serverGroups/pages", "", "If-Match", "\"1\"")
                                .statusCode())
                .isEqualTo(412);
    }

    @Test
    void a_dry_run_says_what_would_be_and_changes_nothing() throws Exception {
        HttpResponse<String> planned = client.put("/v1/serverGroups/pages?dryRun=true", GROUP);

        assertThat(planned.statusCode()).isEqualTo(201);
        assertThat(text(planned, "name")).isEqualTo("pages");
        assertThat(client.get("/v1/serverGroups/pages").statusCode()).isEqualTo(404);
        assertThat(bed.plane().catalog().revision()).isZero();
    }

    @Test
    void all_mistakes_are_told_at_once_with_line_and_field() throws Exception {
        HttpResponse<String> refused =
                client.put(
                        "/v1/serverGroups/pages",
                        "{\n\"servers\":[\n{\"address\":\"a\",\"port\":0},\n{\"adress\":\"b\"}]}");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        assertThat(text(refused, "code")).isEqualTo("Invalid");
        assertThat(size(refused, "problems")).isGreaterThanOrEqualTo(2);
        assertThat(text(refused, "problems.0.field")).isEqualTo("servers[0].port");
        assertThat(text(refused, "problems.0.line")).isEqualTo("3");
        assertThat(refused.body()).contains("adress");
    }

    @Test
    void a_reference_to_nothing_is_refused() throws Exception {
        HttpResponse<String> refused =
                client.put(
                        "/v1/listeners/l",
                        "{\"loadBalancer\":\"none\",\"protocol\":\"http\",\"port\":80}");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(text(refused, "problems.0.code")).isEqualTo("DanglingReference");
    }

    @Test
    void a_field_that_cannot_be_changed_is_named() throws Exception {
        bed.putWeb();

        HttpResponse<String> refused =
                client.send("PATCH", "/v1/listeners/web-http-80", "{\"port\":81}");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(text(refused, "problems.0.code")).isEqualTo("Immutable");
        assertThat(text(refused, "problems.0.field")).isEqualTo("port");
    }

    @Test
    void where_none_can_join_a_director_is_taken_with_a_warning_and_a_condition() throws Exception {
        HttpResponse<String> put =
                client.send("PUT", "/v1/directors/d", "{\"interfaces\":[\"eth0\"]}");

        assertThat(put.statusCode()).as(put.body()).isEqualTo(201);
        assertThat(text(put, "warnings.0.code")).isEqualTo("NotHonoured");
        assertThat(text(put, "status.conditions.0.reason")).isEqualTo("NotHonoured");
    }

    @Test
    void a_field_that_is_not_honoured_is_taken_with_a_warning_and_a_condition() throws Exception {
        bed.putWeb();

        HttpResponse<String> patched =
                client.send("PATCH", "/v1/loadBalancers/web", "{\"bandwidth\":\"10Mbps\"}");

        assertThat(patched.statusCode()).as(patched.body()).isEqualTo(200);
        assertThat(text(patched, "warnings.0.code")).isEqualTo("NotHonoured");
        assertThat(text(patched, "warnings.0.field")).isEqualTo("bandwidth");
        assertThat(text(patched, "status.conditions.0.status")).isEqualTo("True");
        assertThat(text(patched, "status.conditions.0.reason")).isEqualTo("NotHonoured");
    }

    @Test
    void what_others_refer_to_cannot_be_deleted() throws Exception {
        bed.putWeb();

        HttpResponse<String> refused = client.send("DELETE", "/v1/serverGroups/pages", "");

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(text(refused, "code")).isEqualTo("Referenced");
    }

    @Test
    void a_load_balancer_goes_with_its_listeners() throws Exception {
        bed.putWeb();

        HttpResponse<String> deleted = client.send("DELETE", "/v1/loadBalancers/web", "");

        assertThat(deleted.statusCode()).isEqualTo(200);
        assertThat(size(deleted, "removed")).isEqualTo(2);
        assertThat(client.get("/v1/listeners/web-http-80").statusCode()).isEqualTo(404);
        assertThat(client.send("DELETE", "/v1/loadBalancers/web", "").statusCode()).isEqualTo(404);
    }

    @Test
    void a_list_comes_page_by_page() throws Exception {
        for (String name : List.of("b", "a", "d", "c", "e")) {
            client.put("/v1/serverGroups/" + name, "{}");
        }
        HttpResponse<String> first = client.get("/v1/serverGroups?limit=2");
        HttpResponse<String> second =
                client.get("/v1/serverGroups?limit=3&cursor=" + text(first, "cursor"));

        assertThat(text(first, "items.0.name")).isEqualTo("a");
        assertThat(size(first, "items")).isEqualTo(2);
        assertThat(text(second, "items.0.name")).isEqualTo("c");
        assertThat(size(second, "items")).isEqualTo(3);
        assertThat(second.body()).doesNotContain("\"cursor\"");
        assertThat(client.get("/v1/serverGroups?cursor=***").statusCode()).isEqualTo(400);
    }

    @Test
    void listeners_are_listed_by_load_balancer_and_accounts_are_apart() throws Exception {
        bed.putWeb();
        client.put("/v1/loadBalancers/web?account=other", "{\"address\":\"127.0.0.2\"}");

        assertThat(size(client.get("/v1/listeners?loadBalancer=web"), "items")).isEqualTo(1);
        assertThat(size(client.get("/v1/listeners?loadBalancer=none"), "items")).isZero();
        assertThat(size(client.get("/v1/loadBalancers"), "items")).isEqualTo(1);
        assertThat(text(client.get("/v1/loadBalancers/web?account=other"), "address"))
                .isEqualTo("127.0.0.2");
    }

    @Test
    void a_nodes_refusal_shows_in_the_condition() throws Exception {
        bed.node()
                .refuse(config ->
                        config.resources().keySet().stream()
                                .filter(key -> key.startsWith("listener/"))
                                .map(key ->
                                        new Acknowledgement.Refusal(
                                                key,
                                                "PortInUse",
                                                "port 80 is in use; stop what listens there"))
                                .toList());
        bed.putWeb();

        Eventually.holds(
                "the listener is not programmed",
                () ->
                        text(client.get("/v1/listeners/web-http-80"), "status.conditions.2.reason")
                                .equals("PortInUse"));
        HttpResponse<String> listener = client.get("/v1/listeners/web-http-80");
        assertThat(text(listener, "status.conditions.2.status")).isEqualTo("False");
        assertThat(text(listener, "status.conditions.2.message")).startsWith("proxy-1: port 80");
        assertThat(text(client.get("/v1/loadBalancers/web"), "status.conditions.2.status"))
                .isEqualTo("False");
        assertThat(text(client.get("/v1/serverGroups/pages"), "status.conditions.2.status"))
                .isEqualTo("True");
    }

    @Test
    void every_change_is_in_the_audit() throws Exception {
        client.send("PUT", "/v1/serverGroups/pages", GROUP, "User-Agent", "sluice-cli/1");
        client.send("DELETE", "/v1/serverGroups/pages", "");

        HttpResponse<String> audit = client.get("/v1/audit");

        assertThat(text(audit, "items.0.action")).isEqualTo("remove");
        assertThat(text(audit, "items.1.action")).isEqualTo("create");
        assertThat(text(audit, "items.1.actor")).isEqualTo("cli");
        assertThat(text(audit, "items.1.kind")).isEqualTo("serverGroup");
        assertThat(size(client.get("/v1/audit?limit=1"), "items")).isEqualTo(1);
    }
}
