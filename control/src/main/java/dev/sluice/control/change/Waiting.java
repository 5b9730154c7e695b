package dev.sluice.control.change;

import java.util.concurrent.CompletableFuture;

/** A wish in the writer's queue. */
record Waiting(Wish wish, String actor, CompletableFuture<Outcome> outcome) {
    static Waiting of(Wish wish, String actor) {
        return new Waiting(wish, actor, new CompletableFuture<>());
    }
}
