package dev.herald.benchmark.cost;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.herald.benchmark.local.Load;
import dev.herald.benchmark.local.Stopwatch;
import dev.herald.benchmark.report.Options;
import dev.herald.benchmark.report.Part;
import dev.herald.benchmark.report.Report;
import dev.herald.benchmark.report.Target;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** Time and memory for each message from job to command, with the ledger and without, and whether the heap stays flat. */
public final class CostPart implements Part {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
            .getOperatingSystemMXBean();
    private static final int ONE_BY_ONE = 5_000;
    private static final int AT_ONCE = 64;
    private static final int WARM_UP = 20_000;
    private static final double FLAT = 5;
    private static final String P50 = "one at a time, p50";

    @Override
    public String name() {
        return "cost";
    }

    @Override
    public void run(Options options, Report report) throws Exception {
        try (HeraldInside with = new HeraldInside(options.folder(), true);
                HeraldInside without = new HeraldInside(options.folder(), false)) {
            for (Task task : Task.values()) {
                workOff(WARM_UP, with, task);
                workOff(WARM_UP, without, task);
            }
            for (int round = 0; round < options.rounds(); round++) {
                for (Task task : Task.values()) {
                    measure(setup(task, true), task, with, options, report);
                    measure(setup(task, false), task, without, options, report);
                }
            }
            heap(with, options, report);
        }
        for (Task task : Task.values()) {
            report.add(Target.atMost(300, "cost: " + setup(task, true) + ", p50 in µs",
                    report.median(name(), setup(task, true), P50, "µs")));
        }
    }

    private static String setup(Task task, boolean ledger) {
        return task.label() + (ledger ? ", ledger" : ", no ledger");
    }

    private void measure(String setup, Task task, HeraldInside herald, Options options, Report report)
            throws Exception {
        long[] nanoseconds = new long[ONE_BY_ONE];
        long bytes = THREADS.getTotalThreadAllocatedBytes();
        for (int i = 0; i < ONE_BY_ONE; i++) {
            long begin = System.nanoTime();
            nanoseconds[i] = herald.work(task) - begin;
        }
        bytes = THREADS.getTotalThreadAllocatedBytes() - bytes;
        Arrays.sort(nanoseconds);
        report.add(name(), setup, P50, "µs", nanoseconds[ONE_BY_ONE / 2] / 1e3);
        report.add(name(), setup, "one at a time, p99", "µs", nanoseconds[ONE_BY_ONE * 99 / 100] / 1e3);
        report.add(name(), setup, "allocated for each", "bytes", (double) bytes / ONE_BY_ONE);

        long cpu = SYSTEM.getProcessCpuTime();
        long before = herald.completed();
        Load load = Load.ofThreads(AT_ONCE, () -> herald.work(task));
        double rate = Stopwatch.perSecond(herald::completed, options.length());
        load.end();
        cpu = SYSTEM.getProcessCpuTime() - cpu;
        report.add(name(), setup, AT_ONCE + " at a time", "jobs/s", rate);
        report.add(name(), setup, AT_ONCE + " at a time, processor for each", "µs",
                cpu / 1e3 / (herald.completed() - before));
    }

    private void heap(HeraldInside herald, Options options, Report report) throws InterruptedException {
        int first = Math.max(1, options.messages() / 10);
        workOff(first, herald, Task.EMAIL);
        double early = heapMiB();
        workOff(options.messages() - first, herald, Task.EMAIL);
        double late = heapMiB();
        report.add(name(), setup(Task.EMAIL, true), "heap after " + first + " messages", "MiB", early);
        report.add(name(), setup(Task.EMAIL, true), "heap after " + options.messages() + " messages", "MiB", late);
        report.add(Target.atMost(FLAT, "cost: MiB that the heap grew by between " + first + " and "
                + options.messages() + " messages", late - early));
    }

    private static void workOff(int messages, HeraldInside herald, Task task) throws InterruptedException {
        AtomicInteger left = new AtomicInteger(messages);
        Thread[] threads = new Thread[AT_ONCE];
        for (int i = 0; i < AT_ONCE; i++) {
            threads[i] = Thread.ofPlatform().daemon().start(() -> {
                while (left.getAndDecrement() > 0) {
                    herald.work(task);
                }
            });
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static double heapMiB() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / (double) (1 << 20);
    }
}
