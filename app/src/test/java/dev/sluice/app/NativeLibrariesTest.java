package dev.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.Epoll;
import io.netty.handler.ssl.OpenSsl;
import org.junit.jupiter.api.Test;

/** The versions of docs/decisions/0001-netty-mix.md go together, on the class path as shipped. */
class NativeLibrariesTest {
    @Test
    void the_native_transport_loads() {
        assertThat(Epoll.unavailabilityCause()).isNull();
        assertThat(Epoll.isAvailable()).isTrue();
    }

    @Test
    void boringssl_loads_and_speaks_tls_1_3() {
        assertThat(OpenSsl.unavailabilityCause()).isNull();
        assertThat(OpenSsl.versionString()).contains("BoringSSL");
        assertThat(OpenSsl.availableOpenSslCipherSuites()).contains("TLS_AES_128_GCM_SHA256");
    }
}
