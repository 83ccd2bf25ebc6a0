package dev.herald.benchmark.report;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where and when it was measured.
 *
 * @param load how many processes wanted a processor in the last minute, this benchmark included; negative where unknown
 */
public record Machine(String system, int processors, long memoryMiB, String jdk, String time, double load) {

    public static Machine now() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Machine(system.getName() + " " + system.getVersion() + " " + system.getArch(),
                system.getAvailableProcessors(), system.getTotalMemorySize() >> 20,
                System.getProperty("java.vendor") + " " + Runtime.version(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(), system.getSystemLoadAverage());
    }
}
