package dev.herald.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import dev.herald.sms.PhoneNumbers.UnusableNumberException;
import dev.herald.sms.SmsSender.NumberCheck;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumbersTest {
    private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();
    private static final PhoneNumbers STRICT = possible(null);

    private static PhoneNumbers possible(@Nullable String region) {
        return new PhoneNumbers(NumberCheck.POSSIBLE, region, false);
    }

    private static String e164(PhoneNumber number) {
        return PLANS.format(number, PhoneNumberFormat.E164);
    }

    static Set<String> regions() {
        return PLANS.getSupportedRegions();
    }

    @ParameterizedTest
    @MethodSource("regions")
    void takesTheMobileNumbersOfEveryRegion(String region) throws Exception {
        PhoneNumber example = PLANS.getExampleNumberForType(region, PhoneNumberType.MOBILE);
        assumeThat(example).isNotNull();
        String international = PLANS.format(example, PhoneNumberFormat.INTERNATIONAL);
        for (NumberCheck check : NumberCheck.values()) {
            PhoneNumbers local = new PhoneNumbers(check, region, false);
            assertThat(new PhoneNumbers(check, null, false).read(e164(example)).number()).isEqualTo(e164(example));
            assertThat(local.read(international).number()).isEqualTo(e164(example));
            assertThat(local.read(PLANS.format(example, PhoneNumberFormat.NATIONAL)).number())
                    .isEqualTo(e164(example));
        }
        assertThat(STRICT.read(e164(example)).region()).isEqualTo(PLANS.getRegionCodeForNumber(example));
    }

    @ParameterizedTest
    @MethodSource("regions")
    void refusesFixedLinesAndPremiumNumbersOfEveryRegion(String region) {
        for (PhoneNumberType type : Set.of(PhoneNumberType.FIXED_LINE, PhoneNumberType.PREMIUM_RATE,
                PhoneNumberType.SHARED_COST, PhoneNumberType.VOICEMAIL)) {
            PhoneNumber example = PLANS.getExampleNumberForType(region, type);
            boolean texted = type == PhoneNumberType.FIXED_LINE && region.equals("GB");
            if (example != null && PLANS.getNumberType(example) == type && !texted) {
                assertThatThrownBy(() -> STRICT.read(e164(example))).isInstanceOf(UnusableNumberException.class)
                        .hasMessageContaining("takes no SMS")
                        .hasMessageNotContaining(Long.toString(example.getNationalNumber()));
            }
        }
    }

    @Test
    void leavesLandlinesToTwilioWhereItTriesThem() throws Exception {
        assertThat(STRICT.read("+442079460018").number()).isEqualTo("+442079460018");
        assertThat(STRICT.read("+12125550123").number()).isEqualTo("+12125550123");
        assertThat(STRICT.read("+14165550123").number()).isEqualTo("+14165550123");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-15551234567", "-2025550123", " -202-555-0123", "\u2212442079460018", "\u2013555"})
    void refusesANumberWithAMinusInsteadOfReadingPastIt(String text) {
        for (PhoneNumbers numbers : List.of(STRICT, possible("US"), new PhoneNumbers(NumberCheck.LENGTH, "US", true))) {
            assertThatThrownBy(() -> numbers.read(text)).isInstanceOf(UnusableNumberException.class)
                    .hasMessageStartingWith("phoneNumber: begins with a minus")
                    .hasMessageNotContaining(text.strip());
        }
    }

    @Test
    void namesTheNineOfArgentina() throws Exception {
        assertThatThrownBy(() -> STRICT.read("+541123456789")).hasMessageContaining("has a 9 after +54")
                .hasMessageContaining("number-check: length");
        assertThat(STRICT.read("+5491123456789").number()).isEqualTo("+5491123456789");
    }

    @Test
    void refusesOnlyWhatCannotBeANumberWhereTheSenderSaysLength() throws Exception {
        PhoneNumbers length = new PhoneNumbers(NumberCheck.LENGTH, null, false);
        for (String number : List.of("+541123456789", "+493012345678", "+19005551234")) {
            assertThat(length.read(number).number()).isEqualTo(number);
        }
        assertThatThrownBy(() -> length.read("+1555123456")).hasMessageContaining("too short");
        assertThatThrownBy(() -> length.read("+999123456789")).hasMessageContaining("country code");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u200b+15551234567", "\ufeff+15551234567\u00ad", "\u202a+15551234567\u202c",
            "+15551234567\u00a0", "\u200e +15551234567\ufe0f\n", " +15551234567"})
    void stripsWhatNobodySeesAroundANumber(String number) throws Exception {
        assertThat(STRICT.read(number).number()).isEqualTo("+15551234567");
        assertThat(possible("US").read(number).number()).isEqualTo("+15551234567");
    }

    @ParameterizedTest
    @CsvSource({"+1555\u200b1234567, U+200B", "+1\u202c5551234567, U+202C", "+1555123\u00ad4567, U+00AD",
            "+1\u00a05551234567, U+00A0"})
    void namesWhatNobodySeesInsideOfANumber(String number, String character) {
        assertThatThrownBy(() -> STRICT.read(number))
                .hasMessageContaining("holds an invisible character, " + character);
    }

    @Test
    void saysThatAJsonNumberHasNoPlus() throws Exception {
        assertThatThrownBy(() -> STRICT.read("15551234567")).hasMessageContaining("has no plus")
                .hasMessageContaining("JSON number");
        assertThat(possible("US").read("12025550123").number()).isEqualTo("+12025550123");
        assertThatThrownBy(() -> possible("US").read("4915123456789")).hasMessageContaining("read as one of US")
                .hasMessageContaining("written as a string with its plus");
    }

    @ParameterizedTest
    @MethodSource("regions")
    void takesTheOtherNumbersOfEveryRegion(String region) throws Exception {
        for (PhoneNumberType type : Set.of(PhoneNumberType.FIXED_LINE_OR_MOBILE, PhoneNumberType.VOIP,
                PhoneNumberType.TOLL_FREE, PhoneNumberType.PERSONAL_NUMBER)) {
            PhoneNumber example = PLANS.getExampleNumberForType(region, type);
            if (example != null && PLANS.getNumberType(example) == type) {
                assertThat(STRICT.read(e164(example)).number()).isEqualTo(e164(example));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("regions")
    void refusesTheInvalidExampleOfEveryRegionWhereOnlyValidNumbersPass(String region) {
        PhoneNumber example = PLANS.getInvalidExampleNumber(region);
        assumeThat(example).isNotNull();
        PhoneNumbers valid = new PhoneNumbers(NumberCheck.VALID, null, false);
        assertThatThrownBy(() -> valid.read(e164(example))).isInstanceOf(UnusableNumberException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+15551234567", "+15005550001", "+15005550006", "+15557654321", "+12025550123",
            "+447700900123"})
    void takesTestAndDocumentationNumbers(String number) throws Exception {
        assertThat(STRICT.read(number).number()).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({"+15551234567, US", "+15005550001, US", "+447700900123, GB", "+18765551234, JM", "+41791234567, CH",
            "+80012345678, ZZ"})
    void saysWhereANumberIs(String number, String region) throws Exception {
        assertThat(STRICT.read(number).region()).isEqualTo(region);
    }

    @Test
    void refusesUnassignedRangesWhereTheSenderSaysValid() {
        PhoneNumbers valid = new PhoneNumbers(NumberCheck.VALID, "US", false);
        assertThatThrownBy(() -> valid.read("+15551234567")).hasMessageContaining("number-check: valid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+1 555 123 4567", "+1-555-123-4567", "(555) 123-4567",
            "+1555123456a", "tel:+15551234567", "+05551234567", "++15551234567",
            "+15551234567;ext=5", "whatsapp:+15551234567", "+1555123456789012", "+１５５５１２３４５６７", "alice", "+"})
    void takesNothingButE164WithoutADefaultRegion(String number) {
        assertThatThrownBy(() -> STRICT.read(number)).hasMessageContaining("E.164")
                .hasMessageContaining("default-region");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(202) 555-0123", "202-555-0123", "202.555.0123", "2025550123", "1 202 555 0123",
            "+1 202-555-0123", "+12025550123", " 202 555 0123 ", "202\u2011555\u20110123"})
    void readsWhatPeopleWriteWithADefaultRegion(String number) throws Exception {
        assertThat(possible("US").read(number).number()).isEqualTo("+12025550123");
    }

    @Test
    void readsTheNumbersOfOtherCountriesWithADefaultRegion() throws Exception {
        assertThat(possible("US").read("+49 1512 3456789").number()).isEqualTo("+4915123456789");
        assertThat(possible("DE").read("01512 3456789").number()).isEqualTo("+4915123456789");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1-800-FLOWERS", "202-555-0123 x5", "2025550123 or 2025550124", "tel:2025550123",
            "call me", "202,555,0123", "202;555", "+", "---"})
    void takesOnlyNumbersWithADefaultRegion(String number) {
        assertThatThrownBy(() -> possible("US").read(number)).isInstanceOf(UnusableNumberException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+49 171 1234567/8", "0171 1234567 / 89"})
    void takesTwoNumbersInOneForNone(String number) {
        assertThatThrownBy(() -> possible("DE").read(number))
                .hasMessage(
                        "phoneNumber: ends in a slash and one or two digits, as where two numbers are written in one;"
                                + " write one number.");
    }

    @ParameterizedTest
    @CsvSource({"+1555123456, too short", "+155512345678, too long", "+999123456789, country code",
            "+10, not a number"})
    void saysWhatIsWrongWithoutRepeatingTheNumber(String number, String problem) {
        assertThatThrownBy(() -> STRICT.read(number)).isInstanceOfSatisfying(UnusableNumberException.class,
                e -> assertThat(e.getMessage()).startsWith("phoneNumber: ").contains(problem)
                        .doesNotContain(number.substring(1)));
    }

    @Test
    void missesTheAreaCode() {
        assertThatThrownBy(() -> possible("US").read("555-0123")).hasMessageContaining("area code");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void isRequired(String number) {
        assertThatThrownBy(() -> STRICT.read(number)).hasMessageContaining("is empty");
    }

    @Test
    void takesShortCodesOnlyWhereTheSenderSaysSo() throws Exception {
        assertThatThrownBy(() -> possible("US").read("40404")).hasMessageContaining("allow-short-codes");
        assertThatThrownBy(() -> STRICT.read("40404")).hasMessageContaining("E.164");
        PhoneNumbers allowing = new PhoneNumbers(NumberCheck.POSSIBLE, "US", true);
        assertThat(allowing.read("40404").number()).isEqualTo("40404");
        assertThat(allowing.read("40404").region()).isEqualTo("US");
        assertThat(allowing.read("2025550123").number()).isEqualTo("+12025550123");
        assertThat(new PhoneNumbers(NumberCheck.POSSIBLE, "NO", true).read("40612345").number())
                .isEqualTo("+4740612345");
    }

    @ParameterizedTest
    @CsvSource({"911, US", "112, DE", "110, DE", "999, GB"})
    void neverTextsAnEmergencyNumber(String number, String region) {
        PhoneNumbers allowing = new PhoneNumbers(NumberCheck.POSSIBLE, region, true);
        assertThatThrownBy(() -> allowing.read(number)).hasMessageContaining("emergency");
    }
}
