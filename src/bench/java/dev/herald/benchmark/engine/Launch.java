package dev.herald.benchmark.engine;

import dev.herald.benchmark.local.Stopwatch;
import dev.herald.benchmark.report.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How Herald is started.
 *
 * @param arguments of the JVM, up to Herald's own
 */
record Launch(List<String> arguments) {

    /** As anybody does who has nothing but the jar. */
    static Launch ofJar(Options options) {
        return new Launch(List.of("-jar", options.jar().toString()));
    }

    /** As the image does: out of the jar, with what a first run has loaded, and its options. */
    static Launch asInImage(Options options) throws IOException, InterruptedException {
        Path folder = options.folder().resolve("image");
        Path log = options.folder().resolve("image.log");
        extract(options.jar(), folder, log);
        String jvm = "@" + options.folder().resolveSibling("src/main/docker/herald.options");
        String jar = folder.resolve(options.jar().getFileName()).toString();
        Path cache = folder.resolve("herald.aot");
        if (Runtime.version().feature() >= 25) { // the first that makes the cache in one step
            try (Java java = Java.start(log, Map.of(), List.of(jvm, "-XX:AOTCacheOutput=" + cache, "-jar", jar,
                    "--server.port=0", "--spring.datasource.url=jdbc:sqlite::memory:"))) {
                while (!Files.readString(log).contains("Started HeraldApplication")) {
                    java.checkAlive();
                    Stopwatch.pass(Duration.ofMillis(200));
                }
            }
            if (!Files.exists(cache)) {
                throw new IOException("Herald's cache was not made, see " + log);
            }
        }
        return new Launch(List.of(jvm, "-XX:AOTCache=" + cache, "-jar", jar));
    }

    private static void extract(Path jar, Path folder, Path log) throws IOException, InterruptedException {
        try (Java java = Java.start(log, Map.of(), List.of("-Djarmode=tools", "-jar", jar.toString(), "extract",
                "--force", "--destination", folder.toString()))) {
            if (java.process().waitFor() != 0) {
                throw new IOException("Herald was not extracted, see " + log);
            }
        }
    }

    Java start(Path log, List<String> ofHerald) throws IOException {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(ofHerald);
        return Java.start(log, Map.of(), all);
    }
}
