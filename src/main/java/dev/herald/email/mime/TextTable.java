package dev.herald.email.mime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;
import org.jsoup.select.Evaluator;
import org.jsoup.select.QueryParser;

/** A table as text: columns side by side where it holds data, cells one below the other where it only lays out a page. */
final class TextTable {
    private static final int WIDEST = 100;
    private static final int MOST_COLUMNS = 50;
    private static final Pattern SPAN = Pattern.compile("[1-9]\\d{0,3}");
    private static final Pattern LAYOUT_ROLE = Pattern.compile("(?i)presentation|none");
    private static final Evaluator LAYOUT = QueryParser.parse("table, ul, ol, blockquote, pre");

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
        List<List<Element>> rows = rows();
        boolean headed = !rows.isEmpty() && !rows.getFirst().isEmpty()
                && rows.getFirst().stream().allMatch(cell -> cell.normalName().equals("th"));
        List<List<Cell>> texts = read(rows);
        texts.removeIf(row -> row.stream().allMatch(Cell::isEmpty));
        Element caption = children(table, "caption").findFirst().orElse(null);
        String title = caption == null ? "" : cellText.apply(caption) + "\n";
        return TextFlow.bounded(title + (isData(rows, texts) ? columns(texts, headed) : stacked(texts)));
    }

    /** The cells of each row, without those of tables within. */
    private List<List<Element>> rows() {
        return children(table)
                .flatMap(part -> part.normalName().equals("tr") ? Stream.of(part) : children(part, "tr"))
                .filter(row -> !HiddenElements.has(row)).map(TextTable::cells).toList();
    }

    private static List<Element> cells(Element row) {
        return children(row).filter(cell -> cell.normalName().equals("td") || cell.normalName().equals("th"))
                .filter(cell -> !HiddenElements.has(cell)).toList();
    }

    private static Stream<Element> children(Element parent, String tag) {
        return children(parent).filter(child -> child.normalName().equals(tag));
    }

    /** Those of jsoup itself are kept for later, which costs more than it spares here. */
    private static Stream<Element> children(Element parent) {
        return parent.childNodes().stream().filter(Element.class::isInstance).map(Element.class::cast);
    }

    /** Each row with a cell for each column; what a cell of a row above reaches into is empty. */
    private List<List<Cell>> read(List<List<Element>> rows) {
        int[] reachedFor = new int[MOST_COLUMNS];
        List<List<Cell>> texts = new ArrayList<>();
        for (List<Element> row : rows) {
            List<Cell> read = new ArrayList<>();
            int column = 0;
            for (Element cell : row) {
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
        return SPAN.matcher(span).matches() ? Integer.parseInt(span) : 1;
    }

    private boolean isData(List<List<Element>> rows, List<List<Cell>> texts) {
        return !LAYOUT_ROLE.matcher(table.attr("role").strip()).matches()
                && texts.stream().anyMatch(row -> row.size() > 1)
                && rows.stream().flatMap(List::stream).noneMatch(TextTable::laysOut);
    }

    /** Whether a cell holds more than a line or a few of text. */
    private static boolean laysOut(Element cell) {
        return cell.firstElementChild() != null
                && (children(cell).filter(Element::isBlock).count() > 1 || cell.selectFirst(LAYOUT) != null);
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
