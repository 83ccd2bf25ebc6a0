/** A report that looks up, to prove that the rule bites. */
@NullMarked
package dev.herald.architecture.planted.email.report;

import org.jspecify.annotations.NullMarked;
