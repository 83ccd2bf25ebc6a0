package dev.herald.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A connection and what was prepared on it: for SQLite, preparing a statement costs as much as running it. */
public final class Session implements AutoCloseable {
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private @Nullable Boolean durable;

    Session(Connection connection) {
        this.connection = connection;
    }

    /** The statement, to be run at once and left open. */
    public PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    /** Notes how its commits are made from now on, and returns whether that is new. */
    boolean setDurable(boolean now) {
        boolean isNew = durable == null || durable != now;
        durable = now;
        return isNew;
    }

    Connection connection() {
        return connection;
    }

    /** Gives the connection back to its pool, which closes the statements. */
    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
