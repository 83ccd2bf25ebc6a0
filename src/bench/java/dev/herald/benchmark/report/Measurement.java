package dev.herald.benchmark.report;

import java.util.List;

/**
 * One figure, measured in several rounds.
 *
 * @param part of the benchmark, as {@code wire}
 * @param setup under which circumstances, as {@code 20 ms}: a column of the part's table
 * @param subject what was measured: with the unit a line of the table
 * @param unit of the figures
 * @param rounds the figures
 */
public record Measurement(String part, String setup, String subject, String unit, List<Double> rounds) {

    public Measurement {
        rounds = List.copyOf(rounds);
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("no round was measured");
        }
    }

    public double median() {
        List<Double> sorted = rounds.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    public double min() {
        return rounds.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    public double max() {
        return rounds.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
}
