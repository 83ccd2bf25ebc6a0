package dev.herald.store;

import com.zaxxer.hikari.HikariConfig;
import dev.herald.message.setting.InvalidSettingException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;

/** The databases that a ledger can live in. */
public enum Database {

    /** A file of this process alone: it is locked against every other as long as this one lives. */
    SQLITE(0) {
        @Override
        void configure(HikariConfig pool) {
            pool.setMaximumPoolSize(1);
            // closing the only connection would unlock the file
            pool.setMaxLifetime(0);
            pool.addDataSourceProperty("locking_mode", "EXCLUSIVE");
            pool.addDataSourceProperty("busy_timeout", "1000");
            pool.addDataSourceProperty("journal_mode", "WAL");
            // nobody asks for them, and the driver would query for them after each statement
            pool.addDataSourceProperty("jdbc.get_generated_keys", "false");
            file(pool.getJdbcUrl()).map(Path::getParent).ifPresent(Database::createFolder);
            file(pool.getJdbcUrl()).ifPresent(LedgerFile::protect);
        }

        // Where the disk is full SQLite rolls back by itself. Its driver, asked for a transaction in JDBC's way, does not
        // notice and is of no use from then on.
        @Override
        void begin(Session session, boolean durable) throws SQLException {
            if (session.setDurable(durable)) {
                setSynchronous(session, durable);
            }
            session.prepare("begin immediate").execute();
        }

        private void setSynchronous(Session session, boolean durable) throws SQLException {
            // it has its effect where it is prepared, so a statement that is kept would have none
            try (Statement statement = session.connection().createStatement()) {
                // with NORMAL a commit survives kill -9, and the loss of power as soon as one with FULL has followed
                statement.execute("pragma synchronous=" + (durable ? "FULL" : "NORMAL"));
            }
        }

        @Override
        void commit(Session session, boolean durable) throws SQLException {
            session.prepare("commit").execute();
        }

        @Override
        void rollback(Session session) throws SQLException {
            session.prepare("rollback").execute();
        }
    },

    /** A server that replicas share. */
    POSTGRESQL(6) {
        @Override
        void configure(HikariConfig pool) {
            pool.setMaximumPoolSize(6);
            // seconds; what the URL says wins
            pool.addDataSourceProperty("connectTimeout", "3");
            pool.addDataSourceProperty("socketTimeout", "10");
            pool.addDataSourceProperty("tcpKeepAlive", "true");
            pool.addDataSourceProperty("ApplicationName", "herald");
            // Whose machine died in a transaction keeps its locks until the server notices, by itself after hours. Until
            // then only the work that needs them fails, before socketTimeout takes the connection from the rest.
            pool.setConnectionInitSql("set lock_timeout = '3s'; set idle_in_transaction_session_timeout = '20s';"
                    // a mark has to outlive the server; where it waits for other servers, too, it stays so
                    + " select set_config('synchronous_commit', 'on', false)"
                    + " where current_setting('synchronous_commit') = 'off'");
        }

        @Override
        void begin(Session session, boolean durable) throws SQLException {
            session.connection().setAutoCommit(false);
        }

        @Override
        void commit(Session session, boolean durable) throws SQLException {
            if (durable) {
                session.connection().commit();
            } else {
                // in one round trip
                session.prepare("set local synchronous_commit = off; commit").execute();
            }
        }

        @Override
        void rollback(Session session) throws SQLException {
            session.connection().rollback();
        }
    };

    private static final String SQLITE_URL = "jdbc:sqlite:";
    private final int connectRetries;

    Database(int connectRetries) {
        this.connectRetries = connectRetries;
    }

    /** The database that {@code spring.datasource.url} names. */
    static Database of(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        if (lower.startsWith(SQLITE_URL)) {
            return SQLITE;
        }
        if (lower.startsWith("jdbc:postgresql:")) {
            return POSTGRESQL;
        }
        throw new InvalidSettingException("spring.datasource.url", "names neither SQLite nor PostgreSQL",
                "Set it to jdbc:sqlite:<file>, or to jdbc:postgresql://<host>/<database> for several replicas.");
    }

    /** The file behind an SQLite URL; empty where it names none. */
    static Optional<Path> file(String url) {
        if (!url.toLowerCase(Locale.ROOT).startsWith(SQLITE_URL)) {
            return Optional.empty();
        }
        String name = url.substring(SQLITE_URL.length()).replaceFirst("\\?.*", "").replaceFirst("^file:", "");
        return name.isEmpty() || name.startsWith(":") ? Optional.empty() : Optional.of(Path.of(name).toAbsolutePath());
    }

    /** Whether no other process can be at work on the same ledger. */
    public boolean isExclusive() {
        return this == SQLITE;
    }

    /**
     * How many transactions at once there may be.
     *
     * @param connections in the pool; all but two, for what looks after it
     */
    int writers(int connections) {
        return Math.max(1, connections - 2);
    }

    /** How often start-up tries again to reach it, after 1, 2, 4, 8, ... seconds. */
    int connectRetries() {
        return connectRetries;
    }

    abstract void configure(HikariConfig pool);

    /** @param durable whether the loss of power may not undo what is committed */
    abstract void begin(Session session, boolean durable) throws SQLException;

    /** @param durable as in {@link #begin} */
    abstract void commit(Session session, boolean durable) throws SQLException;

    abstract void rollback(Session session) throws SQLException;

    private static void createFolder(Path folder) {
        try {
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                // message ids and refused recipients concern nobody else on the machine
                Files.createDirectories(folder,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new InvalidSettingException("spring.datasource.url",
                    "names a file in the folder " + folder + ", which can't be created",
                    "Create it, writable for Herald, or name another one.");
        }
    }
}
