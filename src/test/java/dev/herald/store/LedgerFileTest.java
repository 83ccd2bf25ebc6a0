package dev.herald.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.herald.store.GroupCommit.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.health.Status;

class LedgerFileTest {
    private static final Work<Integer> CHANGE = session -> session.prepare("update herald_ledger set checked_at = 1")
            .executeUpdate();
    private final Path folder;
    private final Path file;
    private final TestStore store;

    LedgerFileTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        Path open = Files.createDirectory(folder.resolve("open"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        file = open.resolve("ledger.db");
        store = new TestStore("jdbc:sqlite:" + file);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void isForNobodyElseWhateverItsFolder() throws Exception {
        store.commits().run(CHANGE);

        for (Path path : new Path[]{file, Path.of(file + "-wal")}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rw-------");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-wal"})
    void takesNothingDownWhereItWasDeletedUntilItIsBack(String suffix) throws Exception {
        store.commits().run(CHANGE);
        Path part = Path.of(file + suffix);
        Files.move(part, folder.resolve("moved"));

        assertThat(awaitRefusal()).hasMessageContaining(part + " was deleted or replaced");
        Files.move(folder.resolve("moved"), part);
        assertThat(store.commits().run(CHANGE)).isOne();
    }

    @Test
    void takesNothingDownWhereAnotherIsInItsPlace() throws Exception {
        store.commits().run(CHANGE);
        Files.copy(file, folder.resolve("copy"));
        Files.move(folder.resolve("copy"), file, StandardCopyOption.REPLACE_EXISTING);

        awaitRefusal();
    }

    @Test
    void healthSaysSo() throws Exception {
        store.commits().run(CHANGE);
        Files.delete(file);
        awaitRefusal();

        assertThat(store.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(store.health().getDetails().get("problem")).asString().contains("was deleted or replaced");
    }

    private Throwable awaitRefusal() {
        return await().until(() -> catchThrowable(() -> store.commits().run(CHANGE)), SQLException.class::isInstance);
    }
}
