package dev.herald.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.HeraldApplication;
import dev.herald.crash.ForkedJvm;
import dev.herald.store.TestStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecondProcessTest {

    @Test
    void aSecondHeraldOnTheSameFileEndsAndSaysWhy(@TempDir Path folder) {
        Path file = folder.resolve("ledger.db");
        try (TestStore first = new TestStore("jdbc:sqlite:" + file);
                ForkedJvm second = new ForkedJvm(HeraldApplication.class, "--spring.datasource.url=jdbc:sqlite:" + file,
                        "--server.port=0")) {

            assertThat(second.awaitExit()).isNotZero();
            assertThat(first.isExclusive()).isTrue();
            assertThat(String.join("\n", second.lines())).contains(
                    "The ledger's file " + file + " is in use by another process.", "Stop the other Herald.",
                    "spring.datasource.url=jdbc:postgresql://");
        }
    }
}
