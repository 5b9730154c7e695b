package dev.sluice.director.own.vrrp;

/** What came of a packet of another's: an advertisement, or a reason why it is none. */
public sealed interface Received permits Advert, Refusal {}
