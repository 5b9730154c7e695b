package dev.sluice.model.check;

/** How Sluice is installed, which decides what can be done of what users ask for. */
public enum Installed {
    /** Control and a proxy in one process, which nothing can join. */
    ONE_PROCESS,
    /** Control by itself, which proxies and directors join. */
    ROLES
}
