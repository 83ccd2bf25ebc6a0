package dev.herald.message.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyFormatTest {
    private static final int LARGE = 500_000;

    @ParameterizedTest
    @ValueSource(strings = {"Hello<br>World", "Hello<br/>World", "Hello<BR />World", "<p>Hi", "Hi<p class=x>there",
            "<a href=\"x\">y</a>", "<b>bold</b>", "<B>bold</B >", "<IMG SRC=x>", "<img src=\"x\" alt='a > b'>",
            "a<hr>b",
            "<!DOCTYPE html>\nHello", "<!doctype\nHTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\">",
            "<html lang=\"en\">Hello",
            "<body\nbgcolor=white text>Hello", "<a href=https://acme.example/?id=1>y</a>", "<td nowrap><b>x</b>",
            "<a download href=x>y</a>",
            "<div\n  style=\"color: red\"\n  data-x = '1'\n>Hello</div>", "3 < 4 and 5 > 2, <i>says <u>she</i>",
            "<style>p { color: red }</style>Hello", "<h1>Hello</h1>", "<ul><li>one<li>two</ul>",
            "<table><tr><td>x</table>",
            "<p hidden>Hi</p>", "<ul compact>x</ul>", "<a href=\"https://acme.example\">Click", "<td width=\"100\">x",
            "<a title=\"a<b\">x</a>", "<img src=\"a.png\"alt=\"b\">", "<s>20</s> 15 EUR"})
    void takesForHtmlWhatIsHtml(String body) {
        assertThat(BodyFormat.AUTO.of(body)).isEqualTo(BodyFormat.HTML);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Hello", "Order rule: quantity 3<b and 5>2 apply", "SELECT * WHERE a<b AND d>e",
            "The API returns List<String> x = new A<I>()", "Ticket <table> and <form>", "a<b>c", "</b><b>", "<b></i>",
            "Write to <ann@example.com> or <https://acme.example/a>", "<order><id>1</id></order>", "x<p and q>y",
            "<center of town>", "<body text here>", "<brand>, <bracket>, <image>, <param>, <htmlx>, <bodyguard>",
            "<p hidden>", "<a name=\"x>y</a>", "< b>bold</b>", "&lt;b&gt;bold&lt;/b&gt;",
            "use </br> or </p>", "<html is a prefix, <!doctype is none"})
    void takesForTextWhatOnlyLooksLikeHtml(String body) {
        assertThat(BodyFormat.AUTO.of(body)).isEqualTo(BodyFormat.TEXT);
    }

    @ParameterizedTest
    @EnumSource(value = BodyFormat.class, mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void isWhatTheProcessSays(BodyFormat format) {
        assertThat(format.of("<b>bold</b>")).isEqualTo(format);
    }

    @Test
    void keepsTheLineBreaksOfHtmlThatHasNone() {
        assertThat(BodyFormat.AUTO.laidOut("Dear Jane,\n\nyour order <a\n href=\"x\">track it</a>.\r\nRegards"))
                .isEqualTo("Dear Jane,<br>\n<br>\nyour order <a\n href=\"x\">track it</a>.<br>\nRegards");
        for (String body : List.of("<b>a</b>\n<p>b", "<b>a</b>\nb<BR/>", "<i>a</i>\n<ul>", "a\nb",
                "<!doctype html>\n<b>x</b>")) {
            assertThat(BodyFormat.AUTO.laidOut(body)).isEqualTo(body);
        }
        assertThat(BodyFormat.HTML.laidOut("<b>a</b>\nb")).isEqualTo("<b>a</b>\nb");
    }

    /** It ends: nothing here may take a time that grows with the square of the length. */
    @Test
    void readsLargeBodiesOnce() {
        List<String> bodies = new ArrayList<>();
        for (String piece : new String[]{"<", "<a ", "<b>", "<a b=\"", "<a b=' c=\"", "<html ", "<!doctype ",
                "<a b=c ", "</a", "</b ", "<p a", "<a c=\"<a d='1' e=\"2\" "}) {
            bodies.add(piece.repeat(LARGE / piece.length()));
        }
        for (String opening : new String[]{"<a", "<a b", "<a b=", "<a b=\"", "<html", "<!doctype"}) {
            for (String filling : new String[]{" ", "x", " b", " b=c", "\n"}) {
                bodies.add(opening + filling.repeat(LARGE / filling.length()));
            }
        }
        assertThat(bodies).extracting(BodyFormat.AUTO::of).containsOnly(BodyFormat.TEXT);
    }
}
