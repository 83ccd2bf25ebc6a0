package dev.herald.sms;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import com.google.i18n.phonenumbers.ShortNumberInfo;
import dev.herald.message.Recipient;
import dev.herald.message.text.Blanks;
import dev.herald.sms.SmsSender.NumberCheck;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the number that a message goes to, with the numbering plans of libphonenumber. */
final class PhoneNumbers {
    private static final String FIELD = "phoneNumber";
    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{1,14}");
    private static final Pattern SHORT_CODE = Pattern.compile("[0-9]{3,8}");
    /** Digits, and what people put between them. */
    private static final Pattern WRITTEN = Pattern.compile("\\+?[0-9 \\u00a0\\-\\u2010-\\u2015./()]+");
    /** What stands for the end of a second number, as in 12345/67. */
    private static final Pattern SECOND_END = Pattern.compile("/ ?[0-9]{1,2}\\z");
    /** A JSON number has one where something went wrong; libphonenumber would read past it. */
    private static final Pattern MINUS = Pattern.compile("[-\\u2010-\\u2015\\u2212].*");
    private static final Pattern BARE = Pattern.compile("[0-9]{7,15}");
    private static final Pattern SPACES = Pattern.compile("\\p{Zs}");
    /**
     * Where Twilio tries landlines, too, since some carriers bring them texts; elsewhere it refuses them.
     *
     * @see <a href="https://help.twilio.com/articles/223181828">How Twilio checks numbers</a>
     */
    private static final Set<String> TEXTED_LANDLINES = Set.of("US", "CA", "GB");
    private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();
    private static final ShortNumberInfo SHORT_NUMBERS = ShortNumberInfo.getInstance();

    private final NumberCheck check;
    private final @Nullable String defaultRegion;
    private final boolean allowShortCodes;

    PhoneNumbers(NumberCheck check, @Nullable String defaultRegion, boolean allowShortCodes) {
        this.check = check;
        this.defaultRegion = defaultRegion;
        this.allowShortCodes = allowShortCodes;
    }

    /** Why a text is no number to text to, in words that start with the field and don't repeat the number. */
    static final class UnusableNumberException extends Exception {
        UnusableNumberException(String problem) {
            super(FIELD + ": " + problem);
        }

        UnusableNumberException with(String more) {
            return new UnusableNumberException(String.valueOf(getMessage()).substring(FIELD.length() + 2) + more);
        }
    }

    /**
     * The phone that {@code text} names.
     *
     * @throws UnusableNumberException where it can't be a number, or is known to take no SMS
     */
    Recipient.Phone read(String text) throws UnusableNumberException {
        String number = Blanks.stripCode(text);
        if (defaultRegion != null) {
            number = SPACES.matcher(number).replaceAll(" ");
        }
        if (number.isEmpty()) {
            throw new UnusableNumberException("is empty.");
        }
        Optional<String> invisible = Blanks.unseen(number);
        if (invisible.isPresent()) {
            throw new UnusableNumberException(
                    "holds an invisible character, " + invisible.get() + "; type the number instead of pasting it.");
        }
        if (MINUS.matcher(number).matches()) {
            throw new UnusableNumberException("begins with a minus, which no number has; write it as a string, as"
                    + " \"+15551234567\".");
        }
        return defaultRegion == null ? international(number) : local(number, defaultRegion);
    }

    private Recipient.Phone international(String number) throws UnusableNumberException {
        if (BARE.matcher(number).matches()) {
            throw new UnusableNumberException(
                    "has no plus, so that its country is unknown. Write it as a string in E.164"
                            + " form, as \"+15551234567\" (a JSON number has no plus), or give the sender a default-region.");
        }
        if (!E164.matcher(number).matches()) {
            throw new UnusableNumberException(
                    "is not in E.164 form (a plus, the country code and the number, without spaces or dashes);"
                            + " other forms are read only where the sender has a default-region.");
        }
        return checked(number);
    }

    private Recipient.Phone local(String number, String region) throws UnusableNumberException {
        if (SHORT_CODE.matcher(number).matches() && !isPossible(number, region)) {
            return shortCode(number, region);
        }
        if (!WRITTEN.matcher(number).matches()) {
            throw new UnusableNumberException("holds something else than digits, spaces, dashes and a leading plus.");
        }
        if (SECOND_END.matcher(number).find()) {
            throw new UnusableNumberException(
                    "ends in a slash and one or two digits, as where two numbers are written in"
                            + " one; write one number.");
        }
        try {
            return checked(number);
        } catch (UnusableNumberException e) {
            if (number.startsWith("+")) {
                throw e;
            }
            throw e.with(" It was read as one of " + region + "; one of another country is written as a string with its"
                    + " plus and country code.");
        }
    }

