package dev.herald.benchmark.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The report as Markdown: a table for each part, medians with the least and the most in brackets. */
public final class Tables {
    private Tables() {}

    public static String of(Report report) {
        Map<String, List<Measurement>> parts = report.measurements().stream()
                .collect(Collectors.groupingBy(Measurement::part, LinkedHashMap::new, Collectors.toList()));
        StringBuilder text = new StringBuilder();
        parts.forEach((part, measurements) -> text.append('\n').append(markdown(part(part, measurements))));
        if (!report.targets().isEmpty()) {
            text.append('\n').append(markdown(targets(report.targets())));
        }
        return text.toString();
    }

    private static List<List<String>> part(String name, List<Measurement> measurements) {
        Set<String> setups = new LinkedHashSet<>();
        Map<List<String>, Map<String, String>> lines = new LinkedHashMap<>();
        for (Measurement measurement : measurements) {
            setups.add(measurement.setup());
            lines.computeIfAbsent(List.of(measurement.subject(), measurement.unit()), line -> new LinkedHashMap<>())
                    .put(measurement.setup(), cell(measurement));
        }
        List<List<String>> table = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of(name, ""));
        head.addAll(setups);
        table.add(head);
        lines.forEach((line, cells) -> {
            List<String> row = new ArrayList<>(line);
            setups.forEach(setup -> row.add(cells.getOrDefault(setup, "")));
            table.add(row);
        });
        return table;
    }

    private static List<List<String>> targets(List<Target> targets) {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("target", "wanted", "measured", ""));
        targets.forEach(target -> table.add(List.of(target.name(),
                (target.atLeast() ? "at least " : "at most ") + number(target.wanted()), number(target.measured()),
                target.met() ? "met" : "missed")));
        return table;
    }

    private static String cell(Measurement measurement) {
        String median = number(measurement.median());
        return measurement.rounds().size() == 1
                ? median
                : median + " (" + number(measurement.min()) + "-" + number(measurement.max()) + ")";
    }

    private static String number(double number) {
        return String.format(Locale.ROOT, Math.abs(number) < 20 ? "%.2f" : "%.0f", number);
    }

    private static String markdown(List<List<String>> table) {
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < table.getFirst().size(); column++) {
            int index = column;
            widths.add(table.stream().mapToInt(row -> row.get(index).length()).max().orElse(0));
        }
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < table.size(); line++) {
            text.append('|');
            for (int column = 0; column < widths.size(); column++) {
                String cell = table.get(line).get(column);
                text.append(' ').append(cell).append(" ".repeat(widths.get(column) - cell.length())).append(" |");
            }
            text.append('\n');
            if (line == 0) {
                widths.forEach(width -> text.append("| ").append("-".repeat(Math.max(3, width))).append(' '));
                text.append("|\n");
            }
        }
        return text.toString();
    }
}
