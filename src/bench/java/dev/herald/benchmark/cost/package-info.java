/** What Herald itself costs, from a job to its command, where engine and provider answer at once. */
@NullMarked
package dev.herald.benchmark.cost;

import org.jspecify.annotations.NullMarked;
