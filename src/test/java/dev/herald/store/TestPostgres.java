package dev.herald.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.opentest4j.TestAbortedException;

/** A real PostgreSQL on this machine. */
public final class TestPostgres implements AutoCloseable {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private final EmbeddedPostgres server;

    private TestPostgres(EmbeddedPostgres server) {
        this.server = server;
    }

    /** The server that tests share; it ends with the JVM. */
    public static TestPostgres shared() {
        return Shared.SERVER;
    }

    /** A server with files of its own, which can be stopped and started again there. */
    public static TestPostgres start(Path data, int port) {
        return start(EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false).setPort(port));
    }

    private static TestPostgres start(EmbeddedPostgres.Builder builder) {
        try {
            return new TestPostgres(builder.start());
        } catch (IOException | RuntimeException e) {
            throw new TestAbortedException("No PostgreSQL can be started here, so nothing is tested with it. As root it"
                    + " needs a kernel that allows unshare(1).", e);
        }
    }

    /** The URL of a new, empty database. */
    public String newDatabase() {
        String name = "ledger" + DATABASES.incrementAndGet();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return url(name);
    }

    /** The URL of a database. */
    public String url(String name) {
        return server.getJdbcUrl("postgres", name);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private static final class Shared {
        static final TestPostgres SERVER = start(EmbeddedPostgres.builder());
    }
}
