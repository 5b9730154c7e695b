package dev.sluice.proxy.listen;

import dev.sluice.model.Protocol;
import dev.sluice.model.node.Acknowledgement.Refusal;
import dev.sluice.model.node.ListenerConfig;
import java.io.IOException;

/** Says in words why a port could not be opened. */
final class PortRefusal {
    private PortRefusal() {}

    static Refusal of(ListenerConfig config, IOException cause) {
        String text = String.valueOf(cause.getMessage());
        if (text.contains("in use")) {
            return refusal(
                    config,
                    "PortInUse",
                    "another program has the port; stop it (ss -ltnup shows which) or take another port");
        }
        if (text.contains("assign")) {
            return refusal(
                    config,
                    "AddressNotHere",
                    "the address is not one of this machine's; add it to an interface or take another");
        }
        if (text.contains("ermission")) {
            return refusal(
                    config,
                    "NotPermitted",
                    "ports below 1024 need privileges; take a higher port or give CAP_NET_BIND_SERVICE");
        }
        return refusal(config, "CannotListen", text);
    }

    private static Refusal refusal(ListenerConfig config, String reason, String words) {
        return new Refusal(
                config.key(),
                reason,
                "listener " + config.name() + " cannot listen on " + where(config) + ": " + words);
    }

    private static String where(ListenerConfig config) {
        String address =
                config.address().indexOf(':') >= 0
                        ? "[" + config.address() + "]"
                        : config.address();
        return address + ":" + config.port() + (config.protocol() == Protocol.UDP ? " (udp)" : "");
    }
}
