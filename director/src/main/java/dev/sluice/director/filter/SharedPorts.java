package dev.sluice.director.filter;

/**
 * Ports that stand for clients, of an address that the host's kernel has too. Of fragments and ICMP
 * to such an address nothing is taken, as nothing in them says for whom they are.
 *
 * @param first the lowest port
 * @param last the highest
 */
public record SharedPorts(int first, int last) {}
