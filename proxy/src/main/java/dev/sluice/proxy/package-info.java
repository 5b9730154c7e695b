/**
 * HTTP(S) and stream proxying on Netty.
 *
 * <p>Start at {@link dev.sluice.proxy.Proxy}. A connection lives on one event loop, with the
 * connection to its server, from accept to close; loops share nothing but atomic counts and the
 * published {@link dev.sluice.proxy.listen.ListenerTable}. Configurations are applied by whoever
 * calls {@link dev.sluice.proxy.Proxy#apply}, one at a time.
 */
@NullMarked
package dev.sluice.proxy;

import org.jspecify.annotations.NullMarked;
