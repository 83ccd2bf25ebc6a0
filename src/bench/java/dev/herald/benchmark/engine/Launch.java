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

    /** As the image does: with what a first run has loaded, and its options. */
    static Launch asInImage(Options options) throws IOException, InterruptedException {
        String jvm = "@" + options.folder().resolveSibling("src/main/docker/herald.options");
        String jar = options.jar().toString();
        Path cache = options.folder().resolve("herald.aot");
        Files.deleteIfExists(cache);
        if (Runtime.version().feature() >= 25) { // the first that makes the cache in one step
            Path log = options.folder().resolve("image.log");
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

    Java start(Path log, List<String> ofHerald) throws IOException {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(ofHerald);
        return Java.start(log, Map.of(), all);
    }
}
