package dev.sluice.director.own.vrrp;

/** Why a virtual router's state changed. */
public enum Cause {
    STARTED("it started"),
    OWNER("the addresses are its own"),
    NO_MASTER_HEARD("no master was heard"),
    MASTER_LEFT("the master said goodbye"),
    PREEMPTED("the master had a lower priority"),
    HIGHER_PRIORITY("another master has a higher priority"),
    HIGHER_ADDRESS("another master has the same priority and a higher address"),
    TRACKED("something that it needs does not work"),
    RECOVERED("what it needs works again"),
    STALLED("it stood still for longer than others wait for a master"),
    GROUP("another virtual router of its group did so"),
    CONFIGURED("its configuration changed"),
    RESIGNED("it was told to stop"),
    DRAINED("it was drained"),
    SERVING("it takes part again");

    private final String why;

    Cause(String why) {
        this.why = why;
    }

    /** In words. */
    public String why() {
        return why;
    }
}
