package dev.herald.benchmark.engine;

import dev.herald.benchmark.local.Stopwatch;
import dev.herald.benchmark.report.Options;
import dev.herald.benchmark.report.Part;
import dev.herald.benchmark.report.Report;
import dev.herald.benchmark.report.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Jobs per second through a real broker while instances are created as fast as it takes them. */
public final class EnginePart implements Part {
    private static final Duration LONGEST_ROUND = Duration.ofMinutes(5);
    /** How many rounds come before: broker and workers are compiled while they run. */
    private static final int WARM_UP = 3;
    private static final String SETUP = "while instances are created";
    private static final String UNIT = "jobs/s";
    private static final String BASELINE = "a worker that only completes";
    private static final Map<String, String> WORKERS = new LinkedHashMap<>();

    static {
        WORKERS.put(BASELINE, CompletingWorker.JOB_TYPE);
        WORKERS.put("the same with a result variable", CompletingWorker.JOB_TYPE_WITH_RESULT);
        WORKERS.put("Herald, email", "smtp_send_email");
        WORKERS.put("Herald, SMS", "send_sms");
    }

    @Override
    public String name() {
        return "engine";
    }

    @Override
    public void run(Options options, Report report) throws Exception {
        try (Surroundings surroundings = Surroundings.open(options);
                Java completing = completingWorker(surroundings.broker(), options.folder());
                HeraldProcess herald = new HeraldProcess(options, Launch.asInImage(options), surroundings)) {
            WORKERS.values().forEach(surroundings.instances()::deploy);
            for (int round = -WARM_UP; round < options.rounds(); round++) {
                for (var worker : WORKERS.entrySet()) {
                    double rate = measure(worker.getValue(), options.jobs(), surroundings);
                    herald.checkAlive();
                    completing.checkAlive();
                    if (round >= 0) {
                        report.add(name(), SETUP, worker.getKey(), UNIT, rate);
                    }
                }
            }
        }
        double baseline = report.median(name(), SETUP, BASELINE, UNIT);
        for (String worker : WORKERS.keySet().stream().filter(key -> key.startsWith("Herald")).toList()) {
            report.add(Target.atLeast(0.95, "engine: " + worker + " / " + BASELINE,
                    report.median(name(), SETUP, worker, UNIT) / baseline));
        }
    }

    private static Java completingWorker(Broker broker, Path folder) throws IOException {
        return Java.start(folder.resolve("completing-worker.log"), Map.of(), List.of("-cp",
                System.getProperty("java.class.path"), CompletingWorker.class.getName(), broker.gateway().toString()));
    }

    /** How many jobs a second were completed between the first tenth and the last. */
    private static double measure(String jobType, int jobs, Surroundings surroundings) throws IOException {
        Broker broker = surroundings.broker();
        Instances instances = surroundings.instances();
        Progress progress = new Progress(broker.completed(jobType), jobs);
        instances.startInBackground(jobType, jobs);
        long deadline = System.nanoTime() + LONGEST_ROUND.toNanos();
        while (!progress.note(System.nanoTime(), broker.completed(jobType))) {
            instances.check();
            if (System.nanoTime() > deadline) {
                throw new IOException(jobType + ": not all jobs were completed");
            }
            Stopwatch.pass(Duration.ofMillis(200));
        }
        return progress.perSecond();
    }
}
