package dev.sluice.control.rest;

/** What answers the requests of one port. */
@FunctionalInterface
interface HttpService {
    /** Answers a request; called on a virtual thread, may block. */
    ApiResponse handle(ApiRequest request) throws InterruptedException;
}
