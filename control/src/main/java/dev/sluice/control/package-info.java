/**
 * The control plane: it stores what users want, validates it, compiles it, hands it to the nodes
 * and shows what they report.
 *
 * <p>Start at {@link dev.sluice.control.ControlPlane}, which puts the parts together. A change's
 * life: {@code rest} takes the request, {@code change} decides and commits it, {@code store} keeps
 * it, {@code distribute} gives it to the nodes, {@code status} tells what became of it.
 */
@NullMarked
package dev.sluice.control;

import org.jspecify.annotations.NullMarked;
