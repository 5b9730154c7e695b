/**
 * The admin API, version 1: JSON over HTTP, one virtual thread a request.
 *
 * <p>Start at {@link dev.sluice.control.rest.Api}: host, token, route, endpoint. {@link
 * dev.sluice.control.rest.JettyApiServer} alone knows the HTTP server. Whatever a client sends
 * becomes an answer, a problem document (RFC 9457) where it cannot be served.
 */
@NullMarked
package dev.sluice.control.rest;

import org.jspecify.annotations.NullMarked;
