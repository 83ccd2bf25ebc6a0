/** The database below ledger and budgets: SQLite or PostgreSQL, and many small writes in few transactions. */
@NullMarked
package dev.herald.store;

import org.jspecify.annotations.NullMarked;
