package dev.sluice.lab.bench;

import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.process.Program;
import dev.sluice.lab.tls.Authority;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Looks whether a subject answers as it must, before anything about it is measured. */
final class AnswerCheck {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
    private static final long PAUSE_NS = 20_000_000;

    private final HttpClient client;

    private AnswerCheck(HttpClient client) {
        this.client = client;
    }

    static AnswerCheck plain() {
        return new AnswerCheck(builder().build());
    }

    static AnswerCheck trusting(Authority authority) throws LabFailure {
        return new AnswerCheck(builder().sslContext(authority.clientTls()).build());
    }

    private static HttpClient.Builder builder() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(HttpClient.Builder.NO_PROXY);
    }

    /** Waits until a subject takes requests, then checks each kind of answer. */
    void await(Subject subject) throws LabFailure {
        awaitPort(subject.program(), subject.origin().resolve(Subjects.SMALL));
        expectSize(subject, Subjects.SMALL, Subjects.SMALL_BYTES);
        expectSize(subject, Subjects.LARGE, Subjects.LARGE_BYTES);
        String forwarded = get(subject.origin().resolve("/forwarded")).body();
        if (!forwarded.equals("127.0.0.1")) {
            throw new LabFailure(
                    subject.name() + " forwards the client's address as '" + forwarded + "'");
        }
    }

    private void expectSize(Subject subject, String path, int sizeBytes) throws LabFailure {
        HttpResponse<String> answer = get(subject.origin().resolve(path));
        if (answer.statusCode() != 200 || !answer.body().equals("x".repeat(sizeBytes))) {
            throw new LabFailure(
                    "%s answers %s with status %d and %d bytes, not 200 and the file's %d"
                            .formatted(
                                    subject.name(),
                                    path,
                                    answer.statusCode(),
                                    answer.body().length(),
                                    sizeBytes));
        }
    }

    private HttpResponse<String> get(URI uri) throws LabFailure {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(ANSWER_LIMIT).build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new LabFailure("no answer from " + uri + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabFailure("interrupted", e);
        }
    }

    /** Waits until a program takes requests and its backend is known to be well. */
    void awaitPort(Program program, URI uri) throws LabFailure {
        long deadlineNs = System.nanoTime() + START_LIMIT.toNanos();
        String last = "nothing";
        while (System.nanoTime() < deadlineNs) {
            program.requireAlive();
            try {
                int status = get(uri).statusCode();
                if (status < 500) {
                    return;
                }
                last = "status " + status;
            } catch (LabFailure e) {
                last = String.valueOf(e.getMessage());
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
        throw new LabFailure(
                "%s did not get ready in %d s; last: %s. It printed:%n%s"
                        .formatted(program.name(), START_LIMIT.toSeconds(), last, program.tail()));
    }
}
