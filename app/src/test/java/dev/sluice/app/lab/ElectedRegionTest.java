package dev.sluice.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.app.scenario.Packaged;
import dev.sluice.app.scenario.Until;
import dev.sluice.linux.space.NetworkSpace;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A region whose directors elect the one that owns the virtual addresses. */
@Packaged
class ElectedRegionTest {
    @Test
    void another_director_answers_when_the_master_dies() {
        Assumptions.assumeTrue(NetworkSpace.isAllowed(), "not run without root: the lab");
        try (var lab =
                StandingLab.up(
                        "--directors",
                        "2",
                        "--proxies",
                        "1",
                        "--backends",
                        "1",
                        "--ownership",
                        "vrrp",
                        "--queues",
                        "2")) {
            for (String url : new String[] {"http://203.0.113.10/", "http://[2001:db8:113::10]/"}) {
                assertThat(page(lab, url)).contains("backend-1");
            }

            try (var talk = LongTalk.open(lab.space("client"), "203.0.113.10", 7001)) {
                talk.say("before");
                assertThat(talk.hear()).isEqualTo("before");

                assertThat(lab.command("upgrade"))
                        .containsPattern("director-1: [0-9]+ sessions handed over, 0 lost")
                        .containsPattern("director-2: [0-9]+ sessions handed over, 0 lost")
                        .contains("upgraded 2 directors");

                talk.say("after");
                assertThat(talk.hear()).isEqualTo("after");
            }

            lab.command("kill", "director-1");

            for (String url : new String[] {"http://203.0.113.10/", "http://[2001:db8:113::10]/"}) {
                Until.holds(
                        "director-2 answers " + url, () -> page(lab, url).contains("backend-1"));
            }
        }
    }

    private static String page(StandingLab lab, String url) {
        return lab.exec("client", "curl", "-s", "-g", "-m", "3", url).output();
    }
}
