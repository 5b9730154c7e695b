package dev.sluice.control.rest;

/** Every kind of failure that the admin API answers with. Codes are stable. */
enum ErrorCode {
    BAD_SYNTAX(400, "BadSyntax", "The body cannot be read"),
    BAD_PARAMETER(400, "BadParameter", "A query parameter or header is not understood"),
    UNAUTHORIZED(401, "Unauthorized", "The token is missing or wrong"),
    NOT_FOUND(404, "NotFound", "There is no such thing"),
    METHOD_NOT_ALLOWED(405, "MethodNotAllowed", "The method does not fit the path"),
    REFERENCED(409, "Referenced", "Other resources still refer to it"),
    RANGE_GONE(410, "RevisionTooOld", "The history no longer reaches back so far"),
    PRECONDITION_FAILED(412, "PreconditionFailed", "It is not as the request believes"),
    BODY_TOO_LARGE(413, "BodyTooLarge", "The body is longer than 8 MiB"),
    MEDIA_TYPE(415, "UnsupportedMediaType", "The body's media type is not taken here"),
    WRONG_HOST(421, "WrongHost", "The Host header names another server"),
    INVALID(422, "Invalid", "What is asked for is not valid"),
    INTERNAL(500, "Internal", "Control made a mistake"),
    UNAVAILABLE(503, "Unavailable", "Control cannot do it now");

    private final int status;
    private final String code;
    private final String title;

    ErrorCode(int status, String code, String title) {
        this.status = status;
        this.code = code;
        this.title = title;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String title() {
        return title;
    }
}
