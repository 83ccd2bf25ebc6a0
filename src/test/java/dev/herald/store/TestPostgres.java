package dev.herald.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** A real PostgreSQL on this machine. */
public final class TestPostgres implements AutoCloseable {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private final EmbeddedPostgres.Builder builder;
    private final Path data;
    private EmbeddedPostgres server;

    private TestPostgres(Path data, boolean deletedAtTheEnd) {
        this.data = data;
        this.builder = EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(deletedAtTheEnd);
        try {
            server = builder.start();
        } catch (IOException | RuntimeException e) {
            throw new TestAbortedException("No PostgreSQL can be started here, so nothing is tested with it. As root it"
                    + " needs a kernel that allows unshare(1).", e);
        }
        builder.setPort(server.getPort());
    }

    /** The server that tests share; it ends with the JVM. */
    public static TestPostgres shared() {
        return Shared.SERVER;
    }

    /** Starts a server with its files in that folder. */
    public static TestPostgres start(Path data) {
        return new TestPostgres(data, false);
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

    /** Ends the server and its connections. */
    public void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the server again, at the same port and with the same files. */
    public void start() {
        try {
            server = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops its processes where they are (SIGSTOP): connections stay, but nobody answers. */
    public void freeze() {
        signal("STOP");
    }

    /** Lets its processes go on. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            long first = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
            ProcessHandle postmaster = ProcessHandle.of(first).orElseThrow();
            for (ProcessHandle process : Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList()) {
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    private static final class Shared {
        static final TestPostgres SERVER = new TestPostgres(folder(), true);

        private static Path folder() {
            try {
                return Files.createTempDirectory("herald-postgres");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
