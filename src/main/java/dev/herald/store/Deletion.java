package dev.herald.store;

import java.sql.SQLException;
import java.time.Instant;

/** Deletes a few rows that are too old. */
@FunctionalInterface
public interface Deletion {
    /** How many rows are a few. */
    int FEW = 500;

    /** @return how many rows; 0 when none is left */
    int delete(Session session, Instant now) throws SQLException;
}
