/** What happens in the in-memory engine, read from its records. */
@NullMarked
package dev.herald.sandbox.engine;

import org.jspecify.annotations.NullMarked;
