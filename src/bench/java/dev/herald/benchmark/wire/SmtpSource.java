package dev.herald.benchmark.wire;

import dev.herald.benchmark.local.Load;
import dev.herald.benchmark.local.Stopwatch;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** Postfix's load generator; it knows neither TLS nor AUTH. */
final class SmtpSource implements MailClient {
    private final Path program;
    private final int port;

    SmtpSource(Path program, int port) {
        this.program = program;
        this.port = port;
    }

    static Optional<Path> find() {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
        return Stream.of(path.split(File.pathSeparator)).map(folder -> Path.of(folder, "smtp-source"))
                .filter(Files::isExecutable).findFirst();
    }

    @Override
    public Load start() {
        try {
            Process process = new ProcessBuilder(program.toString(), "-d", "-s", Integer.toString(AT_ONCE), "-m",
                    "100000000", "-l", Integer.toString(TEXT.length()), "-f", FROM, "-t", TO, "-S", SUBJECT,
                    "inet:localhost:" + port).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            Load load = new Load(1);
            Thread.ofPlatform().daemon().name("smtp-source").start(() -> watch(process, load));
            return load;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void watch(Process process, Load load) {
        while (load.goesOn() && process.isAlive()) {
            Stopwatch.pass(Duration.ofMillis(50));
        }
        load.finished(process.isAlive() ? null : new IOException("smtp-source ended with " + process.exitValue()));
        process.destroy();
    }

    @Override
    public void close() {
        // ended with the load
    }
}
