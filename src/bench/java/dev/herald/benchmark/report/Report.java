package dev.herald.benchmark.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers what the parts measure. */
public final class Report {
    private final Map<List<String>, List<Double>> rounds = new LinkedHashMap<>();
    private final List<Target> targets = new ArrayList<>();

    /** Notes the figure of one round; the parameters are those of {@link Measurement}. */
    public void add(String part, String setup, String subject, String unit, double figure) {
        rounds.computeIfAbsent(List.of(part, setup, subject, unit), key -> new ArrayList<>()).add(figure);
    }

    public void add(Target target) {
        targets.add(target);
    }

    public List<Measurement> measurements() {
        return rounds.entrySet().stream().map(entry -> measurement(entry.getKey(), entry.getValue())).toList();
    }

    public List<Target> targets() {
        return List.copyOf(targets);
    }

    /** The median of what was added so far; not a number where nothing was. */
    public double median(String part, String setup, String subject, String unit) {
        List<String> key = List.of(part, setup, subject, unit);
        List<Double> figures = rounds.get(key);
        return figures == null ? Double.NaN : measurement(key, figures).median();
    }

    private static Measurement measurement(List<String> key, List<Double> figures) {
        return new Measurement(key.get(0), key.get(1), key.get(2), key.get(3), figures);
    }
}
