package dev.sluice.director.sync;

/**
 * Another director, for operators.
 *
 * @param live whether it was heard of late
 * @param complete whether it says that it knows all sessions
 * @param behind how many datagrams of this director it has not acknowledged
 * @param behindMs how old the oldest change is that it has not acknowledged; 0 for none
 */
public record PeerView(int node, boolean live, boolean complete, long behind, long behindMs) {}
