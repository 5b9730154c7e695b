package dev.sluice.model.shape;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How a user writes one component of a record. The reader, the writer, the configuration reference
 * and the API's schema all follow this one declaration.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Field {
    /** One sentence for the configuration reference. */
    String doc();

    /** The name in files and in the API, where it cannot be the component's own. */
    String name() default "";

    /**
     * The default, as a user would write it; empty means that the field may be absent. Lists:
     * comma-separated.
     */
    String initial() default "";

    boolean required() default false;

    /** Smallest allowed value, as a user would write it ({@code 1}, {@code 10s}, {@code 1KiB}). */
    String min() default "";

    /** Largest allowed value, as a user would write it. */
    String max() default "";

    /** Whether a plain scalar in place of the whole record sets this component. */
    boolean shorthand() default false;

    /** Whether {@code off} is allowed; it is read as zero. */
    boolean off() default false;

    /**
     * A regular expression that the text, or each item of a list of texts, must match as a whole.
     */
    String pattern() default "";

    /** What {@link #pattern} asks for, in words, for error messages. */
    String expected() default "";

    /** Read but never written back: private keys. */
    boolean writeOnly() default false;

    /** Only in files, resolved by whoever reads the file, never stored. */
    boolean fileOnly() default false;

    /** Set when the resource is made and refused a change afterwards. */
    boolean immutable() default false;

    /**
     * The kind this text, or each item of this list, refers to by name or id; one of {@code
     * dev.sluice.model.Kind}'s names.
     */
    String refersTo() default "";
}
