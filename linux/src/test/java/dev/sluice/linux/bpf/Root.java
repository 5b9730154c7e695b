package dev.sluice.linux.bpf;

import org.junit.jupiter.api.Assumptions;

/** Skips a test, in a line that says which, where the kernel would refuse. */
final class Root {
    private Root() {}

    static void needed() {
        boolean root = System.getProperty("user.name").equals("root");
        Assumptions.assumeTrue(root, "not run without root: BPF");
    }
}
