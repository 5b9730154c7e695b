package dev.sluice.control.document;

import dev.sluice.model.check.Problem;
import dev.sluice.model.tree.Position;
import java.util.List;

/** Ends the reading of a document; becomes its one problem and goes no further. */
final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    Malformed(String code, Position at, String message) {
        super(message, null, false, false);
        this.problem = new Problem(Problem.Severity.ERROR, code, at, "", message);
    }

    void addTo(List<Problem> problems) {
        problems.add(problem);
    }
}
