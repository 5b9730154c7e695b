package dev.sluice.model.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Listener;
import dev.sluice.model.Resource;
import dev.sluice.model.Rule;
import org.junit.jupiter.api.Test;

class ConfigFileTest {
    @Test
    void listeners_and_rules_become_resources_that_name_what_they_stood_under() {
        Written written =
                Written.file(
                        """
                        {loadBalancers: [{name: web, account: acme, address: 127.0.0.1, listeners: [
                          {protocol: http, port: 80, serverGroup: pages, rules: [
                            {domain: api.example.com, path: /v1, serverGroup: pages}]}]}],
                        serverGroups: [{name: pages, account: acme, servers: [{address: a, port: 1}]}]}
                        """);

        assertThat(written.complaints()).isEmpty();
        assertThat(written.drafts())
                .extracting(Draft::path)
                .containsExactly(
                        "loadBalancers[0]",
                        "loadBalancers[0].listeners[0]",
                        "loadBalancers[0].listeners[0].rules[0]",
                        "serverGroups[0]");
        Listener listener = (Listener) written.drafts().get(1).resource();
        Rule rule = (Rule) written.drafts().get(2).resource();
        assertThat(listener.name()).isEqualTo("web-http-80");
        assertThat(rule.listener()).isEqualTo("web-http-80");
        assertThat(rule.name()).isEqualTo("web-http-80-api.example.com-v1");
        assertThat(written.drafts())
                .extracting(Draft::resource)
                .extracting(Resource::account)
                .containsOnly("acme");
    }

    @Test
    void sections_that_do_not_exist_are_named_with_what_was_meant() {
        assertThat(
                        Written.file(
                                        "{serverGroup: [],\nlisteners: [],\nrules: [],\nfoo: 1,\ncertificates: {}}")
                                .complaints())
                .containsExactly(
                        "ERROR UnknownField test.yaml:1: serverGroup: is not a section of a file;"
                                + " did you mean 'serverGroups'?",
                        "ERROR UnknownField test.yaml:2: listeners: is not a section of a file;"
                                + " listeners stand under their load balancer",
                        "ERROR UnknownField test.yaml:3: rules: is not a section of a file;"
                                + " rules stand under their listener",
                        "ERROR UnknownField test.yaml:4: foo: is not a section of a file; there are"
                                + " loadBalancers, serverGroups, certificates, accessLists,"
                                + " directors, cluster",
                        "ERROR WrongType test.yaml:5: certificates: must be a list");
    }

    @Test
    void a_file_that_is_no_mapping_is_refused() {
        assertThat(Written.file("null").complaints()).hasSize(1);
        assertThat(Written.file("[]").complaints()).hasSize(1);
    }

    @Test
    void a_listener_may_repeat_what_it_stands_under_but_not_deny_it() {
        assertThat(
                        Written.file(
                                        """
                                        {loadBalancers: [{name: web, address: 127.0.0.1, serverGroup: g, listeners: [
                                          {protocol: tcp, port: 1, loadBalancer: web},
                                          {protocol: tcp, port: 2, loadBalancer: other}]}],
                                        serverGroups: [{name: g}]}
                                        """)
                                .complaints())
                .containsExactly(
                        "ERROR Conflict test.yaml:3: loadBalancers[0].listeners[1].loadBalancer:"
                                + " is 'web' by where it stands, not 'other'; remove it");
    }

    @Test
    void mistakes_below_a_broken_load_balancer_are_found_too() {
        assertThat(
                        Written.file(
                                        """
                                        {loadBalancers: [{addres: 127.0.0.1,
                                          listners: [],
                                          listeners: [{protocol: http, rules: [{pat: /}]}]}]}
                                        """)
                                .complaints())
                .extracting(complaint -> complaint.replaceFirst("^.*test.yaml:", ""))
                .containsExactly(
                        "1: loadBalancers[0].addres: is not a field of a load balancer; did you"
                                + " mean 'address'?",
                        "2: loadBalancers[0].listners: is not a field of a load balancer; did you"
                                + " mean 'listeners'?",
                        "1: loadBalancers[0].name: is missing; it must be 1 to 128 letters, digits,"
                                + " '.', '_' or '-', beginning with a letter or digit",
                        "1: loadBalancers[0].address: is missing; it must be an IPv4 or IPv6"
                                + " address",
                        "3: loadBalancers[0].listeners[0].port: is missing; it must be a whole"
                                + " number from 1 to 65535",
                        "3: loadBalancers[0].listeners[0].rules[0].pat: is not a field of a rule;"
                                + " did you mean 'path'?",
                        "3: loadBalancers[0].listeners[0].rules[0].serverGroup: is missing; it must"
                                + " be text");
    }
}
