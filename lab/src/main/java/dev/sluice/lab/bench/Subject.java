package dev.sluice.lab.bench;

import dev.sluice.lab.process.Program;
import java.net.URI;

/**
 * A balancer that is measured.
 *
 * @param name what the tables call it
 * @param program its running process
 * @param origin where clients reach it: scheme, host and port
 */
record Subject(String name, Program program, URI origin) {
    static final String NGINX = "nginx";
    static final String HAPROXY = "HAProxy";
    static final String SLUICE = "Sluice";
}
