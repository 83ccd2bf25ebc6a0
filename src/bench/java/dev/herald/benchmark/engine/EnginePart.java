package dev.herald.benchmark.engine;

import dev.herald.benchmark.local.Load;
import dev.herald.benchmark.local.Stopwatch;
import dev.herald.benchmark.report.Options;
import dev.herald.benchmark.report.Part;
import dev.herald.benchmark.report.Report;
import dev.herald.benchmark.report.Target;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Jobs per second through the engine, whose instances are worked off as they come: it is slow with a backlog. */
public final class EnginePart implements Part {
    private static final Duration LONGEST_JOB = Duration.ofSeconds(20);
    private static final Duration WARM_UP = Duration.ofSeconds(1);
    /** How many rounds come before: engine and workers are compiled while they run. */
    private static final int WARM_UP_ROUNDS = 3;
    private static final int AT_ONCE = 32;
    private static final String RATE = "jobs/s, " + AT_ONCE + " at once";
    private static final String OWN = "processor, ms/job";
    private static final String ENGINES = "the engine's";
    private static final Map<String, String> WORKERS = new LinkedHashMap<>();

    static {
        WORKERS.put("a worker that only completes", CompletingWorker.JOB_TYPE);
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
                Java completing = Java.ofClass(CompletingWorker.class,
                        options.folder().resolve("completing-worker.log"),
                        List.of(), surroundings.engine().gateway().toString());
                HeraldProcess herald = new HeraldProcess(options, Launch.asInImage(options), surroundings)) {
            WORKERS.values().forEach(surroundings.instances()::deploy);
            List<Java> workers = List.of(completing, herald.java());
            for (int round = -WARM_UP_ROUNDS; round < options.rounds(); round++) {
                Report kept = round < 0 ? new Report() : report;
                for (var worker : WORKERS.entrySet()) {
                    measure(worker.getKey(), worker.getValue(), workers, surroundings, options.length(), kept);
                }
            }
        }
        for (String worker : WORKERS.keySet().stream().filter(key -> key.startsWith("Herald")).toList()) {
            report.add(Target.atMost(1, "engine: " + worker + ", " + OWN, report.median(name(), OWN, worker, "")));
        }
    }

    private void measure(String worker, String jobType, List<Java> workers, Surroundings surroundings,
            Duration length, Report report) throws Exception {
        LongAdder completed = new LongAdder();
        Load load = Load.ofThreads(AT_ONCE, () -> {
            surroundings.instances().startAndAwait(jobType, LONGEST_JOB).get();
            completed.increment();
        });
        Stopwatch.pass(WARM_UP);
        double jobs = -completed.sum();
        double own = -milliseconds(workers); // the other one has nothing to do
        double engines = -milliseconds(List.of(surroundings.engine().java()));
        report.add(name(), RATE, worker, "", Stopwatch.perSecond(completed::sum, length));
        engines += milliseconds(List.of(surroundings.engine().java()));
        own += milliseconds(workers);
        jobs += completed.sum();
        load.end();
        workers.forEach(Java::checkAlive);
        report.add(name(), OWN, worker, "", own / jobs);
        report.add(name(), ENGINES, worker, "", engines / jobs);
    }

    private static double milliseconds(List<Java> processes) {
        return processes.stream().mapToDouble(java -> java.processorTime().toNanos() / 1e6).sum();
    }
}
