/** Herald before providers that say "later" and "too many", beside itself where it does not listen. */
@NullMarked
package dev.herald.benchmark.pushback;

import org.jspecify.annotations.NullMarked;
