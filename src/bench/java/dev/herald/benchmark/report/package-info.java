/** What was measured, as tables and as JSON. */
@NullMarked
package dev.herald.benchmark.report;

import org.jspecify.annotations.NullMarked;
