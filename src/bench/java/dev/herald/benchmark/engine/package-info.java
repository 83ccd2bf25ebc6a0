/** Jobs per second through a real Zeebe broker, and how soon and with how much memory Herald is there. */
@NullMarked
package dev.herald.benchmark.engine;

import org.jspecify.annotations.NullMarked;
