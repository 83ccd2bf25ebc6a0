/** Jobs per second through Zeebe's engine, and how soon and with how much memory Herald is there. */
@NullMarked
package dev.herald.benchmark.engine;

import org.jspecify.annotations.NullMarked;
