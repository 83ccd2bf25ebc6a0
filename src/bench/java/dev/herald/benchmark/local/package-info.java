/** The servers that the benchmark sends to, all on this machine. */
@NullMarked
package dev.herald.benchmark.local;

import org.jspecify.annotations.NullMarked;
