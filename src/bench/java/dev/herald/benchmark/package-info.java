/** Measures Herald beside others: {@code mvn -Pbenchmark verify}. */
@NullMarked
package dev.herald.benchmark;

import org.jspecify.annotations.NullMarked;
