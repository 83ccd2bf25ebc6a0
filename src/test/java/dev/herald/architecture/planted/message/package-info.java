/** Message package that sees something else, to prove that the rule bites. */
@NullMarked
package dev.herald.architecture.planted.message;

import org.jspecify.annotations.NullMarked;
