package dev.herald.benchmark.report;

/** A part of the benchmark. */
public interface Part {

    /** As in {@code -Dbenchmark.parts}. */
    String name();

    /** Measures, and adds what it finds to the report. */
    void run(Options options, Report report) throws Exception;
}
