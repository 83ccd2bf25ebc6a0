/** An address that sees a message, to prove that the rule bites. */
@NullMarked
package dev.herald.architecture.planted.email.address;

import org.jspecify.annotations.NullMarked;
