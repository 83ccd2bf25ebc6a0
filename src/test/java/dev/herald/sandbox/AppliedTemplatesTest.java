package dev.herald.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppliedTemplatesTest {
    private static final Path APPLIED = Path.of("target/applied-templates");

    @Test
    void whatTheEditorMakesOfTheTemplatesRunsToItsEnd(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(Files.isDirectory(APPLIED),
                "no templates were applied: npm test in src/test/modeler does, and needs a Chromium");
        assertThat(APPLIED).isDirectoryContaining("glob:**" + Catalog.EXAMPLE);

        SandboxArguments arguments = SandboxArguments.parse("--herald.sandbox.processes=" + APPLIED,
                "--herald.sandbox.page-port=0", "--spring.datasource.url=jdbc:sqlite:" + folder.resolve("ledger.db"));
        try (Sandbox sandbox = Sandbox.start(arguments)) {
            assertThat(sandbox.runExamples(System.out)).as("the report above").isTrue();
        }
    }
}
