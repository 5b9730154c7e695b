package dev.sluice.model.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.node.DirectorConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterChecksTest {
    @Test
    void two_directors_of_one_number_are_refused() {
        assertThat(complaints("{name: a, number: 7}, {name: b, number: 7}", ""))
                .containsExactly(
                        "ERROR Conflict test.yaml:1: directors[1].number: is 7, which director 'a'"
                                + " has, too; set `number` to another from 1 to 4095");
    }

    @Test
    void names_that_make_the_same_number_are_refused_until_one_is_given_another() {
        String same = "{name: Aa}, {name: BB";
        assertThat(DirectorConfig.numberOf("Aa")).isEqualTo(DirectorConfig.numberOf("BB"));

        assertThat(complaints(same + "}", ""))
                .singleElement()
                .asString()
                .contains("directors[1].number", ", made of the name, which director 'Aa' has");
        assertThat(complaints(same + ", number: 1}", "")).isEmpty();
    }

    @Test
    void directors_that_are_counted_get_numbers_one_after_the_other() {
        assertThat(DirectorConfig.numberOf("director-2"))
                .isEqualTo(DirectorConfig.numberOf("director-1") + 1);
        assertThat(DirectorConfig.numberOf("")).isBetween(1, DirectorConfig.NUMBER_MAX);
    }

    @Test
    void a_number_has_bounds() {
        for (int wrong : List.of(0, 4096)) {
            assertThat(complaints("{name: a, number: " + wrong + "}", ""))
                    .as("%s", wrong)
                    .singleElement()
                    .asString()
                    .contains("directors[0].number: must be a whole number from 1 to 4095");
        }
    }

    @Test
    void sessions_shared_without_a_secret_are_worth_a_warning() {
        assertThat(complaints("{name: a}", ", cluster: {sync: {group: 224.0.0.82}}"))
                .singleElement()
                .asString()
                .contains("WARNING Questionable", "cluster.sync.secretFile: is missing");
    }

    @Test
    void peers_of_both_ip_versions_are_refused() {
        String sync = "{peers: [10.0.9.1, 'fd00::2', 10.0.9.3], secretFile: s}";
        assertThat(complaints("{name: a}", ", cluster: {sync: " + sync + "}"))
                .containsExactly(
                        "ERROR Conflict test.yaml:1: cluster.sync.peers: are of IPv4 and of IPv6,"
                                + " but directors share sessions by one of them; write all"
                                + " directors' addresses of the same version");
        String six = sync.replace("10.0.9.1", "'fd00::1'").replace("10.0.9.3", "'fd00::3'");
        assertThat(complaints("{name: a}", ", cluster: {sync: " + six + "}")).isEmpty();
    }

    private static List<String> complaints(String directors, String more) {
        return Written.file("{directors: [" + directors + "]" + more + "}").complaints();
    }
}
