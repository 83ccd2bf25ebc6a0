package dev.herald.message;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An SMS as the process asked for it.
 *
 * @param sender the name of the sms sender; null or blank for the default one
 * @param phoneNumber E.164, or a national form where the sender has a default region
 * @param text the message; may be empty where there are media
 * @param mediaUrls what an MMS carries
 * @param validityPeriod how long Twilio may queue it; null for Twilio's default
 * @param statusCallback where Twilio reports the delivery; null for none
 * @param scheduledAt when Twilio sends it; null for at once
 * @param note what goes before the text and does not count against its length; the text gives way. Empty for none
 */
public record Sms(@Nullable String sender, String phoneNumber, String text, List<String> mediaUrls,
        @Nullable Duration validityPeriod, @Nullable String statusCallback, @Nullable OffsetDateTime scheduledAt,
        String note) implements Message {

    public Sms {
        mediaUrls = List.copyOf(mediaUrls);
    }

    public Sms(@Nullable String sender, String phoneNumber, String text, List<String> mediaUrls,
            @Nullable Duration validityPeriod, @Nullable String statusCallback, @Nullable OffsetDateTime scheduledAt) {
        this(sender, phoneNumber, text, mediaUrls, validityPeriod, statusCallback, scheduledAt, "");
    }

    @Override
    public ActionType type() {
        return ActionType.SEND_SMS;
    }

    /** The same SMS with another text. */
    public Sms withText(String newText) {
        return new Sms(sender, phoneNumber, newText, mediaUrls, validityPeriod, statusCallback, scheduledAt, note);
    }

    /**
     * The same text for {@code newPhoneNumber}, with a note that says so. Nothing is reported to the task's own URL, and
     * nothing fetched from one: a redirected message stays in the house.
     */
    public Sms redirectedTo(String newPhoneNumber, String newNote) {
        return new Sms(sender, newPhoneNumber, text, List.of(), validityPeriod, null, scheduledAt, newNote);
    }

    @Override
    public String toString() {
        return "Sms[" + text.length() + " characters]";
    }
}
