package dev.herald.benchmark.report;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What to measure and how long, from the system properties {@code benchmark.*}; their defaults stand in the Maven profile.
 *
 * @param parts which parts
 * @param rounds how often each figure is taken
 * @param length of a round where time counts
 * @param messages after how many the heap is looked at
 * @param folder for files
 * @param jar Herald as it is packaged
 */
public record Options(List<String> parts, int rounds, Duration length, int messages, Path folder, Path jar) {

    public static Options ofSystemProperties() {
        return new Options(List.of(text("parts").split(",")), number("rounds"), Duration.ofSeconds(number("seconds")),
                number("messages"), Path.of(text("folder")).toAbsolutePath(),
                Path.of(text("jar")).toAbsolutePath());
    }

    private static int number(String name) {
        int number = Integer.parseInt(text(name));
        if (number < 1) {
            throw new IllegalArgumentException("benchmark." + name + " is less than 1");
        }
        return number;
    }

    private static String text(String name) {
        String text = System.getProperty("benchmark." + name, "").strip();
        if (text.isEmpty()) {
            throw new IllegalArgumentException("benchmark." + name + " is missing");
        }
        return text;
    }
}