    private Recipient.Phone checked(String text) throws UnusableNumberException {
        PhoneNumber number = parse(text);
        checkPossible(number);
        if (check != NumberCheck.LENGTH) {
            checkTakesSms(number);
        }
        if (check == NumberCheck.VALID && !PLANS.isValidNumber(number)) {
            throw new UnusableNumberException(
                    "is in a range that is not assigned, and the sender says number-check: valid.");
        }
        return new Recipient.Phone(FIELD, PLANS.format(number, PhoneNumberFormat.E164), region(number));
    }

    private boolean isPossible(String text, String region) {
        try {
            return PLANS.isPossibleNumberWithReason(PLANS.parse(text, region)) == ValidationResult.IS_POSSIBLE;
        } catch (NumberParseException e) {
            return false;
        }
    }

    private Recipient.Phone shortCode(String text, String region) throws UnusableNumberException {
        if (SHORT_NUMBERS.isEmergencyNumber(text, region)) {
            throw new UnusableNumberException("is an emergency number.");
        }
        if (!SHORT_NUMBERS.isPossibleShortNumberForRegion(parse(text), region)) {
            throw new UnusableNumberException("is too short.");
        }
        if (!allowShortCodes) {
            throw new UnusableNumberException("is a short code or lacks the area code;"
                    + " short codes are taken only where the sender says allow-short-codes: true.");
        }
        return new Recipient.Phone(FIELD, text, region);
    }

    private PhoneNumber parse(String text) throws UnusableNumberException {
        try {
            return PLANS.parse(text, defaultRegion);
        } catch (NumberParseException e) {
            throw new UnusableNumberException(switch (e.getErrorType()) {
                case INVALID_COUNTRY_CODE -> "has a country code that does not exist.";
                case TOO_LONG -> "is too long.";
                case TOO_SHORT_AFTER_IDD, TOO_SHORT_NSN -> "is too short.";
                case NOT_A_NUMBER -> "is not a number.";
            });
        }
    }

    private static void checkPossible(PhoneNumber number) throws UnusableNumberException {
        switch (PLANS.isPossibleNumberWithReason(number)) {
            case IS_POSSIBLE -> {
            }
            case IS_POSSIBLE_LOCAL_ONLY -> throw new UnusableNumberException("lacks the area code.");
            case INVALID_COUNTRY_CODE ->
                throw new UnusableNumberException("has a country code that does not exist.");
            case TOO_SHORT -> throw new UnusableNumberException("is too short for its country.");
            case TOO_LONG -> throw new UnusableNumberException("is too long for its country.");
            case INVALID_LENGTH ->
                throw new UnusableNumberException("has a length that no number of its country has.");
        }
    }

    private static void checkTakesSms(PhoneNumber number) throws UnusableNumberException {
        switch (PLANS.getNumberType(number)) {
            case FIXED_LINE -> checkFixedLine(region(number));
            case PREMIUM_RATE -> throw new UnusableNumberException("is a premium number, which takes no SMS.");
            case SHARED_COST -> throw new UnusableNumberException("is a shared-cost number, which takes no SMS.");
            case VOICEMAIL -> throw new UnusableNumberException("is a voicemail access number, which takes no SMS.");
            case MOBILE, FIXED_LINE_OR_MOBILE, TOLL_FREE, VOIP, PERSONAL_NUMBER, PAGER, UAN, UNKNOWN -> {
            }
        }
    }

    private static void checkFixedLine(String region) throws UnusableNumberException {
        if (!TEXTED_LANDLINES.contains(region)) {
            throw new UnusableNumberException("is a fixed line, which takes no SMS"
                    + (region.equals("AR") ? "; a mobile number of Argentina has a 9 after +54." : ".")
                    + " A sender with number-check: length leaves that to Twilio.");
        }
    }

    /**
     * Where the number is. One from an unassigned range counts for the main region of its country code: the other regions
     * of a shared code have ranges of their own.
     */
    private static String region(PhoneNumber number) {
        String region = PLANS.getRegionCodeForNumber(number);
        if (region == null) {
            region = PLANS.getRegionCodeForCountryCode(number.getCountryCode());
        }
        return PLANS.getSupportedRegions().contains(region) ? region : "ZZ";
    }
}
