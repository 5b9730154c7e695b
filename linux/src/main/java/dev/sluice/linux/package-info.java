/** The kernel in Java: system calls, AF_XDP sockets, BPF and netlink. Knows no load balancing. */
@NullMarked
package dev.sluice.linux;

import org.jspecify.annotations.NullMarked;
