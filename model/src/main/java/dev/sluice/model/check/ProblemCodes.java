package dev.sluice.model.check;

/** The stable words of {@link Problem#code()}. Clients may depend on them; none is ever renamed. */
public final class ProblemCodes {
    /** A field that the resource does not have. */
    public static final String UNKNOWN_FIELD = "UnknownField";

    /** A required field is not there. */
    public static final String MISSING_FIELD = "MissingField";

    /** A list where a text belongs, a word where a number belongs, and so on. */
    public static final String WRONG_TYPE = "WrongType";

    /** Below the smallest or above the largest allowed value. */
    public static final String OUT_OF_RANGE = "OutOfRange";

    /** Text that does not look as it must, or none of the allowed words. */
    public static final String MALFORMED = "Malformed";

    /** Two resources of one kind and account with one name. */
    public static final String DUPLICATE_NAME = "DuplicateName";

    /** Two things that must differ and do not: servers, peers. */
    public static final String DUPLICATE = "Duplicate";

    /** A name or id that nothing has. */
    public static final String DANGLING_REFERENCE = "DanglingReference";

    /** Two listeners for one address, port and transport. */
    public static final String ADDRESS_IN_USE = "AddressInUse";

    /** Two rules of one listener for one domain and path. */
    public static final String RULE_CONFLICT = "RuleConflict";

    /** Fields that contradict each other. */
    public static final String CONFLICT = "Conflict";

    /** Valid, but nothing looks at it here. */
    public static final String NO_EFFECT = "NoEffect";

    /** Valid, but this version or role cannot do it. */
    public static final String NOT_HONOURED = "NotHonoured";

    /** Works, and so does what strangers say. */
    public static final String UNAUTHENTICATED = "Unauthenticated";

    /** Works, though hardly as meant. */
    public static final String QUESTIONABLE = "Questionable";

    private ProblemCodes() {}
}
