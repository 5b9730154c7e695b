package dev.sluice.app.client;

import java.nio.file.Path;

/**
 * How to reach a running control plane.
 *
 * @param admin host and port of the admin API
 * @param tokenFile the file with its bearer token
 */
public record Contact(String admin, Path tokenFile) {}
