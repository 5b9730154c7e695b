package dev.sluice.proxy.http;

import dev.sluice.proxy.http.wire.ForwardedHeaders;
import dev.sluice.proxy.listen.ClientAddress;
import dev.sluice.proxy.log.AccessEntry;
import dev.sluice.proxy.table.HttpTable;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/** What is told of a client, to servers and in the log: made when it is first needed, then kept. */
final class ClientFacts {
    private final ClientAddress address;
    private final boolean secure;
    private @Nullable ForwardedHeaders forwarded;
    private @Nullable HttpTable forwardedBy;
    private @Nullable TlsFacts tls;

    /**
     * @param secure whether the client speaks TLS with us
     */
    ClientFacts(ClientAddress address, boolean secure) {
        this.address = address;
        this.secure = secure;
    }

    ClientAddress address() {
        return address;
    }

    /**
     * What servers are told about the client; made for the first request and again when the
     * listener changed.
     */
    ForwardedHeaders forwarded(HttpTable table) {
        ForwardedHeaders made = forwarded;
        if (made == null || forwardedBy != table) {
            made =
                    new ForwardedHeaders(
                            table.headers(),
                            address.text(),
                            address.port(),
                            table.trusts(address.address()));
            forwarded = made;
            forwardedBy = table;
        }
        return made;
    }

    /** Protocol and suite of the client's TLS, for the log. */
    void tls(Channel channel, AccessEntry entry) {
        if (!secure) {
            return;
        }
        TlsFacts facts = tls;
        if (facts == null) {
            facts = TlsFacts.of(channel);
            tls = facts;
        }
        entry.tlsProtocol.set(facts.protocol());
        entry.tlsCipher.set(facts.cipher());
    }
}
