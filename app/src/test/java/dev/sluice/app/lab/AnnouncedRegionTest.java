package dev.sluice.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.app.scenario.Packaged;
import dev.sluice.app.scenario.Until;
import dev.sluice.linux.space.NetworkSpace;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A region whose directors tell the router themselves what goes where. */
@Packaged
class AnnouncedRegionTest {
    private static final String LOCAL_ADDRESSES = "198.18.1.0/28";

    @Test
    void the_router_sends_all_to_the_other_director_when_one_is_gone() {
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
                        "ecmp")) {
            Until.holds("the router uses both", () -> both(route(lab, "203.0.113.10")));
            Until.holds(
                    "answers go to their owner",
                    () -> route(lab, LOCAL_ADDRESSES).contains("192.0.2.11"));
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

            lab.command("start", "director-1");

            Until.holds("the router uses both again", () -> both(route(lab, "203.0.113.10")));
            Until.holds(
                    "answers go to their owner again",
                    () -> route(lab, LOCAL_ADDRESSES).contains("192.0.2.11"));
        }
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
