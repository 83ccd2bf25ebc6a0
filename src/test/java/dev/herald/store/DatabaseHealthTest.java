package dev.herald.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.health.Status;

class DatabaseHealthTest {

    @Test
    void isDownWhereTheDatabaseAnswersButTakesNothingDown(@TempDir Path folder) throws SQLException {
        try (TestStore store = new TestStore("jdbc:sqlite:" + folder.resolve("ledger.db"))) {
            assertThat(store.health().getStatus()).isEqualTo(Status.UP);

            store.execute("create trigger full before update on herald_ledger"
                    + " begin select raise(abort, 'database or disk is full'); end");
            assertThat(store.health().getStatus()).isEqualTo(Status.DOWN);

            store.execute("drop trigger full");
            assertThat(store.health().getStatus()).isEqualTo(Status.UP);
        }
    }
}
