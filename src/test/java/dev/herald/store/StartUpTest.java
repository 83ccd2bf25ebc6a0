package dev.herald.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.herald.message.setting.InvalidSettingException;
import dev.herald.store.GroupCommit.Work;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.mock.env.MockEnvironment;

class StartUpTest {
    private final Path folder;

    StartUpTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void createsAFolderThatNobodyElseMayRead() throws IOException {
        Path data = folder.resolve("new/data");
        try (TestStore store = new TestStore("jdbc:sqlite:" + data.resolve("ledger.db"))) {
            assertThat(store.isExclusive()).isTrue();
        }

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data))).isEqualTo("rwx------");
    }

    @Test
    void waitsForTheDiskWhereALossOfPowerMustNotUndoACommit() throws Exception {
        try (TestStore store = new TestStore("jdbc:sqlite:" + folder.resolve("ledger.db"))) {
            Work<Integer> synchronous = session -> {
                try (ResultSet pragma = session.prepare("pragma synchronous").executeQuery()) {
                    return pragma.getInt(1);
                }
            };

            assertThat(store.commits().run(synchronous)).isEqualTo(2); // FULL
            assertThat(store.commits().note(synchronous)).isEqualTo(1); // NORMAL
            assertThat(store.commits().run(synchronous)).isEqualTo(2);
        }
    }

    @Test
    void namesAFolderThatCannotBe() throws IOException {
        Files.writeString(folder.resolve("data"), "a file");

        assertThat(refused("jdbc:sqlite:" + folder.resolve("data/ledger.db"))).hasMessageContaining(
                "spring.datasource.url names a file in the folder " + folder.resolve("data"));
    }

    @Test
    void namesAFileThatCannotBe() {
        assertThat(analysis("jdbc:sqlite:" + folder).getDescription())
                .isEqualTo("The ledger's file " + folder + " can't be used: Unable to open the database file.");
    }

    @Test
    void anOlderHeraldLeavesTheLedgerOfANewerOneAlone() throws SQLException {
        assertThat(
                analysisAfter("update herald_schema_history set version = '999' where version = '4'").getDescription())
                .startsWith("The ledger (spring.datasource.url) was written by a newer Herald");
    }

    @Test
    void saysThatAnotherBuildMadeTheTables() throws SQLException {
        assertThat(analysisAfter("update herald_schema_history set checksum = 1 where version = '4'").getDescription())
                .startsWith("The ledger's tables (spring.datasource.url) were made by another build of Herald");
    }

    private FailureAnalysis analysisAfter(String change) throws SQLException {
        String url = "jdbc:sqlite:" + folder.resolve("ledger.db");
        try (TestStore store = new TestStore(url)) {
            store.execute(change);
        }
        Throwable failure = catchThrowableOfType(RuntimeException.class, () -> new TestStore(url));
        return Objects.requireNonNull(new SchemaFailureAnalyzer().analyze(failure));
    }

    @Test
    void refusesOtherDatabases() {
        assertThat(refused("jdbc:mysql://localhost/herald"))
                .hasMessage("spring.datasource.url names neither SQLite nor PostgreSQL");
    }

    @Test
    void saysThatTheServerIsMissing() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        FailureAnalysis analysis = analysis("jdbc:postgresql://localhost:" + port + "/herald",
                "spring.flyway.connect-retries=1", "spring.flyway.connect-retries-interval=1s",
                "spring.datasource.password=geheim");

        assertThat(analysis.getDescription()).contains("spring.datasource.url", "localhost:" + port + " refused",
                "Nothing is sent without it.").doesNotContain("geheim");
        assertThat(analysis.getAction()).startsWith("Start the database");
    }

    @Test
    void waitsForAServerThatIsNotThereYet() throws Exception {
        try (TestPostgres server = TestPostgres.start(folder.resolve("data"))) {
            server.stop();
            CompletableFuture<TestStore> starting = CompletableFuture
                    .supplyAsync(() -> new TestStore(server.url("postgres")));
            server.start();

            try (TestStore store = starting.get()) {
                assertThat(store.number("select count(*) from herald_message")).isZero();
            }
        }
    }

    @Test
    void sharesADatabaseWithOthers() throws Exception {
        String url = TestPostgres.shared().newDatabase();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("create table flyway_schema_history (id int)");
        }

        try (TestStore store = new TestStore(url)) {
            assertThat(store.number("select count(*) from herald_message")).isZero();
        }
    }

    private static InvalidSettingException refused(String url) {
        Throwable failure = catchThrowableOfType(RuntimeException.class, () -> new TestStore(url));
        return (InvalidSettingException) Objects.requireNonNull(NestedExceptionUtils.getRootCause(failure));
    }

    private static FailureAnalysis analysis(String url, String... settings) {
        Throwable failure = catchThrowableOfType(RuntimeException.class, () -> new TestStore(url, settings));
        MockEnvironment environment = new MockEnvironment().withProperty("spring.datasource.url", url);
        return Objects.requireNonNull(new DatabaseFailureAnalyzer(environment).analyze(failure));
    }
}
