/** How much a ledger takes down. */
@NullMarked
package dev.herald.benchmark.ledger;

import org.jspecify.annotations.NullMarked;
