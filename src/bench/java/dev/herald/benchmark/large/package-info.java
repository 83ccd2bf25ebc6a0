/** Many large emails at once, out of a small heap. */
@NullMarked
package dev.herald.benchmark.large;

import org.jspecify.annotations.NullMarked;
