package dev.sluice.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.app.scenario.Packaged;
import dev.sluice.app.scenario.Until;
import dev.sluice.linux.space.NetworkSpace;
import java.util.ArrayList;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A region whose directors tell the router themselves what goes where. */
@Packaged
class AnnouncedRegionTest {
    private static final String LOCAL_ADDRESSES = "198.18.1.0/28";

    /** Enough that some of them are not the second director's from the first on. */
    private static final int TALKS = 6;

    @Test
    void the_router_sends_all_to_the_other_director_when_one_is_gone_and_its_kernel_forwards_it() {
        Assumptions.assumeTrue(NetworkSpace.isAllowed(), "not run without root: the lab");
        var talks = new ArrayList<LongTalk>();
        try (var lab =
                StandingLab.up(
                        "--directors",
                        "2",
                        "--proxies",
                        "1",
                        "--backends",
                        "1",
                        "--ownership",
                        "ecmp")) {
            Until.holds("the router uses both", () -> both(route(lab, "203.0.113.10")));
            Until.holds(
                    "answers go to their owner",
                    () -> route(lab, LOCAL_ADDRESSES).contains("192.0.2.11"));
            for (int i = 0; i < TALKS; i++) {
                talks.add(LongTalk.open(lab.space("client"), "203.0.113.10", 7001));
            }
            talks.forEach(talk -> talk(talk, "before"));
            Until.holds(
                    "each knows the other's",
                    () ->
                            ofBoth(lab, "sluice_sync_sessions_safe") >= TALKS
                                    && ofBoth(lab, "sluice_sync_sessions_at_risk") == 0);
            assertThat(page(lab)).contains("backend-1");

            lab.command("kill", "director-1");

            Until.holds(
                    "the router uses the one that is left",
                    () -> !route(lab, "203.0.113.10").contains("192.0.2.11"));
            Until.holds(
                    "answers go to the heir",
                    () -> route(lab, LOCAL_ADDRESSES).contains("192.0.2.12"));
            for (int i = 0; i < 5; i++) {
                Until.holds("a client is answered", () -> page(lab).contains("backend-1"));
            }
            talks.forEach(talk -> talk(talk, "after"));
            Until.holds(
                    "the heir's kernel forwards all",
                    () -> of(lab, "director-2", "sluice_offloaded_sessions") >= TALKS);
            talks.forEach(talk -> talk(talk, "by the kernel"));

            lab.command("start", "director-1");

            Until.holds("the router uses both again", () -> both(route(lab, "203.0.113.10")));
            Until.holds(
                    "answers go to their owner again",
                    () -> route(lab, LOCAL_ADDRESSES).contains("192.0.2.11"));
        } finally {
            talks.forEach(LongTalk::close);
        }
    }

    private static void talk(LongTalk talk, String words) {
        talk.say(words);
        assertThat(talk.hear()).isEqualTo(words);
    }

    private static int ofBoth(StandingLab lab, String metric) {
        return of(lab, "director-1", metric) + of(lab, "director-2", metric);
    }

    /** A metric's value of a director, for all labels. */
    private static int of(StandingLab lab, String director, String metric) {
        return lab.exec(director, "curl", "-s", "-m", "3", "http://127.0.0.1:9090/metrics")
                .output()
                .lines()
                .filter(line -> line.startsWith(metric))
                .mapToInt(line -> Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static boolean both(String routes) {
        return routes.contains("192.0.2.11") && routes.contains("192.0.2.12");
    }

    private static String route(StandingLab lab, String network) {
        return lab.exec("router", "ip", "route", "show", network).output();
    }

    private static String page(StandingLab lab) {
        return lab.exec("client", "curl", "-s", "-m", "3", "http://203.0.113.10/").output();
    }
}
