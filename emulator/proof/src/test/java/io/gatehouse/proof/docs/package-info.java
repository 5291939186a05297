@NullMarked
package io.gatehouse.proof.docs;

import org.jspecify.annotations.NullMarked;
