/** Providers that say "later" and "too many", and what becomes of messages through them. */
@NullMarked
package dev.herald.pushback;

import org.jspecify.annotations.NullMarked;
