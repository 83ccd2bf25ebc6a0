package dev.herald.sms;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import com.google.i18n.phonenumbers.ShortNumberInfo;
import dev.herald.message.Recipient;
import dev.herald.sms.SmsSender.NumberCheck;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the number that a message goes to, with the numbering plans of libphonenumber. */
final class PhoneNumbers {
    private static final String FIELD = "phoneNumber";
    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{1,14}");
    private static final Pattern SHORT_CODE = Pattern.compile("[0-9]{3,8}");
    /** Digits, and what people put between them. */
    private static final Pattern WRITTEN = Pattern.compile("\\+?[0-9 \\u00a0\\-\\u2010-\\u2015./()]+");
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
    }

    /**
     * The phone that {@code text} names.
     *
     * @throws UnusableNumberException where it can't be a number, or is known to take no SMS
     */
    Recipient.Phone read(String text) throws UnusableNumberException {
        if (text.isBlank()) {
            throw new UnusableNumberException("is empty.");
        }
        if (defaultRegion != null && SHORT_CODE.matcher(text).matches() && !isPossible(text, defaultRegion)) {
            return shortCode(text, defaultRegion);
        }
        if (defaultRegion == null && !E164.matcher(text).matches()) {
            throw new UnusableNumberException(
                    "is not in E.164 form (a plus, the country code and the number, without spaces or dashes);"
                            + " other forms are read only where the sender has a default-region.");
        }
        if (!WRITTEN.matcher(text.strip()).matches()) {
            throw new UnusableNumberException("holds something else than digits, spaces, dashes and a leading plus.");
        }
        PhoneNumber number = parse(text.strip());
        checkPossible(number);
        checkTakesSms(number);
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
            case FIXED_LINE -> throw new UnusableNumberException("is a fixed line, which takes no SMS.");
            case PREMIUM_RATE -> throw new UnusableNumberException("is a premium number, which takes no SMS.");
            case SHARED_COST -> throw new UnusableNumberException("is a shared-cost number, which takes no SMS.");
            case VOICEMAIL -> throw new UnusableNumberException("is a voicemail access number, which takes no SMS.");
            case MOBILE, FIXED_LINE_OR_MOBILE, TOLL_FREE, VOIP, PERSONAL_NUMBER, PAGER, UAN, UNKNOWN -> {
            }
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
