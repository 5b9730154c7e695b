package dev.sluice.proxy.tls;

/** A certificate or its key cannot be used; the message names the reason and the remedy. */
public final class UnusableCertificateException extends Exception {
    UnusableCertificateException(String message) {
        super(message);
    }

    UnusableCertificateException(String message, Throwable cause) {
        super(message, cause);
    }
}
