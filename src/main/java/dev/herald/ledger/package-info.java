/** Notes every message before it is handed to a provider, and after, so that none goes out twice. */
@NullMarked
package dev.herald.ledger;

import org.jspecify.annotations.NullMarked;
