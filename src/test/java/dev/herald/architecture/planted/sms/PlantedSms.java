package dev.herald.architecture.planted.sms;

import dev.herald.architecture.planted.email.PlantedEmail;
import jakarta.mail.Address;

public final class PlantedSms {
    public boolean isAddress(Object it) {
        return it instanceof Address || it instanceof PlantedEmail;
    }
}
