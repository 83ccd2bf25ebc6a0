package dev.herald.benchmark.large;

import dev.herald.benchmark.local.SmtpSink;
import dev.herald.benchmark.report.Options;
import dev.herald.benchmark.report.Part;
import dev.herald.benchmark.report.Report;
import dev.herald.benchmark.report.Target;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Emails with a file of 10 MB each, all at once, out of a JVM with 128 MB of heap. */
public final class LargePart implements Part {
    private static final int EMAILS = 32;
    private static final int MEGABYTES = 10;
    private static final String SETUP = EMAILS + " emails of " + MEGABYTES + " MB at once, -Xmx128m";
    private static final String HEAP = "heap in use after a collection, at most";

    @Override
    public String name() {
        return "large";
    }

    @Override
    public void run(Options options, Report report) throws Exception {
        Path file = options.folder().resolve("large.bin");
        write(file);
        for (int round = 0; round < options.rounds(); round++) {
            try (SmtpSink sink = SmtpSink.plain(Duration.ZERO)) {
                LargeSender.Result result = send(sink.port(), file, options.folder().resolve("large.log"));
                if (sink.accepted() != EMAILS) {
                    throw new IllegalStateException(sink.accepted() + " of " + EMAILS + " arrived");
                }
                report.add(name(), SETUP, "Herald", "MB/s", EMAILS * MEGABYTES / result.seconds());
                report.add(name(), SETUP, HEAP, "MiB", result.heapMiB());
            }
        }
        Files.delete(file);
        report.add(Target.atMost(64, "large: " + HEAP + ", MiB", report.median(name(), SETUP, HEAP, "MiB")));
    }

    private static LargeSender.Result send(int port, Path file, Path log) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m", "-cp", System.getProperty("java.class.path"), LargeSender.class.getName(),
                Integer.toString(port), file.toString(), Integer.toString(EMAILS))).redirectErrorStream(true)
                .redirectOutput(log.toFile()).start();
        if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException("not sent, see " + log);
        }
        return LargeSender.Result.read(log);
    }

    private static void write(Path file) throws IOException {
        byte[] megabyte = new byte[1_000_000];
        new Random(1).nextBytes(megabyte);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < MEGABYTES; i++) {
                out.write(megabyte);
            }
        }
    }
}
