package dev.herald.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.message.Email;
import dev.herald.message.ErrorCode;
import dev.herald.message.Message;
import dev.herald.message.Outcome.Refused;
import dev.herald.message.Sms;
import dev.herald.message.text.BodyFormat;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequiredParamsTest {
    private final Map<String, Object> variables = new HashMap<>(Map.of("orderId", 4711, "customer",
            Map.of("email", "ann@example.com", "name", "Ann <b>O'Neil</b>", "note", " "), "blank", "  ", "paid", true,
            "items", List.of("pen", "ink"), "total", 49.90));

    @Test
    void namesAllThatAreMissingNullOrBlank() {
        variables.put("nothing", null);

        var problem = RequiredParams.named("orderId, missing, nothing, blank, customer.note, customer.phone", variables)
                .problemWith(sms("hello"));

        assertThat(problem).get().isEqualTo(new Refused(ErrorCode.INVALID_REQUEST,
                "requiredParams: missing, null or blank: missing, nothing, blank, customer.note, customer.phone."
                        + " Give each a value before this step; where an expression reads a variable that an input of"
                        + " this task has the name of, it finds the input: map requiredParams above that input."));
    }

    @ParameterizedTest
    @MethodSource
    void takesWhatSaysNothingForMissing(Object value) {
        assertThat(new RequiredParams(Map.of("orderId", value)).problemWith(sms("hello"))).get()
                .extracting(Refused::reason).asString()
                .startsWith("requiredParams: missing, null or blank: orderId.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orderId name", "{{orderId}}", "=orderId"})
    void saysHowNamesAreWritten(String names) {
        assertThat(RequiredParams.named(names, Map.of("orderId", 1)).problemWith(sms("hello"))).get()
                .extracting(Refused::reason).asString()
                .contains("Names stand with commas between them, without braces or an equals sign.");
    }

    static Stream<Object> takesWhatSaysNothingForMissing() {
        return Stream.of("", " \t\r\n", "\u00a0", "\u2007\u202f\u2028\u3000", List.of(), List.of("", " "),
                Arrays.asList(null, "\u00a0"), List.of(List.of()), Map.of());
    }

    @ParameterizedTest
    @CsvSource({"1e-7, 0.0000001", "3.0, 3", "100, 100", "0.0, 0", "49.90, 49.9", "-1.50, -1.5"})
    void writesANumberAsAReaderWould(double number, String expected) {
        assertThat(new RequiredParams(Map.of("n", number)).fill(sms("{{n}}"))).isEqualTo(sms(expected));
    }

    @Test
    void refusesAPlaceholderWhoseFieldInsideAContextIsNull() {
        Map<String, Object> order = new HashMap<>();
        order.put("id", null);
        var params = new RequiredParams(Map.of("order", order));

        assertThat(params.problemWith(sms("{{order.id}}"))).get().extracting(Refused::reason).asString()
                .contains("{{order.id}}");
    }

    @ParameterizedTest
    @CsvSource({"{{orderId}}, 4711", "{{ orderId }}, 4711", "{{customer.email}}, ann@example.com", "{{paid}}, true",
            "{{items}}, 'pen, ink'", "{{total}}, 49.9", "{{orderId}}{{orderId}}, 47114711", "{orderId}, {orderId}"})
    void replacesWhatWasNamed(String text, String expected) {
        assertThat(filled("orderId, customer, paid, items, total", sms(text))).isEqualTo(sms(expected));
    }

    @Test
    void refusesAPlaceholderThatWasNotNamed() {
        var problem = RequiredParams.named("orderId", variables)
                .problemWith(sms("{{orderId}} {{customer.email}} {{x}}"));

        assertThat(problem).get().extracting(Refused::reason)
                .isEqualTo("message: {{customer.email}}, {{x}} are not among"
                        + " requiredParams (orderId), or no text, number or boolean there. Correct the text, or add it.");
    }

    @Test
    void namesTheFirstFewOfManyUnknownPlaceholdersAndCountsTheRest() {
        String text = IntStream.range(0, 230_000).mapToObj(i -> "{{a" + i + "}}").collect(Collectors.joining());

        assertThat(new RequiredParams(Map.of("id", "1")).problemWith(sms(text))).get().extracting(Refused::reason)
                .asString().startsWith("message: {{a0}}, {{a1}}, {{a2}}, {{a3}}, {{a4}} and 229,995 more are not among")
                .hasSizeLessThan(500);
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void looksUpNoNameThatIsTooLongToBeOne() {
        var params = new RequiredParams(Map.of("a", Map.of("b", "1")));

        assertThat(params.problemWith(sms("{{a" + ".b".repeat(350_000) + "}}"))).get().extracting(Refused::reason)
                .asString().startsWith("message: {{...}} with something else than a name in it is not among");
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void refusesWhatGrowsTooLongBeforeItIsMade() {
        var params = new RequiredParams(Map.of("a", "x".repeat(1_000_000)));

        for (BodyFormat format : BodyFormat.values()) {
            assertThat(params.problemWith(email("s", "{{a}}".repeat(2000), format))).get().extracting(Refused::reason)
                    .isEqualTo("body: has more than 500,000 characters with the values of requiredParams in it.");
        }
        assertThat(new RequiredParams(Map.of("a", "*".repeat(100_000)))
                .problemWith(email("s", "{{a}}", BodyFormat.MARKDOWN))).isPresent();
        assertThat(
                new RequiredParams(Map.of("a", "x".repeat(2_000))).problemWith(email("{{a}}!", "b", BodyFormat.TEXT)))
                .get().extracting(Refused::reason)
                .isEqualTo("subject: has more than 2,000 characters with the values of requiredParams in it.");
    }

    @Test
    void refusesWhatIsNestedTooDeep() {
        Object list = "x";
        Object context = "x";
        for (int i = 0; i < 990; i++) {
            list = List.of(list);
            context = Map.of("a", context);
        }

        for (Object deep : List.of(list, context)) {
            assertThat(new RequiredParams(Map.of("deep", deep)).problemWith(sms("{{deep}}"))).get()
                    .isEqualTo(new Refused(ErrorCode.INVALID_REQUEST, "requiredParams: nested more than 50 deep: deep."
                            + " Give what the texts need of it."));
        }
    }

    @ParameterizedTest
    @CsvSource({"'4711\n', 'Order 4711 is here'", "'\r\n4711\u00a0', 'Order 4711 is here'",
            "'4711\n4712', 'Order 4711 4712 is here'"})
    void keepsASubjectOnOneLineWhateverIsInserted(String value, String subject) {
        var params = new RequiredParams(Map.of("id", value.translateEscapes()));

        assertThat(((Email) params.fill(email("Order {{id}} is here", "b", BodyFormat.TEXT))).subject())
                .isEqualTo(subject);
    }

    @Test
    void warnsOfPlaceholdersThatStandThereForWantOfParams() {
        assertThat(RequiredParams.NONE.warnings(email("At {{clinic}}", "{{ a b }} {{}} {{c}}", BodyFormat.TEXT)))
                .containsExactly("subject: {{clinic}} stands there as it is, since this task has no requiredParams.",
                        "body: {{c}} stands there as it is, since this task has no requiredParams.");
        assertThat(new RequiredParams(Map.of("a", "1")).warnings(sms("{{a}}"))).isEmpty();
    }

    @Test
    void refusesAContextWhereTextIsExpected() {
        assertThat(RequiredParams.named("customer", Map.of("customer", Map.of("name", "Ann")))
                .problemWith(sms("{{customer}}"))).isPresent();
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void readsBracesBeforeThousandsOfBlanksInNoTime() {
        String blanks = "{{" + " ".repeat(20_000);

        assertThat(filled("orderId", sms(blanks + "{{orderId}}"))).isEqualTo(sms(blanks + "4711"));
    }

    @Test
    void leavesTextsAloneWithoutRequiredParams() {
        assertThat(filled("", sms("{{customer.email}} stays"))).isEqualTo(sms("{{customer.email}} stays"));
    }

    @Test
    void escapesInHtmlAndNowhereElse() {
        Email email = (Email) filled("customer",
                email("Hi {{customer.name}}", "<p>Hi {{customer.name}}</p>", BodyFormat.AUTO));

        assertThat(email.subject()).isEqualTo("Hi Ann <b>O'Neil</b>");
        assertThat(email.body()).isEqualTo("<p>Hi Ann &lt;b&gt;O&#39;Neil&lt;/b&gt;</p>");
    }

    @Test
    void keepsPlainTextPlainWhateverIsInserted() {
        Email email = (Email) filled("customer", email("s", "Hi {{customer.name}}", BodyFormat.AUTO));

        assertThat(email.bodyFormat()).isEqualTo(BodyFormat.TEXT);
        assertThat(email.body()).isEqualTo("Hi Ann <b>O'Neil</b>");
    }

    @Test
    void insertsIntoMarkdownAsTextOnly() {
        variables.put("evil", "*x* [a](http://e)\n# h");
        Email email = (Email) filled("evil", email("s", "Hi {{evil}}", BodyFormat.MARKDOWN));

        assertThat(email.body()).doesNotContain("*", "[", "\n").contains("&#0000042;x&#0000042;");
    }

    @Test
    void doesNotRepeatATextBetweenBraces() {
        var params = new RequiredParams(Map.of("a", "1"));

        assertThat(params.problemWith(sms("{{ Dear Ada, your PIN is 1234 }}"))).get().extracting(Refused::reason)
                .asString().startsWith("message: {{...}}").doesNotContain("1234", "Ada");
    }

    @Test
    void refusesToInsertATextIntoItself() {
        var params = new RequiredParams(Map.of("message", "Text: {{message}}"));

        assertThat(params.problemWith(sms("Text: {{message}}"))).get().extracting(Refused::reason).asString()
                .startsWith("requiredParams: a text would be inserted into itself");
        assertThat(params.problemWith(sms("{{message}}"))).isEmpty();
    }

    @Test
    void doesNotEvaluateWhatItInserted() {
        variables.put("a", "{{customer.email}} $1 \\");

        assertThat(filled("a", sms("{{a}}"))).isEqualTo(sms("{{customer.email}} $1 \\"));
    }

    private Message filled(String names, Message message) {
        RequiredParams params = RequiredParams.named(names, variables);
        assertThat(params.problemWith(message)).isEmpty();
        return params.fill(message);
    }

    static Sms sms(String text) {
        return new Sms(null, "+15551234567", text, List.of(), null, null, null);
    }

    static Email email(String subject, String body, BodyFormat format, String... recipients) {
        return new Email(null, null, Arrays.asList(recipients), List.of(), List.of(), List.of(), Map.of(), List.of(),
                subject, body, format);
    }
}
