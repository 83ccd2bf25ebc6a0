package dev.herald.email.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.message.Email;
import dev.herald.message.text.BodyFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressParserTest {

    @Test
    void readsAListWithQuotedCommas() throws Exception {
        List<EmailAddress> addresses = parse(
                "\"Doe, Jane\" <jane@acme.example>, bob@acme.example ,, Zoë <zoe@acme.example>");

        assertThat(addresses).extracting(EmailAddress::name).containsExactly("Doe, Jane", null, "Zoë");
        assertThat(addresses).extracting(EmailAddress::wireAddress).containsExactly("jane@acme.example",
                "bob@acme.example",
                "zoe@acme.example");
        assertThat(addresses).extracting(EmailAddress::field).containsExactly("recipient[0]", "recipient[1]",
                "recipient[3]");
    }

    @Test
    void namesThePositionInAList() throws Exception {
        assertThat(parse("ann@acme.example", "Bob <bob@acme.example>, eve@acme.example"))
                .extracting(EmailAddress::field)
                .containsExactly("recipient[0]", "recipient[1]", "recipient[1]");
        assertThat(parse("ann@acme.example,")).extracting(EmailAddress::field).containsExactly("recipient");
        assertProblem("recipient[2]: is not an email address", "ann@acme.example", "", "not an address");
        assertProblem("recipient[1]: is not an email address", "ann@acme.example, bob, eve@acme.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@x.example; b@x.example", "a@x.example;b@x.example;", "a@x.example\nb@x.example\n",
            "a@x.example,\r\n\r\nb@x.example", "\u200ba@x.example\ufeff , \u202ab@x.example\u202c;\u00a0",
            "mailto:a@x.example, Mailto:b@x.example", "\u200ea@x.example\ufe0f\u2068\nb@x.example\u2069"})
    void separatesAndTrimsWhatIsPasted(String text) throws Exception {
        assertThat(parse(text)).extracting(EmailAddress::wireAddress).containsExactly("a@x.example", "b@x.example");
    }

    @Test
    void keepsSeparatorsInQuotes() throws Exception {
        assertThat(parse("\"Doe; Jane\" <a@x.example>; \"b;c\"@x.example")).extracting(EmailAddress::wireAddress)
                .containsExactly("a@x.example", "\"b;c\"@x.example");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "a\u202c@x.example | recipient: holds an invisible character, U+202C",
            "Ann <a\u200b@x.example> | recipient: holds an invisible character, U+200B",
            "a@x\u00ad.example | recipient: holds an invisible character, U+00AD",
            "a\u00a0b@x.example | recipient: holds a space that is none, U+00A0",
            "Doe, Jane <j@x.example> | recipient[0]: is not an email address; a name with a comma in it needs quotes, as \"Doe, Jane\" <jane@acme.example>",
            "a..b@x.example | recipient: has two dots in a row, or one at an end, before the at sign; where the address is really so, that part needs quotes, as in \"a..b\"@...",
            "\u212aim@x.example | recipient: has a character before the at sign that passes for another, KELVIN SIGN; write the plain one",
            "\uff41@x.example | recipient: has a character before the at sign that passes for another, FULLWIDTH LATIN SMALL LETTER A; write the plain one",
            "\u2018a@x.example | recipient: has the character LEFT SINGLE QUOTATION MARK before the at sign; remove it, or write the plain one",
            "o\u2019brien@x.example | recipient: has the character RIGHT SINGLE QUOTATION MARK before the at sign; remove it, or write the plain one",
            "a@x.example\u2019 | recipient: has the character RIGHT SINGLE QUOTATION MARK in its domain; remove it",
            "a@x\u2013y.example | recipient: has the character EN DASH in its domain; remove it",
            "a@x.example b@x.example | recipient: is not one email address; several are separated by commas, semicolons or line breaks",
            "a@x.example / b@x.example | recipient: is not one email address; several are separated by commas, semicolons or line breaks",
            "a@x.example\u3001b@x.example | recipient: is not one email address; several are separated by commas, semicolons or line breaks"})
    void saysWhatToDo(String text, String problem) {
        assertProblem(problem, text);
    }

    @Test
    void boundsNamesAndTheNumberOfAddressesForReplies() {
        assertProblem("recipient: has a name of more than 200 characters", "x".repeat(900) + " <a@x.example>");
        assertProblem("recipient: has more than 1000 characters for one address", "x".repeat(1_000) + " <a@x.example>");
        assertThatThrownBy(() -> Addresses.of(new Email(null, null, List.of("a@x.example"), List.of(), List.of(),
                List.of("a@x.example,".repeat(30)), Map.of(), List.of(), "s", "b", BodyFormat.TEXT),
                AddressParser.parseOne("sender", "a@x.example"))).hasMessage("replyTo: has more than 20 addresses");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", ",", " , ,", ";", "\r\n", "\u200b"})
    void ignoresEmptyEntries(String entry) throws Exception {
        assertThat(parse(entry)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"a@b.example | | a@b.example",
            "<a@b.example> | | a@b.example", "Ann Bee <a@b.example> | Ann Bee | a@b.example",
            "\"Ann \\\"Bee\\\" \\\\ Cee\" <a@b.example> | Ann \"Bee\" \\ Cee | a@b.example",
            "Jürgen Größe <a@b.example> | Jürgen Größe | a@b.example",
            "\"😀, 😀\" <a@b.example> | 😀, 😀 | a@b.example",
            "עברית <a@b.example> | עברית | a@b.example", "=?utf-8?Q?x?= <a@b.example> | =?utf-8?Q?x?= | a@b.example",
            "\"john doe\"@b.example | | \"john doe\"@b.example", "a@[192.0.2.1] | | a@[192.0.2.1]",
            "a@[IPv6:2001:db8::1] | | a@[IPv6:2001:db8::1]", "a+tag@B.Example | | a+tag@b.example",
            "a@bücher.example | | a@xn--bcher-kva.example", "a@日本語.example | | a@xn--wgv71a119e.example",
            "a@xn--bcher-kva.example | | a@xn--bcher-kva.example",
            "jürgen@bücher.example | | jürgen@xn--bcher-kva.example",
            "a@localhost | | a@localhost", "a@b.123 | | a@b.123", "\"\\\\\"@b.example | | \"\\\\\"@b.example",
            "(comment) a@b.example | comment | a@b.example",
            "Ann <a@b.example> (at <home> (now) \\) ) | Ann | a@b.example",
            "\"x> y\" <a@b.example> | x> y | a@b.example"})
    void readsAnAddress(String text, String name, String wire) throws Exception {
        EmailAddress address = AddressParser.parseOne("sender", text);

        assertThat(address.name()).isEqualTo(name);
        assertThat(address.wireAddress()).isEqualTo(wire);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "@b.example", "a@", "a@@b.example", "a b@c.example", "a@b@c.example", "a@b..example",
            "a@.b.example", "a@b.example.", ".a@b.example", "a.@b.example", "a..b@c.example", "a@-b.example",
            "a@b-.example",
            "a@b_c.example", "a@b c.example", "a@b.example c", "a@[300.0.2.1]", "a@[192.0.2]",
            "a@[IPv6:zz]",
            "a@[IPv6:1:2]", "a@[x]", "a,b@c.example", "a;b@c.example", "<a@b.example", "a@b.example>",
            "<@x.example:a@b.example>", "friends: a@b.example, c@d.example;", "undisclosed-recipients:;",
            "a@straße.example", "a@\u0130\ud800.example", "a\u202e@b.example", "a\u200b@b.example", "a@b\u202e.example",
            "a\u00a0b@c.example", "a\u007f@b.example", "a\u0001@b.example", "x@y\u2028.example", "a@b.example\u0000",
            "a@b.example\rRCPT TO:<c@d.example>", "a@b.example\nBcc: c@d.example", "\"a\r\nb\" <a@b.example>",
            "\ud800 <a@b.example>", "=?utf-8?Q?x=0D=0Ay?=@b.example\r\n x", "a@b\uff0eexample",
            "1234567890123456789012345678901234567890123456789012345678901234x@b.example",
            "a@1234567890123456789012345678901234567890123456789012345678901234.example"})
    void refusesWhatIsNoAddressWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> AddressParser.parseOne("sender", text)).isInstanceOf(InvalidFieldException.class)
                .message().startsWith("sender: ").doesNotContain("example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ann <a@b.example> c@d.example", "Ann <a@b.example> / c@d.example",
            "<a@b.example>c@d.example", "Ann <a@b.example> (x) c@d.example",
            "\\<a@b.example> c@d.example", "Ann <a@b.example> \"c\"", "Ann <a@b.example> <c@d.example>"})
    void refusesWhatFollowsAnAddressRatherThanForgetIt(String text) {
        assertProblem("recipient: is not an email address", text);
        assertProblem("recipient[1]: is not an email address", "eve@e.example, " + text + ", bob@e.example");
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void refusesEndlessTextsAtOnce() {
        for (String text : List.of("(".repeat(20_000), "(".repeat(20_000) + ")".repeat(20_000) + " x",
                "a@[" + "1".repeat(200_000), "<" + "\"".repeat(20_001), "a@" + "ü".repeat(100_000))) {
            assertThatThrownBy(() -> parse(text)).isInstanceOf(InvalidFieldException.class);
        }
    }

    @Test
    void charactersWhoseLowByteIsALineEndStayWhatTheyAre() throws Exception {
        assertThat(AddressParser.parseOne("sender", "a\u560d\u560a@b.example").wireAddress())
                .isEqualTo("a\u560d\u560a@b.example");
    }

    private static List<EmailAddress> parse(String... entries) throws InvalidFieldException {
        return AddressParser.parse("recipient", Arrays.asList(entries));
    }

    private static void assertProblem(String expected, String... entries) {
        assertThatThrownBy(() -> parse(entries)).isInstanceOf(InvalidFieldException.class).hasMessage(expected);
    }
}
