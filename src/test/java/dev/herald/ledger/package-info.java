@NullMarked
package dev.herald.ledger;

import org.jspecify.annotations.NullMarked;
