package dev.sluice.director.worker;

/**
 * An interface whose frames are taken; its number is its place in the list of ports.
 *
 * @param index the interface's number in the namespace of the process
 * @param queues how many it receives by now: each gets a socket, for what comes by another is lost
 */
public record Port(String name, int index, int queues, int mtu) {}
