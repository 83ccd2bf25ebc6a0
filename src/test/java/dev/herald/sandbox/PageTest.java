package dev.herald.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser. {@code -Dpage.update=true} makes the README's picture of it anew. */
class PageTest {
    private static final Path SCRIPTS = Path.of("src/test/modeler");

    @Test
    void doesInABrowserWhatItPromises(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isDirectory(SCRIPTS.resolve("node_modules")),
                "npm ci in " + SCRIPTS + " brings the browser's driver");
        try (Stream<Path> files = Files.list(Path.of("bpmn"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        try (Sandbox sandbox = Sandbox.start(SandboxArguments.parse("--herald.sandbox.page-port=0", "--server.port=0",
                "--logging.config=", "--herald.sandbox.processes=" + folder));
                PrintStream unread = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8)) {
            assertThat(sandbox.runExamples(unread)).isTrue();
            assertThat(run("node", "sandbox.mjs", sandbox.page().toString(), folder.toString(),
                    Boolean.getBoolean("page.update") ? "--update" : "")).as("what is printed above").isZero();
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command)).directory(SCRIPTS.toFile()).inheritIO().start();
        try {
            return process.waitFor(10, TimeUnit.MINUTES) ? process.exitValue() : -1;
        } finally {
            process.destroy();
        }
    }
}
