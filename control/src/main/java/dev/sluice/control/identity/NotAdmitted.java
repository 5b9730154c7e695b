package dev.sluice.control.identity;

/**
 * A node is not let in, or not let do what it asks. The message is one sentence for its operator.
 */
public final class NotAdmitted extends Exception {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /** Why; the words are stable. */
    public enum Reason {
        NO_CERTIFICATE("NoCertificate"),
        BAD_CERTIFICATE("BadCertificate"),
        NOT_JOINED("NotJoined"),
        BAD_TOKEN("BadToken"),
        TOKEN_USED("TokenUsed"),
        TOKEN_EXPIRED("TokenExpired"),
        WRONG_ROLE("WrongRole"),
        NAME_TAKEN("NameTaken"),
        BAD_REQUEST("BadRequest");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    NotAdmitted(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
