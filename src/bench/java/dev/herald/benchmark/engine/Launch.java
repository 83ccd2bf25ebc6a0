package dev.herald.benchmark.engine;

import dev.herald.benchmark.report.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How Herald is started.
 *
 * @param directory in which
 * @param arguments of the JVM, up to Herald's own
 */
record Launch(Path directory, List<String> arguments) {

    /** As anybody does who has nothing but the jar. */
    static Launch ofJar(Options options) {
        return new Launch(options.folder(), List.of("-jar", options.jar().toString()));
    }

    /** As the image does: unpacked, with what a first run has loaded, and its options. */
    static Launch asInImage(Options options) throws IOException, InterruptedException {
        Path image = options.folder().resolve("image");
        String jar = options.jar().getFileName().toString();
        run(options, options.folder(),
                List.of("-Djarmode=tools", "-jar", options.jar().toString(), "extract", "--force",
                        "--destination", image.toString()));
        Files.deleteIfExists(image.resolve("herald.aot"));
        if (Runtime.version().feature() >= 25) { // the first that makes the cache in one step
            run(options, image, List.of("-XX:+UseSerialGC", "-XX:AOTCacheOutput=herald.aot",
                    "-Dspring.context.exit=onRefresh", "-jar", jar, "--spring.datasource.url=jdbc:sqlite::memory:"));
        }
        return new Launch(image, List.of("@" + options.folder().resolveSibling(".docker/herald.options"), "-jar", jar));
    }

    private static void run(Options options, Path directory, List<String> arguments)
            throws IOException, InterruptedException {
        Path log = options.folder().resolve("image.log");
        Java java = Java.start(log, directory, Map.of(), arguments);
        if (java.process().waitFor() != 0) {
            throw new IOException("Herald's image was not made, see " + log);
        }
    }

    Java start(Path log, List<String> ofHerald) throws IOException {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(ofHerald);
        return Java.start(log, directory, Map.of(), all);
    }
}
