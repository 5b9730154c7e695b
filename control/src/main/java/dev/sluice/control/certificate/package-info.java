/**
 * Certificate chains and private keys on their way in: parsed, held against each other, told apart.
 *
 * <p>Start at {@link dev.sluice.control.certificate.CertificateCheck}. A chain becomes part of its
 * resource; a key becomes a file of its own ({@link dev.sluice.control.certificate.KeyFiles}) and
 * nothing else. Any thread.
 */
@NullMarked
package dev.sluice.control.certificate;

import org.jspecify.annotations.NullMarked;
