/** Decides who may be written to and how often. */
@NullMarked
package dev.herald.guardrail;

import org.jspecify.annotations.NullMarked;
