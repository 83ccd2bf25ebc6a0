package dev.herald.email.mime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.message.text.MarkdownLiteral;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {

    @ParameterizedTest
    @ValueSource(strings = {"ORD_2024-0042", "a `b` ``c``", "</code></pre><script>x</script>", "&amp; &#95;", "x] (y)",
            "&#0000095;", "100 %  $1 \\"})
    void showsAReaderInCodeWhatWasInserted(String value) {
        assertThat(text("`%s`", value)).isEqualTo(value.strip().replaceAll(" +", " ") + "\n");
        assertThat(text("```\n%s\n```", value)).isEqualTo(value + "\n");
        assertThat(text("    %s", value)).isEqualTo(value + "\n");
        assertThat(html("`%s`", value) + html("```\n%s\n```", value) + html("    %s", value))
                .doesNotContain("<script>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"`", "```", "x\n\n# y", "x\n```\n# y", "    x", "x  \ny", "- x", "1. x", "> x", "[x](y)",
            "<x>", "| x |", "<javascript:x>", "https://x.example", "x\n---", "&lt;x"})
    void takesNothingInsertedForStructure(String value) {
        assertThat(html("%s", value) + html("`%s`", value) + html("[%s](https://a.example)", value))
                .doesNotContain("<h1>", "<h2>", "<ul>", "<ol>", "<blockquote>", "<x>", "<table>", "<br", "<pre>", "<hr")
                .doesNotContainPattern("<a (?!rel=\"nofollow\" href=\"https://a.example\")");
        assertThat(html("```\n%s\n```\n\n```\nafter\n```", value)).containsOnlyOnce("<pre><code>after\n</code></pre>")
                .doesNotContain("<h1>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"C:\\Users\\{{x}}", "`C:\\Users\\{{x}}`", "C:\\\\Users\\\\{{x}}"})
    void keepsABackslashInFrontOfWhatIsInserted(String markdown) {
        String filled = MarkdownLiteral.guard(markdown).replace("{{x}}", MarkdownLiteral.escape("_svc"));

        assertThat(HtmlText.of(Markdown.toHtml(filled))).isEqualTo("C:\\Users\\_svc\n");
    }

    @Test
    void countsNoListWithAnInsertedNumber() {
        assertThat(text("%s. November", "14")).isEqualTo("14. November\n");
        assertThat(html("%s. November", "14")).doesNotContain("<ol");
    }

    @Test
    void linksToWhereTheInsertedValueSays() {
        assertThat(html("<https://t.example/?id=%s>", "A_1&b=\"<i>")).contains(
                "href=\"https://t.example/?id=A_1&amp;b=&quot;&lt;i&gt;\">https://t.example/?id=A_1&amp;b=&quot;&lt;i&gt;</a>");
        assertThat(text("<https://t.example/?id=%s>", "A_1-2")).isEqualTo("https://t.example/?id=A_1-2\n");
        assertThat(text("<%s@acme.example>", "ann_b-c")).isEqualTo("<ann_b-c@acme.example>\n");
        assertThat(html("[it](https://t.example/?id=%s)", "A_1-2")).contains("href=\"https://t.example/?id=A_1-2\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://e.example", "javascript:alert(1)", "script>alert(1)</script"})
    void makesNoLinkOrTagOfAnInsertedValueAlone(String value) {
        assertThat(html("<%s>", value)).contains("<p>&lt;").doesNotContain("<a ", "<script");
        assertThat(html("<javascript:%s>", value)).contains("href=\"\"");
    }

    @Test
    void showsHtmlAndWhatWasInsertedIntoIt() {
        assertThat(text("<div>%s</div>", "<i>*a*</i>")).isEqualTo("<div><i>*a*</i></div>\n");
        assertThat(text("x <b>%s</b> <!-- %1$s -->", "<i>*a*</i>"))
                .isEqualTo("x <b><i>*a*</i></b> <!-- <i>*a*</i> -->\n");
        assertThat(html("<div title=\"%s\">", "<i>*a*</i>"))
                .contains("&lt;div title=&quot;&lt;i&gt;*a*&lt;/i&gt;&quot;&gt;");
    }

    @Test
    void linksToNoData() {
        assertThat(html("[x](data:text/html,%s) ![y](data:image/png;base64,AA)", "1")).doesNotContain("data:");
    }

    private static String text(String markdown, String value) {
        return HtmlText.of(html(markdown, value));
    }

    private static String html(String markdown, String value) {
        return Markdown.toHtml(markdown.formatted(MarkdownLiteral.escape(value)));
    }
}
