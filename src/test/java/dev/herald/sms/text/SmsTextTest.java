package dev.herald.sms.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmsTextTest {
    private static final String FAMILY = "👨‍👩‍👧‍👦"; // 11 code units, one character

    @ParameterizedTest
    @CsvSource({"a, 1, GSM-7, 1, 1", "a, 160, GSM-7, 160, 1", "a, 161, GSM-7, 161, 2", "a, 306, GSM-7, 306, 2",
            "a, 307, GSM-7, 307, 3", "a, 1530, GSM-7, 1530, 10", "a, 1600, GSM-7, 1600, 11", "€, 80, GSM-7, 160, 1",
            "€, 81, GSM-7, 162, 2", "€, 152, GSM-7, 304, 2", "€, 153, GSM-7, 306, 3", "你, 70, UCS-2, 70, 1",
            "你, 71, UCS-2, 71, 2", "你, 134, UCS-2, 134, 2", "你, 135, UCS-2, 135, 3", "😀, 35, UCS-2, 70, 1",
            "😀, 36, UCS-2, 72, 2", "😀, 66, UCS-2, 132, 2", "😀, 67, UCS-2, 134, 3", "ç, 71, UCS-2, 71, 2"})
    void countsAsTwilio(String character, int times, String encoding, int length, int segments) {
        SmsText text = SmsText.of(character.repeat(times));
        assertThat(text.encoding().label()).isEqualTo(encoding);
        assertThat(text.length()).isEqualTo(length);
        assertThat(text.segments()).isEqualTo(segments);
    }

    @Test
    void carriesAnExtensionCharacterOverWhole() {
        assertThat(SmsText.of("a".repeat(152) + "€" + "a".repeat(151)).segments()).isEqualTo(2);
        assertThat(SmsText.of("a".repeat(152) + "€" + "a".repeat(152)).segments()).isEqualTo(3);
    }

    @Test
    void carriesJoinedCharactersOverWhole() {
        assertThat(SmsText.of(FAMILY.repeat(6)).segments()).isEqualTo(1); // 66 code units
        assertThat(SmsText.of(FAMILY.repeat(7)).segments()).isEqualTo(2);
        assertThat(SmsText.of(FAMILY.repeat(12)).segments()).isEqualTo(2);
        assertThat(SmsText.of(FAMILY.repeat(13)).segments()).isEqualTo(3);
    }

    @Test
    void cutsACharacterThatIsLongerThanASegment() {
        assertThat(SmsText.of("e" + "\u0301".repeat(200)).segments()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "\ude00", "a\ud83db", "\ude00\ud83d"})
    void noticesHalfACharacter(String text) {
        assertThat(SmsText.isTorn(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "😀", "👍🏽", FAMILY})
    void leavesWholeCharactersAlone(String text) {
        assertThat(SmsText.isTorn(text)).isFalse();
        assertThat(SmsText.of(text).body()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"“Quoted” – and ‘so’ on…, '\"Quoted\" - and ''so'' on...'", "a\u00a0b\u2009c, a b c",
            "zero\u200bwidth\ufeff, zerowidth", "«tiré» — à, '\"tiré\" - à'"})
    void simplifiesTypographyWhereThatSavesSegments(String text, String simple) {
        SmsText smart = SmsText.smart(text.repeat(20));
        assertThat(smart.body()).isEqualTo(simple.repeat(20));
        assertThat(smart.encoding()).isEqualTo(SmsText.Encoding.GSM_7);
    }

    @ParameterizedTest
    @CsvSource({"a\u200cb, ab", "take ½ cup, take 1/2 cup", "rock ʼnʼ roll, rock 'n' roll", "no‼, no!!", "ok！, ok!",
            "a\u2000b, a b",
            "6÷2, 6/2", "ＡＢＣ１２３, ABC123", "〝so〞, '\"so\"'", "e\u0301t\u00e9, \u00e9t\u00e9", "ᴋᴇʏ, KEY", "✱ ✻, * *"})
    void knowsTheRestOfTwiliosTable(String text, String simple) {
        assertThat(SmsText.smart(text.repeat(30)).body()).isEqualTo(simple.repeat(30));
    }

    @Test
    void leavesATextAloneThatWouldBecomeTooLong() {
        String text = "a".repeat(1599) + "…";

        assertThat(SmsText.smart(text)).isEqualTo(SmsText.of(text)).extracting(SmsText::length).isEqualTo(1600);
        assertThat(SmsText.smart("a".repeat(1597) + "…").length()).isEqualTo(1600);
    }

    @ParameterizedTest
    @ValueSource(strings = {"“Quoted” 😀", "a short “quote”", "“你好”", "plain", "naïve – ï is not in the alphabet"})
    void leavesATextAloneWhereNothingWouldBeWon(String text) {
        assertThat(SmsText.smart(text).body()).isEqualTo(text);
    }

    @Test
    void agreesWithAnIndependentCountOverACorpus() {
        Random random = new Random(20261122);
        for (int i = 0; i < 2_000; i++) {
            String body = SegmentReference.randomText(random);
            SmsText text = SmsText.of(body);
            SegmentReference.Count expected = SegmentReference.count(body);
            assertThat(text.encoding().label()).as(body).isEqualTo(expected.encoding());
            assertThat(text.segments()).as(body).isEqualTo(expected.segments());
        }
    }
}
