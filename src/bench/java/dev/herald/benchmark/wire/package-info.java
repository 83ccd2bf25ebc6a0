/** Emails per second over eight connections: Herald and other clients, with a near and a far server. */
@NullMarked
package dev.herald.benchmark.wire;

import org.jspecify.annotations.NullMarked;
