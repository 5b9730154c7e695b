package dev.sluice.proxy.tls;

/** The suites of TLS 1.2 and before that the policies name and BoringSSL has; best first. */
enum CipherSuite {
    TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256(0xC02B, Kind.ECDSA),
    TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256(0xC02F, Kind.RSA),
    TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384(0xC02C, Kind.ECDSA),
    TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384(0xC030, Kind.RSA),
    TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA(0xC009, Kind.ECDSA),
    TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA(0xC013, Kind.RSA),
    TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA(0xC00A, Kind.ECDSA),
    TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA(0xC014, Kind.RSA),
    TLS_RSA_WITH_AES_128_GCM_SHA256(0x009C, Kind.STATIC_RSA),
    TLS_RSA_WITH_AES_256_GCM_SHA384(0x009D, Kind.STATIC_RSA),
    TLS_RSA_WITH_AES_128_CBC_SHA(0x002F, Kind.STATIC_RSA),
    TLS_RSA_WITH_AES_256_CBC_SHA(0x0035, Kind.STATIC_RSA);

    /** What the server's key does in it. */
    enum Kind {
        ECDSA,
        RSA,
        /** The key decrypts instead of signing: no forward secrecy. */
        STATIC_RSA
    }

    private final int code;
    private final Kind kind;

    CipherSuite(int code, Kind kind) {
        this.code = code;
        this.kind = kind;
    }

    int code() {
        return code;
    }

    Kind kind() {
        return kind;
    }
}
