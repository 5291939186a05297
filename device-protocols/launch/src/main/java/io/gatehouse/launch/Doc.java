package io.gatehouse.launch;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a setting means, in one sentence for the operator; stands on the methods of a settings interface. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Doc {

    /** One sentence; units and the meaning of "not given" belong in it. */
    String value();

    /** Whether the value is shown nowhere. Names that end in password, secret or token always are. */
    boolean secret() default false;
}
