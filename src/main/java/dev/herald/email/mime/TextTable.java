package dev.herald.email.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;

/** A table as text: columns side by side where it holds data, cells one below the other where it only lays out a page. */
final class TextTable {
    private static final int WIDEST = 100;

    private final Element table;
    private final Function<Element, String> cellText;

    TextTable(Element table, Function<Element, String> cellText) {
        this.table = table;
        this.cellText = cellText;
    }

    String text() {
        List<List<String>> rows = new ArrayList<>();
        boolean headed = false;
        for (Element row : table.select("tr")) {
            if (!table.equals(row.closest("table"))) {
                continue;
            }
            List<Element> cells = row.children().stream()
                    .filter(cell -> cell.normalName().equals("td") || cell.normalName().equals("th")).toList();
            if (rows.isEmpty()) {
                headed = !cells.isEmpty() && cells.stream().allMatch(cell -> cell.normalName().equals("th"));
            }
            rows.add(cells.stream().map(cellText).toList());
        }
        rows.removeIf(row -> row.stream().allMatch(String::isEmpty));
        Element caption = table.selectFirst("> caption");
        String title = caption == null ? "" : cellText.apply(caption) + "\n";
        return title + (isData(rows) ? columns(rows, headed) : stacked(rows));
    }

    private static boolean isData(List<List<String>> rows) {
        boolean sideBySide = rows.stream().anyMatch(row -> row.size() > 1);
        boolean singleLines = rows.stream().flatMap(List::stream).noneMatch(cell -> cell.contains("\n"));
        return sideBySide && singleLines;
    }

    private static String stacked(List<List<String>> rows) {
        return rows.stream().flatMap(List::stream).filter(cell -> !cell.isEmpty()).collect(Collectors.joining("\n"));
    }

    private static String columns(List<List<String>> rows, boolean headed) {
        int[] widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], length(row.get(i)));
            }
        }
        int total = 0;
        for (int width : widths) {
            total += width + 3;
        }
        boolean padded = total <= WIDEST;
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(i == 0 ? "" : " | ").append(row.get(i));
                line.append(" ".repeat(padded ? widths[i] - length(row.get(i)) : 0));
            }
            lines.add(line.toString().stripTrailing());
            if (headed && lines.size() == 1) {
                lines.add("-".repeat(Math.min(Math.max(total - 3, 3), WIDEST)));
            }
        }
        return String.join("\n", lines);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
