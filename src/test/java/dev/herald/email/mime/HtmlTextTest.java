package dev.herald.email.mime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTextTest {

    @Test
    void keepsParagraphsLinksAndLists() {
        assertThat(HtmlText.of("""
            <html><head><title>t</title><style>p { color: red }</style></head><body>
            <h1>Your   order</h1><p>Dear <b>Ann</b>,<br>it is on its way:
            <a href="https://acme.example/t?id=1&amp;x=2">track it</a>, or write to
            <a href="mailto:shop@acme.example">shop@acme.example</a>.</p>
            <ul><li>one</li><li>two<ul><li>deeper</li></ul></li></ul>
            <ol start="3"><li>three</li><li><p>four</p><p>more</p></li></ol>
            <blockquote>said<br>so</blockquote><pre>  as
               is</pre><hr><p>&copy; Acme&nbsp;Ltd</p><script>alert(1)</script>
            <div style="display: none">preheader</div><img src="x" alt="Acme">
            </body></html>""")).isEqualTo("""
            Your order

            Dear Ann,
            it is on its way: track it (https://acme.example/t?id=1&x=2), or write to shop@acme.example.

            - one
            - two
              - deeper

            3. three
            4. four

               more

            > said
            > so

              as
               is

            ----------------------------------------

            © Acme Ltd

            Acme
            """);
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void readsAStyleOnceWhateverItHolds() {
        for (String property : new String[]{"opacity", "max-height"}) {
            assertThat(HtmlText.of("<p style='" + property + ":" + "0".repeat(400_000) + "!'>a")).isEqualTo("a\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"opacity:0", "opacity: 0.0", "opacity:.0%", "opacity:000 !important", "max-height: 0px",
            "max-height:.00em"})
    void leavesOutWhatAStyleHides(String style) {
        assertThat(HtmlText.of("<p style='" + style + "'>hidden</p>a")).isEqualTo("a\n");
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void leavesOneEmptyLineAfterWhatIsPreformatted() {
        assertThat(HtmlText.of("<pre><code>a\n  b\n\n</code></pre><p>c</p>")).isEqualTo("a\n  b\n\nc\n");
        assertThat(HtmlText.of("<blockquote><pre>a  \n" + " ".repeat(100_000) + "b</pre></blockquote>"))
                .startsWith("> a\n>  ").endsWith(" b\n");
    }

    @Test
    void keepsTheColumnsOfATable() {
        assertThat(HtmlText.of("""
            <table><caption>Order</caption><thead><tr><th>Item</th><th>Price</th></tr></thead>
            <tbody><tr><td>Tea</td><td>3.20</td></tr><tr><td>Süßstoff</td><td><b>1.00</b></td></tr></tbody></table>"""))
                .isEqualTo("""
                    Order
                    Item     | Price
                    ----------------
                    Tea      | 3.20
                    Süßstoff | 1.00
                    """);
    }

    @Test
    void keepsTheRowsOfATableWhoseCellsHaveSeveralLines() {
        assertThat(HtmlText.of("<table><tr><th>Item<th>Price</tr><tr><td>Tea<br>(green)<td>3.20</tr>"
                + "<tr><td><p>Milk</p><td>1.00</table>")).isEqualTo("""
                    Item    | Price
                    ---------------
                    Tea     | 3.20
                    (green) |
                    Milk    | 1.00
                    """);
        assertThat(HtmlText.of("<table><tr><td>a<br>b<td>" + "x".repeat(100) + "</table>"))
                .isEqualTo("a b | " + "x".repeat(100) + "\n");
    }

    @Test
    void setsATotalUnderItsColumn() {
        assertThat(HtmlText.of("""
            <table><tr><td>Tea<td>2<td>6.40<tr><td rowspan=2>Milk<td>1<td>1.00<tr><td>2<td>2.00
            <tr><td colspan="2">Total with postage<td>9.40</table>""")).isEqualTo("""
            Tea  | 2 | 6.40
            Milk | 1 | 1.00
                 | 2 | 2.00
            Total with postage | 9.40
            """);
        assertThat(HtmlText.of("<table><tr><td>Tea, green<td>2<td>6.40<tr><td colspan=2>Total<td>6.40</table>"))
                .isEqualTo("""
                    Tea, green | 2 | 6.40
                    Total          | 6.40
                    """);
    }

    @Test
    void readsATableThatOnlyLaysOutThePageFromTopToBottom() {
        assertThat(HtmlText
                .of("<table><tr><td><h1>Acme</h1><p>Hello</p></td><td><table><tr><td>a</td><td>b</td></tr></table>"
                        + "</td></tr><tr><td>Bye</td></tr></table>"))
                .isEqualTo("""
                    Acme

                    Hello
                    a | b
                    Bye
                    """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"display:none", "DISPLAY : None !important", "max-height:0;overflow:hidden",
            "max-height: 0px",
            "mso-hide:all", "visibility:hidden", "color:red;opacity:0", "opacity: 0.0"})
    void leavesOutWhatIsHidden(String style) {
        assertThat(HtmlText.of("<div style=\"" + style + "\">preheader</div><p>Hello</p>")).isEqualTo("Hello\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"opacity:0.5", "max-height:100px", "max-height:0.5em", "line-height:0", "display:block",
            "mso-hide:none"})
    void keepsWhatIsShown(String style) {
        assertThat(HtmlText.of("<div style=\"" + style + "\">shown</div>")).isEqualTo("shown\n");
    }

    @Test
    void saysThatThereIsAnImageWhereThereIsNothingElse() {
        assertThat(HtmlText.of("<p><img src=a><img src=b alt=''></p>")).isEqualTo("[image]\n");
        assertThat(HtmlText.of("<p><img src=a alt='Acme'><img src=b></p>")).isEqualTo("Acme\n");
        assertThat(HtmlText.of("<img src=a><p>Hello</p>")).isEqualTo("Hello\n");
        assertThat(HtmlText.of("<a href='https://acme.example'><img src=a></a>")).isEqualTo("https://acme.example\n");
    }

    @Test
    void survivesWhatIsHardlyHtml() {
        assertThat(HtmlText.of("")).isEqualTo("\n");
        assertThat(HtmlText.of("just text")).isEqualTo("just text\n");
        assertThat(HtmlText.of("<p>open <b>tags")).isEqualTo("open tags\n");
        assertThat(HtmlText.of("<div>".repeat(20_000) + "deep")).contains("deep");
        assertThat(HtmlText.of("<a href=''>x</a><a href='#top'>y</a><a href='https://a.example'></a>"))
                .isEqualTo("xyhttps://a.example\n");
    }
}
