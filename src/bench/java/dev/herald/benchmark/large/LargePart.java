package dev.herald.benchmark.large;

import dev.herald.benchmark.local.SmtpSink;
import dev.herald.benchmark.report.Options;
import dev.herald.benchmark.report.Part;
import dev.herald.benchmark.report.Report;
import dev.herald.benchmark.report.Target;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Emails with a file of 10 MB each, all at once, out of a JVM with 128 MB of heap: from its disk, and from a document store. */
public final class LargePart implements Part {
    private static final int EMAILS = 32;
    private static final int MEGABYTES = 10;
    private static final String FILES = EMAILS + " emails of " + MEGABYTES + " MB at once, -Xmx128m";
    private static final String DOCUMENTS = FILES + ", documents of Camunda's";
    private static final String HEAP = "heap in use after a collection, at most";

    @Override
    public String name() {
        return "large";
    }

    @Override
    public void run(Options options, Report report) throws Exception {
        Path file = options.folder().resolve("large.bin");
        write(file);
        HttpServer store = serve(file);
        for (int round = 0; round < options.rounds(); round++) {
            measure(FILES, "files", store, file, options, report);
            measure(DOCUMENTS, "documents", store, file, options, report);
        }
        store.stop(0);
        Files.delete(file);
        for (String setup : List.of(FILES, DOCUMENTS)) {
            report.add(Target.atMost(64, "large: " + setup + ": " + HEAP + ", MiB",
                    report.median(name(), setup, HEAP, "MiB")));
        }
    }

    private void measure(String setup, String kind, HttpServer store, Path file, Options options, Report report)
            throws Exception {
        try (SmtpSink sink = SmtpSink.plain(Duration.ZERO)) {
            LargeSender.Result result = send(sink.port(), file, kind,
                    "http://localhost:" + store.getAddress().getPort(), options.folder().resolve("large.log"));
            if (sink.accepted() != EMAILS) {
                throw new IllegalStateException(sink.accepted() + " of " + EMAILS + " arrived");
            }
            report.add(name(), setup, "Herald", "MB/s", EMAILS * MEGABYTES / result.seconds());
            report.add(name(), setup, HEAP, "MiB", result.heapMiB());
        }
    }

    /** A document store whose only document is the file. */
    private static HttpServer serve(Path file) throws IOException {
        HttpServer store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), EMAILS);
        store.setExecutor(Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
        store.createContext("/v2/documents/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 0);
                Files.copy(file, exchange.getResponseBody());
            }
        });
        store.start();
        return store;
    }

    private static LargeSender.Result send(int port, Path file, String kind, String store, Path log)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m", "-cp", System.getProperty("java.class.path"), LargeSender.class.getName(),
                Integer.toString(port), file.toString(), Integer.toString(EMAILS), store, kind))
                .redirectErrorStream(true)
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
