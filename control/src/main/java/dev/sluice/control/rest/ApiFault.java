package dev.sluice.control.rest;

import dev.sluice.model.check.Problem;
import java.util.List;

/** Ends the handling of a request with a problem document. */
final class ApiFault extends Exception {
    private static final long serialVersionUID = 1;

    private final transient ApiResponse response;

    private ApiFault(ApiResponse response, String message) {
        super(message, null, false, false);
        this.response = response;
    }

    static ApiFault of(ErrorCode code, String detail) {
        return new ApiFault(ProblemDocument.of(code, detail), detail);
    }

    static ApiFault of(ErrorCode code, String detail, List<Problem> problems) {
        return new ApiFault(ProblemDocument.of(code, detail, problems), detail);
    }

    static ApiFault badParameter(String name, String wanted) {
        return of(ErrorCode.BAD_PARAMETER, "the query parameter '" + name + "' must be " + wanted);
    }

    ApiResponse response() {
        return response;
    }
}
