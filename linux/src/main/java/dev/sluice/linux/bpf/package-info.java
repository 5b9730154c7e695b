/**
 * BPF without a compiler: maps, programs written as Java calls that read like the program they
 * emit, links that hold a program at an interface, and the folder where all three outlive the
 * process. Start at {@link dev.sluice.linux.bpf.ProgramText} for programs and {@link
 * dev.sluice.linux.bpf.BpfMap} for maps. Nothing here has a thread of its own.
 */
@NullMarked
package dev.sluice.linux.bpf;

import org.jspecify.annotations.NullMarked;
