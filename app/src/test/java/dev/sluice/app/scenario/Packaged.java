package dev.sluice.app.scenario;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * A test that goes through the launcher, and so needs the jars of the build that is under way: it
 * runs after packaging, when in a fresh checkout there are any.
 */
@Tag("packaged")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Packaged {}
