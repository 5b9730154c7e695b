package dev.sluice.control.rest;

import dev.sluice.control.document.TreeWriter;
import dev.sluice.model.tree.Tree;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the admin API answers, or the nodes' port. */
sealed interface ApiResponse {
    int status();

    Map<String, String> headers();

    /** A whole answer; the empty body has no media type. */
    record Whole(int status, Map<String, String> headers, String mediaType, String body)
            implements ApiResponse {
        public Whole {
            headers = Map.copyOf(headers);
        }
    }

    /** An answer that goes on. */
    record Events(Map<String, String> headers, String mediaType, EventSource source)
            implements ApiResponse {
        public Events {
            headers = Map.copyOf(headers);
        }

        @Override
        public int status() {
            return 200;
        }
    }

    /** Writes events until it is done or the client is gone. */
    @FunctionalInterface
    interface EventSource {
        void run(EventSink sink) throws IOException, InterruptedException;
    }

    /** Takes text for the client; blocks until it is sent. */
    @FunctionalInterface
    interface EventSink {
        void write(String text) throws IOException;
    }

    static ApiResponse json(int status, Tree tree) {
        return new Whole(status, Map.of(), "application/json", TreeWriter.json(tree));
    }

    static ApiResponse text(int status, String mediaType, String body) {
        return new Whole(status, Map.of(), mediaType, body);
    }

    /** The same answer with one more header. */
    default ApiResponse with(String name, String value) {
        var more = new LinkedHashMap<>(headers());
        more.put(name, value);
        return switch (this) {
            case Whole whole -> new Whole(whole.status(), more, whole.mediaType(), whole.body());
            case Events events -> new Events(more, events.mediaType(), events.source());
        };
    }
}
