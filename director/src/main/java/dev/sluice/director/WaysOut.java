package dev.sluice.director;

import dev.sluice.director.offload.FlowCache;
import dev.sluice.director.worker.Attachment;
import dev.sluice.director.worker.Port;
import dev.sluice.linux.device.XdpFeatures;
import dev.sluice.linux.netlink.DeviceFeatures;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * By which ports the kernel can send out what it forwards by itself. A driver's program hands a
 * frame to another driver, which may have no way to take it: a veth has one only while its other
 * end polls. Such a frame would be lost in silence, so workers forward what leaves by such a port.
 * All that the kernel runs behind a driver hands over buffers, which every interface takes.
 *
 * <p>One thread at a time.
 */
final class WaysOut implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WaysOut.class);

    private final FlowCache cache;
    private final List<Port> ports;
    private final DeviceFeatures features = DeviceFeatures.open();

    private WaysOut(FlowCache cache, List<Port> ports) {
        this.cache = cache;
        this.ports = ports;
    }

    static WaysOut begin(FlowCache cache, List<Port> ports) {
        var ways = new WaysOut(cache, ports);
        for (int number = 0; number < ports.size(); number++) {
            cache.lead(number, ports.get(number).index());
            ways.put(number, ways.takes(ports.get(number)));
        }
        return ways;
    }

    /** Whether any has changed. */
    boolean lookAgain() {
        boolean any = false;
        for (int number = 0; number < ports.size(); number++) {
            boolean takes = takes(ports.get(number));
            if (takes != cache.isOpen(number)) {
                put(number, takes);
                any = true;
            }
        }
        return any;
    }

    private boolean takes(Port port) {
        if (ports.stream().noneMatch(from -> from.attachment() == Attachment.NATIVE)) {
            return true;
        }
        OptionalLong bits = features.bits(port.index());
        return bits.isEmpty() || XdpFeatures.of(bits.getAsLong()).takesRedirected();
    }

    private void put(int number, boolean takes) {
        String name = ports.get(number).name();
        cache.open(number, takes);
        if (takes) {
            LOG.info("{} takes what the kernel forwards by itself", name);
        } else {
            LOG.info(
                    "{} takes no frames from programs: workers forward all that leaves by it",
                    name);
        }
    }

    @Override
    public void close() {
        features.close();
    }
}
