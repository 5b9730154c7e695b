package dev.sluice.control.change;

import dev.sluice.model.unit.Secret;

/** A private key on its way to its file. */
public record PrivateKeyFile(String keyId, Secret pem) {}
