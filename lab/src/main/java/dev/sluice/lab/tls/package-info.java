/**
 * Certificates for demonstrations and measurements, from an authority that nobody else trusts.
 *
 * <p>Start at {@link dev.sluice.lab.tls.Authority}. Immutable once made; any thread.
 */
@NullMarked
package dev.sluice.lab.tls;

import org.jspecify.annotations.NullMarked;
