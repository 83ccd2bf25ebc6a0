/** Takes one message through the gate, the checks, the ledger and its channel to an outcome. */
@NullMarked
package dev.herald.dispatch;

import org.jspecify.annotations.NullMarked;
