/**
 * Who may be a node: Sluice's own authority, the tokens by which nodes join, and the nodes that
 * have.
 *
 * <p>Start at {@link dev.sluice.control.identity.Admission}. Everything lies in the folder {@code
 * nodes} of the data folder, for its owner alone. Blocking code, any thread.
 */
@NullMarked
package dev.sluice.control.identity;

import org.jspecify.annotations.NullMarked;
