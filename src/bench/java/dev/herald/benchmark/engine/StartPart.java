package dev.herald.benchmark.engine;

import dev.herald.benchmark.local.Stopwatch;
import dev.herald.benchmark.report.Options;
import dev.herald.benchmark.report.Part;
import dev.herald.benchmark.report.Report;
import dev.herald.benchmark.report.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** How long it takes from the start of the JVM to the first completed job, and how much memory Herald has then. */
public final class StartPart implements Part {
    private static final Duration LONGEST_START = Duration.ofMinutes(2);
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final String EMAIL = "smtp_send_email";
    private static final String IMAGE = "as in the image";
    private static final String JAR = "java -jar";
    private static final String FIRST_JOB = "from start to first job";
    private static final String RESIDENT = "idle, memory held";

    @Override
    public String name() {
        return "start";
    }

    @Override
    public void run(Options options, Report report) throws Exception {
        try (Surroundings surroundings = Surroundings.open(options)) {
            Instances instances = surroundings.instances();
            instances.deploy(EMAIL);
            Launch image = Launch.asInImage(options);
            for (int round = 0; round < options.rounds(); round++) {
                measure(IMAGE, () -> new HeraldProcess(options, image, surroundings), instances, report);
                measure(JAR, () -> new HeraldProcess(options, Launch.ofJar(options), surroundings), instances, report);
            }
        }
        report.add(Target.atMost(3, "start: s to the first job", report.median(name(), IMAGE, FIRST_JOB, "s")));
        report.add(Target.atMost(200, "start: idle, MiB", report.median(name(), IMAGE, RESIDENT, "MiB")));
    }

    private void measure(String setup, Callable<HeraldProcess> start, Instances instances, Report report)
            throws Exception {
        var instance = instances.startAndAwait(EMAIL, LONGEST_START);
        long begin = System.nanoTime();
        try (HeraldProcess herald = start.call()) {
            instance.get(LONGEST_START.toSeconds(), TimeUnit.SECONDS);
            report.add(name(), setup, FIRST_JOB, "s", (System.nanoTime() - begin) / 1e9);
            Stopwatch.pass(IDLE);
            addMemory(setup, herald, report);
        }
    }

    private void addMemory(String setup, HeraldProcess herald, Report report)
            throws IOException, InterruptedException {
        Double resident = herald.residentMiB();
        if (resident != null) {
            report.add(name(), setup, RESIDENT, "MiB", resident);
        }
        report.add(name(), setup, "idle, heap in use after a collection", "MiB", herald.heapMiB());
    }
}
