package dev.herald.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** Deletes a few rows that are too old. */
@FunctionalInterface
public interface Deletion {

    /** @return how many rows; 0 when none is left */
    int delete(Connection connection, Instant now) throws SQLException;
}
