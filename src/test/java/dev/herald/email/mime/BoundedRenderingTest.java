package dev.herald.email.mime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.message.text.TooLargeException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Short texts that grow, deep ones, and such as are read again and again: each is rendered, or refused, soon. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BoundedRenderingTest {

    @ParameterizedTest(name = "[{0}]")
    @MethodSource
    void markdownGrowsNoFurtherThanItMay(String name, String markdown) {
        assertThat(rendered(Markdown::toHtml, markdown)).hasSizeLessThan(600_000);
    }

    static Stream<Arguments> markdownGrowsNoFurtherThanItMay() {
        int n = Markdown.LONGEST;
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("tables whose rows lack cells",
                ("|a".repeat(300) + "|\n" + "|-".repeat(300) + "|\n" + "|b\n".repeat(330) + "\n").repeat(45));
        texts.put("a table with more than 100,000 cells", "|a|b|\n|-|-|\n" + repeated("|a|\n", n));
        texts.put("a very wide table", repeated("|a", n / 3) + "\n" + repeated("|-", n / 3) + "\na\n");
        texts.put("lines that may be tables", repeated("a\n|", n));
        texts.put("link definitions without an end", repeated("[a]: b 'x\n", n));
        texts.put("labels without an end", repeated("[a\n", n));
        texts.put("a long target many times", "[a]: " + "u".repeat(n / 2) + "\n\n" + repeated("[a]", n / 2));
        texts.put("quotes in quotes", repeated(">", n));
        texts.put("quotes in quotes on each line", repeated(">".repeat(200) + "a\n", n));
        texts.put("lists in lists", repeated("- ", n));
        texts.put("lists in lists on lines of their own",
                IntStream.range(0, 300).mapToObj(i -> "  ".repeat(i) + "- a\n").reduce("", String::concat));
        for (String piece : new String[]{"[", "![", "[a](", "[a][", "*a ", "*a_ ", "**a *b ", "_*a", "***a**", "`a",
                "<", "<a ",
                "<!--", "<?", "<a b=\"", "&", "\\", "a\n", "a\n=\n", "[a]: b\n\n", "<http://a>", "-|", "|", "a  \n",
                "\t"}) {
            texts.put(piece, repeated(piece, n));
        }
        texts.put("links in links", "[".repeat(n / 2) + repeated("](u)", n / 2));
        texts.put("backticks of all lengths",
                IntStream.range(1, 400).mapToObj("`"::repeat).reduce("", (a, b) -> a + "a" + b));
        return texts.entrySet().stream().map(text -> Arguments.of(text.getKey(), text.getValue()));
    }

    @ParameterizedTest(name = "[{0}]")
    @MethodSource
    void htmlGrowsNoFurtherThanItMay(String name, String html) {
        assertThat(rendered(HtmlText::of, html)).hasSizeLessThan(TextFlow.LONGEST + 2);
    }

    static Stream<Arguments> htmlGrowsNoFurtherThanItMay() {
        int n = HtmlText.LONGEST;
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("line breaks in quotes in quotes", "<blockquote>".repeat(90) + repeated("a<br>", n - 1080));
        pages.put("list items in lists in lists", "<ol start=999999><li>".repeat(40) + repeated("a<br>", n - 840));
        pages.put("a wide cell above narrow ones",
                "<table><tr><td>" + "x".repeat(90) + "<td>y" + repeated("<tr><td>a<td>b", n - 110));
        pages.put("a tall cell", "<table><tr><td>a<td>" + repeated("b<br>", n - 20));
        pages.put("spans", "<table>" + repeated("<tr><td colspan=999 rowspan=999>a<td>", n - 10));
        for (String piece : new String[]{"<blockquote>", "<blockquote>a", "<ul><li>", "<ol><li>a", "<table><td>",
                "<table><td>a<td>b",
                "<table>", "<div>", "<b><div></b>", "<a><div>", "<tr><td>x", "<pre>", "<p>", "<td>", "<br>", "<hr>",
                "<a href=x>",
                "<template>", "<svg>", "</p>", "<b>", "&", "<!--", "<a b=\"", "x", " ", "\u00a0", "<i style='a:b;'>",
                "<dl><dt>a<dd>", "<caption>"}) {
            pages.put(piece, repeated(piece, n));
            pages.put("<table>" + piece, "<table>" + repeated(piece, n - 7));
        }
        return pages.entrySet().stream().map(page -> Arguments.of(page.getKey(), page.getValue()));
    }

    private static String rendered(UnaryOperator<String> rendering, String text) {
        try {
            return rendering.apply(text);
        } catch (TooLargeException e) {
            return assertThat(e.getMessage()).startsWith("body: has more than ").hasSizeLessThan(200).actual();
        }
    }

    private static String repeated(String piece, int length) {
        return piece.repeat(length / piece.length());
    }
}
