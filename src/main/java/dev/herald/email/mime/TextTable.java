package dev.herald.email.mime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;

/** A table as text: columns side by side where it holds data, cells one below the other where it only lays out a page. */
final class TextTable {
    private static final int WIDEST = 100;
    private static final int MOST_COLUMNS = 50;

    private final Element table;
    private final Function<Element, String> cellText;

    TextTable(Element table, Function<Element, String> cellText) {
        this.table = table;
        this.cellText = cellText;
    }

    /** @param columns how many it stands in */
    private record Cell(List<String> lines, int columns) {
        static final Cell EMPTY = new Cell(List.of(""), 1);

        boolean isEmpty() {
            return lines.size() == 1 && lines.getFirst().isEmpty();
        }
    }

    String text() {
        List<Element> rows = rows();
        boolean headed = !rows.isEmpty() && !cells(rows.getFirst()).isEmpty()
                && cells(rows.getFirst()).stream().allMatch(cell -> cell.normalName().equals("th"));
        List<List<Cell>> texts = read(rows);
        texts.removeIf(row -> row.stream().allMatch(Cell::isEmpty));
        Element caption = child(table, "caption").findFirst().orElse(null);
        String title = caption == null ? "" : cellText.apply(caption) + "\n";
        return TextFlow.bounded(title + (isData(rows, texts) ? columns(texts, headed) : stacked(texts)));
    }

    /** Not those of tables within. */
    private List<Element> rows() {
        return table.children().stream()
                .flatMap(part -> part.normalName().equals("tr") ? Stream.of(part) : child(part, "tr"))
                .filter(row -> !HiddenElements.has(row)).toList();
    }

    private static List<Element> cells(Element row) {
        return row.children().stream()
                .filter(cell -> cell.normalName().equals("td") || cell.normalName().equals("th"))
                .filter(cell -> !HiddenElements.has(cell)).toList();
    }

    private static Stream<Element> child(Element parent, String tag) {
        return parent.children().stream().filter(child -> child.normalName().equals(tag));
    }

    /** Each row with a cell for each column; what a cell of a row above reaches into is empty. */
    private List<List<Cell>> read(List<Element> rows) {
        int[] reachedFor = new int[MOST_COLUMNS];
        List<List<Cell>> texts = new ArrayList<>();
        for (Element row : rows) {
            List<Cell> read = new ArrayList<>();
            int column = 0;
            for (Element cell : cells(row)) {
                while (column < MOST_COLUMNS && reachedFor[column] > 0) {
                    reachedFor[column++]--;
                    read.add(Cell.EMPTY);
                }
                int span = Math.min(number(cell.attr("colspan")), Math.max(1, MOST_COLUMNS - column));
                read.add(new Cell(Arrays.asList(cellText.apply(cell).split("\n", -1)), span));
                int end = Math.min(column + span, MOST_COLUMNS);
                Arrays.fill(reachedFor, Math.min(column, end), end, number(cell.attr("rowspan")) - 1);
                column = end;
            }
            for (; column < MOST_COLUMNS; column++) {
                reachedFor[column] = Math.max(0, reachedFor[column] - 1);
            }
            texts.add(read);
        }
        return texts;
    }

    private static int number(String span) {
        return span.matches("[1-9]\\d{0,3}") ? Integer.parseInt(span) : 1;
    }

    private boolean isData(List<Element> rows, List<List<Cell>> texts) {
        return !table.attr("role").strip().matches("(?i)presentation|none")
                && texts.stream().anyMatch(row -> row.size() > 1)
                && rows.stream().flatMap(row -> cells(row).stream()).noneMatch(TextTable::laysOut);
    }

    /** Whether a cell holds more than a line or a few of text. */
    private static boolean laysOut(Element cell) {
        List<Element> blocks = cell.children().stream().filter(Element::isBlock).toList();
        return blocks.size() > 1 || cell.selectFirst("table, ul, ol, blockquote, pre") != null;
    }

    private static String stacked(List<List<Cell>> rows) {
        return rows.stream().flatMap(List::stream).filter(cell -> !cell.isEmpty())
                .map(cell -> String.join("\n", cell.lines())).collect(Collectors.joining("\n"));
    }

    private static String columns(List<List<Cell>> rows, boolean headed) {
        int[] widths = widths(rows);
        int total = Arrays.stream(widths).map(width -> width + 3).sum();
        boolean padded = total <= WIDEST;
        List<String> lines = new ArrayList<>();
        for (List<Cell> row : rows) {
            lines.add(padded ? padded(row, widths) : joined(row));
            if (headed && lines.size() == 1) {
                lines.add("-".repeat(Math.min(Math.max(total - 3, 3), WIDEST)));
            }
        }
        return String.join("\n", lines);
    }

    /** A cell that stands in several columns widens none of them. */
    private static int[] widths(List<List<Cell>> rows) {
        int[] widths = new int[rows.stream().mapToInt(row -> row.stream().mapToInt(Cell::columns).sum()).max()
                .orElse(0)];
        for (List<Cell> row : rows) {
            int column = 0;
            for (Cell cell : row) {
                if (cell.columns() == 1) {
                    for (String line : cell.lines()) {
                        widths[column] = Math.max(widths[column], length(line));
                    }
                }
                column += cell.columns();
            }
        }
        return widths;
    }

    private static String padded(List<Cell> row, int[] widths) {
        int height = row.stream().mapToInt(cell -> cell.lines().size()).max().orElse(1);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < height; i++) {
            StringBuilder line = new StringBuilder();
            int column = 0;
            for (Cell cell : row) {
                String text = i < cell.lines().size() ? cell.lines().get(i) : "";
                int width = Arrays.stream(widths, column, column + cell.columns()).sum() + 3 * (cell.columns() - 1);
                line.append(column == 0 ? "" : " | ").append(text)
                        .append(" ".repeat(Math.max(0, width - length(text))));
                column += cell.columns();
            }
            lines.add(line.toString().stripTrailing());
        }
        return String.join("\n", lines);
    }

    private static String joined(List<Cell> row) {
        return row.stream().map(cell -> String.join(" ", cell.lines())).collect(Collectors.joining(" | "))
                .stripTrailing();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
