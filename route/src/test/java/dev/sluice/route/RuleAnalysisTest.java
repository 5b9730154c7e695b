package dev.sluice.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleAnalysisTest {
    @Test
    void rules_that_narrow_each_other_are_fine() {
        assertThat(
                        RuleAnalysis.of(
                                Rules.of(
                                        "a.b",
                                        "a.b/x",
                                        "a.b/xy",
                                        "*.b",
                                        "*.b/x",
                                        "/x",
                                        "10.0.0.1",
                                        "*.a.b/x")))
                .isEmpty();
    }

    @Test
    void the_same_domain_and_path_twice_is_a_conflict() {
        List<RuleFinding> findings =
                RuleAnalysis.of(Rules.of("a.b", "a.b/x", "a.b/", "*.b/x", "*.b/x"));

        assertThat(findings).extracting(RuleFinding::type).containsOnly(RuleFinding.Type.CONFLICT);
        assertThat(findings)
                .extracting(finding -> finding.rule().name() + " " + finding.message())
                .containsExactly(
                        "a.b/ has the same domain and path as rule 'a.b'; remove one of the two",
                        "*.b/x has the same domain and path as rule '*.b/x'; remove one of the two");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a?b=c",
                "a.b/x#y",
                "300.0.0.1/",
                "*.10.0.0.1",
                "1.2.3",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com"
            })
    void a_rule_that_asks_for_what_no_request_has_never_matches(String rule) {
        assertThat(RuleAnalysis.of(Rules.of(rule)))
                .singleElement()
                .extracting(RuleFinding::type)
                .isEqualTo(RuleFinding.Type.NEVER_MATCHES);
    }

    @Test
    void a_domain_that_no_certificate_is_for_is_found() {
        List<RuleFinding> findings =
                RuleAnalysis.ofTls(
                        Rules.of(
                                "a.example.com", "b.a.example.com", "*.example.com", "x.org", "/p"),
                        Set.of("*.Example.com", "X.org"));

        assertThat(findings)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.type()).isEqualTo(RuleFinding.Type.NO_CERTIFICATE);
                    assertThat(finding.rule().name()).isEqualTo("b.a.example.com");
                });
    }
}
