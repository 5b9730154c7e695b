package dev.sluice.lab.region;

/** How directors come to own virtual addresses. */
public enum Ownership {
    /** All of them: each announces itself by BGP, and the router spreads flows over them. */
    ECMP,
    /** One of them: they elect a master by VRRP, in the router's own network. */
    VRRP
}
