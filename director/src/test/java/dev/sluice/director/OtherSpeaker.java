package dev.sluice.director;

import dev.sluice.director.own.speak.Ownership;
import dev.sluice.director.own.speak.VrrpSpeaker;
import dev.sluice.director.own.vrrp.ChecksumReading;
import dev.sluice.director.own.vrrp.VirtualRouterSettings;
import dev.sluice.director.table.Address;
import dev.sluice.measure.Measure;
import dev.sluice.model.unit.Network;
import java.util.List;
import java.util.Set;

/** Who elects a master with a director, at the client's end; it forwards nothing. */
final class OtherSpeaker implements AutoCloseable {
    private final VrrpSpeaker speaker;

    OtherSpeaker(SmallRegion region, int priority) {
        speaker = region.client.call(OtherSpeaker::start);
        speaker.use(
                List.of(
                        new VirtualRouterSettings(
                                SmallRegion.OUTSIDE + 0,
                                10,
                                3,
                                priority,
                                200,
                                true,
                                0,
                                "",
                                address("10.91.1.2"),
                                List.of(),
                                List.of(),
                                ChecksumReading.WITH_PSEUDO_HEADER,
                                List.of(address(Written.VIRTUAL)))));
    }

    private static VrrpSpeaker start() {
        return VrrpSpeaker.start(
                new Ownership() {
                    @Override
                    public void owned(Set<Address> addresses, Set<Network> networks) {}

                    @Override
                    public void resync() {}
                },
                () -> true,
                new Measure(),
                failure -> {
                    throw new AssertionError(failure);
                });
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    @Override
    public void close() {
        speaker.close();
    }
}
